"""A nanoflow as Studio Pro draws it, with what matters for a connection.

Objects are where they are stored to be. Marked are connection checks, the ways past them, and the
calls to the server that these lead to, numbered as in the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import cast

from msgspec.structs import replace

from pytest_osm.errors import UnitError
from pytest_osm.facts.control_flow import objects_with_loops
from pytest_osm.facts.guards import GuardAnalysis
from pytest_osm.facts.nanoflow_graphs import NanoflowGraph, action_of
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.server_calls import ServerAccess, ServerCall, calls_by_nanoflow
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.model.call_activities import CallNanoflowAction
from pytest_osm.model.element import Element
from pytest_osm.model.flow_layout import FlowLayout, Placed, Point, flow_layout
from pytest_osm.model.flows import (
    Activity,
    Decision,
    Flow,
    Loop,
    ObjectTypeDecision,
)
from pytest_osm.model.words import words_of
from pytest_osm.overview.flow_arrows import DrawnArrow, drawn_arrows
from pytest_osm.overview.layered_layout import layered_layout
from pytest_osm.records import Record
from pytest_osm.terminal.printable import shortened

_MARGIN = 20
_LETTER, _LINE = 6.7, 13  # pixels of a letter and of a line, 11 pixels high
_DIAMOND = 0.75  # of its width has room for words
_WITH_WORDS = ("activity", "disabled", "decision", "note", "unknown")
_PARTS = re.compile(r"[^\s._/]*[._/]|[^\s._/]+|\s+")
_KINDS = {
    "Microflows$StartEvent": "start",
    "Microflows$EndEvent": "end",
    "Microflows$ErrorEvent": "error",
    "Microflows$BreakEvent": "break",
    "Microflows$ContinueEvent": "continue",
    "Microflows$ExclusiveMerge": "merge",
}


class DrawnShape(Record, frozen=True, eq=True):
    """An object of the flow, with its caption in lines.

    `mark` is "check", "call", "guarded" or "passed"; a call that is not guarded has a `number`.
    """

    kind: str
    x: float
    y: float
    width: float
    height: float
    label: str
    lines: tuple[str, ...] = ()
    mark: str = ""
    number: int = 0

    @property
    def said(self) -> str:
        """What it is and what about it matters, for those who do not see it."""
        marks = {
            "check": "connection check",
            "call": f"call {self.number} to the server, not checked before",
            "guarded": "call to the server, checked before",
            "passed": "on a way without a check",
        }
        return ", ".join(filter(None, (self.label or self.kind, marks.get(self.mark, ""))))


class FlowDrawing(Record, frozen=True, eq=True):
    """A nanoflow with all its objects, in pixels from the upper left corner."""

    nanoflow: str
    width: float
    height: float
    shapes: tuple[DrawnShape, ...]
    arrows: tuple[DrawnArrow, ...]


class AskingNanoflow(Record, frozen=True):
    """A nanoflow that asks the server without a check, with all its calls to the server."""

    graph: NanoflowGraph
    calls: list[ServerCall]


class _Marks(Record, frozen=True):
    """What is to be seen: checks, calls with numbers, and the objects on the ways to them."""

    checks: frozenset[bytes]
    numbers: Mapping[bytes, int]
    guarded: frozenset[bytes]
    passed: frozenset[bytes]
    steps: frozenset[tuple[bytes, str, bytes]]

    @classmethod
    def of(
        cls, graph: NanoflowGraph, guards: GuardAnalysis, calls: Iterable[ServerCall]
    ) -> _Marks:
        """What is to be seen in a nanoflow."""
        unguarded = sorted(
            (call for call in calls if call.unguarded_path),
            key=lambda call: call.unguarded_path.length if call.unguarded_path else 0,
        )
        called = dict.fromkeys(call.flow_object for call in unguarded)
        steps = frozenset(guards.unguarded_steps(graph.reference, called))
        return cls(
            frozenset(
                each.id
                for each in graph.control_flow.objects
                if (action := action_of(each)) and guards.is_check(action)
            ),
            {each.id: number for number, each in enumerate(called, 1)},
            frozenset(call.flow_object.id for call in calls if not call.unguarded_path),
            frozenset(end for origin, _, target in steps for end in (origin, target)),
            steps,
        )

    def mark(self, id_: bytes) -> str:
        """What matters about an object, the most important first."""
        for mark, ids in (
            ("call", self.numbers),
            ("check", self.checks),
            ("guarded", self.guarded),
            ("passed", self.passed),
        ):
            if id_ in ids:
                return mark
        return ""


def asking_nanoflows(profile: Profile) -> Iterator[AskingNanoflow]:
    """The nanoflows of a profile that ask the server without a check."""
    calls = calls_by_nanoflow(subjects_of(ServerAccess, profile))
    for reference, graph in profile.usage.guards.nanoflows.items():
        if any(call.unguarded_path for call in calls.get(reference, ())):
            yield AskingNanoflow(graph, calls[reference])


def flow_drawings(profile: Profile, nanoflows: Iterable[AskingNanoflow]) -> Iterator[FlowDrawing]:
    """Drawings of nanoflows, apart from those that cannot be read any more."""
    for each in nanoflows:
        with suppress(UnitError):
            layout = flow_layout(profile.project.stored(each.graph.reached.document))
            yield drawing(
                each.graph, layout, _Marks.of(each.graph, profile.usage.guards, each.calls)
            )


def drawing(graph: NanoflowGraph, layout: FlowLayout, marks: _Marks) -> FlowDrawing:
    """Draw a nanoflow where it is laid out, or where it can be, if it is not."""
    flow = cast("Flow", graph.reached.document.root)
    loops = dict(objects_with_loops(flow))
    objects = dict(layout.objects)
    if any(each.id not in objects for each in loops):
        objects = dict(layered_layout(graph.control_flow, loops))
    left = min((each.corner.x for each in objects.values()), default=0) - _MARGIN
    top = min((each.corner.y for each in objects.values()), default=0) - _MARGIN
    shift = Point(-left, -top)
    placed = {id_: replace(each, corner=each.corner.plus(shift)) for id_, each in objects.items()}
    shapes = [*_shapes(flow, loops, placed, marks)]
    return FlowDrawing(
        graph.reference.name,
        max((each.x + each.width for each in shapes), default=0) + _MARGIN,
        max((each.y + each.height for each in shapes), default=0) + _MARGIN,
        tuple(shapes),
        tuple(drawn_arrows(flow.sequence_flows, layout.lines, placed, marks.steps)),
    )


def _shapes(
    flow: Flow,
    objects: Iterable[Element],
    placed: Mapping[bytes, Placed],
    marks: _Marks,
) -> Iterator[DrawnShape]:
    """The notes and parameters, then the objects in the order of the flow, loops before theirs."""
    for each in placed.values():
        if each.note:
            yield _shape("note", each, " ".join(each.note.split()))
    for parameter in flow.parameters:
        if parameter.id in placed:
            yield _shape("parameter", placed[parameter.id], parameter.name)
    for element in sorted(objects, key=lambda each: _depth(placed[each.id])):
        shape = _shape(_kind(element), placed[element.id], _caption(element))
        yield replace(
            shape,
            label=shape.label if shape.kind == "disabled" else element.label or shape.label,
            mark=marks.mark(element.id),
            number=marks.numbers.get(element.id, 0),
        )


def _depth(placed: Placed) -> tuple[float, float, float]:
    """Large things first, for they may be around others; then from left to right."""
    is_small = -placed.size.x * placed.size.y
    return (is_small, placed.corner.x, placed.corner.y)


def _shape(kind: str, placed: Placed, caption: str) -> DrawnShape:
    corner, size = placed.corner, placed.size
    room = Point(size.x * (_DIAMOND if kind == "decision" else 1), size.y)
    lines = _wrapped(caption, room) if kind in _WITH_WORDS else ()
    return DrawnShape(kind, corner.x, corner.y, size.x, size.y, caption, lines)


def _kind(element: Element) -> str:
    if isinstance(element, Activity):
        return "disabled" if element.is_disabled else "activity"
    if isinstance(element, (Decision, ObjectTypeDecision)):
        return "decision"
    if isinstance(element, Loop):
        return "loop"
    return _KINDS.get(element.storage_type, "unknown")


def _caption(element: Element) -> str:
    """What stands in it: the caption that a developer gave, or what it does."""
    if isinstance(element, Activity):
        own = "" if element.has_generated_caption else element.own_caption
        if element.is_disabled:
            return own or "disabled"
        action = action_of(element)
        called = action.references if isinstance(action, CallNanoflowAction) else ()
        return own or " ".join((element.label, *(each.name for each in called)))
    if isinstance(element, Decision):
        return element.caption or element.expression or element.rule
    return element.label or ("" if element.is_known else words_of(element.storage_type))


def _wrapped(label: str, size: Point) -> tuple[str, ...]:
    """A label in lines that fit into a size; names are broken at dots and underscores."""
    room, most = max(int((size.x - 8) / _LETTER), 1), max(int((size.y - 4) / _LINE), 1)
    lines = [""]
    for part in _PARTS.findall(label):
        if lines[-1] and len(lines[-1]) + len(part.rstrip()) > room:
            lines.append("")
        lines[-1] += part if lines[-1] else part.lstrip()
    cut = [shortened(line.strip(), room) for line in lines[:most]]
    if len(lines) > most:
        cut[-1] = f"{cut[-1][: room - 1]}…"
    return tuple(cut)
