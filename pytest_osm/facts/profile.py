"""Everything known about one profile of one app; each fact is computed once, on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from attrs import evolve, field, frozen

from pytest_osm.errors import ReadError
from pytest_osm.facts.attribute_paths import AttributePath
from pytest_osm.facts.calls import (
    MicroflowCall,
    Synchronization,
)
from pytest_osm.facts.connection_checks import ConnectionCheck, connection_checks
from pytest_osm.facts.constraints import ConstrainedQuery, constrained_queries
from pytest_osm.facts.guards import CALLABLE, DEFAULT_CHECKS, GuardAnalysis
from pytest_osm.facts.location import (
    Location,
    domain_location,
    location_of,
    navigation_location,
)
from pytest_osm.facts.mode_comparisons import ModeComparison, mode_comparisons
from pytest_osm.facts.modes import (
    Derivation,
    EffectiveMode,
    ModeSource,
    effective_modes,
)
from pytest_osm.facts.page_data import DataWidget, OnlineData, data_widgets, online_pages
from pytest_osm.facts.page_openings import PageOpening, page_openings
from pytest_osm.facts.profile_usage import ProfileUsage
from pytest_osm.facts.queries import DataAccess, Query, Use
from pytest_osm.facts.reach import NotFollowed, Reach, ReachedDocument
from pytest_osm.facts.server_calls import ServerAccess, direct_calls, server_calls
from pytest_osm.facts.subjects import (
    AssociationWrite,
    Home,
    OwnedAssociation,
    RequiredPart,
    SpecializedEntity,
    SyncRow,
    WrittenEntity,
)
from pytest_osm.facts.variables import Scope
from pytest_osm.facts.writes import Write
from pytest_osm.model.domain import Domain
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import HomePage, NavigationProfile, SyncMode
from pytest_osm.model.project import Project, UnreadablePart
from pytest_osm.model.version import MendixVersion
from pytest_osm.timing import measured_property

_CONFIGURATION = "Configure synchronization"


@frozen(eq=False)
class Profile:
    """A navigation profile of an app, judged as that of a certain Mendix version."""

    project: Project
    navigation: NavigationProfile
    version: MendixVersion
    accepted_checks: tuple[str, ...] = DEFAULT_CHECKS
    usage: ProfileUsage = field(repr=False)
    base: Profile | None = field(default=None, repr=False, kw_only=True)

    @usage.default
    def _survey(self) -> ProfileUsage:
        return ProfileUsage(self.project, self.navigation, self.accepted_checks)

    def assuming(self, entity: str, mode: SyncMode) -> Profile:
        """The same profile with another mode configured for one entity."""
        return evolve(self, navigation=self.navigation.with_row(entity, mode))

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

    @property
    def location(self) -> Location:
        """The profile itself."""
        return navigation_location(self.project, self.name, "", self.navigation)

    @measured_property
    def rows(self) -> tuple[SyncRow, ...]:
        """The configured synchronization modes, in stored order."""
        rows: list[SyncRow] = []
        seen: set[str] = set()
        for config in self.navigation.rows:
            kind = "row" if config.storage_type else "assumed row"
            element = f"{_CONFIGURATION}, {kind} {config.entity}"
            rows.append(
                SyncRow(
                    config,
                    navigation_location(self.project, self.name, element, config),
                    is_repeated=config.entity in seen,
                    derivation=self.derived_modes.get(config.entity),
                )
            )
            seen.add(config.entity)
        return tuple(rows)

    @property
    def reach(self) -> Reach:
        """The documents it reaches; none for an online profile, which keeps nothing offline."""
        return self.usage.reach

    @property
    def access(self) -> DataAccess:
        """What it queries, shows and creates."""
        return self.usage.access

    @property
    def guards(self) -> GuardAnalysis:
        """Its connection checks, and what its nanoflows do without one."""
        return self.usage.guards

    @measured_property
    def server_accesses(self) -> tuple[ServerAccess, ...]:
        """The places that ask the server: activities of nanoflows, and pages without them."""
        calls = server_calls(self.reach, self.scopes, self.modes, self.guards)
        return (*calls, *direct_calls(self.reach, self.location))

    @measured_property
    def connection_checks(self) -> tuple[ConnectionCheck, ...]:
        """The calls of connection checks in its nanoflows."""
        return tuple(connection_checks(self.reach, self.scopes, self.modes, self.guards))

    @measured_property
    def online_data(self) -> Callable[[Reference], tuple[OnlineData, ...]]:
        """A function that gives the online data on a page, surest first."""
        return online_pages(self.reach, self.access, self.modes)

    @measured_property
    def page_openings(self) -> tuple[PageOpening, ...]:
        """The places that open pages."""
        return tuple(page_openings(self.reach, self.guards, self.online_data))

    @property
    def data_widgets(self) -> tuple[DataWidget, ...]:
        """The widgets that show entities of the profile."""
        return tuple(data_widgets(self.access, self.modes))

    @property
    def writes(self) -> tuple[Write, ...]:
        """What it creates, changes and associates on the client."""
        return self.usage.writes

    @property
    def association_writes(self) -> Iterator[AssociationWrite]:
        """The associations that it sets between entities of the profile."""
        for write in self.writes:
            association = self.domain.associations.get(write.association)
            if association is None:
                continue
            for owner, target in association.ownerships:
                source, destination = self.modes.get(write.entity), self.modes.get(target)
                if self.domain.is_a(write.entity, owner) and source and destination:
                    yield AssociationWrite(
                        write, source, destination, write.location, write.reached
                    )

    @property
    def written_entities(self) -> Iterator[WrittenEntity]:
        """The configured entities that it creates or changes on the client."""
        written: dict[str, list[Write]] = {}
        for write in self.writes:
            written.setdefault(write.entity, []).append(write)
        for row in self.rows:
            if not row.is_repeated and (found := written.get(row.entity)):
                yield WrittenEntity(row, tuple(found), row.location, found[0].reached)

    @measured_property
    def _constraints(self) -> tuple[ConstrainedQuery | NotFollowed, ...]:
        return tuple(constrained_queries(self.queries, self.domain, self.modes, self.version))

    @property
    def constrained_queries(self) -> tuple[ConstrainedQuery, ...]:
        """The queries with an XPath constraint, with the steps it takes."""
        return tuple(each for each in self._constraints if isinstance(each, ConstrainedQuery))

    @property
    def scopes(self) -> Mapping[Reference, Scope]:
        """The variables of the reached nanoflows, with their entities."""
        return self.usage.scopes

    @property
    def microflow_calls(self) -> tuple[MicroflowCall, ...]:
        """The microflow calls in its nanoflows: each is a request to the server."""
        return self.usage.microflow_calls

    @property
    def synchronizations(self) -> tuple[Synchronization, ...]:
        """The Synchronize activities that name objects."""
        return self.usage.synchronizations

    @property
    def attribute_paths(self) -> tuple[AttributePath, ...]:
        """The attributes that its pages bind over associations."""
        return self.usage.attribute_paths

    @measured_property
    def passed_entities(self) -> frozenset[str]:
        """The entities that attribute paths and constraints only pass, without selecting them."""
        shown = (step.entity for path in self.attribute_paths for step in path.steps)
        stepped = (step.hop.target for query in self.constrained_queries for step in query.steps)
        return frozenset((*shown, *stepped))

    def neighbours(self, entity: str) -> Iterator[tuple[str, EffectiveMode]]:
        """The entities of the profile next to one, each with what connects them.

        They are its generalizations, and the other ends of its own and inherited associations.
        """
        lineage = [each.name for each in self.domain.generalizations(entity)]
        near = [("its generalization", name) for name in lineage[1:]]
        for association in sorted(self.domain.associations.values(), key=_by_name):
            near += [
                (association.name, other) for one, other in association.ends if one in lineage
            ]
        for connection, name in dict.fromkeys(near):
            if name != entity and name in self.modes:
                yield connection, self.modes[name]

    @property
    def queries(self) -> tuple[Query, ...]:
        """The client queries, nearest first."""
        return self.access.queries

    @property
    def derived_modes(self) -> Mapping[str, Derivation]:
        """The modes that Studio Pro up to 10.24 derives, whatever rows or defaults say."""
        return self.usage.derived_modes

    @measured_property
    def modes(self) -> Mapping[str, EffectiveMode]:
        """The effective modes of the entities in the profile."""
        return effective_modes(self.version, self.domain, self.navigation.rows, self.derived_modes)

    def mode(self, entity: str) -> EffectiveMode:
        """The effective mode of an entity, also of one that is not in the profile."""
        outside = EffectiveMode(entity, None, ModeSource.NOT_IN_PROFILE)
        return self.modes.get(entity, outside)

    @measured_property
    def not_followed(self) -> tuple[NotFollowed, ...]:
        """Everything that the walk and the analyses could not see through."""
        unresolved = (each for each in self._constraints if isinstance(each, NotFollowed))
        has_flows = ModelFeature.CONTROL_FLOW not in self.project.omitted_features
        walked = (
            *self.reach.not_followed,
            *self.access.not_followed,
            *(self.guards.not_followed if has_flows else ()),
        )
        return (*self._unknown_modes, *self._unknown_checks, *walked, *unresolved)

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

    @property
    def mode_comparisons(self) -> tuple[ModeComparison, ...]:
        """Its entities with their modes in the earlier state that it is compared with, if any."""
        return tuple(mode_comparisons(self, self.base)) if self.base else ()

    @measured_property
    def homes(self) -> tuple[Home, ...]:
        """The pages it starts on."""
        entries: dict[Reference, list[str]] = {}
        for home in self.navigation.all(HomePage):
            page = Reference(DocumentKind.PAGE, home.page)
            if home.is_home and page in self.reach.reached:
                entries.setdefault(page, []).append(home.label)
        return tuple(self._home(page, tuple(labels)) for page, labels in entries.items())

    def _home(self, page: Reference, entries: tuple[str, ...]) -> Home:
        reached = self.reach.reached[page]
        location = location_of(reached.document)
        return Home(page.name, entries, location, reached, self.online_data(page))

    @measured_property
    def owned_associations(self) -> tuple[OwnedAssociation, ...]:
        """Associations between entities of the profile, inherited ones at their own ends."""
        return tuple(
            OwnedAssociation(
                association,
                owners,
                targets,
                domain_location(
                    self.project,
                    association.module,
                    f"association {association.name}",
                    association,
                ),
            )
            for association in sorted(self.domain.associations.values(), key=_by_name)
            for owner, target in association.ownerships
            if (owners := self.family(owner)) and (targets := self.family(target))
        )

    def family(self, entity: str) -> tuple[EffectiveMode, ...]:
        """An entity and its specializations, as far as they are in the profile."""
        family = (entity, *self.domain.specializations(entity))
        return tuple(self.modes[name] for name in family if name in self.modes)

    @measured_property
    def specialized_entities(self) -> tuple[SpecializedEntity, ...]:
        """The specialized entities of the profile."""
        return tuple(
            SpecializedEntity(
                entity,
                mode,
                self._nearest_generalization(name),
                domain_location(self.project, entity.module, f"entity {entity.name}", entity),
            )
            for name, mode in sorted(self.modes.items())
            if (entity := self.domain.entities.get(name)) and entity.generalization
        )

    def _nearest_generalization(self, name: str) -> EffectiveMode | None:
        names = (general.name for general in self.domain.generalizations(name))
        modes = (self.modes.get(general) for general in names if general != name)
        return next((mode for mode in modes if mode), None)

    @measured_property
    def required_parts(self) -> tuple[RequiredPart, ...]:
        """The parts of the model that a verdict rests on: domain models and reached documents."""
        return (
            *(self._domain_need(name) for name in sorted(self.project.modules)),
            *(
                RequiredPart(_domain_part(unreadable), self.location, unreadable)
                for unreadable in self.project.unreadable_domain_parts
            ),
            *(
                RequiredPart(str(each.document), location_of(each.document), reached=each)
                for each in self.reach.reached.values()
            ),
            *(
                RequiredPart(str(each.reference), each.location, unreadable, each.origin)
                for each in self.reach.missing
                if (unreadable := self.project.why_missing(each.reference))
                and not unreadable.is_module
            ),
            *self._missing_modules,
        )

    @property
    def _missing_modules(self) -> Iterator[RequiredPart]:
        """The modules that an export leaves out, each at the first place that names it."""
        if self.project.store.omitted_modules == frozenset():
            return
        named: list[tuple[str, Location, ReachedDocument | None]] = [
            (each.reference.name, each.location, each.origin) for each in self.reach.missing
        ]
        named += [(row.entity, row.location, None) for row in self.rows]
        for each in self.access.queries_and_uses:
            named.append((each.entity, each.location, each.reached))
            for entity in self.domain.generalizations(each.entity):
                named.append((entity.generalization, each.location, each.reached))
        modules: set[str] = set()
        for name, location, reached in named:
            unreadable = self.project.missing_module(name)
            if unreadable and unreadable.module not in modules:
                modules.add(unreadable.module)
                yield RequiredPart(name, location, unreadable, reached)

    def _domain_need(self, module: str) -> RequiredPart:
        return RequiredPart(
            f"domain model of module {module}", domain_location(self.project, module)
        )

    def subjects(self, kind: type) -> tuple[object, ...]:
        """All subjects of a kind, for the rules that subscribe to it."""
        return tuple(SUBJECTS[kind](self))


# Without these details, there are no subjects of some kinds, or wrong ones.
REQUIRED_FEATURES: Mapping[type, ModelFeature] = MappingProxyType(
    {
        OwnedAssociation: ModelFeature.ASSOCIATION_ENDS,
        AssociationWrite: ModelFeature.ASSOCIATION_ENDS,
        ServerAccess: ModelFeature.CONTROL_FLOW,
        ConnectionCheck: ModelFeature.CONTROL_FLOW,
        PageOpening: ModelFeature.CONTROL_FLOW,
    }
)


def _domain_part(unreadable: UnreadablePart) -> str:
    return f"domain model of module {unreadable.module}" if unreadable.module else "a whole module"


def _by_name(named: object) -> str:
    return str(getattr(named, "name", ""))


SUBJECTS: Mapping[type, Callable[[Profile], Iterable[object]]] = MappingProxyType(
    {
        # A model that cannot be opened has no profiles: the engine hands this one out itself.
        ReadError: lambda _: (),
        Profile: lambda profile: (profile,),
        SyncRow: lambda profile: profile.rows,
        Home: lambda profile: profile.homes,
        OwnedAssociation: lambda profile: profile.owned_associations,
        SpecializedEntity: lambda profile: profile.specialized_entities,
        Query: lambda profile: profile.queries,
        Use: lambda profile: profile.access.uses,
        ConstrainedQuery: lambda profile: profile.constrained_queries,
        MicroflowCall: lambda profile: profile.microflow_calls,
        Synchronization: lambda profile: profile.synchronizations,
        AttributePath: lambda profile: profile.attribute_paths,
        ServerAccess: lambda profile: profile.server_accesses,
        ConnectionCheck: lambda profile: profile.connection_checks,
        PageOpening: lambda profile: profile.page_openings,
        DataWidget: lambda profile: profile.data_widgets,
        AssociationWrite: lambda profile: profile.association_writes,
        WrittenEntity: lambda profile: profile.written_entities,
        ModeComparison: lambda profile: profile.mode_comparisons,
        RequiredPart: lambda profile: profile.required_parts,
    }
)
