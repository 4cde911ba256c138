"""The values of the properties of pluggable widgets, as far as they name something."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.raw import EntityPath, Raw, items, lookup, text
from pytest_osm.model.stored_fields import stored, stored_entity_path

PROPERTY_OBJECT = "CustomWidgets$WidgetObject"
PROPERTY_VALUE = "CustomWidgets$WidgetValue"
_MEDIA = frozenset({"File", "Image"})
_QUERIES = frozenset({"Entity", "EntityConstraint"})


class PropertyValue(Element, frozen=True):
    """A property that names an entity, a document or a constraint of its own.

    `type` is that of the property, like Image or Association, and "" in exports that leave out
    the description of widgets. The documents are those of properties from before actions.
    """

    storage_types = (PROPERTY_VALUE,)

    type: str = stored("$PropertyType")
    path: EntityPath | None = stored_entity_path("EntityRef")
    constraint: str = stored("XPathConstraint")
    page: str = stored("Form", refers_to=DocumentKind.PAGE)
    microflow: str = stored("Microflow", refers_to=DocumentKind.MICROFLOW)
    nanoflow: str = stored("Nanoflow", refers_to=DocumentKind.NANOFLOW)
    expression: str = stored("Expression")

    @property
    def is_media(self) -> bool:
        """Whether it shows the image or file of an object. Associations have steps."""
        return self.type in _MEDIA or (not self.type and not self.is_query and not self.has_steps)

    @property
    def is_query(self) -> bool:
        """Whether the widget asks for the objects of an entity by itself."""
        return self.type in _QUERIES or bool(self.constraint)

    @property
    def is_association(self) -> bool:
        """Whether it shows or edits an association."""
        return self.has_steps and not self.is_media and not self.is_query

    @property
    def has_steps(self) -> bool:
        """Whether it leads over associations."""
        return self.path is not None and bool(self.path.steps)


class PropertyObject(Element, frozen=True):
    """One of a list of things that a pluggable widget has, like the columns of a grid.

    `header` is its first text, and `word` what it is called.
    """

    storage_types = (PROPERTY_OBJECT,)
    is_column = True

    word: str = stored("$Word")
    header: str = stored("$Header")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'{self.word} "{self.header}"' if self.header else ""


def with_header(part: Raw, widget: Raw, language: str) -> Raw:
    """One of the things in a list of a widget, with the first text in it."""
    properties = items(part.get("Properties"))
    templates = (lookup(each, "Value.TextTemplate.Template") for each in properties)
    headers = (text(template, language) for template in templates)
    is_grid = str(lookup(widget, "Type.WidgetId")).lower().endswith("datagrid")
    named = copy(part)
    named["$Word"] = "column" if is_grid else "item"
    named["$Header"] = next(filter(None, headers), "")
    return named


def names_something(value: Raw) -> bool:
    """Whether the value of a property is one of interest; most are not."""
    get = value.get  # asked of every property of every widget
    if get("EntityRef") or get("XPathConstraint") or get("Form"):
        return True
    if get("Microflow") or get("Nanoflow") or get("SourceVariable"):
        return True
    expression = get("Expression")
    return isinstance(expression, str) and "$" in expression


def with_type(value: Raw, widget: Raw) -> Raw:
    """The value of a property with the type that the description of its widget gives it."""
    pointer = value.get("TypePointer")
    types = (each for each in _dictionaries(widget.get("Type")) if each.get("$ID") == pointer)
    described = next(types, {}) if pointer else {}
    typed = copy(value)
    typed["$PropertyType"] = described.get("Type")
    return typed


def _dictionaries(value: object) -> Iterator[Raw]:
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            yield part
            pending += part.values()
        elif isinstance(part, list):
            pending += part
