"""What may come after what in a flow: the arrows, and the ways into and out of loops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import (
    Activity,
    Decision,
    Event,
    Flow,
    Loop,
    ObjectTypeDecision,
)
from pytest_osm.model.unread import UnknownConstruct
from pytest_osm.records import Record

_OBJECTS = (Activity, Decision, Event, Loop, ObjectTypeDecision)


class FlowEdge(Record, frozen=True):
    """A way from one object of a flow to another; `case` is as in `SequenceFlow`."""

    target: Element
    case: str = ""
    is_error: bool = False


class ControlFlow(Record, frozen=True):
    """The objects of a flow and the steps between them.

    Disabled activities keep their place. A loop leads into its body and past it, for its list
    may be empty; the ends of the body lead back to it, and a break goes on where the loop does.
    """

    starts: tuple[Element, ...]
    objects: tuple[Element, ...]
    _steps: Mapping[bytes, tuple[FlowEdge, ...]]

    @classmethod
    def of(cls, flow: Flow) -> ControlFlow:
        """The control flow of a nanoflow or microflow; arrows to nowhere lead nowhere."""
        loops = dict(objects_with_loops(flow))
        objects = {each.id: each for each in loops}
        arrows = [each for each in flow.sequence_flows if each.destination in objects]
        steps: dict[bytes, list[FlowEdge]] = defaultdict(list)
        for arrow in arrows:
            target = objects[arrow.destination]
            steps[arrow.origin].append(FlowEdge(target, arrow.case, arrow.is_error_handler))
        entered = {arrow.destination for arrow in arrows}
        left = {arrow.origin for arrow in arrows if not arrow.is_error_handler}
        exits = _exits(loops, steps, left)
        for each in loops:
            if isinstance(each, Loop) and each.while_expression:
                steps[each.id] = [replace(step, case="false") for step in steps[each.id]]
        for each, loop in loops.items():
            if loop is None:
                continue
            if each.id not in entered:
                steps[loop.id].append(FlowEdge(each, "true" if loop.while_expression else ""))
            if isinstance(each, Event) and each.leaves_loop:
                steps[each.id] += exits[loop.id]
            elif each.id not in left and not (isinstance(each, Event) and each.ends_flow):
                is_while = isinstance(each, Loop) and each.while_expression
                steps[each.id].append(FlowEdge(loop, "false" if is_while else ""))
        starts = (each for each in loops if isinstance(each, Event) and each.starts_flow)
        return cls(
            tuple(starts), tuple(loops), {origin: tuple(found) for origin, found in steps.items()}
        )

    def after(self, element: Element) -> tuple[FlowEdge, ...]:
        """The steps out of an object."""
        return self._steps.get(element.id, ())


def _exits(
    loops: Mapping[Element, Loop | None],
    edges: Mapping[bytes, list[FlowEdge]],
    left: AbstractSet[bytes],
) -> Mapping[bytes, tuple[FlowEdge, ...]]:
    """Where the flow goes on after each loop; after the last in a loop, to its next round."""
    exits: dict[bytes, tuple[FlowEdge, ...]] = {}
    for each, outer in loops.items():
        if isinstance(each, Loop):
            exits[each.id] = tuple(edges.get(each.id, ()))
            if outer and each.id not in left:
                exits[each.id] += (FlowEdge(outer),)
    return exits


def objects_with_loops(flow: Flow) -> Iterator[tuple[Element, Loop | None]]:
    """The objects of a flow, each with the loop around it."""
    for element_path in flow.paths:
        if _is_object(element_path):
            yield element_path.element, ElementPath(element_path.elements[:-1]).closest(Loop)


def _is_object(element_path: ElementPath) -> bool:
    """Whether something is an object of the flow; what is unknown there is passed through."""
    is_unknown = isinstance(element_path.element, UnknownConstruct) and isinstance(
        element_path.elements[-2], (Flow, Loop)
    )
    return is_unknown or isinstance(element_path.element, _OBJECTS)


def flow_object_around(element_path: ElementPath) -> Element | None:
    """The innermost object of a flow that something is in, or is."""
    inside_out = reversed(element_path.elements)
    return next((each for each in inside_out if isinstance(each, _OBJECTS)), None)


def objects_behind_unknown(flow: Flow) -> frozenset[Element]:
    """The objects of a flow that nothing leads to but what is unknown, or has unknown parts."""
    control_flow = ControlFlow.of(flow)
    certain: dict[bytes, Element] = {}
    pending = [*control_flow.starts]
    while pending:
        element = pending.pop()
        if element.id in certain:
            continue
        certain[element.id] = element
        parts = [each.element for each in element.walk()] if isinstance(element, Activity) else []
        if element.is_known and all(part.is_known for part in parts):
            pending += [edge.target for edge in control_flow.after(element)]
    return frozenset(each for each in control_flow.objects if each.id not in certain)
