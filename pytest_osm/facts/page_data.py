"""Which pages show data that only the server has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.queries import DataAccess, Query, Use, UseKind
from pytest_osm.facts.reach import Reach
from pytest_osm.model.kinds import DocumentKind, Reference


@frozen
class OnlineData:
    """Online objects that a page shows.

    Confidence: high for a query of its own or of its snippets; medium for objects that a
    parameter, nanoflow or microflow hands over, which may be at hand already; low for data in
    its layout, which every page would show.
    """

    mode: EffectiveMode
    location: Location
    confidence: Confidence


def online_data(
    page: Reference, reach: Reach, access: DataAccess, modes: Mapping[str, EffectiveMode]
) -> Iterator[OnlineData]:
    """The online data on a page, surest first."""
    own = _parts(page, reach, DocumentKind.SNIPPET)
    with_layout = _parts(page, reach, DocumentKind.SNIPPET, DocumentKind.LAYOUT)
    found: list[OnlineData] = []
    everything: tuple[Query | Use, ...] = (*access.queries, *access.uses)
    for shown in everything:
        mode = modes.get(shown.entity)
        if mode is None or not mode.is_online or _is_created(shown):
            continue
        part = shown.reached.document.reference
        if part in with_layout:
            place = _confidence(shown) if part in own else Confidence.LOW
            found.append(OnlineData(mode, shown.location, min(place, mode.confidence)))
    yield from sorted(found, key=lambda each: -each.confidence)


def _is_created(shown: Query | Use) -> bool:
    return isinstance(shown, Use) and shown.kind is UseKind.CREATED


def _confidence(shown: Query | Use) -> Confidence:
    return Confidence.HIGH if isinstance(shown, Query) else Confidence.MEDIUM


def _parts(page: Reference, reach: Reach, *kinds: DocumentKind) -> frozenset[Reference]:
    """The page and what it is made of, through nested documents of the given kinds."""
    parts, pending = {page}, [page]
    while pending:
        reached = reach.reached.get(pending.pop())
        if reached is None:
            continue
        for trail in reached.document.root.walk():
            for reference in trail.element.references:
                if reference.kind in kinds and reference not in parts:
                    parts.add(reference)
                    pending.append(reference)
    return frozenset(parts)
