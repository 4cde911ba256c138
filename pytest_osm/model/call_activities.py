"""Activities that call something, with what they hand over."""

from __future__ import annotations

from pytest_osm.model.activities import Action
from pytest_osm.model.client_actions import PageSettings
from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.stored_fields import stored, stored_expression


class CallNanoflowAction(Action, frozen=True):
    """Call a nanoflow."""

    storage_types = ("Microflows$NanoflowCallAction",)

    nanoflow: str = stored("NanoflowCall.Nanoflow", refers_to=DocumentKind.NANOFLOW)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return "call nanoflow"


class CallMicroflowAction(Action, frozen=True):
    """Call a microflow; from a nanoflow that is a request to the server."""

    storage_types = ("Microflows$MicroflowCallAction",)

    microflow: str = stored("MicroflowCall.Microflow", refers_to=DocumentKind.MICROFLOW)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"call microflow {self.microflow}"


class CallJavaScriptAction(Action, frozen=True):
    """Call a JavaScript action."""

    storage_types = ("Microflows$JavaScriptActionCallAction",)

    javascript_action: str = stored("JavaScriptAction", refers_to=DocumentKind.JAVASCRIPT_ACTION)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"call {self.javascript_action}"


class Argument(Element, frozen=True):
    """A parameter mapping: `parameter` is qualified, the value of one of four kinds."""

    storage_types = (
        "Microflows$NanoflowCallParameterMapping",
        "Microflows$MicroflowCallParameterMapping",
        "Microflows$JavaScriptActionParameterMapping",
        "Forms$PageParameterMapping",
    )

    parameter: str = stored("Parameter")
    expression: str = stored_expression("Argument", "ParameterValue.Argument")
    entity: str = stored("ParameterValue.Entity")
    nanoflow: str = stored("ParameterValue.Nanoflow", refers_to=DocumentKind.NANOFLOW)
    microflow: str = stored("ParameterValue.Microflow", refers_to=DocumentKind.MICROFLOW)

    @property
    def name(self) -> str:
        """The bare name of the parameter."""
        return self.parameter.rpartition(".")[2]

    @property
    def label(self) -> str:
        """See `Element.label`."""
        handed = self.nanoflow or self.microflow
        return f"parameter {self.name}" if handed else ""


class ShowPage(Action, frozen=True):
    """Show a page."""

    storage_types = ("Microflows$ShowFormAction",)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        opening = self.first(PageSettings)
        return "show page" if opening is None or opening.page else "show page (none chosen)"
