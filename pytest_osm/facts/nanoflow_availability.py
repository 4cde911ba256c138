"""Which nanoflows come to an end without a connection.

Each is followed as if there were none: a decision on a connection check is left by the side
without a connection, and what asks the server only by its error handler.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from pytest_osm.facts.availability import (
    NOT_ALL_KNOWN,
    Availability,
    DocumentAvailability,
    ServerNeed,
    by_confidence,
)
from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt, weakest
from pytest_osm.facts.guards import GuardAnalysis
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.nanoflow_graphs import NanoflowGraph, action_of
from pytest_osm.facts.server_calls import ServerAccess, ServerCall, calls_by_nanoflow
from pytest_osm.facts.unguarded_walk import UnguardedWalk
from pytest_osm.model.call_activities import CallNanoflowAction
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Activity, Event
from pytest_osm.model.kinds import Reference
from pytest_osm.records import Record

_AT_ALL = min(Confidence)
_MAY_NEVER_CALL = doubt(Confidence.MEDIUM, "the JavaScript action may never call the nanoflow")


def nanoflow_availability(
    guards: GuardAnalysis, accesses: Iterable[ServerAccess], accepted_checks: Iterable[str]
) -> Mapping[Reference, DocumentAvailability]:
    """The verdict on each nanoflow, with what it and the nanoflows that it calls ask for.

    Accepted checks may ask the server, to see whether it answers; those who call them do not.
    """
    checks = frozenset(accepted_checks)
    calls = {
        reference: tuple(
            each for each in _calls_in(nanoflow, guards) if each.called.name not in checks
        )
        for reference, nanoflow in guards.nanoflows.items()
    }
    without_connection = _WithoutConnection(guards, calls_by_nanoflow(accesses), calls)
    return {reference: without_connection.verdict(reference) for reference in guards.nanoflows}


class _NanoflowCall(Record, frozen=True):
    """An activity that calls another nanoflow, or hands it to a JavaScript action."""

    called: Reference
    flow_object: Element
    location: Location
    is_guarded: bool
    is_handed: bool


def _calls_in(nanoflow: NanoflowGraph, guards: GuardAnalysis) -> Iterator[_NanoflowCall]:
    """The calls of other nanoflows."""
    document = nanoflow.reached.document
    for each in nanoflow.control_flow.objects:
        for below in each.walk() if isinstance(each, Activity) else ():
            for called in below.element.references:
                if called in guards.nanoflows:
                    is_guarded = guards.unguarded_path(nanoflow.reference, each) is None
                    location = location_in(document, ElementPath((document.root, *below.elements)))
                    is_handed = not isinstance(below.element, CallNanoflowAction)
                    yield _NanoflowCall(called, each, location, is_guarded, is_handed)


class _WithoutConnection(Record, frozen=True, dict=True):
    """The nanoflows of a profile when there is no connection."""

    guards: GuardAnalysis
    requests: Mapping[Reference, list[ServerCall]]
    calls: Mapping[Reference, tuple[_NanoflowCall, ...]]

    def verdict(self, nanoflow: Reference) -> DocumentAvailability:
        """What of a nanoflow works, and for what it asks."""
        reached = self.guards.nanoflows[nanoflow].reached
        needs = by_confidence(self._needs(nanoflow))
        if not needs:
            known = self.guards.nanoflows[nanoflow].is_understood
            certainty = CERTAIN if known else NOT_ALL_KNOWN
            return DocumentAvailability(reached, Availability.FULL, certainty, ())
        for level, ending in self._ending.items():
            if nanoflow not in ending:
                reasons = (each.certainty for each in needs if each.certainty.confidence >= level)
                return DocumentAvailability(reached, Availability.NONE, weakest(*reasons), needs)
        return DocumentAvailability(reached, Availability.PARTIAL, needs[0].certainty, needs)

    def _needs(self, nanoflow: Reference) -> Iterator[ServerNeed]:
        for each in self.requests.get(nanoflow, ()):
            asked, is_guarded = each.request, each.unguarded_path is None
            yield ServerNeed(asked.text, each.location, is_guarded, asked.certainty)
        for call in self.calls[nanoflow]:
            if call.called in self._asking[_AT_ALL]:
                name = call.called.name
                text = f"hands on nanoflow {name}" if call.is_handed else f"calls nanoflow {name}"
                is_guarded = call.is_guarded or call.called not in self._asking_unguarded
                certainty = _MAY_NEVER_CALL if call.is_handed else CERTAIN
                certainty = weakest(certainty, self._certainty_of_asking(call.called))
                yield ServerNeed(text, call.location, is_guarded, certainty)

    def _certainty_of_asking(self, nanoflow: Reference) -> Certainty:
        """How sure it is that it asks for anything, be it in nanoflows that it calls."""
        level = next(level for level, asking in self._asking.items() if nanoflow in asking)
        if level is Confidence.HIGH:
            return CERTAIN
        return doubt(level, f"it is not certain that {nanoflow.name} asks the server")

    @cached_property
    def _asking(self) -> Mapping[Confidence, AbstractSet[Reference]]:
        """The nanoflows that ask the server with some confidence or more, be it in others.

        The surest come first.
        """
        found: dict[Confidence, AbstractSet[Reference]] = {}
        for level in sorted(Confidence, reverse=True):
            begin = (
                nanoflow
                for nanoflow, requests in self.requests.items()
                if any(each.request.certainty.confidence >= level for each in requests)
            )
            found[level] = _with_callers(begin, self.calls)
        return found

    @cached_property
    def _asking_unguarded(self) -> AbstractSet[Reference]:
        """Those that do so without a check of the connection."""
        begin = (
            nanoflow
            for nanoflow, requests in self.requests.items()
            if any(each.unguarded_path for each in requests)
        )
        unguarded = {
            caller: [call for call in calls if not call.is_guarded]
            for caller, calls in self.calls.items()
        }
        return _with_callers(begin, unguarded)

    @cached_property
    def _ending(self) -> Mapping[Confidence, AbstractSet[Reference]]:
        """The nanoflows that come to an end, if requests of a confidence or more fail."""
        levels = {
            request.request.certainty.confidence
            for requests in self.requests.values()
            for request in requests
        }
        return {level: self._ending_if_fail(level) for level in sorted(levels, reverse=True)}

    def _ending_if_fail(self, level: Confidence) -> AbstractSet[Reference]:
        """Those that come to an end; one that only calls itself does not."""
        callers = _callers(self.calls)
        ending = self.guards.nanoflows.keys() - self._asking[_AT_ALL]
        pending = deque(self._asking[_AT_ALL])
        while pending:
            nanoflow = pending.popleft()
            if nanoflow not in ending and self._ends(nanoflow, ending, level):
                ending.add(nanoflow)
                pending += callers.get(nanoflow, ())
        return ending

    def _ends(
        self, nanoflow: Reference, ending: AbstractSet[Reference], level: Confidence
    ) -> bool:
        failing = {
            request.flow_object.id
            for request in self.requests.get(nanoflow, ())
            if request.request.certainty.confidence >= level and not _goes_on(request.flow_object)
        }
        failing.update(
            call.flow_object.id
            for call in self.calls[nanoflow]
            if not call.is_handed and call.called not in ending and not _goes_on(call.flow_object)
        )
        guards = self.guards
        walk = UnguardedWalk(guards.nanoflows, guards.checks, follows_calls=False, failing=failing)
        walk.start(guards.nanoflows[nanoflow])
        walk.run()
        passed = (place.element for places in walk.places.values() for place in places)
        return any(
            isinstance(each, Event) and each.returns and each.id not in failing for each in passed
        )


def _goes_on(flow_object: Element) -> bool:
    """Whether an activity ignores its errors."""
    action = action_of(flow_object)
    return action is not None and action.ignores_errors


def _callers(
    calls: Mapping[Reference, Iterable[_NanoflowCall]],
) -> Mapping[Reference, list[Reference]]:
    callers: dict[Reference, list[Reference]] = defaultdict(list)
    for caller, found in calls.items():
        for call in found:
            callers[call.called].append(caller)
    return callers


def _with_callers(
    begin: Iterable[Reference], calls: Mapping[Reference, Iterable[_NanoflowCall]]
) -> AbstractSet[Reference]:
    """Some nanoflows, and all from which calls lead to one of them."""
    callers = _callers(calls)
    found: set[Reference] = set()
    pending = deque(begin)
    while pending:
        nanoflow = pending.popleft()
        if nanoflow not in found:
            found.add(nanoflow)
            pending += callers.get(nanoflow, ())
    return found
