"""Where data containers of a described app take their objects from."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from pytest_osm.testing.actions import microflow_settings
from pytest_osm.testing.stored import (
    Context,
    Part,
    Steps,
    Stored,
    attribute_ref,
    entity_ref,
)

Source: TypeAlias = Part


@frozen
class Database:
    """A query with an optional constraint; `over` starts it from a surrounding object.

    It may sort by the name of what is associated, for which `sort` is a path.
    """

    entity: str
    xpath: str = ""
    over: str = ""
    sort: str = ""

    def stored(self, context: Context, kind: str = "Forms$ListView") -> Stored:
        """See `Part.stored`. Until 10.4, sources without a constraint had a type of their own."""
        reference = entity_ref(context, self.entity, self.over)
        items = []
        if self.sort:
            entity = self.sort.rpartition("/")[2]
            bound = attribute_ref(context, f"{entity}.Name", self.sort)
            items = [context.element("Forms$GridSortItem", AttributeRef=bound)]
        bar = context.element("Forms$GridSortBar", SortItems=[2, *items])
        if context.is_before("10.5") and not self.xpath:
            prefix = kind.replace("Forms$", "Forms$New")
            return context.element(f"{prefix}DatabaseSource", EntityRef=reference, SortBar=bar)
        return context.element(
            f"{kind}XPathSource", EntityRef=reference, XPathConstraint=self.xpath, SortBar=bar
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
        settings = microflow_settings(context, self.microflow)
        return context.element("Forms$MicroflowSource", MicroflowSettings=settings)


@frozen
class ListenTo:
    """The selection of another widget."""

    widget: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$ListenTargetSource", ListenTarget=self.widget)
