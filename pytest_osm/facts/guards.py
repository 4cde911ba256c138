"""What nanoflows do without having checked the connection, and how users get there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import field
from msgspec.structs import replace

from pytest_osm.facts.accepted_checks import checks_among
from pytest_osm.facts.control_flow import FlowEdge
from pytest_osm.facts.decision_sides import DecisionSides, SidesOfDecisions
from pytest_osm.facts.nanoflow_graphs import (
    NanoflowGraph,
    action_of,
    called_by,
    nanoflow_graphs,
)
from pytest_osm.facts.reach import NotFollowed, Reach, ReachedDocument
from pytest_osm.facts.steps import Steps, then, told
from pytest_osm.facts.unguarded_walk import Place, PlaceKey, UnguardedWalk
from pytest_osm.model.call_activities import CallNanoflowAction
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.kinds import Reference
from pytest_osm.model.words import words_of
from pytest_osm.records import Record


class UnguardedPath(Record, frozen=True):
    """A path to a place in a nanoflow: how users get to the nanoflow, then what it passes inside.

    `passes_check` says that there is a check on it, which is not decided on, or left by the side
    without a connection.
    """

    reached: ReachedDocument
    passed: Steps | None
    passes_check: bool

    @property
    def activities(self) -> tuple[str, ...]:
        """What it passes inside of the nanoflow, without the middle of very much."""
        return told(self.passed)

    @property
    def length(self) -> int:
        """How many objects of the nanoflow it passes."""
        return self.passed.count if self.passed else 0

    def at(self, element_path: ElementPath) -> UnguardedPath:
        """The path as far as something inside of the place is concerned."""
        return replace(self, reached=self.reached.at(element_path))

    @property
    def detail(self) -> str:
        """What it is a path for, and the path, as findings print it below their text."""
        unchecked = "path without a connection check"
        label = "path when there is no connection" if self.passes_check else unchecked
        return f"{label}: {self}"

    def __str__(self) -> str:
        return " > ".join(self.activities) or "straight from the start of the nanoflow"


class GuardAnalysis(Record, frozen=True):
    """The connection checks of a profile, and the unguarded paths through its nanoflows."""

    checks: Mapping[Reference, bool]
    nanoflows: Mapping[Reference, NanoflowGraph]
    not_followed: tuple[NotFollowed, ...]
    _places: Mapping[PlaceKey, list[Place]]
    _paths: dict[Place, UnguardedPath] = field(default_factory=dict)
    _sides: dict[Reference, SidesOfDecisions] = field(default_factory=dict)

    def is_check(self, element: Element) -> bool:
        """Whether an action calls a connection check."""
        return called_by(element) in self.checks

    def decisions_on(
        self, nanoflow: Reference, activity: Element, variable: str
    ) -> Iterator[DecisionSides]:
        """The decisions on the result of a check, which an activity keeps in a variable."""
        if nanoflow not in self._sides:
            self._sides[nanoflow] = SidesOfDecisions(self.nanoflows[nanoflow], self.checks)
        return self._sides[nanoflow].on(activity, variable)

    def unguarded_path(self, nanoflow: Reference, activity: Element) -> UnguardedPath | None:
        """A shortest path to an activity that passes no check; None when it is guarded."""
        places = self._places.get((nanoflow, activity.id))
        if not places:
            return None
        path = self._path_to(places[0])
        # A doubt may also lie inside, between the start of the nanoflow and the place.
        return replace(path, reached=replace(path.reached, doubt=places[0].doubt))

    def unguarded_steps(
        self, nanoflow: Reference, activities: Iterable[Element]
    ) -> Iterator[tuple[bytes, str, bytes]]:
        """The steps inside of the nanoflow on the shortest paths to activities, each once.

        A step has the ids of the objects at its ends, and the case by which it leaves the first.
        """
        seen: set[Place] = set()
        for activity in activities:
            place = next(iter(self._places.get((nanoflow, activity.id), ())), None)
            while place and place not in seen and place.before and place.edge:
                seen.add(place)
                yield place.before.element.id, place.edge.case, place.element.id
                place = place.before

    def _path_to(self, place: Place) -> UnguardedPath:
        """The path to a place, from where the first nanoflow on it is started."""
        new: list[Place] = []
        before: Place | None = place
        while before is not None and before not in self._paths:
            new.append(before)
            before = before.before
        for each in reversed(new):
            self._paths[each] = self._path_beyond(each)
        return self._paths[place]

    def _path_beyond(self, after: Place) -> UnguardedPath:
        """The path to a place, when that to the place before is known."""
        document, before = after.nanoflow.reached.document, after.before
        if before is None:
            link = after.started_by
            origin, via = (link.origin, link.location.element) if link else (None, "")
            reached = ReachedDocument(document, via, origin, after.doubt)
            return UnguardedPath(reached, None, passes_check=False)
        path = self._paths[before]
        passed = then(path.passed, _label(before.element, after.edge))
        if after.edge is None:  # the activity before has called its nanoflow
            reached = ReachedDocument(document, ", ".join(told(passed)), path.reached, after.doubt)
            return UnguardedPath(reached, None, path.passes_check)
        action = action_of(before.element)  # a check that is left, and not one that the path is in
        is_check = action is not None and self.is_check(action)
        return replace(path, passed=passed, passes_check=path.passes_check or is_check)


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
