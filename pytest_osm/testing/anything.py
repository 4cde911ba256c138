"""Parts of any stored type, for what the kit has no class of its own for."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from pytest_osm.testing.activities import stored_activity
from pytest_osm.testing.canvas import Arrows, Canvas
from pytest_osm.testing.stored import Context, Stored


@frozen(init=False)
class AnyPart:
    """A part of any stored type, with values under the stored keys.

    Values may be parts, and tuples of parts: `AnyPart("Forms$HoloGrid", Action=OpenPage("M.P"))`.
    """

    storage_type: str
    values: Mapping[str, object]

    def __init__(self, storage_type: str, **values: object) -> None:
        self.__attrs_init__(storage_type, values)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        values = {key: _stored(context, value) for key, value in self.values.items()}
        return context.element(self.storage_type, **values)


class AnyWidget(AnyPart):
    """A widget of any stored type."""

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return {"Name": "widget1", "TabIndex": 0, **super().stored(context)}


class AnyObject(AnyPart):
    """An object of a flow, of any stored type."""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        return canvas.put(self.stored(canvas.context), arrows)


class AnyActivity(AnyPart):
    """An activity whose action is of any stored type."""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """See `Activity.draw`."""
        return canvas.put(stored_activity(canvas.context, self.stored(canvas.context)), arrows)


def _stored(context: Context, value: object) -> object:
    if isinstance(value, tuple):
        return [3, *(_stored(context, each) for each in value)]
    return value.stored(context) if hasattr(value, "stored") else value
