"""Activities of a described flow, each with one action."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from pytest_osm.testing.actions import form_settings
from pytest_osm.testing.canvas import Activity, Arrows, Canvas
from pytest_osm.testing.stored import Context, Stored, data_type


@frozen
class _Action:
    """An activity that holds one action."""

    def action(self, context: Context) -> Stored:
        """The stored action."""
        raise NotImplementedError

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        return canvas.put(_activity(canvas.context, self.action(canvas.context)), arrows)


@frozen
class Retrieve(_Action):
    """Retrieve a list from the database, or the first object only."""

    entity: str
    into: str = "Retrieved"
    xpath: str = ""
    first: bool = False

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        selection = context.element("Microflows$ConstantRange", SingleObject=self.first)
        source = context.element(
            "Microflows$DatabaseRetrieveSource",
            Entity=self.entity,
            XpathConstraint=self.xpath,
            Range=selection,
        )
        return context.element(
            "Microflows$RetrieveAction", ResultVariableName=self.into, RetrieveSource=source
        )


@frozen
class RetrieveOver(_Action):
    """Retrieve over an association."""

    association: str
    start: str
    into: str = "Associated"

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        source = context.element(
            "Microflows$AssociationRetrieveSource",
            AssociationId=self.association,
            StartVariableName=self.start,
        )
        return context.element(
            "Microflows$RetrieveAction", ResultVariableName=self.into, RetrieveSource=source
        )


@frozen
class CreateObject(_Action):
    """Create an object and set members: attributes by two dots, associations by one."""

    entity: str
    into: str = "New"
    members: Mapping[str, str] = field(factory=dict)
    commit: bool = False

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$CreateChangeAction",
            Entity=self.entity,
            VariableName=self.into,
            Commit="Yes" if self.commit else "No",
            Items=_members(context, self.members),
        )


@frozen
class Change(_Action):
    """Change members of an object."""

    variable: str
    members: Mapping[str, str] = field(factory=dict)
    commit: bool = False

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$ChangeAction",
            ChangeVariableName=self.variable,
            Commit="Yes" if self.commit else "No",
            Items=_members(context, self.members),
        )


@frozen
class Commit(_Action):
    """Commit an object or list."""

    variable: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element("Microflows$CommitAction", CommitVariableName=self.variable)


@frozen
class DeleteObject(_Action):
    """Delete an object or list."""

    variable: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element("Microflows$DeleteAction", DeleteVariableName=self.variable)


@frozen
class CreateList(_Action):
    """Create an empty list."""

    entity: str
    into: str = "NewList"

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$CreateListAction", Entity=self.entity, VariableName=self.into
        )


@frozen
class ListOperation(_Action):
    """An operation on a list, like "Head" or "FilterByExpression"."""

    operation: str
    variable: str
    into: str = "Result"

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        operation = context.element(f"Microflows${self.operation}", ListName=self.variable)
        return context.element(
            "Microflows$ListOperationsAction",
            NewOperation=operation,
            ResultVariableName=self.into,
        )


@frozen
class CallNanoflowActivity(_Action):
    """Call a nanoflow."""

    nanoflow: str
    into: str = ""
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
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
class CallMicroflowActivity(_Action):
    """Call a microflow."""

    microflow: str
    into: str = ""
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
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
class CallJavaScriptActivity(_Action):
    """Call a JavaScript action.

    Arguments are expressions, "entity:Module.Entity" or "nanoflow:Module.Nanoflow".
    """

    javascript_action: str
    into: str = ""
    arguments: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
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
class ShowPage(_Action):
    """Show a page."""

    page: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        settings = form_settings(context, self.page)
        return context.element("Microflows$ShowFormAction", FormSettings=settings)


@frozen
class Synchronize(_Action):
    """Synchronize the objects in some variables, or everything when none is given."""

    variables: tuple[str, ...] = ()

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$SynchronizeAction",
            Type="Specific" if self.variables else "All",
            VariableNames=[1, *self.variables],
        )


@frozen
class Cast(_Action):
    """Cast to the specialization of the branch."""

    into: str = "Casted"

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element("Microflows$CastAction", VariableName=self.into)


@frozen
class CreateVariable(_Action):
    """Create a variable with a value."""

    variable: str
    value: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$CreateVariableAction",
            VariableName=self.variable,
            InitialValue=self.value,
            VariableType=data_type(context, "Boolean"),
        )


@frozen
class ChangeVariable(_Action):
    """Give a variable another value."""

    variable: str
    value: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$ChangeVariableAction", ChangeVariableName=self.variable, Value=self.value
        )


@frozen
class ShowMessage(_Action):
    """Show a message."""

    text: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element("Microflows$ShowMessageAction", Template=self.text)


@frozen
class LogMessage(_Action):
    """Write a message to the log."""

    text: str

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element("Microflows$LogMessageAction", MessageTemplate=self.text)


@frozen(init=False)
class OnError:
    """An activity with custom error handling: the other activities are what happens then."""

    activity: _Action
    handler: tuple[Activity, ...]

    def __init__(self, activity: _Action, *handler: Activity) -> None:
        self.__attrs_init__(activity, handler)

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        action = self.activity.action(canvas.context)
        action["ErrorHandlingType"] = "CustomWithoutRollBack"
        onwards = canvas.put(_activity(canvas.context, action), arrows)
        entry = canvas.context.element("Microflows$ExclusiveMerge")
        handled = canvas.draw(self.handler, canvas.put(entry, onwards, is_error=True))
        return canvas.merge((*onwards, *handled))


@frozen
class Disabled:
    """An activity that is switched off."""

    activity: _Action

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        action = self.activity.action(canvas.context)
        return canvas.put(_activity(canvas.context, action, disabled=True), arrows)


def _activity(context: Context, action: Stored, *, disabled: bool = False) -> Stored:
    return context.element(
        "Microflows$ActionActivity",
        Action=action,
        AutoGenerateCaption=True,
        Caption="Activity",
        Disabled=disabled,
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


def _members(context: Context, members: Mapping[str, str]) -> list[object]:
    attribute_dots = 2
    return [
        2,
        *(
            context.element(
                "Microflows$ChangeActionItem",
                Attribute=name if name.count(".") == attribute_dots else "",
                Association="" if name.count(".") == attribute_dots else name,
                Type="Set",
                Value=value,
            )
            for name, value in members.items()
        ),
    ]


def _argument(context: Context, value: str) -> Stored:
    kind, _, name = value.partition(":")
    if kind == "entity":
        return context.element("Microflows$EntityTypeCodeActionParameterValue", Entity=name)
    if kind == "nanoflow":
        return context.element("Nanoflows$NanoflowParameterValue", Nanoflow=name)
    return context.element("Microflows$BasicCodeActionParameterValue", Argument=value)
