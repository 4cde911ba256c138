"""What becomes of the result of each connection check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

from pytest_osm.facts.guards import DecisionSides
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.nanoflow_graphs import action_of
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.server_calls import request
from pytest_osm.facts.variables import Scope, in_nanoflows
from pytest_osm.model.activities import Action, LogMessage, SetVariable
from pytest_osm.model.element import Element
from pytest_osm.model.flows import Activity, Event


@frozen
class CheckDecision:
    """A decision on a check: what both sides ask of the server, and what is done offline."""

    decision: str
    shared_requests: tuple[str, ...]
    does_nothing_offline: bool


@frozen
class ConnectionCheck:
    """A call of a connection check, whether its result is used, and the decisions on it."""

    check: str
    is_used: bool
    decisions: tuple[CheckDecision, ...]
    location: Location
    reached: ReachedDocument


def connection_checks(profile: Profile) -> Iterator[ConnectionCheck]:
    """The calls of connection checks in all reached nanoflows."""
    guards, modes = profile.usage.guards, profile.modes
    for scope, reached, element_path in in_nanoflows(profile.reach, profile.usage.scopes):
        check, activity = element_path.element, element_path.closest(Activity)
        if not isinstance(check, Action) or activity is None or not guards.is_check(check):
            continue
        decisions = guards.decisions_on(reached.document.reference, activity, check.output)
        yield ConnectionCheck(
            check=check.references[0].name,
            is_used=_is_used(scope, check.output),
            decisions=tuple(_decision(sides, scope, modes) for sides in decisions),
            location=location_in(reached.document, element_path),
            reached=reached,
        )


def _is_used(scope: Scope, variable: str) -> bool:
    """Whether anything in the nanoflow depends on a variable."""
    if not variable:
        return False
    mention = re.compile(rf"\${re.escape(variable)}\b")
    expressions = (
        text for element_path in scope.flow.walk() for text in element_path.element.expressions
    )
    return any(mention.search(text) for text in expressions)


def _decision(
    sides: DecisionSides, scope: Scope, modes: Mapping[str, EffectiveMode]
) -> CheckDecision:
    connected, offline = (
        _requests(side, scope, modes) for side in (sides.connected, sides.offline)
    )
    return CheckDecision(
        sides.decision.label,
        tuple(request for request in connected if request in offline),
        not any(_acts(each) for each in sides.offline),
    )


def _requests(
    side: tuple[Element, ...], scope: Scope, modes: Mapping[str, EffectiveMode]
) -> dict[str, None]:
    """What one side of a decision leads to and asks of the server."""
    actions = filter(None, map(action_of, side))
    requests = (request(action, scope, modes) for action in actions)
    return {found.text: None for found in requests if found}


def _acts(element: Element) -> bool:
    """Whether an object does anything that a user, or the caller of the nanoflow, can notice."""
    if isinstance(element, Event):
        return bool(element.return_value) or (element.ends_flow and not element.returns)
    action = action_of(element)
    return action is not None and not isinstance(action, (LogMessage, SetVariable))
