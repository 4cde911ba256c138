"""Pages, snippets, layouts and menus: widgets, data sources, bindings and client actions."""

from __future__ import annotations

import re
from typing import ClassVar

from attrs import frozen

from pytest_osm.model.element import (
    Element,
    computed,
    stored,
    stored_data_type,
    stored_entity_path,
    stored_text,
)
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.raw import DataType, EntityPath, Raw, entity_path

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
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
class Page(Element):
    """A page, a snippet or a layout."""

    storage_types = ("Forms$Page", "Forms$Snippet", "Forms$Layout")

    name: str = stored("Name")
    entity: str = stored("Entity")  # the context of a snippet, until Mendix 9.20

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The page or snippet parameters."""
        return self.all(Parameter)


@frozen(kw_only=True, eq=False)
class MenuDocument(Element):
    """A menu that menu widgets show."""

    storage_types = ("Menus$MenuDocument",)

    name: str = stored("Name")


@frozen(kw_only=True, eq=False)
class MenuItem(Element):
    """A menu item, which may hold further items."""

    storage_types = ("Menus$MenuItem",)

    caption: str = stored_text("Caption")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'menu item "{self.caption}"'


@frozen(kw_only=True, eq=False)
class Parameter(Element):
    """A parameter of a page, a snippet or a flow."""

    storage_types = (
        "Forms$PageParameter",
        "Forms$SnippetParameter",
        "Microflows$MicroflowParameter",
        "Microflows$NanoflowParameter",
    )

    name: str = stored("Name")
    page_type: DataType = stored_data_type("ParameterType")
    flow_type: DataType = stored_data_type("VariableType")

    @property
    def data_type(self) -> DataType:
        """The entity it takes, if any."""
        return self.page_type if self.page_type.entity else self.flow_type


@frozen(kw_only=True, eq=False)
class LayoutCall(Element):
    """The layout that a page or another layout is built on. Its contents are the page's own."""

    storage_types = ("Forms$LayoutCall",)
    labels_contents = False

    layout: str = stored("Form", "Layout", refers_to=DocumentKind.LAYOUT)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return "layout"


@frozen(kw_only=True, eq=False)
class SnippetCall(Element):
    """The use of a snippet."""

    storage_types = ("Forms$SnippetCall",)

    snippet: str = stored("Form", "Snippet", refers_to=DocumentKind.SNIPPET)


@frozen(kw_only=True, eq=False)
class Widget(Element):
    """Any widget, known by its name; a button by its caption."""

    name: str = stored("Name")
    caption: str = stored_text("CaptionTemplate.Template")
    editable: str = stored("Editable", "Editability")

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
class DataSource(Element):
    """Where a data container takes its objects from."""

    path: EntityPath | None = stored_entity_path("EntityRef")


@frozen(kw_only=True, eq=False)
class DatabaseSource(DataSource):
    """A query with an optional XPath constraint, of a list, a grid or a pluggable widget."""

    storage_types = (
        "Forms$ListViewXPathSource",
        "Forms$GridXPathSource",
        "CustomWidgets$CustomWidgetXPathSource",
        "Forms$NewListViewDatabaseSource",
        "Forms$NewGridDatabaseSource",
        "CustomWidgets$CustomWidgetDatabaseSource",
    )

    constraint: str = stored("XPathConstraint")


@frozen(kw_only=True, eq=False)
class SelectorSource(Element):
    """The query behind the options of a reference selector, which names their entity."""

    storage_types = ("Forms$SelectorXPathSource", "Forms$NewSelectorDatabaseSource")

    constraint: str = stored("XPathConstraint")


@frozen(kw_only=True, eq=False)
class ContextSource(DataSource):
    """A parameter, a surrounding object, or what is associated with one."""

    storage_types = (
        "Forms$DataViewSource",
        "Forms$AssociationSource",
        "Forms$ReferenceSetSource",
        "Forms$ImageViewerSource",
    )


@frozen(kw_only=True, eq=False)
class ListenSource(Element):
    """The selection of another widget."""

    storage_types = ("Forms$ListenTargetSource",)

    widget: str = stored("ListenTarget")


