"""What the activities of nanoflows and microflows do."""

from __future__ import annotations

from attrs import frozen

from pytest_osm.model.element import (
    Element,
    stored,
    stored_expression,
    stored_names,
)
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.widgets import PageSettings
from pytest_osm.model.words import words_of

_OWN_ERROR_HANDLING = frozenset({"Custom", "CustomWithoutRollBack", "Continue"})


@frozen(kw_only=True, eq=False)
class Action(Element):
    """What an activity does. `error_handling` is like Abort or Custom."""

    error_handling: str = stored("ErrorHandlingType")
    output: str = stored("OutputVariableName", "ResultVariableName", "VariableName")

    @property
    def handles_errors(self) -> bool:
        """Whether the activity has error handling of its own."""
        return self.error_handling in _OWN_ERROR_HANDLING

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return words_of(self.storage_type).removesuffix(" action")


@frozen(kw_only=True, eq=False)
class Retrieve(Action):
    """Retrieve from the database or over an association."""

    storage_types = ("Microflows$RetrieveAction",)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        source = self.first(DatabaseRetrieve) or self.first(AssociationRetrieve)
        return f"retrieve {source.target}" if source else "retrieve"


@frozen(kw_only=True, eq=False)
class DatabaseRetrieve(Element):
    """The source of a retrieve from the database."""

    storage_types = ("Microflows$DatabaseRetrieveSource",)

    entity: str = stored("Entity")
    constraint: str = stored("XpathConstraint", "XPathConstraint")
    is_single: bool = stored("Range.SingleObject", default=False)

    @property
    def target(self) -> str:
        """What is retrieved."""
        return self.entity


@frozen(kw_only=True, eq=False)
class AssociationRetrieve(Element):
    """The source of a retrieve over an association: neither direction nor entity is stored."""

    storage_types = ("Microflows$AssociationRetrieveSource",)

    association: str = stored("AssociationId")
    start_variable: str = stored("StartVariableName")

    @property
    def target(self) -> str:
        """What is retrieved."""
        return f"${self.start_variable} over {self.association}"


@frozen(kw_only=True, eq=False)
class CreateObjectAction(Action):
    """Create an object."""

    storage_types = ("Microflows$CreateChangeAction",)

    entity: str = stored("Entity")
    commit: str = stored("Commit")

    @property
    def is_committed(self) -> bool:
        """Whether the object is committed at once."""
        return self.commit.startswith("Yes")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"create {self.entity}"


@frozen(kw_only=True, eq=False)
class ChangeObjectAction(Action):
    """Change an object."""

    storage_types = ("Microflows$ChangeAction",)

    variable: str = stored("ChangeVariableName")
    commit: str = stored("Commit")

    @property
    def is_committed(self) -> bool:
        """Whether the object is committed at once."""
        return self.commit.startswith("Yes")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"change ${self.variable}"


@frozen(kw_only=True, eq=False)
class MemberChange(Element):
    """The attribute or association that a create or change action sets."""

    storage_types = ("Microflows$ChangeActionItem",)

    attribute: str = stored("Attribute")
    association: str = stored("Association")
    value: str = stored_expression("Value")


@frozen(kw_only=True, eq=False)
class CommitAction(Action):
    """Commit, delete or roll back an object or list."""

    storage_types = (
        "Microflows$CommitAction",
        "Microflows$DeleteAction",
        "Microflows$RollbackAction",
    )

    variable: str = stored("CommitVariableName", "DeleteVariableName", "RollbackVariableName")

    @property
    def verb(self) -> str:
        """What it does: commit, delete or rollback."""
        return words_of(self.storage_type).removesuffix(" action")

    @property
    def reaches_database(self) -> bool:
        """Whether it changes the database, which a rollback leaves as it is."""
        return self.storage_type != "Microflows$RollbackAction"

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"{self.verb} ${self.variable}"


@frozen(kw_only=True, eq=False)
class CreateListAction(Action):
    """Create a list."""

    storage_types = ("Microflows$CreateListAction",)

    entity: str = stored("Entity")


