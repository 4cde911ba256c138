"""What lies on both sides of the decisions on the result of a connection check."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from msgspec import field

from pytest_osm.facts.control_flow import FlowEdge
from pytest_osm.facts.nanoflow_graphs import NanoflowGraph, action_of, called_by
from pytest_osm.facts.unguarded_walk import Place, PlaceKey, UnguardedWalk
from pytest_osm.language.expressions.syntax import KnownOutcome
from pytest_osm.model.activities import LogMessage, SetVariable
from pytest_osm.model.call_activities import CallNanoflowAction
from pytest_osm.model.element import Element
from pytest_osm.model.flows import Activity, Event
from pytest_osm.model.kinds import Reference
from pytest_osm.records import Record

_DOES, _ENDS, _CALLS = 1, 2, 4  # an activity that does something; an end; the first called one

_Node = TypeVar("_Node")


class DecisionSides(Record, frozen=True):
    """A decision on the result of a check, and what its sides lead to.

    Neither side goes further than another check, which stands for itself there. `does_offline`
    says that an activity on the side without a connection does anything that can be noticed,
    `ends_offline` that an end there can. `is_told` says that it lies on that side of another
    decision of which one of these holds. `shared` are the nanoflows that both sides call.
    """

    decision: Element
    does_offline: bool
    ends_offline: bool
    is_told: bool
    shared: frozenset[Reference]


class SidesOfDecisions(Record, frozen=True, dict=True):
    """The decisions of one nanoflow on results of checks, with the results that mean a connection.

    What lies ahead is a number whose bits say which things do, so that sides of any length can be
    put together. Where nothing is known any more, it is the same for all that come there.
    """

    graph: NanoflowGraph
    checks: Mapping[Reference, bool]
    _numbers: dict[Reference, int] = field(default_factory=dict)

    def on(self, activity: Element, variable: str) -> Iterator[DecisionSides]:
        """The decisions on the result of a check, which an activity keeps in a variable."""
        action = action_of(activity)
        called = called_by(action) if action else None
        means_connection = self.checks[called] if called else True
        offline = self._after(activity, KnownOutcome(variable, means_connection))
        connected = self._after(activity, KnownOutcome(variable, not means_connection))
        decided = [*self._decided(offline)]
        if not decided:
            return
        ahead_offline, ahead_connected = self._ahead_of(offline), self._ahead_of(connected)
        found: list[tuple[Element, list[Place], int, int]] = []
        for key, edges in decided:
            places = offline.places[key]
            without = [place for each in places for _, place in offline.successors[each]]
            with_one = [
                place
                for each in connected.places.get(key, ())
                for edge, place in connected.successors[each]
                if edge in edges
            ]
            sides = _all(ahead_offline, without), _all(ahead_connected, with_one)
            found.append((places[0].element, without, *sides))
        told = _reached(
            offline, (place for _, after, it, _ in found if _acts(it) for place in after)
        )
        for decision, _, without_one, connected_one in found:
            yield DecisionSides(
                decision,
                does_offline=bool(without_one & _DOES),
                ends_offline=bool(without_one & _ENDS),
                is_told=decision.id in told,
                shared=frozenset(self._called(without_one & connected_one)),
            )

    def _after(self, activity: Element, known: KnownOutcome) -> UnguardedWalk:
        """All that may come after a check while its result is not the one that is known."""
        walk = UnguardedWalk(
            {}, {}, follows_calls=False, ends_at=self.checks.keys(), is_about_facts=True
        )
        for edge in self.graph.control_flow.after(activity):
            if not edge.is_error:
                walk.enter(self.graph, edge, frozenset({known}))
        walk.run()
        return walk

    def _decided(self, offline: UnguardedWalk) -> Iterator[tuple[PlaceKey, list[FlowEdge]]]:
        """The decisions that are left by another side with a connection, and by which edges."""
        for key, (place, *_) in offline.places.items():
            edges = self.graph.control_flow.after(place.element)
            connected = [edge for edge in edges if offline.passes(place, edge)]
            if connected and len(connected) < len(edges):
                yield key, connected

    def _ahead_of(self, walk: UnguardedWalk) -> Mapping[Place, int]:
        """What lies ahead of the places of a walk, themselves included."""
        places = [place for same in walk.places.values() for place in same]
        own = {
            each: self._own(each.element) if each.known else self._ahead[each.element.id]
            for each in places
        }
        return _gathered(own, {each: [to for _, to in walk.successors[each]] for each in places})

    @cached_property
    def _ahead(self) -> Mapping[bytes, int]:
        """What lies ahead of each object when nothing is known."""
        control_flow = self.graph.control_flow
        own = {each.id: self._own(each) for each in control_flow.objects}
        after = {
            each.id: []
            if self._is_check(each)
            else [edge.target.id for edge in control_flow.after(each)]
            for each in control_flow.objects
        }
        return _gathered(own, after)

    def _is_check(self, element: Element) -> bool:
        action = action_of(element)
        return action is not None and called_by(action) in self.checks

    def _own(self, element: Element) -> int:
        """What an object is itself."""
        number = 0
        if acts(element):
            number = _DOES if isinstance(element, Activity) else _ENDS
        action = action_of(element)
        called = called_by(action) if isinstance(action, CallNanoflowAction) else None
        if called is not None:
            number |= _CALLS << self._numbers.setdefault(called, len(self._numbers))
        return number

    def _called(self, number: int) -> Iterator[Reference]:
        return (each for each, place in self._numbers.items() if number & (_CALLS << place))


def acts(element: Element) -> bool:
    """Whether an object does anything that a user, or the caller of the nanoflow, can notice."""
    if isinstance(element, Event):
        return bool(element.return_value) or (element.ends_flow and not element.returns)
    if not all(each.element.is_known for each in element.walk()):
        return True  # for all that is known
    action = action_of(element)
    return action is not None and not isinstance(action, (LogMessage, SetVariable))


def _acts(number: int) -> bool:
    return bool(number & (_DOES | _ENDS))


def _all(ahead: Mapping[Place, int], places: Iterable[Place]) -> int:
    number = 0
    for place in places:
        number |= ahead[place]
    return number


def _gathered(
    own: Mapping[_Node, int], after: Mapping[_Node, Sequence[_Node]]
) -> Mapping[_Node, int]:
    """What each node is and leads to, also through circles."""
    before: dict[_Node, list[_Node]] = defaultdict(list)
    for node, others in after.items():
        for other in others:
            before[other].append(node)
    found = dict(own)
    pending = deque(reversed(found))
    while pending:
        node = pending.popleft()
        for each in before[node]:
            if (number := found[each] | found[node]) != found[each]:
                found[each] = number
                pending.append(each)
    return found


def _reached(walk: UnguardedWalk, places: Iterable[Place]) -> frozenset[bytes]:
    """The objects of some places of a walk and all behind them."""
    pending, seen = list(places), set[Place]()
    while pending:
        place = pending.pop()
        if place not in seen:
            seen.add(place)
            pending += [to for _, to in walk.successors[place]]
    return frozenset(place.element.id for place in seen)