@frozen(kw_only=True, eq=False)
class NanoflowSource(Element):
    """The result of a nanoflow."""

    storage_types = ("Forms$NanoflowSource",)

    nanoflow: str = stored(
        "Nanoflow", "NanoflowSettings.Nanoflow", refers_to=DocumentKind.NANOFLOW
    )


@frozen(kw_only=True, eq=False)
class MicroflowSource(Element):
    """The result of a microflow."""

    storage_types = ("Forms$MicroflowSource", "Forms$SelectorMicroflowSource")

    microflow: str = stored(
        "MicroflowSettings.Microflow",
        "DataSourceMicroflowSettings.Microflow",
        refers_to=DocumentKind.MICROFLOW,
    )


@frozen(kw_only=True, eq=False)
class MenuSource(Element):
    """What a menu widget shows: a menu document, or the menu of a navigation profile."""

    storage_types = ("Forms$MenuDocumentSource", "Forms$NavigationSource")

    menu: str = stored("Menu", refers_to=DocumentKind.MENU)
    profile: str = stored("NavigationProfile", refers_to=DocumentKind.NAVIGATION_MENU)


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

    path: EntityPath | None = computed(entity_path, "Steps")


@frozen(kw_only=True, eq=False)
class ClientAction(Element):
    """What a button or an event of a widget does; its type says the rest."""

    storage_types: ClassVar[tuple[str, ...]] = (
        "Forms$CancelChangesClientAction",
        "Forms$CancelSynchronizationClientAction",
        "Forms$ClosePageClientAction",
        "Forms$DeleteClientAction",
        "Forms$OpenLinkClientAction",
        "Forms$SaveChangesClientAction",
        "Forms$SignOutClientAction",
        "Forms$SyncClientAction",
    )


@frozen(kw_only=True, eq=False)
class PageOpening(Element):
    """A page that is opened, with the arguments for it."""

    storage_types = ("Forms$FormSettings",)

    page: str = stored("Form", "Page", refers_to=DocumentKind.PAGE)


@frozen(kw_only=True, eq=False)
class OpenPage(ClientAction):
    """Open a page, or another one for each specialization of the object."""

    storage_types = ("Forms$FormAction",)


@frozen(kw_only=True, eq=False)
class CreateObject(ClientAction):
    """Create an object, perhaps over an association, and show it on a page."""

    storage_types = ("Forms$CreateObjectClientAction",)

    path: EntityPath | None = stored_entity_path("EntityRef")


@frozen(kw_only=True, eq=False)
class NewButton(Widget):
    """The New button of a grid."""

    storage_types = ("Forms$GridNewButton",)

    entity: str = stored("Entity")


@frozen(kw_only=True, eq=False)
class CallNanoflow(ClientAction):
    """Call a nanoflow from a page."""

    storage_types = ("Forms$CallNanoflowClientAction",)

    nanoflow: str = stored(
        "Nanoflow", "NanoflowSettings.Nanoflow", refers_to=DocumentKind.NANOFLOW
    )


@frozen(kw_only=True, eq=False)
class CallMicroflow(ClientAction):
    """Call a microflow from a page."""

    storage_types = ("Forms$MicroflowAction",)

    microflow: str = stored("MicroflowSettings.Microflow", refers_to=DocumentKind.MICROFLOW)


ELEMENTS: tuple[type[Element], ...] = (
    Page,
    MenuDocument,
    MenuItem,
    Parameter,
    LayoutCall,
    SnippetCall,
    CustomWidget,
    DatabaseSource,
    SelectorSource,
    ContextSource,
    ListenSource,
    NanoflowSource,
    MicroflowSource,
    MenuSource,
    AttributeBinding,
    AssociationBinding,
    ClientAction,
    PageOpening,
    OpenPage,
    CreateObject,
    NewButton,
    CallNanoflow,
    CallMicroflow,
)


def words_of(storage_type: str) -> str:
    """The plain words in a stored type: "Forms$DataView" is a "data view"."""
    return _WORD_STARTS.sub(" ", storage_type.partition("$")[2]).lower()


def is_widget(storage_type: str, raw: Raw) -> bool:
    """Whether a stored element is some widget: named, and with a place in the tab order."""
    return storage_type.startswith("Forms$") and "Name" in raw and "TabIndex" in raw
