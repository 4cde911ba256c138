"""Pages, snippets, layouts and menus of a described app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from pytest_osm.testing.stored import (
    Context,
    Part,
    Steps,
    Stored,
    attribute_ref,
    data_type,
    entity_ref,
    listed,
    text,
)

if TYPE_CHECKING:
    from pytest_osm.testing.navigation import MenuItem

Action: TypeAlias = Part
Source: TypeAlias = Part
Widget: TypeAlias = Part


@frozen
class NoAction:
    """Nothing happens."""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$NoAction", DisabledDuringExecution=True)


@frozen
class OpenPage:
    """Open a page, or another one for objects of some specializations."""

    page: str
    specializations: Mapping[str, str] = field(factory=dict)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        special = [
            context.element(
                "Forms$PageForSpecialization",
                Entity=entity,
                FormSettings=form_settings(context, page),
            )
            for entity, page in self.specializations.items()
        ]
        return context.element(
            "Forms$FormAction",
            FormSettings=form_settings(context, self.page),
            PagesForSpecializations=[2, *special],
        )


@frozen
class CallNanoflow:
    """Call a nanoflow."""

    nanoflow: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$CallNanoflowClientAction", Nanoflow=self.nanoflow, ParameterMappings=[2]
        )


@frozen
class CallMicroflow:
    """Call a microflow."""

    microflow: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        settings = _microflow_settings(context, self.microflow)
        return context.element("Forms$MicroflowAction", MicroflowSettings=settings)


@frozen
class Create:
    """Create an object and show it on a page."""

    entity: str
    page: str = ""
    over: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$CreateObjectClientAction",
            EntityRef=entity_ref(context, self.entity, self.over),
            PageSettings=form_settings(context, self.page),
        )


@frozen
class ClosePage:
    """Close the page."""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$ClosePageClientAction", NumberOfPagesToClose="")


@frozen
class UnknownAction:
    """An action of a type that nobody has heard of, naming a page."""

    page: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$TeleportClientAction", Page=self.page)


@frozen
class Database:
    """A query with an optional constraint; `over` starts it from a surrounding object."""

    entity: str
    xpath: str = ""
    over: str = ""

    def stored(self, context: Context, kind: str = "Forms$ListView") -> Stored:
        """See `Part.stored`. Until 10.4, sources without a constraint had a type of their own."""
        reference = entity_ref(context, self.entity, self.over)
        if context.is_before("10.5") and not self.xpath:
            prefix = kind.replace("Forms$", "Forms$New")
            return context.element(f"{prefix}DatabaseSource", EntityRef=reference)
        return context.element(
            f"{kind}XPathSource", EntityRef=reference, XPathConstraint=self.xpath
        )


@frozen
class Over:
    """What is associated with the surrounding object."""

    path: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$AssociationSource", EntityRef=Steps(self.path).stored(context)
        )


@frozen
class FromContext:
    """An object of an entity from a page or snippet parameter, or from around the widget."""

    entity: str
    over: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$DataViewSource", EntityRef=entity_ref(context, self.entity, self.over)
        )


@frozen
class FromNanoflow:
    """The result of a nanoflow."""

    nanoflow: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$NanoflowSource", Nanoflow=self.nanoflow, ParameterMappings=[2]
        )


@frozen
class FromMicroflow:
    """The result of a microflow."""

    microflow: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        settings = _microflow_settings(context, self.microflow)
        return context.element("Forms$MicroflowSource", MicroflowSettings=settings)


@frozen
class ListenTo:
    """The selection of another widget."""

    widget: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$ListenTargetSource", ListenTarget=self.widget)


@frozen(init=False)
class _Container:
    """A data container with widgets inside."""

    source: Source
    widgets: tuple[Widget, ...]
    name: str
    on_click: Action

    def __init__(
        self,
        source: Source | str,
        *widgets: Widget,
        name: str = "",
        on_click: Action = NoAction(),
    ) -> None:
        source = Database(source) if isinstance(source, str) else source
        self.__attrs_init__(source, widgets, name or self._default_name, on_click)

    _default_name = ""


class ListView(_Container):
    """A list view; a bare entity name stands for a query without a constraint."""

    _default_name = "listView1"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return _widget(
            context,
            "Forms$ListView",
            self.name,
            DataSource=self.source.stored(context),
            ClickAction=self.on_click.stored(context),
            Templates=[3],
            Widgets=listed(context, self.widgets),
        )


class DataGrid(_Container):
    """A classic data grid."""

    _default_name = "grid1"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        source = self.source
        stored = (
            source.stored(context, "Forms$Grid")
            if isinstance(source, Database)
            else source.stored(context)
        )
        bar = context.element("Forms$ControlBar", NewButtons=listed(context, self.widgets))
        return _widget(context, "Forms$DataGrid", self.name, DataSource=stored, ControlBar=bar)


class DataView(_Container):
    """A data view; a bare entity name stands for an object from around it."""

    _default_name = "dataView1"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        source = self.source
        if isinstance(source, Database):
            source = FromContext(source.entity)
        return _widget(
            context,
            "Forms$DataView",
            self.name,
            DataSource=source.stored(context),
            Widgets=listed(context, self.widgets),
            FooterWidgets=[3],
        )


class Pluggable(_Container):
    """A pluggable widget with a data source, an action and content.

    Beside them stands the type description, whose names are no references.
    """

    _default_name = "pluggable1"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        source = self.source
        stored = (
            source.stored(context, "CustomWidgets$CustomWidget")
            if isinstance(source, Database)
            else source.stored(context)
        )
        values = [
            _value(context, DataSource=stored),
            _value(context, Action=self.on_click.stored(context)),
            _value(context, Widgets=listed(context, self.widgets)),
        ]
        properties = [
            context.element("CustomWidgets$WidgetProperty", Value=value) for value in values
        ]
        inner = context.element("CustomWidgets$WidgetObject", Properties=[2, *properties])
        outer_value = _value(context, Objects=[2, inner])
        outer = context.element("CustomWidgets$WidgetProperty", Value=outer_value)
        return _widget(
            context,
            "CustomWidgets$CustomWidget",
            self.name,
            Type=_widget_type(context),
            Object=context.element("CustomWidgets$WidgetObject", Properties=[2, outer]),
        )


@frozen
class Button:
    """A button, known by its caption."""

    caption: str
    action: Action = NoAction()

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        template = context.element(
            "Forms$ClientTemplate", Template=text(context, self.caption), Parameters=[2]
        )
        action = self.action.stored(context)
        return _widget(
            context, "Forms$ActionButton", "actionButton1", CaptionTemplate=template, Action=action
        )


@frozen
class NewButton:
    """The New button of a classic grid."""

    entity: str
    page: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$GridNewButton",
            Name="newButton1",
            Entity=self.entity,
            FormSettings=form_settings(context, self.page),
        )


@frozen(init=False)
class Container:
    """A container, which may be clicked."""

    widgets: tuple[Widget, ...]
    on_click: Action

    def __init__(self, *widgets: Widget, on_click: Action = NoAction()) -> None:
        self.__attrs_init__(widgets, on_click)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return _widget(
            context,
            "Forms$DivContainer",
            "container1",
            OnClickAction=self.on_click.stored(context),
            Widgets=listed(context, self.widgets),
        )


@frozen
class TextBox:
    """A text box for an attribute, perhaps over associations."""

    attribute: str
    over: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        bound = attribute_ref(context, self.attribute, self.over)
        return _widget(context, "Forms$TextBox", "textBox1", AttributeRef=bound, Editable="Always")


@frozen
class ReferenceSelector:
    """A reference selector: an attribute over an association, offering all objects there."""

    attribute: str
    over: str
    xpath: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return _widget(
            context,
            "Forms$ReferenceSelector",
            "referenceSelector1",
            AttributeRef=attribute_ref(context, self.attribute, self.over),
            SelectorSource=context.element(
                "Forms$SelectorXPathSource", XPathConstraint=self.xpath
            ),
            GotoFormSettings=form_settings(context, ""),
        )


@frozen
class Image:
    """An image viewer for the surrounding object, or for one associated with it."""

    entity: str
    over: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        source = context.element(
            "Forms$ImageViewerSource", EntityRef=entity_ref(context, self.entity, self.over)
        )
        return _widget(context, "Forms$ImageViewer", "imageViewer1", DataSource=source)


@frozen
class SnippetCall:
    """The use of a snippet."""

    snippet: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        call = context.element("Forms$SnippetCall", Form=self.snippet, ParameterMappings=[2])
        return _widget(context, "Forms$SnippetCallWidget", "snippetCall1", FormCall=call)


@frozen
class MenuBar:
    """A menu bar that shows a menu document, or the menu of a profile."""

    menu: str = ""
    profile: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        source = (
            context.element("Forms$MenuDocumentSource", Menu=self.menu)
            if self.menu
            else context.element("Forms$NavigationSource", NavigationProfile=self.profile)
        )
        return _widget(context, "Forms$MenuBar", "menuBar1", MenuSource=source)


@frozen(init=False)
class Page:
    """A page. Parameters map a name to an entity."""

    name: str
    widgets: tuple[Widget, ...]
    layout: str
    parameters: Mapping[str, str]
    excluded: bool

    def __init__(
        self,
        name: str,
        *widgets: Widget,
        layout: str = "",
        parameters: Mapping[str, str] | None = None,
        excluded: bool = False,
    ) -> None:
        self.__attrs_init__(name, widgets, layout, parameters or {}, excluded)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        argument = context.element(
            "Forms$FormCallArgument",
            Parameter=f"{self.layout}.Main",
            Widgets=listed(context, self.widgets),
        )
        return context.element(
            "Forms$Page",
            Name=self.name,
            Excluded=self.excluded,
            FormCall=context.element(
                "Forms$LayoutCall", Form=self.layout, Arguments=[2, argument]
            ),
            Parameters=_parameters(context, "Forms$PageParameter", self.parameters),
        )


@frozen(init=False)
class Snippet:
    """A snippet. Parameters map a name to an entity."""

    name: str
    widgets: tuple[Widget, ...]
    parameters: Mapping[str, str]

    def __init__(
        self, name: str, *widgets: Widget, parameters: Mapping[str, str] | None = None
    ) -> None:
        self.__attrs_init__(name, widgets, parameters or {})

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$Snippet",
            Name=self.name,
            Excluded=False,
            Type="Native",
            Parameters=_parameters(context, "Forms$SnippetParameter", self.parameters),
            Widgets=listed(context, self.widgets),
        )


@frozen(init=False)
class Layout:
    """A layout, native unless it says web."""

    name: str
    widgets: tuple[Widget, ...]
    web: bool

    def __init__(self, name: str, *widgets: Widget, web: bool = False) -> None:
        self.__attrs_init__(name, widgets, web)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        kind = "Forms$WebLayoutContent" if self.web else "Forms$NativeLayoutContent"
        content = context.element(kind, Widgets=listed(context, self.widgets), LayoutCall=None)
        return context.element("Forms$Layout", Name=self.name, Excluded=False, Content=content)


@frozen(init=False)
class Menu:
    """A menu document."""

    name: str
    items: tuple[MenuItem, ...]

    def __init__(self, name: str, *items: MenuItem) -> None:
        self.__attrs_init__(name, items)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        collection = context.element("Menus$MenuItemCollection", Items=listed(context, self.items))
        return context.element(
            "Menus$MenuDocument", Name=self.name, Excluded=False, ItemCollection=collection
        )


def form_settings(context: Context, page: str) -> Stored:
    """The page that something opens; "" for none."""
    return context.element(
        "Forms$FormSettings", Form=page, ParameterMappings=[2], TitleOverride=None
    )


def _microflow_settings(context: Context, microflow: str) -> Stored:
    return context.element("Forms$MicroflowSettings", Microflow=microflow, ParameterMappings=[2])


def _parameters(context: Context, kind: str, parameters: Mapping[str, str]) -> list[object]:
    return [
        3,
        *(
            context.element(kind, Name=name, ParameterType=data_type(context, entity))
            for name, entity in parameters.items()
        ),
    ]


def _widget(context: Context, kind: str, name: str, **values: object) -> Stored:
    return context.element(kind, Name=name, TabIndex=0, **values)


def _value(context: Context, **values: object) -> Stored:
    slots = {
        "Action": context.element("Forms$NoAction"),
        "AttributeRef": None,
        "DataSource": None,
        "EntityRef": None,
        "Expression": "",
        "Objects": [2],
        "Widgets": [2],
    }
    return context.element("CustomWidgets$WidgetValue", **{**slots, **values})


def _widget_type(context: Context) -> Stored:
    default = context.element("Forms$FormSettings", Form="Designer.DefaultPage")
    return context.element(
        "CustomWidgets$CustomWidgetType",
        WidgetId="com.example.Pluggable",
        WidgetName="Pluggable",
        OfflineCapable=True,
        ObjectType=context.element(
            "CustomWidgets$WidgetObjectType",
            PropertyTypes=[2, context.element("CustomWidgets$WidgetPropertyType", Form=default)],
        ),
    )
