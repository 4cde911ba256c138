"""Nanoflows, microflows and JavaScript actions of a described app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from attrs import define, field, frozen

from pytest_osm.testing.pages import form_settings
from pytest_osm.testing.stored import Context, Stored, data_type


class Activity(Protocol):
    """A step of a flow."""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """Put it on the canvas behind some arrows; the arrows that leave it."""


@frozen
class Arrow:
    """A loose end: where it comes from, and the case it stands for."""

    origin: bytes
    case: Stored | None = None


Arrows = tuple[Arrow, ...]


@define
class Canvas:
    """The objects and flows drawn so far; those of loop bodies are drawn apart."""

    context: Context
    objects: list[Stored] = field(factory=list)
    flows: list[Stored] = field(factory=list)

    def put(self, item: Stored, arrows: Arrows, *, is_error: bool = False) -> Arrows:
        """An object with the arrows that lead to it; the arrow out of it."""
        self.objects.append(item)
        self.flows += [self._flow(arrow, item, is_error=is_error) for arrow in arrows]
        return (Arrow(_id(item)),)

    def draw(self, activities: Iterable[Activity], arrows: Arrows) -> Arrows:
        """A sequence of activities; nothing leaves it if it ends in a return."""
        for activity in activities:
            arrows = activity.draw(self, arrows)
        return arrows

    def merge(self, arrows: Arrows) -> Arrows:
        """Bring branches together again."""
        if len(arrows) < 2:  # noqa: PLR2004 - it takes two
            return arrows
        return self.put(self.context.element("Microflows$ExclusiveMerge"), arrows)

    def _flow(self, arrow: Arrow, item: Stored, *, is_error: bool) -> Stored:
        case = arrow.case or self.context.element("Microflows$NoCase")
        cases: Stored = (
            {"NewCaseValue": case}
            if self.context.is_before("10.15")
            else {"CaseValues": [2, case]}
        )
        return self.context.element(
            "Microflows$SequenceFlow",
            OriginPointer=arrow.origin,
            DestinationPointer=item["$ID"],
            IsErrorHandler=is_error,
            **cases,
        )


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

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$CreateChangeAction",
            Entity=self.entity,
            VariableName=self.into,
            Commit="No",
            Items=_members(context, self.members),
        )


@frozen
class Change(_Action):
    """Change members of an object."""

    variable: str
    members: Mapping[str, str] = field(factory=dict)

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        return context.element(
            "Microflows$ChangeAction",
            ChangeVariableName=self.variable,
            Commit="No",
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
class NanoflowCall(_Action):
    """Call a nanoflow."""

    nanoflow: str
    into: str = ""

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        call = context.element(
            "Microflows$NanoflowCall", Nanoflow=self.nanoflow, ParameterMappings=[2]
        )
        return context.element(
            "Microflows$NanoflowCallAction", NanoflowCall=call, OutputVariableName=self.into
        )


@frozen
class MicroflowCall(_Action):
    """Call a microflow, with a branch for errors if one is given."""

    microflow: str
    into: str = ""
    on_error: tuple[Activity, ...] | None = None

    def action(self, context: Context) -> Stored:
        """See `_Action.action`."""
        call = context.element(
            "Microflows$MicroflowCall", Microflow=self.microflow, ParameterMappings=[2]
        )
        is_handled = self.on_error is not None
        return context.element(
            "Microflows$MicroflowCallAction",
            MicroflowCall=call,
            ResultVariableName=self.into,
            ErrorHandlingType="CustomWithoutRollBack" if is_handled else "Abort",
        )

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        onwards = _Action.draw(self, canvas, arrows)
        if self.on_error is None:
            return onwards
        entry = canvas.context.element("Microflows$ExclusiveMerge")
        handled = canvas.draw(self.on_error, canvas.put(entry, onwards, is_error=True))
        return canvas.merge((*onwards, *handled))


@frozen
class JavaScriptCall(_Action):
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
class Disabled:
    """An activity that is switched off."""

    activity: _Action

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        action = self.activity.action(canvas.context)
        return canvas.put(_activity(canvas.context, action, disabled=True), arrows)


@frozen
class If:
    """A decision on an expression."""

    condition: str
    then: tuple[Activity, ...] = ()
    otherwise: tuple[Activity, ...] = ()

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        context = canvas.context
        condition = context.element(
            "Microflows$ExpressionSplitCondition", Expression=self.condition
        )
        split = context.element("Microflows$ExclusiveSplit", SplitCondition=condition)
        (out,) = canvas.put(split, arrows)
        ends: Arrows = ()
        for value, branch in (("true", self.then), ("false", self.otherwise)):
            case = context.element("Microflows$EnumerationCase", Value=value)
            ends += canvas.draw(branch, (Arrow(out.origin, case),))
        return canvas.merge(ends)


@frozen
class ByType:
    """A decision on the specialization of an object."""

    variable: str
    branches: Mapping[str, tuple[Activity, ...]]

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        context = canvas.context
        split = context.element("Microflows$InheritanceSplit", SplitVariableName=self.variable)
        (out,) = canvas.put(split, arrows)
        ends: Arrows = ()
        for entity, branch in self.branches.items():
            case = context.element("Microflows$InheritanceCase", Value=entity)
            ends += canvas.draw(branch, (Arrow(out.origin, case),))
        return canvas.merge(ends)


@frozen
class Loop:
    """A loop over a list."""

    over: str
    body: tuple[Activity, ...] = ()
    iterator: str = "Iterator"

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`: the objects of the body lie inside, its flows do not."""
        context = canvas.context
        inside = Canvas(context)
        inside.draw(self.body, ())
        source = context.element(
            "Microflows$IterableList", ListVariableName=self.over, VariableName=self.iterator
        )
        loop = context.element(
            "Microflows$LoopedActivity",
            LoopSource=source,
            ObjectCollection=_collection(context, inside.objects),
        )
        canvas.flows += inside.flows
        return canvas.put(loop, arrows)


