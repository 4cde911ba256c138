"""Places for the objects of a flow that is stored without any: layer by layer from the start."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence

from pytest_osm.facts.control_flow import ControlFlow
from pytest_osm.model.element import Element
from pytest_osm.model.flow_layout import Placed, Point
from pytest_osm.model.flows import Activity, Event, Loop

_ACTIVITY, _DECISION, _EVENT = Point(130, 60), Point(110, 60), Point(20, 20)
_GAP = Point(60, 30)
_PADDING = Point(30, 40)  # inside of a loop


def layered_layout(
    flow: ControlFlow, loops: Mapping[Element, Loop | None]
) -> Mapping[bytes, Placed]:
    """Where each object is; `loops` says which loop is around it. Loops hold what they repeat."""
    inside: dict[Loop | None, list[Element]] = defaultdict(list)
    for each, loop in loops.items():
        inside[loop].append(each)
    placed: dict[bytes, Placed] = {}
    sizes: dict[bytes, Point] = {}
    # Inner loops first, for their sizes; they come after the outer ones.
    rows: dict[Loop | None, dict[bytes, Point]] = {}
    for loop in [*reversed([each for each in loops if isinstance(each, Loop)]), None]:
        rows[loop], size = _rows(flow, inside.get(loop, []), sizes)
        if loop:
            sizes[loop.id] = Point(size.x + 2 * _PADDING.x, size.y + 2 * _PADDING.y)
    pending: deque[tuple[Loop | None, Point]] = deque([(None, Point(0, 0))])
    while pending:
        loop, corner = pending.popleft()
        for each in inside.get(loop, []):
            at = corner.plus(rows[loop][each.id])
            placed[each.id] = Placed(at, sizes.get(each.id) or _size(each))
            if isinstance(each, Loop):
                pending.append((each, at.plus(_PADDING)))
    return placed


def _rows(
    flow: ControlFlow, objects: Sequence[Element], sizes: Mapping[bytes, Point]
) -> tuple[dict[bytes, Point], Point]:
    """The corners of some objects, later ones further to the right, and how far they reach."""
    depths = _depths(flow, objects)
    columns: dict[int, list[Element]] = defaultdict(list)
    for each in objects:
        columns[depths[each.id]].append(each)
    corners: dict[bytes, Point] = {}
    right = bottom = 0.0
    for depth in sorted(columns):
        wide = max((sizes.get(each.id) or _size(each)).x for each in columns[depth])
        down = 0.0
        for each in columns[depth]:
            size = sizes.get(each.id) or _size(each)
            row = max(size.y, _ACTIVITY.y)
            corners[each.id] = Point(right + (wide - size.x) / 2, down + (row - size.y) / 2)
            down += row + _GAP.y
        right += wide + _GAP.x
        bottom = max(bottom, down - _GAP.y)
    return corners, Point(max(right - _GAP.x, 0), bottom)


def _depths(flow: ControlFlow, objects: Sequence[Element]) -> Mapping[bytes, int]:
    """How many steps the longest way to each takes; ways back to what is placed do not count."""
    there = {each.id: each for each in objects}
    after = {
        each.id: [edge.target.id for edge in flow.after(each) if edge.target.id in there]
        for each in objects
    }
    awaited = Counter(target for targets in after.values() for target in set(targets))
    pending = deque(id_ for id_ in there if not awaited[id_])
    rest = deque(there)  # where all are awaited, as in a ring, the first begins
    depths: dict[bytes, int] = dict.fromkeys(pending, 0)
    done: set[bytes] = set()
    while pending or rest:
        id_ = pending.popleft() if pending else rest.popleft()
        if id_ in done:
            continue
        done.add(id_)
        depth = depths.setdefault(id_, 0)
        for target in dict.fromkeys(after[id_]):
            if target not in done:
                depths[target] = max(depths.get(target, 0), depth + 1)
                awaited[target] -= 1
                if not awaited[target]:
                    pending.append(target)
    return depths


def _size(element: Element) -> Point:
    if isinstance(element, Event):
        return _EVENT
    return _ACTIVITY if isinstance(element, (Activity, Loop)) else _DECISION
