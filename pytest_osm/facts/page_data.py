"""Which pages show data that only the server has, and in which widgets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import TypeAlias

from msgspec.structs import replace

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt, weakest
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.queries import DataAccess, Query, Use, UseKind
from pytest_osm.facts.reach import THROUGH_UNKNOWN, Reach, ReachedDocument, certainty_of
from pytest_osm.model.client_actions import ClientAction
from pytest_osm.model.element import ElementPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.pages import Page, SnippetCall
from pytest_osm.model.property_values import PropertyValue
from pytest_osm.model.sources import DataSource, MicroflowSource, NanoflowSource
from pytest_osm.model.widgets import AttributeBinding, SourceVariable, TemplateParameter
from pytest_osm.records import Record

Parts: TypeAlias = "Mapping[Reference, list[tuple[Reference, Certainty]]]"
_HANDING_ON = (ClientAction, DataSource, MicroflowSource, NanoflowSource, SnippetCall)
_VARIABLES = re.compile(r"\$(\w+)")
_IN_LAYOUT = doubt(Confidence.LOW, "the data is in the layout, which many pages have")
_WRITTEN = (UseKind.CREATED, UseKind.CHANGED, UseKind.READ_BY_ACTION)
_PARTS = (DocumentKind.SNIPPET, DocumentKind.LAYOUT)


class OnlineData(Record, frozen=True):
    """Online objects that a page shows.

    Confidence: high for a query of its own or of its snippets; medium for objects that a
    parameter, nanoflow or microflow hands over, or that an attribute or expression reaches over
    an association, because they may already be loaded; low for data in its layout, which every
    page would show.
    """

    mode: EffectiveMode
    location: Location
    certainty: Certainty
    is_handed_over: bool = False


class ShownParameter(Record, frozen=True):
    """A parameter of a page or snippet that shows its object itself."""

    entity: str
    location: Location


class PageData(Record, frozen=True):
    """What each document shows, and the snippets and layouts that it is made of."""

    shown: Mapping[Reference, list[Query | Use | ShownParameter]]
    parts: Parts

    def online_in(
        self, document: Reference, modes: Mapping[str, EffectiveMode]
    ) -> tuple[OnlineData, ...]:
        """The online data in one document, without what it is made of."""
        found = (_online(each, modes) for each in self.shown.get(document, ()))
        return tuple(filter(None, found))

    def online_on(
        self, page: Reference, online_in: Callable[[Reference], Iterable[OnlineData]]
    ) -> tuple[OnlineData, ...]:
        """The online data on a page, that of its snippets and layouts included, surest first."""
        found = (
            replace(each, certainty=weakest(limit, each.certainty))
            for part, limit in parts_with_limits(page, self.parts)
            for each in online_in(part)
        )
        return tuple(sorted(found, key=lambda each: -each.certainty.confidence))


def page_data(reach: Reach, access: DataAccess) -> PageData:
    """Collect what all reached documents show."""
    found: dict[Reference, list[Query | Use | ShownParameter]] = defaultdict(list)
    for shown in shown_in(access):
        found[shown.reached.document.reference].append(shown)
    for reached in reach.of_kind(DocumentKind.PAGE, DocumentKind.SNIPPET):
        found[reached.document.reference] += _parameters(reached)
    return PageData(found, _parts_of(reach))


def _parts_of(reach: Reach) -> Parts:
    """The snippets and layouts that each reached page, snippet or layout is made of."""
    parts: dict[Reference, list[tuple[Reference, Certainty]]] = defaultdict(list)
    for link in reach.links:
        if link.origin and link.reference.kind in _PARTS:
            inside = certainty_of("" if link.element_path.is_certain else THROUGH_UNKNOWN)
            parts[link.origin.document.reference].append((link.reference, inside))
    return parts


def shown_in(access: DataAccess) -> Iterator[Query | Use]:
    """What pages show, and nanoflows retrieve; not what is only created."""
    for shown in access.queries_and_uses:
        if not (isinstance(shown, Use) and shown.kind in _WRITTEN):
            yield shown


class _Manner(Enum):
    """How a page comes by the data it shows."""

    QUERIED = "queried"
    ASSOCIATED = "associated"
    HANDED_OVER = "handed over"


_CERTAINTIES = {
    _Manner.QUERIED: CERTAIN,
    _Manner.ASSOCIATED: doubt(Confidence.MEDIUM, "the associated object may already be loaded"),
    _Manner.HANDED_OVER: doubt(
        Confidence.MEDIUM, "the object is handed over, and may already be loaded"
    ),
}


def _manner(shown: Query | Use | ShownParameter) -> _Manner:
    if isinstance(shown, Query):
        return _Manner.QUERIED
    is_associated = isinstance(shown, Use) and shown.kind is UseKind.ASSOCIATED
    return _Manner.ASSOCIATED if is_associated else _Manner.HANDED_OVER


def _parameters(reached: ReachedDocument) -> Iterator[ShownParameter]:
    page = reached.document.root
    if not isinstance(page, Page) or not page.parameters:
        return
    shown = shown_parameters(page)
    for parameter in page.parameters:
        if parameter.name not in shown:
            continue
        location = location_in(reached.document, ElementPath((page, parameter)))
        yield ShownParameter(parameter.data_type.entity, location)


def shown_parameters(page: Page) -> frozenset[str]:
    """The parameters whose object a page shows itself, and does not only hand on.

    A data view on a parameter is a use of its own. Outside of all data containers, what names no
    source shows the only parameter there is.
    """
    shown: set[str] = set()
    kinds = SourceVariable, TemplateParameter, PropertyValue, AttributeBinding
    for element, element_path in page.walk_to(*kinds):
        if any(isinstance(around, _HANDING_ON) for around in element_path.elements):
            continue
        if isinstance(element, SourceVariable):
            shown |= {element.page_parameter, element.snippet_parameter}
        elif isinstance(element, (TemplateParameter, PropertyValue)):
            shown.update(_VARIABLES.findall(element.expression))
        elif isinstance(element, AttributeBinding) and len(page.parameters) == 1:
            around = element_path.elements[:-1]
            if not any(each.first(DataSource) for each in around):
                shown.add(page.parameters[0].name)
    return frozenset(shown)


def _online(
    shown: Query | Use | ShownParameter, modes: Mapping[str, EffectiveMode]
) -> OnlineData | None:
    mode = modes.get(shown.entity)
    if mode is None or not mode.is_online:
        return None
    manner = _manner(shown)
    way = CERTAIN if isinstance(shown, ShownParameter) else shown.reached.certainty
    certainty = weakest(weakest(_CERTAINTIES[manner], mode.certainty), way)
    return OnlineData(mode, shown.location, certainty, manner is _Manner.HANDED_OVER)


def parts_with_limits(page: Reference, parts: Parts) -> Iterator[tuple[Reference, Certainty]]:
    """The page and what it is made of; what only its layouts bring along counts for less."""
    limits = {page: CERTAIN}
    pending = [page]
    while pending:
        whole = pending.pop()
        for part, inside in parts.get(whole, ()):
            is_layout = part.kind is DocumentKind.LAYOUT
            limit = _IN_LAYOUT if is_layout else weakest(limits[whole], inside)
            if part not in limits or limit.confidence > limits[part].confidence:
                limits[part] = limit
                pending.append(part)
    yield from limits.items()
