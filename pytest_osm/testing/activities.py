"""Activities of a described flow, each with one action."""

from __future__ import annotations

from attrs import frozen

from pytest_osm.testing.canvas import Activity, Arrows, Canvas
from pytest_osm.testing.stored import Context, Stored, data_type


@frozen
class ActionActivity:
    """An activity that holds one action."""

    def action(self, context: Context) -> Stored:
        """The stored action."""
        raise NotImplementedError

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        return canvas.put(stored_activity(canvas.context, self.action(canvas.context)), arrows)


@frozen
class CreateVariable(ActionActivity):
    """Create a variable with a value."""

    variable: str
    value: str

    def action(self, context: Context) -> Stored:
        """See `Activity.action`."""
        return context.element(
            "Microflows$CreateVariableAction",
            VariableName=self.variable,
            InitialValue=self.value,
            VariableType=data_type(context, "Boolean"),
        )


@frozen
class ChangeVariable(ActionActivity):
    """Give a variable another value."""

    variable: str
    value: str

    def action(self, context: Context) -> Stored:
        """See `Activity.action`."""
        return context.element(
            "Microflows$ChangeVariableAction", ChangeVariableName=self.variable, Value=self.value
        )


@frozen
class ShowMessage(ActionActivity):
    """Show a message."""

    text: str

    def action(self, context: Context) -> Stored:
        """See `Activity.action`."""
        return context.element("Microflows$ShowMessageAction", Template=self.text)


@frozen
class LogMessage(ActionActivity):
    """Write a message to the log."""

    text: str

    def action(self, context: Context) -> Stored:
        """See `Activity.action`."""
        return context.element("Microflows$LogMessageAction", MessageTemplate=self.text)


@frozen(init=False)
class OnError:
    """An activity with custom error handling: the other activities are what happens then."""

    activity: ActionActivity
    handler: tuple[Activity, ...]

    def __init__(self, activity: ActionActivity, *handler: Activity) -> None:
        self.__attrs_init__(activity, handler)

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        action = self.activity.action(canvas.context)
        action["ErrorHandlingType"] = "CustomWithoutRollBack"
        onwards = canvas.put(stored_activity(canvas.context, action), arrows)
        entry = canvas.context.element("Microflows$ExclusiveMerge")
        handled = canvas.draw(self.handler, canvas.put(entry, onwards, is_error=True))
        return canvas.merge((*onwards, *handled))


@frozen
class ContinueOnError:
    """An activity whose errors are ignored: the flow goes on as if there was none."""

    activity: ActionActivity

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        action = self.activity.action(canvas.context)
        action["ErrorHandlingType"] = "Continue"
        return canvas.put(stored_activity(canvas.context, action), arrows)


@frozen
class Disabled:
    """An activity that is switched off."""

    activity: ActionActivity

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        action = self.activity.action(canvas.context)
        return canvas.put(stored_activity(canvas.context, action, disabled=True), arrows)


def stored_activity(context: Context, action: Stored, *, disabled: bool = False) -> Stored:
    """The activity around an action."""
    return context.element(
        "Microflows$ActionActivity",
        Action=action,
        AutoGenerateCaption=True,
        Caption="Activity",
        Disabled=disabled,
    )
