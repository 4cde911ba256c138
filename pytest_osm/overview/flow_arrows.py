"""The arrows of a drawn nanoflow: curves, or lines with right angles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from pytest_osm.model.flow_layout import Placed, PlacedLine, Point, Side
from pytest_osm.model.flows import SequenceFlow
from pytest_osm.records import Record

_HORIZONTAL = (Side.LEFT, Side.RIGHT)


class DrawnArrow(Record, frozen=True, eq=True):
    """A line between two objects, as the path of an SVG, and where its label is.

    It `is_passed` on a way past all checks.
    """

    path: str
    label: str
    x: float
    y: float
    is_error: bool
    is_passed: bool


def drawn_arrows(
    flows: Iterable[SequenceFlow],
    stored: Iterable[PlacedLine],
    placed: Mapping[bytes, Placed],
    passed: AbstractSet[tuple[bytes, str, bytes]],
) -> Iterator[DrawnArrow]:
    """The arrows between objects that have places, as they are stored to run, if they are."""
    lines: dict[tuple[bytes, bytes], list[PlacedLine]] = defaultdict(list)
    for line in stored:
        lines[line.origin, line.destination].append(line)
    for each in flows:
        ends = each.origin, each.destination
        if each.origin in placed and each.destination in placed:
            # An arrow out of a loop has no case, and the step that takes it may have one.
            cases = (each.case,) if each.case else ("", "false")
            is_passed = any((each.origin, case, each.destination) in passed for case in cases)
            yield _arrow(each, lines[ends], placed, is_passed=is_passed)


def _arrow(
    flow: SequenceFlow,
    lines: list[PlacedLine],
    placed: Mapping[bytes, Placed],
    *,
    is_passed: bool,
) -> DrawnArrow:
    origin, target = placed[flow.origin], placed[flow.destination]
    line = lines.pop(0) if lines else _straight(flow, origin, target)
    first, last = origin.side(line.leaves), target.side(line.enters)
    if line.vectors:
        near, far = first.plus(line.vectors[0]), last.plus(line.vectors[1])
        path = f"M{_at(first)}C{_at(near)} {_at(far)} {_at(last)}"
    else:
        near = _corner(first, last, line)
        path = f"M{_at(first)}{_right_angled(first, last, line)}"
    return DrawnArrow(
        path,
        flow.case,
        round((first.x * 2 + near.x + last.x) / 4),
        round((first.y * 2 + near.y + last.y) / 4),
        flow.is_error_handler,
        is_passed,
    )


def _straight(flow: SequenceFlow, origin: Placed, target: Placed) -> PlacedLine:
    """A line that is not stored: to the right, or round below what lies to the left."""
    is_forward = target.corner.x >= origin.corner.x + origin.size.x
    sides = (Side.RIGHT, Side.LEFT) if is_forward else (Side.BOTTOM, Side.BOTTOM)
    bend = Point(30, 0) if is_forward else Point(0, 30)
    vectors = bend, Point(-bend.x, bend.y)
    return PlacedLine(flow.origin, flow.destination, *sides, vectors)


def _corner(first: Point, last: Point, line: PlacedLine) -> Point:
    """Where a right-angled line turns for the first time."""
    leaves_sideways, enters_sideways = line.leaves in _HORIZONTAL, line.enters in _HORIZONTAL
    if leaves_sideways:
        return Point((first.x + last.x) / 2 if enters_sideways else last.x, first.y)
    return Point(first.x, last.y if enters_sideways else (first.y + last.y) / 2)


def _right_angled(first: Point, last: Point, line: PlacedLine) -> str:
    corner = _corner(first, last, line)
    turns = f"H{corner.x:g}V{last.y:g}H{last.x:g}", f"V{corner.y:g}H{last.x:g}V{last.y:g}"
    return turns[0] if line.leaves in _HORIZONTAL else turns[1]


def _at(point: Point) -> str:
    return f"{point.x:g},{point.y:g}"
