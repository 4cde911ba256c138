"""Which pages show data that only the server has, and in which widgets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from attrs import evolve, field, frozen

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.queries import DataAccess, Query, Use, UseKind
from pytest_osm.facts.reach import Reach, ReachedDocument
from pytest_osm.model.element import ElementPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.pages import Page

_PARTS = (DocumentKind.SNIPPET, DocumentKind.LAYOUT)


@frozen
class OnlineData:
    """Online objects that a page shows.

    Confidence: high for a query of its own or of its snippets; medium for objects that a
    parameter, nanoflow or microflow hands over, which may already be loaded; low for data in
    its layout, which every page would show.
    """

    mode: EffectiveMode
    location: Location
    confidence: Confidence
    is_handed_over: bool = False


@frozen(eq=False)
class OnlinePages:
    """The online data of each page, with that of the snippets and layouts it is made of."""

    in_document: Mapping[Reference, list[OnlineData]]
    parts: Mapping[Reference, list[Reference]]
    _known: dict[Reference, tuple[OnlineData, ...]] = field(factory=dict, init=False)

    def on(self, page: Reference) -> tuple[OnlineData, ...]:
        """The online data on a page, surest first."""
        if page not in self._known:
            found = (
                evolve(each, confidence=min(limit, each.confidence))
                for part, limit in _parts_of(page, self.parts)
                for each in self.in_document.get(part, ())
            )
            self._known[page] = tuple(sorted(found, key=lambda each: -each.confidence))
        return self._known[page]


def online_pages(
    reach: Reach, access: DataAccess, modes: Mapping[str, EffectiveMode]
) -> OnlinePages:
    """Collect the online data of all reached pages."""
    in_document: dict[Reference, list[OnlineData]] = defaultdict(list)
    for shown in shown_in(access):
        is_query = isinstance(shown, Query)
        if online := _online(modes, shown.entity, shown.location, is_handed_over=not is_query):
            in_document[shown.reached.document.reference].append(online)
    for reached in reach.of_kind(DocumentKind.PAGE, DocumentKind.SNIPPET):
        in_document[reached.document.reference] += _parameters(reached, modes)
    return OnlinePages(in_document, parts_of(reach))


def parts_of(reach: Reach) -> Mapping[Reference, list[Reference]]:
    """The snippets and layouts that each reached page, snippet or layout is made of."""
    parts: dict[Reference, list[Reference]] = defaultdict(list)
    for link in reach.links:
        if link.origin and link.reference.kind in _PARTS:
            parts[link.origin.document.reference].append(link.reference)
    return parts


def shown_in(access: DataAccess) -> Iterator[Query | Use]:
    """What pages show, and nanoflows retrieve; not what is only created."""
    for shown in access.queries_and_uses:
        if not (isinstance(shown, Use) and shown.kind is UseKind.CREATED):
            yield shown


def _parameters(
    reached: ReachedDocument, modes: Mapping[str, EffectiveMode]
) -> Iterator[OnlineData]:
    page = reached.document.root
    for parameter in page.parameters if isinstance(page, Page) else ():
        location = location_in(reached.document, ElementPath((page, parameter)))
        entity = parameter.data_type.entity
        if online := _online(modes, entity, location, is_handed_over=True):
            yield online


def _online(
    modes: Mapping[str, EffectiveMode], entity: str, location: Location, *, is_handed_over: bool
) -> OnlineData | None:
    mode = modes.get(entity)
    if mode is None or not mode.is_online:
        return None
    limit = Confidence.MEDIUM if is_handed_over else Confidence.HIGH
    return OnlineData(mode, location, min(limit, mode.confidence), is_handed_over)


def _parts_of(
    page: Reference, parts: Mapping[Reference, list[Reference]]
) -> Iterator[tuple[Reference, Confidence]]:
    """The page and what it is made of; what only its layouts bring along counts for less."""
    limits = {page: Confidence.HIGH}
    pending = [page]
    while pending:
        whole = pending.pop()
        for part in parts.get(whole, ()):
            is_layout = part.kind is DocumentKind.LAYOUT
            limit = Confidence.LOW if is_layout else limits[whole]
            if limit > limits.get(part, 0):
                limits[part] = limit
                pending.append(part)
    yield from limits.items()
