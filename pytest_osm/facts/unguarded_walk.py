"""Walking through nanoflows on all paths that no connection check guards.

A place is guarded when on every path to it a connection check ran and a decision on its result
was left by the side of a connection. So the walk takes all other paths, from each nanoflow that
something other than a nanoflow starts, and on through calls of nanoflows: what it never comes to
is guarded. On its way it keeps the outcomes that tell of a connection, like "while $IsConnected
is true, there is one".
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import TypeAlias

from msgspec import field

from pytest_osm.facts.control_flow import FlowEdge
from pytest_osm.facts.location import location_in
from pytest_osm.facts.nanoflow_graphs import NanoflowGraph, action_of, called_by
from pytest_osm.facts.reach import THROUGH_UNKNOWN, Link, NotFollowed
from pytest_osm.language.expressions.syntax import Expression, KnownOutcome, Opaque, implies
from pytest_osm.model.activities import SetVariable
from pytest_osm.model.call_activities import Argument, CallNanoflowAction
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Activity, Decision, Event, Loop
from pytest_osm.model.kinds import Reference
from pytest_osm.records import Record, State

_HANDED_TO_JAVASCRIPT = "the JavaScript action may call it after a check of its own"
_MOST_PATHS = 64  # to one place, each with other outcomes that are known

KnownOutcomes: TypeAlias = frozenset[KnownOutcome]
PlaceKey: TypeAlias = tuple[Reference, bytes]
NOTHING_KNOWN: KnownOutcomes = frozenset()


class Place(Record, frozen=True):
    """An object of a nanoflow and the outcomes that are known before it.

    It was come to by an edge from the place before; without an edge, by starting the nanoflow,
    from an activity before or by a link from elsewhere.
    """

    nanoflow: NanoflowGraph
    element: Element
    known: KnownOutcomes
    before: Place | None = None
    edge: FlowEdge | None = None
    started_by: Link | None = None
    doubt: str = ""

    @property
    def key(self) -> PlaceKey:
        """What tells its object from others."""
        return self.nanoflow.reference, self.element.id

    def returns_only_connected(self, *, outcome: bool) -> bool:
        """Whether it returns that outcome only where there is a connection, or returns nothing."""
        if not isinstance(self.element, Event) or not self.element.returns:
            return True
        parsed = _parsed(self.element.return_value) or Opaque()
        return implies(parsed, self.known, outcome=outcome)


class UnguardedWalk(State):
    """A breadth-first walk over places, certain paths first; mutable, because a walk is.

    It goes no further than the calls that it `ends_at`, and one that `is_about_facts` no further
    than something is known; such a one keeps the places that come after each. Objects that are
    `failing` are left by their error handler only; they are named by their ids.
    """

    nanoflows: Mapping[Reference, NanoflowGraph]
    checks: Mapping[Reference, bool]  # with the result that means a connection
    follows_calls: bool = True
    ends_at: AbstractSet[Reference] = frozenset()
    is_about_facts: bool = False
    failing: AbstractSet[bytes] = frozenset()
    places: dict[PlaceKey, list[Place]] = field(default_factory=dict)
    successors: defaultdict[Place, list[tuple[FlowEdge, Place]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    not_followed: dict[PlaceKey, NotFollowed] = field(default_factory=dict)
    _helpers: dict[tuple[Reference, KnownOutcomes], bool] = field(default_factory=dict)
    _pending: deque[Place] = field(default_factory=deque)
    _doubtful: deque[Place] = field(default_factory=deque)

    def start(
        self,
        nanoflow: NanoflowGraph,
        known: KnownOutcomes = NOTHING_KNOWN,
        *,
        before: Place | None = None,
        started_by: Link | None = None,
        doubt: str = "",
    ) -> None:
        """Begin at the starts of a nanoflow."""
        for each in nanoflow.control_flow.starts:
            place = Place(
                nanoflow,
                each,
                _alive(nanoflow, each, known),
                before=before,
                started_by=started_by,
                doubt=doubt,
            )
            self._add(place)

    def enter(self, nanoflow: NanoflowGraph, edge: FlowEdge, known: KnownOutcomes) -> None:
        """Begin in the middle of a nanoflow."""
        known = _alive(nanoflow, edge.target, known)
        self._add(Place(nanoflow, edge.target, known, edge=edge))

    def run(self) -> None:
        """Go on to the end."""
        while places := self._pending or self._doubtful:
            place = places.popleft()
            kept = self._kept(place)
            if self.is_about_facts and kept and place.before and place.edge:
                self.successors[place.before].append((place.edge, kept))
            if kept is place:
                self._leave(place)

    def _add(self, place: Place) -> None:
        (self._doubtful if place.doubt else self._pending).append(place)

    def _kept(self, place: Place) -> Place | None:
        """A place, or another of the same object where no more is known; None for too many."""
        others = self.places.setdefault(place.key, [])
        for other in others:
            if other.known <= place.known:
                return other
        if len(others) == _MOST_PATHS:
            self._give_up(place, "connection checks", "too many combinations of results")
            return None
        others.append(place)
        return place

    def _leave(self, place: Place) -> None:
        action = action_of(place.element)
        if action is not None and called_by(action) in self.ends_at:
            return
        if self.is_about_facts and not place.known:
            return
        nanoflow, after = place.nanoflow, self._known_after(place)
        doubt = place.doubt or self._doubt_behind(place.element)
        is_failing = place.element.id in self.failing
        for edge in nanoflow.control_flow.after(place.element):
            if not self.passes(place, edge) and (edge.is_error or not is_failing):
                is_check = _called(place.element) in self.checks
                # Where a check fails, its result has no value, and no decision takes it for one.
                known = after if is_check or not edge.is_error else place.known
                known = _alive(nanoflow, edge.target, known)
                self._add(Place(nanoflow, edge.target, known, place, edge, doubt=doubt))
        if self.follows_calls and isinstance(place.element, Activity):
            self._call(place)

    def passes(self, place: Place, edge: FlowEdge) -> bool:
        """Whether an edge leaves a decision by the side that has a connection."""
        condition = _condition(place.element)
        if not condition or edge.case not in ("true", "false"):
            return False
        return self._implies(place, condition, outcome=edge.case == "true")

    def _known_after(self, place: Place) -> KnownOutcomes:
        """What is known when an activity has done its work."""
        action = action_of(place.element)
        if action is None:
            return place.known
        variable = action.variable if isinstance(action, SetVariable) else action.output
        others = frozenset(each for each in place.known if each.variable != variable)
        called = called_by(action)
        if variable and called is not None and called in self.checks:
            return others | {KnownOutcome(variable, self.checks[called])}
        if variable and isinstance(action, CallNanoflowAction):
            helps = self._returns_known(action, self._known_inside(place, action))
            return others | {KnownOutcome(variable, value=True)} if helps else others
        has_checks = place.known or not place.nanoflow.calls.isdisjoint(self.checks.keys())
        if isinstance(action, SetVariable) and has_checks:
            return others | self._known_about(place, variable, action.value)
        return others

    def _call(self, place: Place) -> None:
        """Start the nanoflows that an activity calls, or hands over to be called by JavaScript."""
        for element_path in place.element.walk():
            for reference in element_path.element.references:
                nanoflow = self.nanoflows.get(reference)
                if nanoflow is None:
                    continue
                is_call = isinstance(element_path.element, CallNanoflowAction)
                known = NOTHING_KNOWN
                if is_call:
                    known = self._known_inside(place, element_path.element)
                inside = "" if element_path.is_certain else THROUGH_UNKNOWN
                handed = "" if is_call else _HANDED_TO_JAVASCRIPT
                doubt = place.doubt or inside or handed
                self.start(nanoflow, known, before=place, doubt=doubt)

    def _known_inside(self, place: Place, call: Element) -> KnownOutcomes:
        """What the parameters of a called nanoflow tell."""
        found = (
            self._known_about(place, argument.name, argument.expression)
            for argument in call.all(Argument)
        )
        return frozenset().union(*found)

    def _returns_known(self, call: CallNanoflowAction, known: KnownOutcomes) -> bool:
        """Whether it returns true only where there is a connection, as its arguments tell."""
        nanoflow = self.nanoflows.get(call.references[0]) if call.references else None
        if nanoflow is None or not known or not nanoflow.returns_value:
            return False
        key = nanoflow.reference, known
        if key not in self._helpers:
            self._helpers[key] = True  # one that calls itself says no more than its other ends
            walk = UnguardedWalk(self.nanoflows, self.checks, follows_calls=False)
            walk._helpers = self._helpers
            walk.start(nanoflow, known)
            walk.run()
            self._helpers[key] = walk.returns_only_connected(outcome=True)
        return self._helpers[key]

    def returns_only_connected(self, *, outcome: bool) -> bool:
        """Whether all ends that were come to return it only where there is a connection."""
        found = (place for places in self.places.values() for place in places)
        return all(place.returns_only_connected(outcome=outcome) for place in found)

    def _doubt_behind(self, element: Element) -> str:
        """Why it is not known what comes after an object of a flow, if it is not."""
        parts = [each.element for each in element.walk()] if isinstance(element, Activity) else []
        is_known = element.is_known and all(part.is_known for part in parts)
        if isinstance(element, Decision) and element.rule:
            is_known = False
        called = _called(element)
        nanoflow = self.nanoflows.get(called) if called else None
        is_known &= nanoflow is None or nanoflow.is_understood
        return "" if is_known else THROUGH_UNKNOWN

    def _known_about(self, place: Place, variable: str, expression: str) -> KnownOutcomes:
        return frozenset(
            KnownOutcome(variable, outcome)
            for outcome in (True, False)
            if self._implies(place, expression, outcome=outcome)
        )

    def _implies(self, place: Place, text: str, *, outcome: bool) -> bool:
        if text not in ("true", "false") and not _mentions(text, place.known):
            return False
        parsed = _parsed(text)
        if parsed is None:
            self._give_up(place, f"expression {text}", "it does not follow the grammar known here")
            return False
        return implies(parsed, place.known, outcome=outcome)

    def _give_up(self, place: Place, construct: str, reason: str) -> None:
        document = place.nanoflow.reached.document
        location = location_in(document, ElementPath((document.root, place.element)))
        self.not_followed[place.key] = NotFollowed(location, construct, reason)


def _alive(nanoflow: NanoflowGraph, element: Element, known: KnownOutcomes) -> KnownOutcomes:
    """What is known of variables that still matter at an object."""
    return known and frozenset(
        each for each in known if nanoflow.liveness.is_live(each.variable, element)
    )


def _called(element: Element) -> Reference | None:
    action = action_of(element)
    return called_by(action) if action else None


def _condition(element: Element) -> str:
    """The expression that decides on the edge out of an object."""
    if isinstance(element, Decision):
        return element.expression
    return element.while_expression if isinstance(element, Loop) else ""


def _mentions(text: str, known: KnownOutcomes) -> bool:
    return any(f"${variable}" in text for variable, _ in known)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Expression | None:
    # Late, because parsy and the grammar take 20 ms, and only results of checks need them.
    from pytest_osm.language.expressions.grammar import parse  # noqa: PLC0415

    return parse(text)
