"""Nanoflows and microflows: objects, decisions, loops and the flows between them."""

from __future__ import annotations

from pytest_osm.model.element import DocumentRoot, Element
from pytest_osm.model.pages import Parameter
from pytest_osm.model.raw import DataType, Raw, items
from pytest_osm.model.stored_fields import computed, stored, stored_data_type, stored_expression


def _case_values(raw: Raw) -> tuple[Raw, ...]:
    single = raw.get("NewCaseValue")  # until Mendix 10.14
    return (single,) if isinstance(single, dict) else tuple(items(raw.get("CaseValues")))


def _case(raw: Raw) -> str:
    values = (case.get("Value") for case in _case_values(raw))
    return next((str(value) for value in values if isinstance(value, str)), "")


def _is_inheritance_case(raw: Raw) -> bool:
    return any(case.get("$Type") == "Microflows$InheritanceCase" for case in _case_values(raw))


class Flow(DocumentRoot, frozen=True):
    """A nanoflow or a microflow. The order of its activities is that of `SequenceFlow`s only."""

    storage_types = ("Microflows$Nanoflow", "Microflows$Microflow")

    name: str = stored("Name")
    return_type: DataType = stored_data_type("MicroflowReturnType")

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters, which are stored among the activities."""
        return self.all(Parameter)

    @property
    def sequence_flows(self) -> tuple[SequenceFlow, ...]:
        """All flows, those inside loops included."""
        return self.all(SequenceFlow)


class SequenceFlow(Element, frozen=True):
    """An arrow to the next object; `case` is "true", "false", a value, an entity or ""."""

    storage_types = ("Microflows$SequenceFlow",)

    origin: bytes = stored("OriginPointer", default=b"")
    destination: bytes = stored("DestinationPointer", default=b"")
    is_error_handler: bool = stored("IsErrorHandler", default=False)
    case: str = computed(
        _case, "CaseValues", "CaseValues.Value", "NewCaseValue", "NewCaseValue.Value"
    )
    is_inheritance_case: bool = computed(_is_inheritance_case)


class Activity(Element, frozen=True):
    """An action activity. A disabled one keeps its place in the flow and does nothing."""

    storage_types = ("Microflows$ActionActivity",)

    own_caption: str = stored("Caption")
    has_generated_caption: bool = stored("AutoGenerateCaption", default=True)
    is_disabled: bool = stored("Disabled", default=False)

    @classmethod
    def hides(cls, raw: Raw) -> bool:
        """See `Element.hides`."""
        return raw.get("Disabled") is True

    @property
    def label(self) -> str:
        """See `Element.label`."""
        action = self.children[0].label if self.children else "empty activity"
        if self.has_generated_caption or not self.own_caption:
            return action
        return f'{action} "{self.own_caption}"'


class Event(Element, frozen=True):
    """A start, end, error, break or continue event, or a merge."""

    storage_types = (
        "Microflows$StartEvent",
        "Microflows$EndEvent",
        "Microflows$ErrorEvent",
        "Microflows$BreakEvent",
        "Microflows$ContinueEvent",
        "Microflows$ExclusiveMerge",
    )

    return_value: str = stored_expression("ReturnValue")

    @property
    def starts_flow(self) -> bool:
        """Whether the flow begins here."""
        return self.storage_type == "Microflows$StartEvent"

    @property
    def ends_flow(self) -> bool:
        """Whether nothing comes after it, also where it stands in a loop."""
        return self.storage_type in ("Microflows$EndEvent", "Microflows$ErrorEvent")

    @property
    def returns(self) -> bool:
        """Whether the flow ends here without an error."""
        return self.storage_type == "Microflows$EndEvent"

    @property
    def leaves_loop(self) -> bool:
        """Whether the loop around it goes no further."""
        return self.storage_type == "Microflows$BreakEvent"


class Decision(Element, frozen=True):
    """A decision on an expression, or on a rule with its parameters."""

    storage_types = ("Microflows$ExclusiveSplit",)

    caption: str = stored("Caption")
    expression: str = stored_expression("SplitCondition.Expression")
    rule: str = stored("SplitCondition.RuleCall.Microflow")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        said = self.caption or self.expression or self.rule
        return f'decision "{said}"' if said else "decision"


class ObjectTypeDecision(Element, frozen=True):
    """A decision on the specialization that an object is of."""

    storage_types = ("Microflows$InheritanceSplit",)

    variable: str = stored("SplitVariableName")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"object type decision on ${self.variable}"


class Loop(Element, frozen=True):
    """A loop; its body are its children, the flows between them belong to the flow."""

    storage_types = ("Microflows$LoopedActivity",)

    list_variable: str = stored("LoopSource.ListVariableName", "IteratedListVariableName")
    iterator: str = stored("LoopSource.VariableName", "LoopVariableName")
    while_expression: str = stored_expression("LoopSource.WhileExpression")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"loop over ${self.list_variable}" if self.list_variable else "while loop"
