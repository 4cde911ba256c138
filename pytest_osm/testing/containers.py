"""Widgets that show data, and widgets with others inside."""

from __future__ import annotations

from attrs import frozen

from pytest_osm.testing.actions import Action, NoAction
from pytest_osm.testing.sources import Database, FromContext, Source
from pytest_osm.testing.stored import (
    Context,
    Stored,
    listed,
)
from pytest_osm.testing.widgets import Widget, stored_widget, widget_type, widget_value


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
        return stored_widget(
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
        bar = context.element("Forms$GridControlBar", NewButtons=listed(context, self.widgets))
        return stored_widget(
            context, "Forms$DataGrid", self.name, DataSource=stored, ControlBar=bar
        )


class DataView(_Container):
    """A data view; a bare entity name stands for an object from around it."""

    _default_name = "dataView1"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        source = self.source
        if isinstance(source, Database):
            source = FromContext(source.entity)
        return stored_widget(
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
            widget_value(context, DataSource=stored),
            widget_value(context, Action=self.on_click.stored(context)),
            widget_value(context, Widgets=listed(context, self.widgets)),
        ]
        properties = [
            context.element("CustomWidgets$WidgetProperty", Value=value) for value in values
        ]
        inner = context.element("CustomWidgets$WidgetObject", Properties=[2, *properties])
        outer_value = widget_value(context, Objects=[2, inner])
        outer = context.element("CustomWidgets$WidgetProperty", Value=outer_value)
        return stored_widget(
            context,
            "CustomWidgets$CustomWidget",
            self.name,
            Type=widget_type(context, "com.example.Pluggable", "Pluggable"),
            Object=context.element("CustomWidgets$WidgetObject", Properties=[2, outer]),
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
        return stored_widget(
            context,
            "Forms$DivContainer",
            "container1",
            OnClickAction=self.on_click.stored(context),
            Widgets=listed(context, self.widgets),
        )
