"""What nanoflows do without having checked the connection, and how users get there."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from attrs import evolve, frozen

from pytest_osm.facts.accepted_checks import checks_among
from pytest_osm.facts.control_flow import FlowEdge
from pytest_osm.facts.nanoflow_graphs import (
    NanoflowGraph,
    action_of,
    called_by,
    nanoflow_graphs,
)
from pytest_osm.facts.reach import NotFollowed, Reach, ReachedDocument
from pytest_osm.facts.unguarded_walk import Place, PlaceKey, UnguardedWalk
from pytest_osm.language.expressions.syntax import KnownOutcome
from pytest_osm.model.call_activities import CallNanoflowAction
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.kinds import Reference
from pytest_osm.model.words import words_of


@frozen
class UnguardedPath:
    """A path to a place in a nanoflow: how users get to the nanoflow, then what it passes inside.

    `passes_check` says that there is a check on it, which is not decided on, or left by the side
    without a connection.
    """

    reached: ReachedDocument
    activities: tuple[str, ...]
    passes_check: bool

    def at(self, element_path: ElementPath) -> UnguardedPath:
        """The path as far as something inside of the place is concerned."""
        return evolve(self, reached=self.reached.at(element_path))

    @property
    def detail(self) -> str:
        """What it is a path for, and the path, as findings print it below their text."""
        unchecked = "path without a connection check"
        label = "path when there is no connection" if self.passes_check else unchecked
        return f"{label}: {self}"

    def __str__(self) -> str:
        return " > ".join(self.activities) or "straight from the start of the nanoflow"


@frozen(eq=False)
class DecisionSides:
    """A decision on the result of a check, and the objects that each side of it leads to.

    Neither side goes further than another check, which stands for itself there.
    """

    decision: Element
    connected: tuple[Element, ...]
    offline: tuple[Element, ...]


@frozen(eq=False)
class GuardAnalysis:
    """The connection checks of a profile, and the unguarded paths through its nanoflows."""

    checks: Mapping[Reference, bool]
    nanoflows: Mapping[Reference, NanoflowGraph]
    not_followed: tuple[NotFollowed, ...]
    _places: Mapping[PlaceKey, list[Place]]

    def is_check(self, element: Element) -> bool:
        """Whether an action calls a connection check."""
        return called_by(element) in self.checks

    def decisions_on(
        self, nanoflow: Reference, activity: Element, variable: str
    ) -> Iterator[DecisionSides]:
        """The decisions on the result of a check, which an activity keeps in a variable."""
        graph, action = self.nanoflows[nanoflow], action_of(activity)
        means_connection = (
            self.checks[called] if action and (called := called_by(action)) else True
        )
        offline = self._walk_after(graph, activity, KnownOutcome(variable, means_connection))
        connected = self._walk_after(graph, activity, KnownOutcome(variable, not means_connection))
        for key, places in offline.places.items():
            edges = graph.control_flow.after(places[0].element)
            leads_on = {edge: offline.passes(places[0], edge) for edge in edges}
            if len({*leads_on.values()}) > 1:
                without = self._ahead(graph, places, [e for e in edges if not leads_on[e]])
                others = connected.places.get(key, [])
                with_one = self._ahead(graph, others, [e for e in edges if leads_on[e]])
                yield DecisionSides(places[0].element, with_one, without)

    def _walk_after(
        self, graph: NanoflowGraph, activity: Element, known: KnownOutcome
    ) -> UnguardedWalk:
        """All that may come after a check while its result is not the one that is known."""
        walk = UnguardedWalk({}, {}, follows_calls=False, ends_at=frozenset(self.checks))
        for edge in graph.control_flow.after(activity):
            if not edge.is_error:
                walk.enter(graph, edge, frozenset({known}))
        walk.run()
        return walk

    def _ahead(
        self, graph: NanoflowGraph, places: Iterable[Place], edges: Sequence[FlowEdge]
    ) -> tuple[Element, ...]:
        """The objects behind some edges, with what is known there, as far as the next check."""
        walk = UnguardedWalk({}, {}, follows_calls=False, ends_at=frozenset(self.checks))
        for place, edge in product(places, edges):
            walk.enter(graph, edge, place.known)
        walk.run()
        return tuple(places[0].element for places in walk.places.values())

    def unguarded_path(self, nanoflow: Reference, activity: Element) -> UnguardedPath | None:
        """A shortest path to an activity that passes no check; None when it is guarded."""
        places = self._places.get((nanoflow, activity.id))
        return _path_to(places[0], self.checks) if places else None


def analyse_guards(reach: Reach, accepted: Iterable[str]) -> GuardAnalysis:
    """Find the checks, which are the accepted ones and what returns them, and walk past them."""
    nanoflows = nanoflow_graphs(reach)
    checks = checks_among(accepted, nanoflows)
    walk = UnguardedWalk(nanoflows, checks)
    for link in reach.links:
        if not link.is_in_nanoflow and (nanoflow := nanoflows.get(link.reference)):
            walk.start(nanoflow, started_by=link, doubt=link.doubt)
    walk.run()
    return GuardAnalysis(checks, nanoflows, tuple(walk.not_followed.values()), walk.places)


def _path_to(place: Place, checks: Container[Reference]) -> UnguardedPath:
    """The path to a place, from where the first nanoflow on it is started."""
    first, *_ = places = place.path
    link = first.started_by
    origin, via = (link.origin, link.location.element) if link else (None, "")
    reached = ReachedDocument(first.nanoflow.reached.document, via, origin, first.doubt)
    activities: list[str] = []
    passes_check = False
    for before, after in pairwise(places):
        activities += _label(before.element, after.edge)
        action = action_of(before.element)
        if after.edge is not None:  # a check that is left, and not one that the path is in
            passes_check |= action is not None and called_by(action) in checks
        else:  # the activity before has called its nanoflow
            document, via = after.nanoflow.reached.document, ", ".join(activities)
            reached = ReachedDocument(document, via, reached, after.doubt)
            activities = []
    # A doubt may also lie inside, between the start of the nanoflow and the place.
    reached = evolve(reached, doubt=place.doubt)
    return UnguardedPath(reached, tuple(activities), passes_check)


def _label(element: Element, edge: FlowEdge | None) -> Iterator[str]:
    """How to name an object that a path passes, with the side it is left by."""
    if not element.is_known:
        yield f"unknown {words_of(element.storage_type)}"
    elif element.label:
        action = action_of(element)
        is_passed = edge is not None and isinstance(action, CallNanoflowAction)
        named = action.references if action and is_passed else ()
        label = " ".join((element.label, *(reference.name for reference in named)))
        side = "on error" if edge and edge.is_error else edge.case if edge else ""
        yield f"{label} ({side})" if side else label
