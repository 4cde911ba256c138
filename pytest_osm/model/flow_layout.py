"""Where the objects and lines of a flow are on its canvas, as Studio Pro stores it.

No rule needs any of this, so it is read only for drawings. Source: real models. Points are "x;y"
in pixels; that of an object is its middle, inside of a loop counted from the loop's upper left
corner. Lines leave and enter an object on a side; the vectors of a curve lead from there to its
control points. Since 11.15 lines may have right angles instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

from pytest_osm.model.raw import Raw, items, lookup
from pytest_osm.records import Record

_LARGEST = 1_000_000.0  # pixels; what is farther away is not a place on a canvas
_CURVE = "Microflows$BezierCurve"


class Side(IntEnum):
    """The side of an object that a line touches, by its stored number."""

    TOP = 0
    RIGHT = 1
    BOTTOM = 2
    LEFT = 3


class Point(Record, frozen=True, eq=True):
    """A place, or a way from one to another, in pixels to the right and down."""

    x: float
    y: float

    def plus(self, other: Point) -> Point:
        """The place at the end of a way."""
        return Point(self.x + other.x, self.y + other.y)


class Placed(Record, frozen=True, eq=True):
    """An object: its upper left corner on the whole canvas, and its size.

    `note` is the text of an annotation.
    """

    corner: Point
    size: Point
    note: str = ""

    def side(self, side: Side) -> Point:
        """The middle of a side."""
        across = {Side.LEFT: 0.0, Side.RIGHT: 1.0}.get(side, 0.5)
        down = {Side.TOP: 0.0, Side.BOTTOM: 1.0}.get(side, 0.5)
        return self.corner.plus(Point(self.size.x * across, self.size.y * down))


class PlacedLine(Record, frozen=True, eq=True):
    """An arrow between two objects, which are named by their ids.

    It is a curve with vectors, and has right angles without them.
    """

    origin: bytes
    destination: bytes
    leaves: Side
    enters: Side
    vectors: tuple[Point, Point] | None


class FlowLayout(Record, frozen=True, eq=True):
    """What is on the canvas of a flow; nothing where the stored form leaves it out."""

    objects: Mapping[bytes, Placed]
    lines: tuple[PlacedLine, ...]


def flow_layout(raw: Raw) -> FlowLayout:
    """The layout of a stored nanoflow or microflow; what is malformed is left out."""
    objects = dict(_objects(raw, Point(0, 0)))
    return FlowLayout(objects, tuple(_lines(raw)))


def _objects(raw: Raw, corner: Point) -> Iterator[tuple[bytes, Placed]]:
    pending = [(raw, corner)]
    while pending:
        around, corner = pending.pop()
        for stored in items(lookup(around, "ObjectCollection.Objects")):
            middle, size = _point(stored.get("RelativeMiddlePoint")), _point(stored.get("Size"))
            id_ = stored.get("$ID")
            if middle is None or size is None or not isinstance(id_, bytes):
                continue
            if min(size.x, size.y) < 0:
                continue
            at = corner.plus(middle).plus(Point(-size.x / 2, -size.y / 2))
            note = stored.get("Caption") if stored.get("$Type") == "Microflows$Annotation" else ""
            yield id_, Placed(at, size, note if isinstance(note, str) else "")
            pending.append((stored, at))


def _lines(raw: Raw) -> Iterator[PlacedLine]:
    for stored in items(raw.get("Flows")):
        origin, destination = stored.get("OriginPointer"), stored.get("DestinationPointer")
        if isinstance(origin, bytes) and isinstance(destination, bytes):
            yield PlacedLine(
                origin,
                destination,
                _side(stored.get("OriginConnectionIndex"), Side.RIGHT),
                _side(stored.get("DestinationConnectionIndex"), Side.LEFT),
                _vectors(stored),
            )


def _vectors(stored: Raw) -> tuple[Point, Point] | None:
    first, last = (
        _point(lookup(stored, f"Line.{end}ControlVector") or stored.get(f"{end}BezierVector"))
        for end in ("Origin", "Destination")
    )
    kind = lookup(stored, "Line.$Type") or _CURVE
    return (first, last) if first and last and kind == _CURVE else None


def _side(value: object, default: Side) -> Side:
    return Side(value) if isinstance(value, int) and value in (*Side,) else default


def _point(value: object) -> Point | None:
    """A point like "120;60"; None for anything else, or for one that is on no canvas."""
    first, _, last = value.partition(";") if isinstance(value, str) else ("", "", "")
    try:
        point = Point(float(first), float(last))
    except ValueError:
        return None
    is_on_canvas = all(abs(each) < _LARGEST for each in (point.x, point.y))  # NaN is not
    return point if is_on_canvas else None
