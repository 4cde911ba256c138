"""Widgets, the attributes and associations they bind, and what they do."""

from __future__ import annotations

from attrs import frozen

from pytest_osm.model.element import (
    Element,
    computed,
    stored,
    stored_entity_path,
    stored_text,
)
from pytest_osm.model.raw import ENTITY_PATH_KEYS, EntityPath, Raw, entity_path
from pytest_osm.model.words import words_of

_WIDGET_WORDS = {
    "Forms$ActionButton": "button",
    "Forms$DbTableCell": "table cell",
    "Forms$DivContainer": "container",
    "Forms$DropDown": "drop-down",
    "Forms$GridNewButton": "New button",
    "Forms$ImageViewer": "image",
    "Forms$SnippetCallWidget": "snippet call",
    "Forms$StaticImageViewer": "image",
    "Forms$TabControl": "tab container",
}


@frozen(kw_only=True, eq=False)
class Widget(Element):
    """Any widget, known by its name; a button by its caption."""

    name: str = stored("Name")
    caption: str = stored_text("CaptionTemplate.Template")
    editability: str = stored("Editability", "Editable")
    may_edit: bool = stored("Editable", default=True)  # of a list view
    attribute: str = stored("AttributeRef.Attribute")
    attribute_path: EntityPath | None = stored_entity_path("AttributeRef.EntityRef")
    page_parameter: str = stored("SourceVariable.PageParameter")
    snippet_parameter: str = stored("SourceVariable.SnippetParameter")
    source_widget: str = stored("SourceVariable.Widget")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        words = _WIDGET_WORDS.get(self.storage_type) or words_of(self.storage_type)
        return f'{words} "{self.caption or self.name}"'


@frozen(kw_only=True, eq=False)
class CustomWidget(Widget):
    """A pluggable widget. Its property names stay behind in the type description."""

    storage_types = ("CustomWidgets$CustomWidget",)

    widget_id: str = stored("Type.WidgetId")
    widget_name: str = stored("Type.WidgetName")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'{self.widget_name or "pluggable widget"} "{self.name}"'


@frozen(kw_only=True, eq=False)
class NewButton(Widget):
    """The New button of a grid."""

    storage_types = ("Forms$GridNewButton",)

    entity: str = stored("Entity")


@frozen(kw_only=True, eq=False)
class AttributeBinding(Element):
    """An attribute that is shown, edited, sorted or searched on, perhaps over associations."""

    storage_types = ("DomainModels$AttributeRef",)

    attribute: str = stored("Attribute")
    path: EntityPath | None = stored_entity_path("EntityRef")


@frozen(kw_only=True, eq=False)
class AssociationBinding(Element):
    """An association that a pluggable widget shows or edits."""

    storage_types = ("DomainModels$IndirectEntityRef",)

    path: EntityPath | None = computed(entity_path, "Steps", *ENTITY_PATH_KEYS)


def is_widget(storage_type: str, raw: Raw) -> bool:
    """Whether a stored element is some widget: named, and with a place in the tab order."""
    return storage_type.startswith("Forms$") and "Name" in raw and "TabIndex" in raw
