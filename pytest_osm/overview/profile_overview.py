"""A profile in words and numbers: its entities, what crosses, and what the walk has seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.words import module_of
from pytest_osm.overview.availability import AvailabilityCount, OfflineSummary, WithoutConnection
from pytest_osm.overview.crossings import Crossing, crossings
from pytest_osm.overview.flow_drawing import FlowDrawing, asking_nanoflows, flow_drawings
from pytest_osm.overview.mode_table import ModeRow, mode_table
from pytest_osm.records import Record

_WALKED = (
    DocumentKind.PAGE,
    DocumentKind.SNIPPET,
    DocumentKind.LAYOUT,
    DocumentKind.MENU,
    DocumentKind.NANOFLOW,
)
_MOST_DRAWN = 500  # nanoflows: nobody looks at more, and a page would take long to load
_CALLED = (DocumentKind.MICROFLOW, DocumentKind.JAVASCRIPT_ACTION)


class EntitySummary(Record, frozen=True):
    """An entity of a profile. On a map it is online, offline, or, where nobody knows, both."""

    name: str
    module: str
    documentation: str
    mode: str
    derived: str
    decided_by: str
    differs: bool
    is_online: bool
    is_offline: bool
    pages: int
    nanoflows: int


class ReachCount(Record, frozen=True):
    """How many documents of a kind the walk has been to, of how many there are in the model."""

    kind: str
    reached: int
    total: int


class DocumentSummary(Record, frozen=True):
    """A reached document: what led to it from where, and the entities it asks for."""

    kind: str
    name: str
    module: str
    via: str
    origin: str
    incoming_links: int
    is_certain: bool
    entities: tuple[str, ...]


class ProfileOverview(Record, frozen=True, eq=True):
    """Everything that is shown about a profile besides the findings."""

    entities: tuple[EntitySummary, ...]
    crossings: tuple[Crossing, ...]
    walk: tuple[ReachCount, ...]
    documents: tuple[DocumentSummary, ...]
    pages_offline: AvailabilityCount | None  # None where that is not known
    offline: tuple[OfflineSummary, ...]
    drawings: tuple[FlowDrawing, ...]
    undrawn: int  # nanoflows that ask the server without a check too

    @property
    def device(self) -> Mapping[str, EntitySummary]:
        """The entities that are, or may be, on the device, by name."""
        return {each.name: each for each in self.entities if each.is_offline}

    @property
    def server(self) -> Mapping[str, EntitySummary]:
        """The entities that are on the server only, by name."""
        return {each.name: each for each in self.entities if not each.is_offline}


def profile_overview(profile: Profile) -> ProfileOverview:
    """Portray a profile."""
    offline = WithoutConnection.if_known(profile)
    asking = [*asking_nanoflows(profile)] if offline else []
    return ProfileOverview(
        entities=tuple(
            _entity(profile, row) for row in mode_table(profile) if _is_there(profile, row)
        ),
        crossings=tuple(crossings(profile)),
        walk=tuple(_walk(profile)),
        documents=tuple(_documents(profile)),
        pages_offline=offline.pages if offline else None,
        offline=tuple(map(OfflineSummary.of, offline.documents)) if offline else (),
        drawings=tuple(flow_drawings(profile, asking[:_MOST_DRAWN])),
        undrawn=len(asking[_MOST_DRAWN:]),
    )


def _is_there(profile: Profile, row: ModeRow) -> bool:
    """Whether an entity is in the profile, and not just the name of a row."""
    is_known = row.entity in profile.domain.entities
    return row.mode.mode is not None and (is_known or not profile.domain.knows_module(row.entity))


def _entity(profile: Profile, row: ModeRow) -> EntitySummary:
    stored = profile.domain.entities.get(row.entity)
    return EntitySummary(
        name=row.entity,
        module=module_of(row.entity),
        documentation=" ".join(stored.documentation.split()) if stored else "",
        mode=str(row.mode),
        derived=row.derived.caption if row.derived else "",
        decided_by=row.reason,
        differs=row.differs,
        is_online=row.mode.is_online,
        is_offline=row.mode.is_offline,
        pages=row.pages,
        nanoflows=row.nanoflows,
    )


def _walk(profile: Profile) -> Iterator[ReachCount]:
    for kind in _WALKED:
        reached = sum(1 for _ in profile.reach.of_kind(kind))
        yield ReachCount(kind.value, reached, len(tuple(profile.project.names(kind))))
    for kind in _CALLED:
        called = sum(reference.kind is kind for reference in profile.reach.incoming_links)
        yield ReachCount(kind.value, called, len(tuple(profile.project.names(kind))))


def _documents(profile: Profile) -> Iterator[DocumentSummary]:
    entities: dict[Reference, dict[str, None]] = defaultdict(dict)
    for used in profile.access.queries_and_uses:
        entities[used.reached.document.reference][used.entity] = None
    for reference, reached in profile.reach.reached.items():
        yield DocumentSummary(
            kind=reference.kind.value,
            name=reference.name,
            module=reached.document.module.name,
            via=reached.via,
            origin=str(reached.origin.document) if reached.origin else "",
            incoming_links=profile.reach.incoming_links[reference],
            is_certain=reached.is_certain,
            entities=tuple(filter(None, entities[reference])),
        )
