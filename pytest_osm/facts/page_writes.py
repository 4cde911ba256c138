"""The objects that widgets and buttons of a page change."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt, weakest
from pytest_osm.facts.contexts import Contexts
from pytest_osm.facts.reach import Reach
from pytest_osm.model.client_actions import CreateObjectClientAction, OutputMapping
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.property_values import PropertyObject, PropertyValue
from pytest_osm.model.raw import EntityPath
from pytest_osm.model.sources import ContextSource, DataSource
from pytest_osm.model.widgets import (
    AttributeBinding,
    CustomWidget,
    FileWidget,
    GridColumn,
    NewButton,
    Widget,
)
from pytest_osm.records import Record

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
# What `written_on_page` has a word to say about.
WRITING = (CreateObjectClientAction, GridColumn, OutputMapping, Widget)
_INPUTS = _ATTRIBUTE_INPUTS | _ASSOCIATION_INPUTS
_PLUGGABLE_INPUTS = ("combobox", "checkboxradioselection")
_PLUGGABLE_READERS = ("filter", "datagrid", "gallery")
_PLUGGABLE_UPLOADER = "uploader"

_NEW = doubt(Confidence.LOW, "the object is new, and may not be an object of the server yet")
_ON_SURROUNDING = doubt(
    Confidence.MEDIUM, "the association belongs to the object around the button, which may be new"
)
_MAY_BE_EDITED = doubt(Confidence.LOW, "a condition decides whether the widget can be edited")
_MAY_ONLY_SHOW = doubt(Confidence.LOW, "the pluggable widget may only show what it is given")
_MAY_UPLOAD = doubt(Confidence.MEDIUM, "the settings of the widget decide whether it uploads")
_MAY_ONLY_GIVE = doubt(Confidence.LOW, "the export does not say whether the widget uploads files")
_AROUND_SNIPPET = doubt(
    Confidence.LOW, "it is not known whether a read-only data view reaches into its snippets"
)


class WriteKind(Enum):
    """How an object is written; the value says it in messages."""

    CREATED = "created"
    CHANGED = "changed"


class WrittenObject(Record, frozen=True):
    """What is written: an object, or, with an association, what the object refers to."""

    entity: str
    kind: WriteKind
    association: str = ""
    certainty: Certainty = CERTAIN


def written_on_page(
    contexts: Contexts, element_path: ElementPath, read_only: frozenset[Reference]
) -> Iterator[WrittenObject]:
    """What an element of a page writes, on a page whose snippets may be read-only."""
    element = element_path.element
    if isinstance(element, CreateObjectClientAction) and element.path:
        yield from _created(contexts, element_path, element.path)
    elif isinstance(element, NewButton):
        yield WrittenObject(element.entity, WriteKind.CREATED)
    elif isinstance(element, OutputMapping):
        entity = contexts.entity_around(element_path)
        yield WrittenObject(element.path.entity if element.path else entity, WriteKind.CHANGED)
    elif isinstance(element, GridColumn):
        bound = element.first(AttributeBinding)
        if element.is_editable and bound and bound.path is None:
            yield WrittenObject(contexts.entity_around(element_path), WriteKind.CHANGED)
    elif isinstance(element, Widget) and _is_input(element):
        editable = _editability(element, contexts.container_around(element_path))
        if editable is None:
            return
        if contexts.document.reference in read_only:
            editable = weakest(editable, _AROUND_SNIPPET)
        for each in _inputs(element, element_path, contexts):
            certainty = weakest(each.certainty, editable)
            yield WrittenObject(each.entity, each.kind, each.association, certainty)


def read_only_snippets(contexts: dict[Reference, Contexts], reach: Reach) -> frozenset[Reference]:
    """The snippets that are used in read-only data views only."""
    editable: set[Reference] = set()
    uses = [link for link in reach.links if link.reference.kind is DocumentKind.SNIPPET]
    is_learning = True
    while is_learning:
        is_learning = False
        for link in uses:
            origin = link.origin.document.reference if link.origin else None
            if origin is None or link.reference in editable:
                continue
            container = contexts[origin].container_around(link.element_path)
            is_read_only = container is not None and container.editability == "Never"
            inherits = container is None and origin.kind is DocumentKind.SNIPPET
            if not is_read_only and (not inherits or origin in editable):
                editable.add(link.reference)
                is_learning = True
    return frozenset(link.reference for link in uses) - editable


def _created(
    contexts: Contexts, element_path: ElementPath, path: EntityPath
) -> Iterator[WrittenObject]:
    """The new object, and the association that connects it with the one around."""
    yield WrittenObject(path.entity, WriteKind.CREATED)
    for step in path.steps[-1:]:
        yield WrittenObject(path.entity, WriteKind.CREATED, step.association, _NEW)
        around = _owner(path, contexts.entity_around(element_path))
        association = contexts.project.domain.associations.get(step.association)
        owners = [owner for owner, _ in association.ownerships] if association else []
        is_owner = any(contexts.project.domain.is_a(around, owner) for owner in owners)
        if around != path.entity and is_owner:
            yield WrittenObject(around, WriteKind.CHANGED, step.association, _ON_SURROUNDING)


def _is_input(widget: Widget) -> bool:
    """Whether a widget may change what it binds."""
    return isinstance(widget, (CustomWidget, FileWidget)) or widget.storage_type in _INPUTS


def _inputs(
    widget: Widget, element_path: ElementPath, contexts: Contexts
) -> Iterator[WrittenObject]:
    """The objects that a widget changes, with the association it sets, if one."""
    if isinstance(widget, CustomWidget):
        yield from _pluggable_inputs(widget, element_path, contexts)
        return
    around = contexts.entity_around(element_path)
    if isinstance(widget, FileWidget):
        if widget.uploads:
            certainty = CERTAIN if widget.kind or widget.is_image else _MAY_ONLY_GIVE
            yield WrittenObject(around, WriteKind.CHANGED, certainty=certainty)
    elif widget.storage_type in _ASSOCIATION_INPUTS:
        source = widget.first(ContextSource)
        path = widget.attribute_path or (source.path if source else None)
        if path and path.steps:
            association = path.steps[-1].association
            yield WrittenObject(_owner(path, around), WriteKind.CHANGED, association)
    elif widget.attribute and widget.attribute_path is None:  # over associations it only shows
        yield WrittenObject(around, WriteKind.CHANGED)


def _pluggable_inputs(
    widget: CustomWidget, element_path: ElementPath, contexts: Contexts
) -> Iterator[WrittenObject]:
    name = widget.widget_id.lower()
    if _PLUGGABLE_UPLOADER in name:
        for source in widget.parts:
            if isinstance(source, DataSource) and source.path:
                entity = source.path.entity
                yield WrittenObject(entity, WriteKind.CHANGED, certainty=_MAY_UPLOAD)
        return
    if any(word in name for word in _PLUGGABLE_READERS):
        return
    certainty = CERTAIN if name.endswith(_PLUGGABLE_INPUTS) else _MAY_ONLY_SHOW
    shown: dict[str, None] = {}
    values = (part for part in widget.parts if isinstance(part, (PropertyObject, PropertyValue)))
    binding = [each for each in (widget, *values) if _path_that_is_set(each) or _shows_own(each)]
    if not binding:
        return
    surrounding = contexts.entity_around(element_path)
    for part in binding:
        named = contexts.entity_named_by(part)
        around = surrounding if named is None else named
        if path := _path_that_is_set(part):
            owner, association = _owner(path, around), path.steps[-1].association
            yield WrittenObject(owner, WriteKind.CHANGED, association, certainty)
        if _shows_own(part):
            shown[around] = None
    for around in shown:
        yield WrittenObject(around, WriteKind.CHANGED, certainty=_MAY_ONLY_SHOW)


def _path_that_is_set(part: Element) -> EntityPath | None:
    """The path to what a property of a pluggable widget sets, if that is an association."""
    if isinstance(part, PropertyValue) and part.is_association:
        return part.path
    return None


def _shows_own(part: Element) -> bool:
    """Whether it shows an attribute of the object around, and not one over an association."""
    return any(bound.path is None for bound in part.all(AttributeBinding))


def _owner(path: EntityPath | None, around: str) -> str:
    """The entity of the object whose association the last step of a path is."""
    return path.steps[-2].entity if path and len(path.steps) > 1 else around


def _editability(widget: Widget, container: Widget | None) -> Certainty | None:
    """How sure it is that a widget can be edited; None where it cannot."""
    words = {widget.editability, container.editability if container else ""}
    if "Never" in words or (container and not container.may_edit):
        return None
    return _MAY_BE_EDITED if "Conditional" in words else CERTAIN
