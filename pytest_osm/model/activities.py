"""What the activities of nanoflows and microflows do."""

from __future__ import annotations

from pytest_osm.model.element import Element
from pytest_osm.model.stored_fields import stored, stored_expression, stored_names
from pytest_osm.model.words import words_of

_OWN_ERROR_HANDLING = frozenset({"Custom", "CustomWithoutRollBack"})


class Action(Element, frozen=True):
    """What an activity does. `error_handling` is like Abort or Custom."""

    error_handling: str = stored("ErrorHandlingType")
    output: str = stored("OutputVariableName", "ResultVariableName", "VariableName")

    @property
    def handles_errors(self) -> bool:
        """Whether the activity has error handling of its own."""
        return self.error_handling in _OWN_ERROR_HANDLING

    @property
    def ignores_errors(self) -> bool:
        """Whether the flow goes on after an error as if there was none."""
        return self.error_handling == "Continue"

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return words_of(self.storage_type).removesuffix(" action")


class Synchronize(Action, frozen=True):
    """Synchronize everything, what is unsynchronized, or the objects in some variables."""

    storage_types = ("Microflows$SynchronizeAction",)

    scope: str = stored("Type")
    variables: tuple[str, ...] = stored_names("VariableNames")


class ClearFromDevice(Action, frozen=True):
    """Remove all objects of an entity from the device; since 11.14 also some in variables."""

    storage_types = ("Microflows$ClearFromClientAction",)

    entity: str = stored("Entity")
    variables: tuple[str, ...] = stored_names("VariableNames")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"clear {self.entity} from device" if self.entity else "clear from device"


class SetVariable(Action, frozen=True):
    """Create or change a variable that holds a value and no object."""

    storage_types = ("Microflows$CreateVariableAction", "Microflows$ChangeVariableAction")

    variable: str = stored("VariableName", "ChangeVariableName")
    value: str = stored_expression("InitialValue", "Value")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"set ${self.variable}"


class LogMessage(Action, frozen=True):
    """Log a message, which no user sees."""

    storage_types = ("Microflows$LogMessageAction",)


class PlainAction(Action, frozen=True):
    """An action that neither reaches anything nor touches synchronized data."""

    storage_types = (
        "Microflows$AggregateAction",
        "Microflows$CancelSynchronizationAction",
        "Microflows$ChangeListAction",
        "Microflows$CloseFormAction",
        "Microflows$ShowHomePageAction",
        "Microflows$ShowMessageAction",
        "Microflows$ValidationFeedbackAction",
    )
