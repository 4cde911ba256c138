"""What buttons and widgets of a described app do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import field, frozen

from pytest_osm.testing.stored import (
    Context,
    Part,
    Stored,
    entity_ref,
)

Action: TypeAlias = Part


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
        settings = microflow_settings(context, self.microflow)
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
class Save:
    """Save the surrounding object."""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$SaveChangesClientAction", ClosePage=True)


@frozen
class Delete:
    """Delete the surrounding object, or that of a page parameter."""

    page_parameter: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        named = context.element("Forms$PageVariable", PageParameter=self.page_parameter)
        source = named if self.page_parameter else None
        return context.element("Forms$DeleteClientAction", ClosePage=True, SourceVariable=source)


@frozen
class UnknownAction:
    """An action of a type that nobody has heard of, naming a page."""

    page: str = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element("Forms$TeleportClientAction", Page=self.page)


def form_settings(context: Context, page: str) -> Stored:
    """The page that something opens; "" for none."""
    return context.element(
        "Forms$FormSettings", Form=page, ParameterMappings=[2], TitleOverride=None
    )


def microflow_settings(context: Context, microflow: str) -> Stored:
    """The microflow that something calls."""
    return context.element("Forms$MicroflowSettings", Microflow=microflow, ParameterMappings=[2])
