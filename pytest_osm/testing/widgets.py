"""Widgets of a described app, native and pluggable."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from pytest_osm.testing.actions import Action, NoAction, form_settings
from pytest_osm.testing.stored import (
    Context,
    Part,
    Stored,
    entity_ref,
    text,
)

Widget: TypeAlias = Part


@frozen
class Button:
    """A button, known by its caption."""

    caption: str
    action: Action = NoAction()

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return stored_widget(
            context,
            "Forms$ActionButton",
            "actionButton1",
            CaptionTemplate=template(context, self.caption),
            Action=self.action.stored(context),
        )


@frozen
class Text:
    """A text that users read."""

    text: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return stored_widget(
            context, "Forms$DynamicText", "text1", Content=template(context, self.text)
        )


def template(context: Context, written: str) -> Stored:
    """A text that may have placeholders, without any."""
    return context.element("Forms$ClientTemplate", Template=text(context, written), Parameters=[2])


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
        return stored_widget(context, "Forms$ImageViewer", "imageViewer1", DataSource=source)


@frozen
class SnippetCall:
    """The use of a snippet."""

    snippet: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        call = context.element("Forms$SnippetCall", Form=self.snippet, ParameterMappings=[2])
        return stored_widget(context, "Forms$SnippetCallWidget", "snippetCall1", FormCall=call)


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
        return stored_widget(context, "Forms$MenuBar", "menuBar1", MenuSource=source)


def stored_widget(context: Context, kind: str, name: str, **values: object) -> Stored:
    """A widget with a name."""
    return context.element(kind, Name=name, TabIndex=0, **values)


def widget_value(context: Context, **values: object) -> Stored:
    """The value of a property of a pluggable widget."""
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


def widget_type(context: Context, widget_id: str, name: str, *properties: Stored) -> Stored:
    """The type description of a pluggable widget, with one property that tells nothing."""
    default = context.element("Forms$FormSettings", Form="Designer.DefaultPage")
    return context.element(
        "CustomWidgets$CustomWidgetType",
        WidgetId=widget_id,
        WidgetName=name,
        OfflineCapable=True,
        ObjectType=context.element(
            "CustomWidgets$WidgetObjectType",
            PropertyTypes=[
                2,
                context.element("CustomWidgets$WidgetPropertyType", Form=default),
                *properties,
            ],
        ),
    )
