"""What becomes of the result of each connection check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from pytest_osm.facts.control_flow import flow_object_around
from pytest_osm.facts.decision_sides import DecisionSides
from pytest_osm.facts.guards import GuardAnalysis, UnguardedPath
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.nanoflow_graphs import action_of
from pytest_osm.facts.page_openings import page_openings
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.server_calls import requests
from pytest_osm.facts.variables import in_nanoflows
from pytest_osm.model.activities import Action, SetVariable
from pytest_osm.model.element import Element
from pytest_osm.model.flows import Activity, Flow
from pytest_osm.model.kinds import Reference
from pytest_osm.records import Record

_VARIABLE = re.compile(r"\$(\w+)")


class CheckDecision(Record, frozen=True):
    """A decision on a check: what both sides call, and whether anything is done offline.

    `shared_nanoflows` are called on both sides and ask the server without a check of their own.
    """

    decision: str
    shared_nanoflows: tuple[str, ...]
    does_nothing_offline: bool


class ConnectionCheck(Record, frozen=True):
    """A call of a connection check, whether its result is used, and the decisions on it.

    `is_ignored` says that the nanoflow asks the server, or opens a page with online data, also
    where the check finds no connection.
    """

    check: str
    is_used: bool
    is_ignored: bool
    decisions: tuple[CheckDecision, ...]
    location: Location
    reached: ReachedDocument


def connection_checks(profile: Profile) -> Iterator[ConnectionCheck]:
    """The calls of connection checks in all reached nanoflows."""
    guards = profile.usage.guards
    asking = _unguarded_requests(profile)
    ignoring = _opening_without_check(profile)
    readers: dict[Reference, _Readers] = {}
    for scope, reached, element_path in in_nanoflows(profile.reach, profile.usage.scopes):
        check, activity = element_path.element, element_path.closest(Activity)
        if not isinstance(check, Action) or activity is None or not guards.is_check(check):
            continue
        nanoflow = reached.document.reference
        sides = tuple(guards.decisions_on(nanoflow, activity, check.output))
        if nanoflow not in readers:
            readers[nanoflow] = _Readers(scope.flow)
        says_so = _tells_user(guards, check.references[0], frozenset())
        yield ConnectionCheck(
            check=check.references[0].name,
            is_used=readers[nanoflow].depend_on(check.output),
            is_ignored=nanoflow in ignoring
            or any(path.passes_check for path in asking.get(nanoflow, ())),
            decisions=tuple(_decisions(sides, asking.keys(), says_so=says_so)),
            location=location_in(reached.document, element_path),
            reached=reached,
        )


def _unguarded_requests(profile: Profile) -> Mapping[Reference, list[UnguardedPath]]:
    """The nanoflows that ask the server without a check, with the ways to where they do."""
    found: dict[Reference, list[UnguardedPath]] = {}
    for scope, reached, element_path in in_nanoflows(profile.reach, profile.usage.scopes):
        around = flow_object_around(element_path)
        if around and any(requests(element_path.element, scope, profile.modes)):
            nanoflow = reached.document.reference
            if path := profile.usage.guards.unguarded_path(nanoflow, around):
                found.setdefault(nanoflow, []).append(path)
    return found


def _opening_without_check(profile: Profile) -> frozenset[Reference]:
    """The nanoflows that open a page with online data also where a check finds no connection."""
    return frozenset(
        opened.reached.document.reference
        for opened in page_openings(profile)
        if opened.reached
        and opened.online_data
        and opened.unguarded_path
        and opened.unguarded_path.passes_check
    )


class _Readers(Record, frozen=True, dict=True):
    """What reads the variables of a nanoflow."""

    flow: Flow

    def depend_on(self, variable: str) -> bool:
        """Whether anything does, other than another variable nothing depends on."""
        if not self.flow.has_only_known_parts:
            return True  # for all that is known
        pending, seen = [variable] if variable else [], {variable}
        while pending:
            for element in self._by_variable.get(pending.pop(), ()):
                if not isinstance(element, SetVariable):
                    return True
                if element.variable not in seen:
                    seen.add(element.variable)
                    pending.append(element.variable)
        return False

    @cached_property
    def _by_variable(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element_path in self.flow.paths:
            for text in element_path.element.expressions:
                for variable in _VARIABLE.findall(text):
                    found.setdefault(variable, []).append(element_path.element)
        return found


def _decisions(
    found: tuple[DecisionSides, ...], asking: AbstractSet[Reference], *, says_so: bool
) -> Iterator[CheckDecision]:
    """The decisions; where a check itself tells the user, no side has to."""
    for sides in found:
        is_told = says_so or sides.does_offline or sides.ends_offline or sides.is_told
        yield CheckDecision(
            sides.decision.label, _names(sides.shared & asking), does_nothing_offline=not is_told
        )


def _names(references: AbstractSet[Reference]) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in references))


def _tells_user(guards: GuardAnalysis, check: Reference, seen: frozenset[Reference]) -> bool:
    """Whether a nanoflow that checks the connection does something visible where there is none."""
    graph = guards.nanoflows.get(check)
    if graph is None or check in seen:
        return False
    for activity in graph.control_flow.objects:
        inner = action_of(activity)
        if inner is None or not guards.is_check(inner):
            continue
        if _tells_user(guards, inner.references[0], seen | {check}):
            return True
        decisions = guards.decisions_on(check, activity, inner.output)
        if any(sides.does_offline for sides in decisions):
            return True
    return False