@frozen
class Return:
    """End the flow with a value."""

    value: str = ""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        canvas.put(canvas.context.element("Microflows$EndEvent", ReturnValue=self.value), arrows)
        return ()


@frozen(init=False)
class _Flow:
    """A flow. Parameters map a name to an entity, and `returns` is one.

    A list is written "[Module.Entity]", and "" stands for anything else.
    """

    name: str
    activities: tuple[Activity, ...]
    parameters: Mapping[str, str]
    returns: str
    excluded: bool

    def __init__(
        self,
        name: str,
        *activities: Activity,
        parameters: Mapping[str, str] | None = None,
        returns: str = "",
        excluded: bool = False,
    ) -> None:
        self.__attrs_init__(name, activities, parameters or {}, returns, excluded)

    storage_type = ""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        canvas = Canvas(context)
        end = canvas.draw(
            self.activities, canvas.put(context.element("Microflows$StartEvent"), ())
        )
        if end:
            Return().draw(canvas, end)
        parameters = [
            context.element(
                "Microflows$MicroflowParameter", Name=name, VariableType=_type(context, entity)
            )
            for name, entity in self.parameters.items()
        ]
        # Studio Pro does not store activities in the order of their execution.
        objects = [*parameters, *reversed(canvas.objects)]
        return context.element(
            self.storage_type,
            Name=self.name,
            Excluded=self.excluded,
            MicroflowReturnType=_type(context, self.returns),
            ObjectCollection=_collection(context, objects),
            Flows=[3, *canvas.flows],
        )


class Nanoflow(_Flow):
    """A nanoflow, which runs on the device."""

    storage_type = "Microflows$Nanoflow"


class Microflow(_Flow):
    """A microflow, which runs on the server."""

    storage_type = "Microflows$Microflow"


@frozen
class JavaScriptAction:
    """A JavaScript action that returns objects of an entity.

    Either of a fixed one, or of the one that its parameter `entity` is given.
    """

    name: str
    returns: str = ""
    returns_argument: bool = False
    returns_list: bool = False

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        type_parameter = context.element("CodeActions$TypeParameter", Name="Entity")
        pointer = {"TypeParameterPointer": type_parameter["$ID"]}
        if self.returns_argument:
            result = context.element("CodeActions$ParameterizedEntityType", **pointer)
        elif self.returns:
            result = context.element("CodeActions$ConcreteEntityType", Entity=self.returns)
        else:
            result = context.element("CodeActions$VoidType")
        if self.returns_list:
            result = context.element("CodeActions$ListType", Parameter=result)
        parameter = context.element(
            "JavaScriptActions$JavaScriptActionParameter",
            Name="entity",
            ParameterType=context.element("CodeActions$EntityTypeParameterType", **pointer),
        )
        return context.element(
            "JavaScriptActions$JavaScriptAction",
            Name=self.name,
            Excluded=False,
            Platform="All",
            JavaReturnType=result,
            Parameters=[3, parameter],
            TypeParameters=[3, type_parameter],
        )


def _activity(context: Context, action: Stored, *, disabled: bool = False) -> Stored:
    return context.element(
        "Microflows$ActionActivity",
        Action=action,
        AutoGenerateCaption=True,
        Caption="Activity",
        Disabled=disabled,
    )


def _collection(context: Context, objects: Iterable[Stored]) -> Stored:
    return context.element("Microflows$MicroflowObjectCollection", Objects=[3, *objects])


def _type(context: Context, entity: str) -> Stored:
    return data_type(context, entity.strip("[]"), is_list=entity.startswith("["))


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


def _id(item: Stored) -> bytes:
    identity = item["$ID"]
    assert isinstance(identity, bytes)  # noqa: S101 - `Context.element` made it
    return identity
