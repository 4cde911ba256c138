"""What the client creates, changes and associates: in nanoflows and through widgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from attrs import evolve, frozen

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.contexts import Contexts
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.reach import PAGES, Reach, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows
from pytest_osm.model.client_actions import CreateObjectClientAction
from pytest_osm.model.element import ElementPath
from pytest_osm.model.kinds import Reference
from pytest_osm.model.object_activities import ChangeObjectAction, CreateObjectAction, MemberChange
from pytest_osm.model.project import Project
from pytest_osm.model.raw import EntityPath
from pytest_osm.model.sources import ContextSource
from pytest_osm.model.widgets import (
    AssociationBinding,
    AttributeBinding,
    CustomWidget,
    NewButton,
    Widget,
)

_ATTRIBUTE_INPUTS = frozenset(
    {
        "Forms$CheckBox",
        "Forms$DatePicker",
        "Forms$DropDown",
        "Forms$RadioButtonGroup",
        "Forms$TextArea",
        "Forms$TextBox",
    }
)
_ASSOCIATION_INPUTS = frozenset(
    {
        "Forms$InputReferenceSetSelector",
        "Forms$ReferenceSelector",
        "Forms$ReferenceSetSelector",
    }
)
_PLUGGABLE_INPUTS = ("combobox", "checkboxradioselection")
_PLUGGABLE_READERS = ("filter", "datagrid", "gallery")


class WriteKind(Enum):
    """How an object is written; the value says it in messages."""

    CREATED = "created"
    CHANGED = "changed"


@frozen
class Write:
    """An object that the client creates or changes, or an association of it that it sets.

    Confidence is low where a widget may be read-only or may only show what it binds, and for
    associations of objects that are new, which were never loaded.
    """

    entity: str
    kind: WriteKind
    location: Location
    reached: ReachedDocument
    association: str = ""
    confidence: Confidence = Confidence.HIGH


@frozen
class _Written:
    """What is written: an object, or, with an association, what the object refers to."""

    entity: str
    kind: WriteKind
    association: str = ""
    confidence: Confidence = Confidence.HIGH


def writes(project: Project, reach: Reach, scopes: Mapping[Reference, Scope]) -> Iterator[Write]:
    """All writes of the reached nanoflows and pages to objects whose entity is known."""
    for reached in reach.of_kind(*PAGES):
        contexts = Contexts(project, reached.document)
        for element_path in reached.document.root.walk():
            written = _on_page(contexts, element_path)
            yield from _at(element_path, reached.at(element_path), written)
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        yield from _at(element_path, reached, _in_nanoflow(scope, element_path))


def _at(
    element_path: ElementPath, reached: ReachedDocument, written: Iterable[_Written]
) -> Iterator[Write]:
    for each in written:
        if each.entity:
            location = location_in(reached.document, element_path)
            association, confidence = each.association, each.confidence
            yield Write(each.entity, each.kind, location, reached, association, confidence)


def _in_nanoflow(scope: Scope, element_path: ElementPath) -> Iterator[_Written]:
    action = element_path.element
    if isinstance(action, CreateObjectAction):
        entity, kind, is_new = action.entity, WriteKind.CREATED, True
    elif isinstance(action, ChangeObjectAction):
        entity, kind = scope.type_of(action.variable).entity, WriteKind.CHANGED
        is_new = action.variable in scope.created
    else:
        return
    yield _Written(entity, kind)
    confidence = Confidence.LOW if is_new else Confidence.HIGH
    for member in action.all(MemberChange):
        if member.association:
            yield _Written(entity, kind, member.association, confidence)


def _on_page(contexts: Contexts, element_path: ElementPath) -> Iterator[_Written]:
    element = element_path.element
    if isinstance(element, CreateObjectClientAction) and element.path:
        entity = element.path.entity
        yield _Written(entity, WriteKind.CREATED)
        for step in element.path.steps[-1:]:
            yield _Written(entity, WriteKind.CREATED, step.association, Confidence.LOW)
    elif isinstance(element, NewButton):
        yield _Written(element.entity, WriteKind.CREATED)
    elif isinstance(element, Widget) and _is_input(element):
        editable = _editability(element, contexts.container_around(element_path))
        if editable is None:
            return
        for each in _inputs(element, contexts.entity_around(element_path)):
            yield evolve(each, confidence=min(each.confidence, editable))


def _is_input(widget: Widget) -> bool:
    """Whether a widget may change what it binds."""
    known = _ATTRIBUTE_INPUTS | _ASSOCIATION_INPUTS
    return isinstance(widget, CustomWidget) or widget.storage_type in known


def _inputs(widget: Widget, around: str) -> Iterator[_Written]:
    """The objects that a widget changes, with the association it sets, if one."""
    if isinstance(widget, CustomWidget):
        if (confidence := _pluggable_confidence(widget)) is None:
            return
        for bound in widget.all(AssociationBinding):
            for step in bound.path.steps[-1:] if bound.path else ():
                owner = _owner(bound.path, around)
                yield _Written(owner, WriteKind.CHANGED, step.association, confidence)
        if any(bound.path is None for bound in widget.all(AttributeBinding)):
            yield _Written(around, WriteKind.CHANGED, confidence=Confidence.LOW)
    elif widget.storage_type in _ASSOCIATION_INPUTS:
        source = widget.first(ContextSource)
        path = widget.attribute_path or (source.path if source else None)
        if path and path.steps:
            association = path.steps[-1].association
            yield _Written(_owner(path, around), WriteKind.CHANGED, association)
    elif widget.attribute and widget.attribute_path is None:  # over associations it only shows
        yield _Written(around, WriteKind.CHANGED)


def _owner(path: EntityPath | None, around: str) -> str:
    """The entity of the object whose association the last step of a path is."""
    return path.steps[-2].entity if path and len(path.steps) > 1 else around


def _pluggable_confidence(widget: CustomWidget) -> Confidence | None:
    """How sure it is that a pluggable widget sets what it binds; None where it does not."""
    name = widget.widget_id.lower()
    if name.endswith(_PLUGGABLE_INPUTS):
        return Confidence.HIGH
    return None if any(word in name for word in _PLUGGABLE_READERS) else Confidence.LOW


def _editability(widget: Widget, container: Widget | None) -> Confidence | None:
    """How sure it is that a widget can be edited; None where it cannot."""
    words = {widget.editability, container.editability if container else ""}
    if "Never" in words or (container and not container.may_edit):
        return None
    return Confidence.LOW if "Conditional" in words else Confidence.HIGH
