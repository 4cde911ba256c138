"""The object that is around a widget: that of a data container, a list or a parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import takewhile
from typing import cast

from pytest_osm.model.documents import Document
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Flow
from pytest_osm.model.pages import Page
from pytest_osm.model.project import Project
from pytest_osm.model.raw import DataType
from pytest_osm.model.sources import DataSource, ListenSource, MicroflowSource, NanoflowSource
from pytest_osm.model.unread import UnknownConstruct
from pytest_osm.model.widgets import CustomWidget, SourceVariable, Widget
from pytest_osm.records import Record

_SOURCES = (DataSource, ListenSource, MicroflowSource, NanoflowSource)


class Contexts(Record, frozen=True, dict=True):
    """The contexts of one page, snippet or layout.

    Source: what names its source variable, a widget or an action or a property in it, gets the
    object of that widget, or that parameter; any other one the object of the innermost data
    container around it, and outside of all containers the only parameter there is.
    """

    project: Project
    document: Document

    @cached_property
    def _containers(self) -> Mapping[str, ElementPath]:
        """The data containers by name."""
        return {
            widget.name: element_path
            for widget, element_path in self.document.root.walk_to(Widget)
            if source_of(widget)
        }

    def entity_around(self, element_path: ElementPath) -> str:
        """The entity of the object that a widget, or something in it, is about; "" if unknown."""
        widget = element_path.closest(Widget)
        below = takewhile(lambda each: each is not widget, reversed(element_path.elements))
        named = map(self.entity_named_by, (*below, *filter(None, (widget,))))
        found = next((entity for entity in named if entity is not None), None)
        return self._entity_around(element_path, set()) if found is None else found

    def entity_named_by(self, element: Element) -> str | None:
        """The entity of the source variable that an element names; None if it names none."""
        variable = element.first(SourceVariable)
        if variable is None:
            return None
        if variable.widget:
            return self._entity_of(variable.widget, set())
        name = variable.page_parameter or variable.snippet_parameter
        named = (entity for parameter, entity in self._parameters() if parameter == name)
        return next(named, "") if name else None

    def entity_of_source(self, source: Element | None, seen: set[str] | None = None) -> str:
        """The entity of what a data source gives; "" if that is unknown."""
        if isinstance(source, ListenSource):
            return self._entity_of(source.widget, set() if seen is None else seen)
        if isinstance(source, (MicroflowSource, NanoflowSource)):
            return result_of(self.project, source).entity
        return source.path.entity if isinstance(source, DataSource) and source.path else ""

    def container_around(self, element_path: ElementPath) -> Widget | None:
        """The innermost data container around a widget."""
        return next(containers_around(element_path), None)

    def _entity_around(self, element_path: ElementPath, seen: set[str]) -> str:
        for container in containers_around(element_path):
            entity = self._shown_by(container, seen)
            if entity or isinstance(source_of(container), UnknownConstruct):
                return entity
        entities = [entity for _, entity in self._parameters()]
        return entities[0] if len(entities) == 1 else ""

    def _entity_of(self, name: str, seen: set[str]) -> str:
        """The entity of a named container. One that listens to itself, in the end, has none."""
        if name in seen or name not in self._containers:
            return ""
        seen.add(name)
        element_path = self._containers[name]
        shown = self._shown_by(cast("Widget", element_path.element), seen)
        return shown or self._entity_around(element_path, seen)

    def _shown_by(self, container: Widget, seen: set[str]) -> str:
        return self.entity_of_source(source_of(container), seen)

    def _parameters(self) -> Iterator[tuple[str, str]]:
        page = self.document.root
        if not isinstance(page, Page):  # but a menu
            return
        yield from ((each.name, each.data_type.entity) for each in page.parameters)
        if page.entity:
            yield "", page.entity


def source_of(widget: Widget) -> Element | None:
    """The data source of a widget, which may be of a type that is unknown here."""
    parts = widget.parts if isinstance(widget, CustomWidget) else widget.children
    return next((part for part in parts if _is_source(part)), None)


def containers_around(element_path: ElementPath) -> Iterator[Widget]:
    """The data containers around a widget, innermost first."""
    for element in reversed(element_path.elements[:-1]):
        if isinstance(element, Widget) and source_of(element):
            yield element


def _is_source(part: Element) -> bool:
    if isinstance(part, UnknownConstruct):
        return part.key == "DataSource"
    return isinstance(part, _SOURCES)


def result_of(project: Project, source: NanoflowSource | MicroflowSource) -> DataType:
    """What the flow behind a data source returns."""
    document = project.document(source.references[0]) if source.references else None
    flow = document.root if document else None
    return flow.return_type if isinstance(flow, Flow) else DataType()
