"""What becomes of the result of each connection check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import cast

from pytest_osm.facts.decision_sides import DecisionSides
from pytest_osm.facts.flow_parts import FlowPart
from pytest_osm.facts.guards import GuardAnalysis, UnguardedPath
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.nanoflow_graphs import action_of
from pytest_osm.facts.page_openings import leads_to_page, unguarded_path_to
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.server_calls import requests
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


def calls_of_checks(profile: Profile) -> Iterator[FlowPart]:
    """The calls of connection checks in all reached nanoflows."""
    for part in chain.from_iterable(profile.usage.flow_parts.values()):
        check = part.element_path.element
        is_called = isinstance(check, Action) and isinstance(part.flow_object, Activity)
        if is_called and profile.usage.guards.is_check(check):
            yield part


def connection_check(call: FlowPart, profile: Profile) -> Iterator[ConnectionCheck]:
    """The call of a connection check, and what becomes of its result."""
    guards, nanoflow = profile.usage.guards, call.reached.document.reference
    check, activity = cast("Action", call.element_path.element), call.flow_object
    sides = tuple(guards.decisions_on(nanoflow, activity, check.output))
    says_so = _tells_user(guards, check.references[0], frozenset())
    yield ConnectionCheck(
        check=check.references[0].name,
        is_used=profile.remembered(_readers, nanoflow).depend_on(check.output),
        is_ignored=profile.remembered(_ignores_checks, nanoflow),
        decisions=tuple(_decisions(profile, sides, says_so=says_so)),
        location=location_in(call.reached.document, call.element_path),
        reached=call.reached,
    )


def _unguarded_requests(profile: Profile, nanoflow: Reference) -> tuple[UnguardedPath, ...]:
    """The ways to where a nanoflow asks the server without a check."""
    guards = profile.usage.guards
    paths = (
        guards.unguarded_path(nanoflow, part.flow_object)
        for part in profile.usage.flow_parts.get(nanoflow, ())
        if any(requests(part, profile.modes))
    )
    return tuple(filter(None, paths))


def _ignores_checks(profile: Profile, nanoflow: Reference) -> bool:
    """Whether it asks the server, or opens such a page, also where a check finds no connection."""
    asking = profile.remembered(_unguarded_requests, nanoflow)
    is_asking = any(path.passes_check for path in asking)
    return is_asking or _opens_without_check(profile, nanoflow)


def _opens_without_check(profile: Profile, nanoflow: Reference) -> bool:
    """Whether it opens a page with online data also where a check finds no connection."""
    links = profile.reach.links_in_nanoflows.get(nanoflow, ())
    opening = (
        (link, unguarded_path_to(link, profile.usage.guards))
        for link in links
        if leads_to_page(link, profile.reach)
    )
    return any(
        path is not None and path.passes_check and profile.online_data(link.reference)
        for link, path in opening
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


def _readers(profile: Profile, nanoflow: Reference) -> _Readers:
    return _Readers(profile.usage.scopes[nanoflow].flow)


def _decisions(
    profile: Profile, found: tuple[DecisionSides, ...], *, says_so: bool
) -> Iterator[CheckDecision]:
    """The decisions; where a check itself tells the user, no side has to."""
    for sides in found:
        is_told = says_so or sides.does_offline or sides.ends_offline or sides.is_told
        asking = (each for each in sides.shared if profile.remembered(_unguarded_requests, each))
        yield CheckDecision(
            sides.decision.label,
            tuple(sorted(each.name for each in asking)),
            does_nothing_offline=not is_told,
        )


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
