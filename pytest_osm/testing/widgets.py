"""Widgets of a described app, native and pluggable."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from pytest_osm.testing.actions import Action, NoAction, form_settings
from pytest_osm.testing.sources import Database, FromContext, Source
from pytest_osm.testing.stored import (
    Context,
    Part,
    Steps,
    Stored,
    attribute_ref,
    entity_ref,
    listed,
    text,
)

Widget: TypeAlias = Part


@frozen(init=False)
class _Container:
    """A data container with widgets inside."""

    source: Source
    widgets: tuple[Widget, ...]
    name: str
    on_click: Action
    editable: str

    def __init__(
        self,
        source: Source | str,
        *widgets: Widget,
        name: str = "",
        on_click: Action = NoAction(),
        editable: str = "Always",
    ) -> None:
        source = Database(source) if isinstance(source, str) else source
        self.__attrs_init__(source, widgets, name or self._default_name, on_click, editable)

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
            Editable=self.editable == "Always",
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
            Editability=self.editable,
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
            Type=_widget_type(context, "com.example.Pluggable", "Pluggable"),
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
    """A text box for an attribute, perhaps over associations.

    The attribute is of the surrounding object, unless a parameter or another widget is named.
    """

    attribute: str
    over: str = ""
    editable: str = "Always"
    page_parameter: str = ""
    snippet_parameter: str = ""
    of_widget: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        variable = context.element(
            "Forms$PageVariable",
            PageParameter=self.page_parameter,
            SnippetParameter=self.snippet_parameter,
            Widget=self.of_widget,
        )
        is_named = self.page_parameter or self.snippet_parameter or self.of_widget
        return _widget(
            context,
            "Forms$TextBox",
            "textBox1",
            AttributeRef=attribute_ref(context, self.attribute, self.over),
            SourceVariable=variable if is_named else None,
            Editable=self.editable,
        )


@frozen
class ComboBox:
    """A combo box for an association of the surrounding object, or another such widget."""

    over: str
    widget_id: str = "com.mendix.widget.web.combobox.Combobox"
    editable: str = "Always"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        value = _value(context, EntityRef=Steps(self.over).stored(context))
        return _input(context, value, self.widget_id, "Combo box", self.editable)


@frozen
class Rating:
    """Stars for an attribute of the surrounding object, or another such widget."""

    attribute: str
    widget_id: str = "com.mendix.widget.native.rating.Rating"
    editable: str = "Always"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        value = _value(context, AttributeRef=attribute_ref(context, self.attribute))
        return _input(context, value, self.widget_id, "Rating", self.editable)


@frozen
class ReferenceSelector:
    """A reference selector: an attribute over an association, offering all objects there."""

    attribute: str
    over: str
    xpath: str = ""
    editable: str = "Always"

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
            Editable=self.editable,
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


def _widget(context: Context, kind: str, name: str, **values: object) -> Stored:
    return context.element(kind, Name=name, TabIndex=0, **values)


def _input(context: Context, value: Stored, widget_id: str, name: str, editable: str) -> Stored:
    bound = context.element("CustomWidgets$WidgetProperty", Value=value)
    return _widget(
        context,
        "CustomWidgets$CustomWidget",
        f"{name.replace(' ', '')}1",
        Type=_widget_type(context, widget_id, name),
        Object=context.element("CustomWidgets$WidgetObject", Properties=[2, bound]),
        Editable=editable,
    )


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


def _widget_type(context: Context, widget_id: str, name: str) -> Stored:
    default = context.element("Forms$FormSettings", Form="Designer.DefaultPage")
    return context.element(
        "CustomWidgets$CustomWidgetType",
        WidgetId=widget_id,
        WidgetName=name,
        OfflineCapable=True,
        ObjectType=context.element(
            "CustomWidgets$WidgetObjectType",
            PropertyTypes=[2, context.element("CustomWidgets$WidgetPropertyType", Form=default)],
        ),
    )
