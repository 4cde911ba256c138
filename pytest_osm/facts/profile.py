"""A navigation profile of an app, judged as that of a certain Mendix version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, field

from pytest_osm.facts.accepted_checks import CALLABLE, DEFAULT_CHECKS
from pytest_osm.facts.constraints import ConstrainedQuery, constrained_queries
from pytest_osm.facts.location import Location, navigation_location
from pytest_osm.facts.modes import EffectiveMode, ModeSource, effective_modes
from pytest_osm.facts.page_data import OnlinePages, online_pages
from pytest_osm.facts.profile_usage import ProfileUsage
from pytest_osm.facts.queries import DataAccess
from pytest_osm.facts.reach import NotFollowed, Reach
from pytest_osm.facts.sync_rows import SyncRow, sync_rows
from pytest_osm.model.domain import Domain
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.navigation import NavigationProfile, SyncMode
from pytest_osm.model.project import Project
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import frozen
from pytest_osm.timing import measured_property


@frozen
class Profile:
    """A navigation profile of an app: what it does, and the modes of its entities.

    What it does whatever its modes are is its `usage`. `base` is what it was in an earlier state
    of the model that it is compared with. Each fact is computed once, on demand; so are the
    `subjects` of rules, see `subjects_of`.
    """

    project: Project
    navigation: NavigationProfile
    version: MendixVersion
    accepted_checks: tuple[str, ...] = DEFAULT_CHECKS
    usage: ProfileUsage = field(repr=False)
    base: Profile | None = field(default=None, repr=False, kw_only=True)
    subjects: dict[type, tuple[object, ...]] = field(factory=dict, init=False, repr=False)

    @usage.default
    def _usage(self) -> ProfileUsage:
        return ProfileUsage(self.project, self.navigation, self.accepted_checks)

    def assuming(self, modes: Mapping[str, SyncMode]) -> Profile:
        """The same profile with other modes configured for some entities."""
        return evolve(self, navigation=self.navigation.with_rows(modes))

    def at(self, version: MendixVersion) -> Profile:
        """The same profile judged as that of another version."""
        return evolve(self, version=version)

    @property
    def name(self) -> str:
        """The profile's name in Studio Pro."""
        return self.navigation.name

    @property
    def is_offline(self) -> bool:
        """Whether devices keep data for it."""
        return self.navigation.is_offline

    @property
    def domain(self) -> Domain:
        """The entities and associations of the app."""
        return self.project.domain

    def read(self) -> None:
        """Read all that it reaches, now rather than when a rule asks for it. ReadError."""
        _ = self.usage.access

    @property
    def location(self) -> Location:
        """The profile itself."""
        return navigation_location(self.project, self.name, "", self.navigation)

    @property
    def reached(self) -> None:
        """No document: the profile is where every path starts."""

    @property
    def reach(self) -> Reach:
        """The documents it reaches; none for an online profile, which keeps nothing offline."""
        return self.usage.reach

    @property
    def access(self) -> DataAccess:
        """What it queries, shows and creates."""
        return self.usage.access

    @measured_property
    def rows(self) -> tuple[SyncRow, ...]:
        """The configured synchronization modes, in stored order."""
        return tuple(sync_rows(self.project, self.navigation, self.usage.derived_modes))

    @measured_property
    def modes(self) -> Mapping[str, EffectiveMode]:
        """The effective modes of the entities in the profile."""
        derived = self.usage.derived_modes
        return effective_modes(self.version, self.domain, self.navigation.rows, derived)

    def mode(self, entity: str) -> EffectiveMode:
        """The effective mode of an entity, also of one that is not in the profile."""
        outside = EffectiveMode(entity, None, ModeSource.NOT_IN_PROFILE)
        return self.modes.get(entity, outside)

    def family(self, entity: str) -> tuple[EffectiveMode, ...]:
        """An entity and its specializations, as far as they are in the profile."""
        family = (entity, *self.domain.specializations(entity))
        return tuple(self.modes[name] for name in family if name in self.modes)

    @measured_property
    def online_data(self) -> OnlinePages:
        """The online data that its pages show."""
        return online_pages(self.reach, self.access, self.modes)

    @measured_property
    def _constraints(self) -> tuple[ConstrainedQuery | NotFollowed, ...]:
        queries = self.access.queries
        return tuple(constrained_queries(queries, self.domain, self.modes, self.version))

    @property
    def constrained_queries(self) -> tuple[ConstrainedQuery, ...]:
        """The queries with an XPath constraint, with the steps it takes."""
        return tuple(each for each in self._constraints if isinstance(each, ConstrainedQuery))

    @measured_property
    def passed_entities(self) -> frozenset[str]:
        """The entities that paths and constraints only pass, and what is only named."""
        stepped = (step.target.entity for each in self.constrained_queries for step in each.steps)
        return self.usage.named_entities.union(stepped)

    @measured_property
    def not_followed(self) -> tuple[NotFollowed, ...]:
        """Everything that could not be analysed."""
        has_flows = ModelFeature.CONTROL_FLOW not in self.project.omitted_features
        return (
            *self._unknown_modes,
            *self._unknown_checks,
            *self.reach.not_followed,
            *self.access.not_followed,
            *(self.usage.guards.not_followed if has_flows else ()),
            *(each for each in self._constraints if isinstance(each, NotFollowed)),
        )

    @property
    def _unknown_modes(self) -> Iterator[NotFollowed]:
        for row in self.rows:
            if row.config.mode is None:
                mode = f"synchronization mode {row.config.stored_mode}"
                yield NotFollowed(row.location, mode, "unknown here")

    @property
    def _unknown_checks(self) -> Iterator[NotFollowed]:
        for name in self.accepted_checks:
            is_known = any(name in self.project.names(kind) for kind in CALLABLE)
            if name not in DEFAULT_CHECKS and not is_known:
                reason = "there is no such JavaScript action or nanoflow"
                yield NotFollowed(self.location, f"connection check {name}", reason)
