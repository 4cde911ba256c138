"""What nanoflows do without having checked the connection, and how they get there.

A place is guarded when on every way to it a connection check ran and a decision on its result
was left by the side of a connection. So the walk here takes all other ways, from each nanoflow
that something other than a nanoflow starts, and on through calls of nanoflows: what it never
comes to is guarded. On its way it keeps the facts that tell of a connection, like "while
$IsConnected is true, there is one".
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias, cast

from attrs import define, field, frozen

from pytest_osm.facts.control_flow import ControlFlow, FlowEdge
from pytest_osm.facts.location import location_in
from pytest_osm.facts.reach import Link, NotFollowed, Reach, ReachedDocument
from pytest_osm.language.expressions.syntax import Expression, Fact, Opaque, implies
from pytest_osm.model.activities import (
    Action,
    Argument,
    CallJavaScriptAction,
    CallNanoflowAction,
    SetVariable,
)
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Activity, Decision, Event, Flow, Loop
from pytest_osm.model.kinds import DocumentKind, Reference

DEFAULT_CHECKS = (
    "NanoflowCommons.IsConnectedToServer",
    "NativeMobileResources.IsConnected",
    "NativeMobileResources.IsWifiConnection",
    "NativeMobileResources.IsCellularConnection",
)
CALLABLE = (DocumentKind.JAVASCRIPT_ACTION, DocumentKind.NANOFLOW)
_MOST_WAYS = 64  # to one place, each with other facts

KnownOutcomes: TypeAlias = frozenset[Fact]
_Key: TypeAlias = tuple[Reference, bytes]
_NOTHING: KnownOutcomes = frozenset()


@frozen
class UnguardedPath:
    """A way to a place in a nanoflow: how the profile gets there, then what it passes inside."""

    reached: ReachedDocument
    activities: tuple[str, ...]
    passes_check: bool  # which is not decided on, or left by the side without a connection

    def __str__(self) -> str:
        return " > ".join(self.activities) or "straight from the start of the nanoflow"


@frozen(eq=False)
class _Nanoflow:
    """A reached nanoflow with its control flow."""

    reached: ReachedDocument
    graph: ControlFlow
    calls: frozenset[Reference]
    returns_value: bool

    @classmethod
    def of(cls, reached: ReachedDocument) -> _Nanoflow:
        flow = cast("Flow", reached.document.root)
        called = (called_by(element_path.element) for element_path in flow.walk())
        ends = (
            element_path.element
            for element_path in flow.walk()
            if isinstance(element_path.element, Event)
        )
        return cls(
            reached,
            ControlFlow.of(flow),
            frozenset(each for each in called if each),
            any(end.return_value for end in ends),
        )


@frozen(eq=False)
class _Place:
    """An object of a nanoflow and the facts that hold before it.

    It was come to by a step from the place before; without one, by starting the nanoflow.
    """

    nanoflow: _Nanoflow
    element: Element
    facts: KnownOutcomes
    before: _Place | Link | None
    step: FlowEdge | None = None
    is_certain: bool = True

    @property
    def key(self) -> _Key:
        return self.nanoflow.reached.document.reference, self.element.id


@define
class _Walk:
    """A breadth-first walk over places, certain ways first; mutable, because a walk is."""

    nanoflows: Mapping[Reference, _Nanoflow]
    checks: frozenset[Reference]
    follows_calls: bool = True
    places: dict[_Key, list[_Place]] = field(factory=dict)
    not_followed: dict[_Key, NotFollowed] = field(factory=dict)
    _pending: deque[_Place] = field(factory=deque)
    _doubtful: deque[_Place] = field(factory=deque)

    def start(
        self,
        nanoflow: _Nanoflow,
        before: _Place | Link | None = None,
        facts: KnownOutcomes = _NOTHING,
        *,
        is_certain: bool = True,
    ) -> None:
        for each in nanoflow.graph.starts:
            self._add(_Place(nanoflow, each, facts, before, is_certain=is_certain))

    def enter(self, nanoflow: _Nanoflow, step: FlowEdge, facts: KnownOutcomes) -> None:
        self._add(_Place(nanoflow, step.target, facts, None, step))

    def run(self) -> _Walk:
        while places := self._pending or self._doubtful:
            place = places.popleft()
            if self._is_news(place):
                self._leave(place)
        return self

    def _add(self, place: _Place) -> None:
        (self._pending if place.is_certain else self._doubtful).append(place)

    def _is_news(self, place: _Place) -> bool:
        """Whether less is known than on every other way to the same object."""
        known = self.places.setdefault(place.key, [])
        if any(other.facts <= place.facts for other in known):
            return False
        if len(known) == _MOST_WAYS:
            self._give_up(place, "connection checks", "too many combinations of results")
            return False
        known.append(place)
        return True

    def _leave(self, place: _Place) -> None:
        nanoflow, after = place.nanoflow, self._facts_after(place)
        for step in nanoflow.graph.after(place.element):
            if not self.passes(place, step):
                facts = place.facts if step.is_error else after
                self._add(_Place(nanoflow, step.target, facts, place, step, place.is_certain))
        if self.follows_calls and isinstance(place.element, Activity):
            self._call(place)

    def passes(self, place: _Place, step: FlowEdge) -> bool:
        """Whether a step leaves a decision by the side that has a connection."""
        condition = _condition(place.element)
        if not condition or step.case not in ("true", "false"):
            return False
        return self._implies(place, condition, outcome=step.case == "true")

    def _facts_after(self, place: _Place) -> KnownOutcomes:
        """What is known when an activity has done its work."""
        action = action_of(place.element)
        if action is None:
            return place.facts
        variable = action.variable if isinstance(action, SetVariable) else action.output
        others = frozenset(fact for fact in place.facts if fact[0] != variable)
        if variable and called_by(action) in self.checks:
            return others | {(variable, True)}
        has_checks = place.facts or not place.nanoflow.calls.isdisjoint(self.checks)
        if isinstance(action, SetVariable) and has_checks:
            return others | self._facts_about(place, variable, action.value)
        return others

    def _call(self, place: _Place) -> None:
        """Start the nanoflows that an activity calls, or hands over to be called by JavaScript."""
        for element_path in place.element.walk():
            for reference in element_path.element.references:
                nanoflow = self.nanoflows.get(reference)
                if nanoflow is None:
                    continue
                is_call = isinstance(element_path.element, CallNanoflowAction)
                facts = self._facts_inside(place, element_path.element) if is_call else _NOTHING
                certain = is_call and place.is_certain
                self.start(nanoflow, place, facts, is_certain=certain)

    def _facts_inside(self, place: _Place, call: Element) -> KnownOutcomes:
        """What the parameters of a called nanoflow tell."""
        found = (
            self._facts_about(place, argument.parameter.rpartition(".")[2], argument.expression)
            for argument in call.all(Argument)
        )
        return frozenset().union(*found) if place.facts else _NOTHING

    def _facts_about(self, place: _Place, variable: str, expression: str) -> KnownOutcomes:
        outcomes = (True, False)
        return frozenset(
            (variable, outcome)
            for outcome in outcomes
            if self._implies(place, expression, outcome=outcome)
        )

    def _implies(self, place: _Place, text: str, *, outcome: bool) -> bool:
        if text not in ("true", "false") and not _mentions(text, place.facts):
            return False
        parsed = _parsed(text)
        if parsed is None:
            self._give_up(place, f"expression {text}", "it does not follow the grammar known here")
            return False
        return implies(parsed, place.facts, outcome=outcome)

    def _give_up(self, place: _Place, construct: str, reason: str) -> None:
        document = place.nanoflow.reached.document
        location = location_in(document, ElementPath((document.root, place.element)))
        self.not_followed[place.key] = NotFollowed(location, construct, reason)


@frozen(eq=False)
class GuardAnalysis:
    """The connection checks of a profile, and the unguarded ways through its nanoflows."""

    checks: frozenset[Reference]
    nanoflows: Mapping[Reference, _Nanoflow]
    not_followed: tuple[NotFollowed, ...]
    _places: Mapping[_Key, list[_Place]]

    def is_check(self, element: Element) -> bool:
        """Whether an action calls a connection check."""
        return called_by(element) in self.checks

    def forks(
        self, nanoflow: Reference, activity: Element, variable: str
    ) -> Iterator[tuple[Element, Mapping[bytes, Element], Mapping[bytes, Element]]]:
        """The decisions on the result of a check, with what each side leads to.

        The side of a connection comes first. Neither goes further than another check, which
        stands for itself there.
        """
        found = self.nanoflows[nanoflow]
        walk = _Walk({}, frozenset(), follows_calls=False)
        for step in found.graph.after(activity):
            if not step.is_error:
                walk.enter(found, step, frozenset({(variable, True)}))
        for places in walk.run().places.values():
            place = places[0]
            sides = {walk.passes(place, step): step for step in found.graph.after(place.element)}
            if len(sides) > 1:
                connected, offline = (self._ahead(found, sides[is_on]) for is_on in (True, False))
                yield place.element, connected, offline

    def _ahead(self, nanoflow: _Nanoflow, step: FlowEdge) -> Mapping[bytes, Element]:
        """The objects that a step leads to, as far as the next check."""
        ahead: dict[bytes, Element] = {}
        pending = [step.target]
        while pending:
            element = pending.pop()
            if element.id in ahead:
                continue
            ahead[element.id] = element
            action = action_of(element)
            if action is None or not self.is_check(action):
                pending += [onwards.target for onwards in nanoflow.graph.after(element)]
        return ahead

    def unguarded_path(self, nanoflow: Reference, activity: Element) -> UnguardedPath | None:
        """A shortest way to an activity that passes no check; None when it is guarded."""
        places = self._places.get((nanoflow, activity.id))
        return _path_to(places[0], self.checks) if places else None


def analyse_guards(reach: Reach, accepted: Iterable[str]) -> GuardAnalysis:
    """Find the checks, which are the accepted ones and what returns them, and walk past them."""
    nanoflows = {
        each.document.reference: _Nanoflow.of(each)
        for each in reach.of_kind(DocumentKind.NANOFLOW)
    }
    names = frozenset(Reference(kind, name) for name in accepted for kind in CALLABLE)
    checks = _with_nanoflows(names, nanoflows)
    walk = _Walk(nanoflows, checks)
    for link in reach.links:
        if not link.is_in_nanoflow and (nanoflow := nanoflows.get(link.reference)):
            walk.start(nanoflow, link, is_certain=link.is_certain)
    walk.run()
    return GuardAnalysis(checks, nanoflows, tuple(walk.not_followed.values()), walk.places)


def called_by(element: Element) -> Reference | None:
    """The nanoflow or JavaScript action that an action calls."""
    if isinstance(element, (CallNanoflowAction, CallJavaScriptAction)):
        return next(iter(element.references), None)
    return None


def action_of(element: Element) -> Action | None:
    """What an activity does; None for other objects, and for a disabled activity."""
    return element.first(Action) if isinstance(element, Activity) else None


def _with_nanoflows(
    accepted: frozenset[Reference], nanoflows: Mapping[Reference, _Nanoflow]
) -> frozenset[Reference]:
    """The accepted checks and the nanoflows that return the result of one."""
    callers: dict[Reference, list[Reference]] = defaultdict(list)
    for caller, nanoflow in nanoflows.items():
        for called in nanoflow.calls:
            callers[called].append(caller)
    checks = accepted
    pending = deque(caller for check in sorted(accepted, key=str) for caller in callers[check])
    while pending:
        candidate = pending.popleft()
        if candidate not in checks and _returns_check(nanoflows[candidate], checks):
            checks |= {candidate}
            pending += callers[candidate]
    return checks


def _returns_check(nanoflow: _Nanoflow, checks: frozenset[Reference]) -> bool:
    """Whether it returns true only where a check in it has found a connection."""
    walk = _Walk({}, checks, follows_calls=False)
    walk.start(nanoflow)
    return nanoflow.returns_value and all(
        implies(_parsed(place.element.return_value) or Opaque(), place.facts)
        for found in walk.run().places.values()
        for place in found
        if isinstance(place.element, Event) and place.element.returns
    )


def _condition(element: Element) -> str:
    """The expression that decides on the step out of an object."""
    if isinstance(element, Decision):
        return element.expression
    return element.while_expression if isinstance(element, Loop) else ""


def _mentions(text: str, facts: KnownOutcomes) -> bool:
    return any(f"${variable}" in text for variable, _ in facts)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Expression | None:
    from pytest_osm.language.expressions.grammar import parse  # noqa: PLC0415 - brings in parsy

    return parse(text)


def _path_to(place: _Place, checks: frozenset[Reference]) -> UnguardedPath:
    """The way to a place, put together backwards."""
    passes_check = False
    passed: list[str] = []
    started: list[tuple[_Nanoflow, tuple[str, ...], bool]] = []
    before: _Place | Link | None = place
    while isinstance(before, _Place):
        place, before = before, before.before
        if place.step is None:
            started.append((place.nanoflow, tuple(reversed(passed)), place.is_certain))
            passed = []
        if isinstance(before, _Place):
            passed += _label(before.element, place.step)
            action = action_of(before.element)
            passes_check |= action is not None and called_by(action) in checks
    assert before is not None  # noqa: S101 - what nothing starts is not asked for
    reached, via = before.origin, before.location.element
    for nanoflow, activities, is_certain in reversed(started):
        reached = ReachedDocument(nanoflow.reached.document, via, reached, is_certain)
        via = ", ".join(activities)
    assert reached is not None  # noqa: S101 - a way goes through one nanoflow at least
    return UnguardedPath(reached, started[0][1], passes_check)


def _label(element: Element, step: FlowEdge | None) -> Iterator[str]:
    """How to name an object that a way passes, with the side it is left by."""
    if element.label:
        action = action_of(element)
        is_passed = step is not None and isinstance(action, CallNanoflowAction)
        named = action.references if action and is_passed else ()
        label = " ".join((element.label, *(reference.name for reference in named)))
        side = "on error" if step and step.is_error else step.case if step else ""
        yield f"{label} ({side})" if side else label
