"""Widgets that change what they show."""

from __future__ import annotations

from attrs import frozen

from pytest_osm.testing.actions import form_settings
from pytest_osm.testing.sources import Source
from pytest_osm.testing.stored import (
    Context,
    Steps,
    Stored,
    attribute_ref,
    entity_ref,
)
from pytest_osm.testing.widgets import stored_widget, widget_type, widget_value


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
        return stored_widget(
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
        reference = Steps(self.over).stored(context)
        value, described = _typed(context, "Association", EntityRef=reference)
        return _input(context, value, self.widget_id, "Combo box", self.editable, described)


@frozen
class Rating:
    """Stars for an attribute of the surrounding object, or another such widget."""

    attribute: str
    widget_id: str = "com.mendix.widget.native.rating.Rating"
    editable: str = "Always"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        value = widget_value(context, AttributeRef=attribute_ref(context, self.attribute))
        return _input(context, value, self.widget_id, "Rating", self.editable)


@frozen
class Badge:
    """A badge with a text that shows an attribute of the surrounding object."""

    attribute: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        shown = context.element(
            "Forms$ClientTemplateParameter",
            AttributeRef=attribute_ref(context, self.attribute),
            Expression="",
        )
        template = context.element("Forms$ClientTemplate", Parameters=[2, shown])
        value = widget_value(context, TextTemplate=template)
        return _input(context, value, "com.mendix.widget.native.badge.Badge", "Badge", "Always")


@frozen
class PluggableImage:
    """A pluggable image for the surrounding object, or for one associated with it."""

    entity: str
    over: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        reference = entity_ref(context, self.entity, self.over)
        value, described = _typed(context, "Image", EntityRef=reference)
        widget_id = "com.mendix.widget.web.image.Image"
        return _input(context, value, widget_id, "Image", "Always", described)


@frozen
class Uploader:
    """A pluggable file uploader for the objects of a data source."""

    source: Source

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        value = widget_value(context, DataSource=self.source.stored(context))
        widget_id = "com.mendix.widget.web.fileuploader.FileUploader"
        return _input(context, value, widget_id, "File uploader", "Always")


@frozen
class ReferenceSelector:
    """A reference selector: an attribute over an association, offering all objects there."""

    attribute: str
    over: str
    xpath: str = ""
    editable: str = "Always"

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return stored_widget(
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


def _typed(context: Context, kind: str, **values: object) -> tuple[Stored, Stored]:
    """The value of a property of some type, and the description of that property."""
    described = context.element("CustomWidgets$WidgetValueType", Type=kind)
    value = widget_value(context, TypePointer=described["$ID"], **values)
    return value, context.element("CustomWidgets$WidgetPropertyType", ValueType=described)


def _input(
    context: Context, value: Stored, widget_id: str, name: str, editable: str, *described: Stored
) -> Stored:
    bound = context.element("CustomWidgets$WidgetProperty", Value=value)
    return stored_widget(
        context,
        "CustomWidgets$CustomWidget",
        f"{name.replace(' ', '')}1",
        Type=widget_type(context, widget_id, name, *described),
        Object=context.element("CustomWidgets$WidgetObject", Properties=[2, bound]),
        Editable=editable,
    )
