"""A navigation profile of an app, judged as that of a certain Mendix version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from msgspec import field
from msgspec.structs import replace

from pytest_osm.facts.accepted_checks import CALLABLE, DEFAULT_CHECKS
from pytest_osm.facts.location import Location, navigation_location
from pytest_osm.facts.memory import Memory
from pytest_osm.facts.modes import EffectiveMode, ModeSource, effective_modes
from pytest_osm.facts.page_data import OnlineData
from pytest_osm.facts.profile_usage import ProfileUsage
from pytest_osm.facts.queries import DataAccess
from pytest_osm.facts.reach import NotFollowed, Reach
from pytest_osm.facts.sync_rows import SyncRow, row_location
from pytest_osm.model.domain import Domain
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import Reference
from pytest_osm.model.navigation import NavigationProfile, SyncConfig, SyncMode
from pytest_osm.model.project import Project
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.timing import CLOCK, measured_property

_NO_ROW = SyncConfig(storage_type="", id=b"")
_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")


class Profile(Record, frozen=True, dict=True):
    """A navigation profile of an app: what it does, and the modes of its entities.

    What it does whatever its modes are is its `usage`. `base` is what it was in an earlier state
    of the model that it is compared with. Each fact is computed once, on demand.
    """

    usage: ProfileUsage
    version: MendixVersion
    _configured: Mapping[str, tuple[SyncConfig, ...]]
    base: Profile | None = None
    _memory: Memory = field(default_factory=Memory)

    @classmethod
    def of(
        cls,
        project: Project,
        navigation: NavigationProfile,
        version: MendixVersion,
        accepted_checks: tuple[str, ...] = DEFAULT_CHECKS,
    ) -> Profile:
        """A profile as it is stored."""
        configured: dict[str, list[SyncConfig]] = {}
        for row in navigation.rows:
            configured.setdefault(row.entity, []).append(row)
        return cls(
            ProfileUsage(project, navigation, accepted_checks),
            version,
            {entity: tuple(rows) for entity, rows in configured.items()},
        )

    def assuming(self, modes: Mapping[str, SyncMode]) -> Profile:
        """The same profile with other modes configured for some entities."""
        rows = {
            entity: self._configured.get(entity, (_NO_ROW,))[0].assuming(entity, mode)
            for entity, mode in modes.items()
        }
        memory = Memory()
        if self._memory.knows("modes"):  # then there is no need to work out all of them anew
            derived = self.usage.derived_modes
            known = {name: derived[name] for name in modes if name in derived}
            changed = effective_modes(self.version, self.domain, rows.values(), known)
            memory = Memory(modes={**self.modes, **changed})
        configured = {**self._configured, **{name: (row,) for name, row in rows.items()}}
        return replace(self, _configured=configured, _memory=memory)

    def at(self, version: MendixVersion) -> Profile:
        """The same profile judged as that of another version."""
        return replace(self, version=version, _memory=Memory())

    def compared_with(self, base: Profile | None) -> Profile:
        """The same profile, and what it was in an earlier state of the model."""
        return replace(self, base=base, _memory=Memory())

    def watched(self, memory: Memory) -> Profile:
        """The same profile with a memory of its own, which may take note of what is asked."""
        return replace(self, _memory=memory)

    @property
    def project(self) -> Project:
        """The app that it belongs to."""
        return self.usage.project

    @property
    def navigation(self) -> NavigationProfile:
        """The profile as it is stored."""
        return self.usage.navigation

    @property
    def accepted_checks(self) -> tuple[str, ...]:
        """The JavaScript actions and nanoflows that count as connection checks."""
        return self.usage.accepted_checks

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

    def remembered(
        self, work_out: Callable[[Profile, _Question], _Answer], about: _Question
    ) -> _Answer:
        """What a function says of this profile and something hashable; it is asked once."""
        return self._memory.recall((work_out, about), lambda: work_out(self, about))

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

    @property
    def configured(self) -> Mapping[str, tuple[SyncConfig, ...]]:
        """The rows by entity, of which Mendix uses the first; assumed ones count as stored."""
        self._memory.note_all_rows()
        return self._configured

    @property
    def rows(self) -> tuple[SyncRow, ...]:
        """The configured synchronization modes, in stored order."""
        return self._memory.recall("rows", self._all_rows)

    def _all_rows(self) -> tuple[SyncRow, ...]:
        self._memory.note_all_rows()
        return tuple(map(self._row, self._configs))

    def rows_of(self, entity: str) -> tuple[SyncRow, ...]:
        """The rows that name an entity: usually one, and none if nobody chose a mode for it."""
        self._memory.note_rows_of(entity)
        return tuple(map(self._row, self._configured.get(entity, ())))

    @property
    def _configs(self) -> Iterator[SyncConfig]:
        return chain.from_iterable(self._configured.values())

    def _row(self, config: SyncConfig) -> SyncRow:
        first, *_ = self._configured[config.entity]
        derivation = self.usage.derived_modes.get(config.entity)
        location = row_location(self.project, self.navigation, config)
        return SyncRow(config, location, config is not first, derivation)

    @property
    def modes(self) -> Mapping[str, EffectiveMode]:
        """The effective modes of the entities in the profile."""
        return self._memory.recall("modes", self._effective_modes)

    def _effective_modes(self) -> Mapping[str, EffectiveMode]:
        derived = self.usage.derived_modes
        with CLOCK.measure("fact modes"):
            return effective_modes(self.version, self.domain, self._configs, derived)

    def mode(self, entity: str) -> EffectiveMode:
        """The effective mode of an entity, also of one that is not in the profile."""
        outside = EffectiveMode(entity, None, ModeSource.NOT_IN_PROFILE)
        return self.modes.get(entity, outside)

    def family(self, entity: str) -> tuple[EffectiveMode, ...]:
        """An entity and its specializations, as far as they are in the profile."""
        family, modes = (entity, *self.domain.specializations(entity)), self.modes
        return tuple(modes[name] for name in family if name in modes)

    def online_data(self, page: Reference) -> tuple[OnlineData, ...]:
        """The online data on a page, that of its snippets and layouts included, surest first."""
        return self.remembered(_online_on, page)

    @measured_property
    def passed_entities(self) -> frozenset[str]:
        """The entities that paths and constraints only pass, and what is only named."""
        stepped = (
            step.target
            for each in self.usage.constraints
            if each.query.entity in self.modes
            for step in each.steps
        )
        return self.usage.named_entities.union(stepped)

    @property
    def not_followed(self) -> tuple[NotFollowed, ...]:
        """Everything that could not be analysed."""
        return self._memory.recall("not followed", self._all_not_followed)

    def _all_not_followed(self) -> tuple[NotFollowed, ...]:
        has_flows = ModelFeature.CONTROL_FLOW not in self.project.omitted_features
        return (
            *self._unknown_modes,
            *self._unknown_checks,
            *self.reach.not_followed,
            *self.access.not_followed,
            *(self.usage.guards.not_followed if has_flows else ()),
            *self.usage.constraints_not_followed,
        )

    @property
    def _unknown_modes(self) -> Iterator[NotFollowed]:
        self._memory.note_all_rows()
        for config in self._configs:
            if config.mode is None:
                location = row_location(self.project, self.navigation, config)
                mode = f"synchronization mode {config.stored_mode}"
                yield NotFollowed(location, mode, "unknown here")

    @property
    def _unknown_checks(self) -> Iterator[NotFollowed]:
        for name in self.accepted_checks:
            is_known = any(name in self.project.names(kind) for kind in CALLABLE)
            if name not in DEFAULT_CHECKS and not is_known:
                reason = "there is no such JavaScript action or nanoflow"
                yield NotFollowed(self.location, f"connection check {name}", reason)


def _online_in(profile: Profile, document: Reference) -> tuple[OnlineData, ...]:
    return profile.usage.page_data.online_in(document, profile.modes)


def _online_on(profile: Profile, page: Reference) -> tuple[OnlineData, ...]:
    return profile.usage.page_data.online_on(
        page, lambda part: profile.remembered(_online_in, part)
    )
