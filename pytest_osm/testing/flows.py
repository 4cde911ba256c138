"""Nanoflows, microflows and JavaScript actions of a described app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from pytest_osm.testing.canvas import Activity, Arrow, Arrows, Canvas
from pytest_osm.testing.stored import Context, Stored, data_type


@frozen
class If:
    """A decision on an expression."""

    condition: str
    then: tuple[Activity, ...] = ()
    otherwise: tuple[Activity, ...] = ()
    caption: str = ""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        context = canvas.context
        condition = context.element(
            "Microflows$ExpressionSplitCondition", Expression=self.condition
        )
        split = context.element(
            "Microflows$ExclusiveSplit", SplitCondition=condition, Caption=self.caption
        )
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
        source = canvas.context.element(
            "Microflows$IterableList", ListVariableName=self.over, VariableName=self.iterator
        )
        return _loop(canvas, arrows, source, self.body)


@frozen
class While:
    """A loop that goes on while an expression is true."""

    condition: str
    body: tuple[Activity, ...] = ()

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        source = canvas.context.element(
            "Microflows$WhileLoopCondition", WhileExpression=self.condition
        )
        return _loop(canvas, arrows, source, self.body)


@frozen
class Break:
    """Leave the loop."""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        canvas.put(canvas.context.element("Microflows$BreakEvent"), arrows)
        return ()


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

    A list is written "[Module.Entity]"; there may be "Boolean" and the like instead, and ""
    stands for nothing.
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
            ObjectCollection=collection(context, objects),
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


def _loop(canvas: Canvas, arrows: Arrows, source: Stored, body: tuple[Activity, ...]) -> Arrows:
    """A loop: the objects of the body lie inside, its flows do not."""
    inside = Canvas(canvas.context)
    inside.draw(body, ())
    loop = canvas.context.element(
        "Microflows$LoopedActivity",
        LoopSource=source,
        ObjectCollection=collection(canvas.context, inside.objects),
    )
    canvas.flows += inside.flows
    return canvas.put(loop, arrows)


def collection(context: Context, objects: Iterable[Stored]) -> Stored:
    """The objects of a flow, or of the body of a loop."""
    return context.element("Microflows$MicroflowObjectCollection", Objects=[3, *objects])


def _type(context: Context, entity: str) -> Stored:
    return data_type(context, entity.strip("[]"), is_list=entity.startswith("["))
