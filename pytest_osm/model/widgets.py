"""Widgets, the attributes and associations they bind, and what they do."""

from __future__ import annotations

from typing import ClassVar

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.property_values import PropertyObject, PropertyValue
from pytest_osm.model.raw import EntityPath, Raw
from pytest_osm.model.stored_fields import stored, stored_entity_path, stored_text
from pytest_osm.model.words import words_of

_LONGEST_TEXT = 40  # that still names something
_CONTAINER = "Forms$DivContainer"
_WIDGET_WORDS = {
    _CONTAINER: "container",
    "Forms$ActionButton": "button",
    "Forms$DbTableCell": "table cell",
    "Forms$DropDown": "drop-down",
    "Forms$GridNewButton": "New button",
    "Forms$ImageViewer": "image",
    "Forms$SnippetCallWidget": "snippet call",
    "Forms$StaticImageViewer": "image",
    "Forms$TabControl": "tab container",
}


class Widget(Element, frozen=True):
    """Any widget, known by its name.

    A button is known by its caption, or both if that is a template; a container also by the first
    text that users see in it.
    """

    name: str = stored("Name")
    caption: str = stored_text("CaptionTemplate.Template")
    editability: str = stored("Editability", "Editable")
    may_edit: bool = stored("Editable", default=True)  # of a list view
    attribute: str = stored("AttributeRef.Attribute")
    attribute_path: EntityPath | None = stored_entity_path("AttributeRef.EntityRef")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        words = _WIDGET_WORDS.get(self.storage_type) or words_of(self.storage_type)
        if self.storage_type == _CONTAINER:
            shown = f' ("{text}")' if (text := self._shown) else ""
            return f'{words} "{self.name}"{shown}'
        if not self.caption:
            return f'{words} "{self.name}"'
        # A caption like "{1}" says what it is only when the app runs.
        name = f" ({self.name})" if "{" in self.caption and self.name else ""
        return f'{words} "{self.caption}"{name}'

    @property
    def _shown(self) -> str:
        """The first text inside that is the same for every object, if it is short."""
        inside = (each.element for each in self.walk())
        texts = (" ".join(each.text.split()) for each in inside if isinstance(each, TextWidget))
        fixed = (text for text in texts if text and "{" not in text)
        shown = next(fixed, "")
        return shown if len(shown) <= _LONGEST_TEXT else ""


class TextWidget(Widget, frozen=True):
    """A text, which may have placeholders for attributes."""

    storage_types: ClassVar[tuple[str, ...]] = ("Forms$DynamicText",)

    text: str = stored_text("Content.Template")
    caption: str = ""
    attribute: str = ""
    attribute_path: EntityPath | None = None


class CustomWidget(Widget, frozen=True):
    """A pluggable widget. Its property names stay behind in the type description."""

    storage_types = ("CustomWidgets$CustomWidget",)

    widget_id: str = stored("Type.WidgetId")
    widget_name: str = stored("Type.WidgetName")

    @property
    def parts(self) -> tuple[Element, ...]:
        """What its properties hold, those of the things in its lists included."""
        found: list[Element] = []
        pending = [*reversed(self.children)]
        while pending:
            part = pending.pop()
            found.append(part)
            if isinstance(part, (PropertyObject, PropertyValue)):
                pending += reversed(part.children)
        return tuple(found)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'{self.widget_name or "pluggable widget"} "{self.name}"'


class DataGrid(Widget, frozen=True):
    """A classic data grid, which may show a page as the tooltip of a row."""

    storage_types: ClassVar[tuple[str, ...]] = ("Forms$DataGrid",)

    tooltip_page: str = stored("TooltipForm", refers_to=DocumentKind.PAGE)


class ReferenceSetSelector(DataGrid, frozen=True):
    """A reference set selector; its constraint limits what can be selected."""

    storage_types = ("Forms$ReferenceSetSelector",)

    constraint: str = stored("XPathConstraint")


class NewButton(Widget, frozen=True):
    """The New button of a grid."""

    storage_types = ("Forms$GridNewButton",)

    entity: str = stored("Entity")


class FileWidget(Widget, frozen=True):
    """A widget for the file or image that the surrounding object is."""

    storage_types = ("Forms$FileManager", "Forms$ImageUploader")

    kind: str = stored("Type")  # of a file manager; exports leave it out

    @property
    def is_image(self) -> bool:
        """Whether it is an image uploader, which always uploads."""
        return self.storage_type == "Forms$ImageUploader"

    @property
    def uploads(self) -> bool:
        """Whether users give it files, and do not only take them."""
        return self.kind != "Download"


class GridColumn(Element, frozen=True):
    """A column of a classic data grid."""

    is_column = True

    storage_types = ("Forms$DataGridColumn", "Forms$GridColumn")

    caption: str = stored_text("Caption")
    is_editable: bool = stored("Editable", default=False)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'column "{self.caption}"' if self.caption else ""


class DropDownSearchField(Element, frozen=True):
    """A search field of a grid that offers the objects of an associated entity."""

    storage_types = ("Forms$DropDownSearchField",)

    constraint: str = stored("XPathConstraint")


class TemplateParameter(Element, frozen=True):
    """What a text shows in one place; it changes nothing."""

    storage_types = ("Forms$ClientTemplateParameter",)

    expression: str = stored("Expression")


class SourceVariable(Element, frozen=True):
    """The parameter or widget whose object something is about."""

    storage_types = ("Forms$PageVariable",)

    page_parameter: str = stored("PageParameter")
    snippet_parameter: str = stored("SnippetParameter")
    widget: str = stored("Widget")


class AttributeBinding(Element, frozen=True):
    """An attribute that is shown, edited, sorted or searched on, perhaps over associations."""

    storage_types = ("DomainModels$AttributeRef",)

    attribute: str = stored("Attribute")
    path: EntityPath | None = stored_entity_path("EntityRef")


def is_widget(storage_type: str, raw: Raw) -> bool:
    """Whether a stored element is some widget: named, and with a place in the tab order."""
    return storage_type.startswith("Forms$") and "Name" in raw and "TabIndex" in raw
