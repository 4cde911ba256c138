"""Attributes that pages show or edit over associations."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.reach import PAGES, Reach, ReachedDocument
from pytest_osm.model.raw import EntityStep
from pytest_osm.model.sources import DatabaseSource, SelectorSource
from pytest_osm.model.widgets import AttributeBinding
from pytest_osm.records import Record


class AttributePath(Record, frozen=True):
    """An attribute that a widget binds over one or more associations."""

    attribute: str
    steps: tuple[EntityStep, ...]
    location: Location
    reached: ReachedDocument


def attribute_paths(reach: Reach) -> Iterator[AttributePath]:
    """The attribute paths of all reached pages; sorting and searching belong to their query."""
    for reached in reach.of_kind(*PAGES):
        for bound, element_path in reached.document.root.walk_to(AttributeBinding):
            if bound.path is None:
                continue
            if not (element_path.closest(DatabaseSource) or element_path.closest(SelectorSource)):
                location = location_in(reached.document, element_path)
                yield AttributePath(
                    bound.attribute, bound.path.steps, location, reached.at(element_path)
                )