@frozen(kw_only=True, eq=False)
class ListOperation(Action):
    """An operation on one or two lists, like Head or Filter."""

    storage_types = ("Microflows$ListOperationsAction",)

    operation: str = stored("NewOperation.$Type")
    list_variable: str = stored(
        "NewOperation.ListName",
        "NewOperation.ListVariableName",
        "NewOperation.FirstListName",
        "NewOperation.ListName1",
    )

    @property
    def gives_one_object(self) -> bool:
        """Whether the result is an object of the list rather than a list."""
        return self.operation.removeprefix("Microflows$") in {"Head", "Find", "FindByExpression"}

    @property
    def gives_objects(self) -> bool:
        """Whether the result has to do with the list's entity at all."""
        return self.operation.removeprefix("Microflows$") not in {"Contains", "ListEquals"}


@frozen(kw_only=True, eq=False)
class CastAction(Action):
    """Cast an object to the specialization found by an object type decision."""

    storage_types = ("Microflows$CastAction",)


@frozen(kw_only=True, eq=False)
class CallNanoflowAction(Action):
    """Call a nanoflow."""

    storage_types = ("Microflows$NanoflowCallAction",)

    nanoflow: str = stored("NanoflowCall.Nanoflow", refers_to=DocumentKind.NANOFLOW)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return "call nanoflow"


@frozen(kw_only=True, eq=False)
class CallMicroflowAction(Action):
    """Call a microflow; from a nanoflow that is a request to the server."""

    storage_types = ("Microflows$MicroflowCallAction",)

    microflow: str = stored("MicroflowCall.Microflow", refers_to=DocumentKind.MICROFLOW)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"call microflow {self.microflow}"


@frozen(kw_only=True, eq=False)
class CallJavaScriptAction(Action):
    """Call a JavaScript action."""

    storage_types = ("Microflows$JavaScriptActionCallAction",)

    javascript_action: str = stored("JavaScriptAction", refers_to=DocumentKind.JAVASCRIPT_ACTION)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"call {self.javascript_action}"


@frozen(kw_only=True, eq=False)
class Argument(Element):
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
    def label(self) -> str:
        """See `Element.label`."""
        handed = self.nanoflow or self.microflow
        return f"parameter {self.parameter.rpartition('.')[2]}" if handed else ""


@frozen(kw_only=True, eq=False)
class ShowPage(Action):
    """Show a page."""

    storage_types = ("Microflows$ShowFormAction",)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        opening = self.first(PageSettings)
        return "show page" if opening is None or opening.page else "show page (none chosen)"


@frozen(kw_only=True, eq=False)
class Synchronize(Action):
    """Synchronize everything, what is unsynchronized, or the objects in some variables."""

    storage_types = ("Microflows$SynchronizeAction",)

    scope: str = stored("Type")
    variables: tuple[str, ...] = stored_names("VariableNames")


@frozen(kw_only=True, eq=False)
class SetVariable(Action):
    """Create or change a variable that holds a value and no object."""

    storage_types = ("Microflows$CreateVariableAction", "Microflows$ChangeVariableAction")

    variable: str = stored("VariableName", "ChangeVariableName")
    value: str = stored_expression("InitialValue", "Value")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"set ${self.variable}"


@frozen(kw_only=True, eq=False)
class LogMessage(Action):
    """Log a message, which no user sees."""

    storage_types = ("Microflows$LogMessageAction",)


@frozen(kw_only=True, eq=False)
class PlainAction(Action):
    """An action that neither reaches anything nor touches synchronized data."""

    storage_types = (
        "Microflows$AggregateAction",
        "Microflows$CancelSynchronizationAction",
        "Microflows$ChangeListAction",
        "Microflows$ClearFromClientAction",
        "Microflows$CloseFormAction",
        "Microflows$ShowHomePageAction",
        "Microflows$ShowMessageAction",
        "Microflows$ValidationFeedbackAction",
    )


ELEMENTS: tuple[type[Element], ...] = (
    Retrieve,
    DatabaseRetrieve,
    AssociationRetrieve,
    CreateObjectAction,
    ChangeObjectAction,
    MemberChange,
    CommitAction,
    CreateListAction,
    ListOperation,
    CastAction,
    CallNanoflowAction,
    CallMicroflowAction,
    CallJavaScriptAction,
    Argument,
    ShowPage,
    Synchronize,
    SetVariable,
    LogMessage,
    PlainAction,
)
