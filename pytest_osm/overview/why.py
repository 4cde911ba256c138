"""Why a profile reaches something, what that leads to, and what is in the way if it does not."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from itertools import islice

from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.location import location_in
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.neighbours import neighbours
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query, Use
from pytest_osm.facts.reach import Link, Reach, ReachedDocument
from pytest_osm.model.domain import Entity
from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.project import Project
from pytest_osm.model.unread import UnreadName
from pytest_osm.overview.availability import WithoutConnection
from pytest_osm.records import Record

_SHOWN = 10  # of each list
_MOST_PATHS = 1000  # that are counted
READ = (
    DocumentKind.PAGE,
    DocumentKind.SNIPPET,
    DocumentKind.LAYOUT,
    DocumentKind.MENU,
    DocumentKind.NANOFLOW,
    DocumentKind.MICROFLOW,
)


class Listing(Record, frozen=True):
    """The first of some ways, each as its steps, and how many there are."""

    shown: tuple[tuple[str, ...], ...]
    total: int

    @classmethod
    def of(cls, ways: Iterator[tuple[str, ...]]) -> Listing:
        """Ways without repetitions."""
        distinct = tuple(dict.fromkeys(ways))
        return cls(distinct[:_SHOWN], len(distinct))

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each of the shown ways."""
        return tuple(map(" > ".join, self.shown))


class Answer(Record, frozen=True):
    """Why a profile reaches a document or entity, and what that leads to.

    `paths` are all shortest paths; none for what is not reached. `offline` says what of a page or
    nanoflow works without a connection; None where that is not known.
    """

    kind: str
    name: str
    paths: Listing
    leads_to: Listing
    mode: EffectiveMode | None = None
    offline: DocumentAvailability | None = None

    @property
    def what(self) -> str:
        """What is asked for: "page Sales.Orders"."""
        return f"{self.kind} {self.name}"

    @property
    def is_reached(self) -> bool:
        """Whether the profile gets there."""
        return self.paths.total > 0


def names(project: Project) -> Mapping[str, tuple[Reference | Entity, ...]]:
    """What has each name: documents of several kinds, and an entity."""
    found: dict[str, list[Reference | Entity]] = defaultdict(list)
    for kind in READ:
        for name in project.names(kind):
            found[name].append(Reference(kind, name))
    for name, entity in project.domain.entities.items():
        found[name].append(entity)
    return {name: tuple(found[name]) for name in sorted(found)}


def why(profile: Profile, what: Reference | Entity) -> Answer:
    """Why a profile reaches a document, or uses an entity."""
    if isinstance(what, Entity):
        return _why_entity(profile, what.name)
    reach = profile.reach
    if what.kind is DocumentKind.MICROFLOW:
        calls = (link for link in reach.links if link.reference == what)
        depths = _depths(reach)
        nearest = sorted(calls, key=lambda link: depths[link.origin])
        paths = Listing.of(_path(profile, link) for link in nearest)
    else:
        paths = Listing.of(_shortest_paths(profile, what))
    leads_to = Listing.of(_onwards(profile, what))
    return Answer(what.kind.value, what.name, paths, leads_to, offline=_offline(profile, what))


def _offline(profile: Profile, what: Reference) -> DocumentAvailability | None:
    known = WithoutConnection.if_known(profile)
    documents = known.documents if known else ()
    return next((each for each in documents if each.reached.document.reference == what), None)


def _why_entity(profile: Profile, name: str) -> Answer:
    evidence = profile.access.queries_and_uses
    paths = Listing.of(
        (f"profile {profile.name}", *each.reached.path, _used(each))
        for each in sorted(evidence, key=lambda each: len(each.reached.path))
        if each.entity == name
    )
    leads_to = (
        (f"{each.connection}: {each.mode.entity} is {each.mode}",)
        for each in neighbours(profile, name)
    )
    return Answer("entity", name, paths, Listing.of(leads_to), profile.mode(name))


def _used(evidence: Query | Use) -> str:
    place = evidence.location.element or "itself"
    return f"{place} ({evidence.kind.value})"


