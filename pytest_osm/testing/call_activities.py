"""Activities that call something."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from pytest_osm.testing.actions import form_settings
from pytest_osm.testing.activities import ActionActivity
from pytest_osm.testing.stored import Context, Stored


@frozen
class CallNanoflowActivity(ActionActivity):
    """Call a nanoflow."""

    nanoflow: str
    into: str = ""
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        mappings = _mappings(context, "Nanoflow", self.nanoflow, self.arguments)
        call = context.element(
            "Microflows$NanoflowCall", Nanoflow=self.nanoflow, ParameterMappings=mappings
        )
        return context.element(
            "Microflows$NanoflowCallAction",
            NanoflowCall=call,
            OutputVariableName=self.into,
        )


@frozen
class CallMicroflowActivity(ActionActivity):
    """Call a microflow."""

    microflow: str
    into: str = ""
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        mappings = _mappings(context, "Microflow", self.microflow, self.arguments)
        call = context.element(
            "Microflows$MicroflowCall", Microflow=self.microflow, ParameterMappings=mappings
        )
        return context.element(
            "Microflows$MicroflowCallAction",
            MicroflowCall=call,
            ResultVariableName=self.into,
            ErrorHandlingType="Abort",
        )


@frozen
class CallJavaScriptActivity(ActionActivity):
    """Call a JavaScript action.

    Arguments are expressions, "entity:Module.Entity", "nanoflow:Module.Nanoflow" or
    "microflow:Module.Microflow".
    """

    javascript_action: str
    into: str = ""
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        mappings = [
            context.element(
                "Microflows$JavaScriptActionParameterMapping",
                Parameter=f"{self.javascript_action}.{name}",
                ParameterValue=_argument(context, value),
            )
            for name, value in self.arguments.items()
        ]
        return context.element(
            "Microflows$JavaScriptActionCallAction",
            JavaScriptAction=self.javascript_action,
            OutputVariableName=self.into,
            ParameterMappings=[2, *mappings],
        )


@frozen
class ShowPage(ActionActivity):
    """Show a page."""

    page: str
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        settings = form_settings(context, self.page)
        mappings = [
            context.element(
                "Forms$PageParameterMapping",
                Parameter=f"{self.page}.{name}",
                Argument=expression,
            )
            for name, expression in self.arguments.items()
        ]
        settings["ParameterMappings"] = [2, *mappings]
        return context.element("Microflows$ShowFormAction", FormSettings=settings)


@frozen
class Synchronize(ActionActivity):
    """Synchronize the objects in some variables, or everything when none is given."""

    variables: tuple[str, ...] = ()

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element(
            "Microflows$SynchronizeAction",
            Type="Specific" if self.variables else "All",
            VariableNames=[1, *self.variables],
        )


@frozen
class ClearFromDevice(ActionActivity):
    """Clear the objects of an entity, or those in some variables, from the device."""

    entity: str = ""
    variables: tuple[str, ...] = ()

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element(
            "Microflows$ClearFromClientAction",
            Entity=self.entity,
            VariableNames=[1, *self.variables],
        )


def _mappings(
    context: Context, kind: str, called: str, arguments: Mapping[str, str]
) -> list[object]:
    return [
        2,
        *(
            context.element(
                f"Microflows${kind}CallParameterMapping",
                Parameter=f"{called}.{name}",
                Argument=expression,
            )
            for name, expression in arguments.items()
        ),
    ]


def _argument(context: Context, value: str) -> Stored:
    kind, _, name = value.partition(":")
    if kind == "entity":
        return context.element("Microflows$EntityTypeCodeActionParameterValue", Entity=name)
    if kind == "nanoflow":
        return context.element("Nanoflows$NanoflowParameterValue", Nanoflow=name)
    if kind == "microflow":
        return context.element("Microflows$MicroflowParameterValue", Microflow=name)
    return context.element("Microflows$BasicCodeActionParameterValue", Argument=value)