def _shortest_paths(profile: Profile, what: Reference) -> Iterator[tuple[str, ...]]:
    """All shortest paths to a document, up to a number that can be read."""
    depths = _depths(profile.reach)
    leading: dict[Reference, list[Link]] = defaultdict(list)
    for link in profile.reach.links:
        target = profile.reach.reached.get(link.reference)
        if target and depths[link.origin] == depths[target] - 1:
            leading[link.reference].append(link)
    pending: list[tuple[Reference, tuple[str, ...]]] = [(what, ())]
    found = 0
    while pending and found < _MOST_PATHS and leading.get(what):
        reference, behind = pending.pop()
        for link in reversed(leading[reference]):
            steps = tuple(filter(None, (link.location.element, str(reference), *behind)))
            if link.origin is None:
                found += 1
                yield (f"profile {profile.name}", *steps)
            else:
                pending.append((link.origin.document.reference, steps))


def _path(profile: Profile, link: Link) -> tuple[str, ...]:
    before = link.origin.path if link.origin else ()
    steps = (*before, link.location.element, str(link.reference))
    return (f"profile {profile.name}", *filter(None, steps))


def _onwards(profile: Profile, what: Reference) -> Iterator[tuple[str, ...]]:
    """What a document leads to, and the data it asks for."""
    for link in profile.reach.links:
        if link.origin and link.origin.document.reference == what:
            yield tuple(filter(None, (link.location.element, str(link.reference))))
    for used in profile.access.queries_and_uses:
        if used.reached.document.reference == what:
            place = used.location.element or "itself"
            yield place, f"entity {used.entity} ({used.kind.value})"


def obstacle(profile: Profile, what: Reference | Entity) -> str:
    """What is in between the profile and something that it does not reach.

    For a document that takes a look at the whole model.
    """
    if isinstance(what, Entity):
        return "no page shows it, and no nanoflow retrieves or creates it"
    referring = _referring(profile.project)
    before: dict[Reference, tuple[Reference, str]] = {}
    pending = deque([what])
    while pending:
        place = pending.popleft()
        for origin, label in referring.get(place, ()):
            if origin in before or origin == what:
                continue
            before[origin] = place, label
            if _is_touched(profile.reach, origin):
                return _told(origin, what, before)
            pending.append(origin)
    callers = [str(origin) for origin, _ in islice(referring.get(what, ()), _SHOWN)]
    if callers:
        verb = "refers" if len(callers) == 1 else "refer"
        return f"only {', '.join(callers)} {verb} to it, and users do not get there"
    return "nothing in the model refers to it"


def _is_touched(reach: Reach, reference: Reference) -> bool:
    return reference in reach.reached or reference in reach.incoming_links


def _told(
    origin: Reference, what: Reference, before: Mapping[Reference, tuple[Reference, str]]
) -> str:
    """The path from the nearest document that the profile does reach."""
    steps, place = [str(origin)], origin
    while place != what:
        place, label = before[place]
        steps += filter(None, (label, str(place)))
    is_microflow = origin.kind is DocumentKind.MICROFLOW
    reason = "a microflow runs on the server and cannot lead there" if is_microflow else "reached"
    return f"the nearest is {' > '.join(steps)} ({reason})"


def _referring(project: Project) -> Mapping[Reference, list[tuple[Reference, str]]]:
    """Who refers to each document of the whole model, and by what."""
    found: dict[Reference, list[tuple[Reference, str]]] = defaultdict(list)
    for kind in READ:
        for name in project.names(kind):
            document = project.document(Reference(kind, name))
            for element_path in document.root.paths if document else ():
                for reference in _named(project, element_path.element):
                    label = location_in(document, element_path).element if document else ""
                    found[reference].append((Reference(kind, name), label))
    return found


def _named(project: Project, element: Element) -> tuple[Reference, ...]:
    """The documents that an element names, under a key that is known here or not."""
    if isinstance(element, UnreadName):
        return tuple(Reference(kind, element.name) for kind in project.kinds_named(element.name))
    return element.references


def _depths(reach: Reach) -> Mapping[ReachedDocument | None, int]:
    """How many steps each document is away from the profile, which is -1 away from itself."""
    depths: dict[ReachedDocument | None, int] = {None: -1}
    for reached in reach.reached.values():  # nearest first
        depths[reached] = depths[reached.origin] + 1
    return depths
