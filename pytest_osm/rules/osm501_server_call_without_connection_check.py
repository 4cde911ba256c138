"""OSM501: without a connection, a call to the server ends in an error message."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import surest
from pytest_osm.facts.guards import UnguardedPath
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.server_calls import DirectCall, ServerAccess, ServerCall
from pytest_osm.rules.rule import GUIDE, Message, Severity, Whole, applies, rule
from pytest_osm.rules.wording import are_left_out, listed

_MOVE = (
    "move the call to the path of the decision where there is a connection. On the other path,"
    " tell the user there is no connection."
)
_HANDLED = "custom error handling lowers the severity"


def _in_one_document(access: ServerAccess, _: Profile) -> Whole:
    """All that is asked in one document, if users get there in the same way."""
    return Whole(access.location.whole, access.reached.path if access.reached else ())


@rule(
    "OSM501",
    "server-call-without-connection-check",
    on=ServerAccess,
    together=_in_one_document,
    applies=(applies(Severity.WARNING, since="10.19"),),
    link=GUIDE,
)
def server_call_without_connection_check(accesses: tuple[ServerAccess, ...]) -> Iterator[Message]:
    """A nanoflow calls the server without first checking the connection.

    Without a connection the call fails after a while, and the user sees a general error. The
    guide's best practice is to check the connection first. Custom error handling of the call
    helps only in part, and lowers the severity. The severity is also lower when a page calls a
    microflow directly, because the guide allows that. Source: the guide on Online
    synchronization mode.

    Calls are: microflows, also those given to a JavaScript action; retrieving, committing and
    deleting online objects; associations to online objects, in a retrieve or an expression; and on
    pages also Save and Delete buttons. All calls of a nanoflow that users reach in one way are one
    finding.

    Instead: before the call, run a connection check such as IsConnectedToServer. Add a decision
    on the result. On the false path, tell the user there is no connection.

    In Studio Pro:
    1. Open the nanoflow. Before the call, add a Call JavaScript action activity with
       IsConnectedToServer.
    2. Add a decision on its result, and put the call on the true path.
    3. On the false path, show a message or another page.
    4. If the app has its own connection check, add its name to connection-checks in osm.yaml.
    """
    direct = [each for each in accesses if isinstance(each, DirectCall)]
    unguarded = [each for each in accesses if isinstance(each, ServerCall) and each.unguarded_path]
    unguarded.sort(key=_how_far)
    if direct:
        yield _directly(direct)
    if unguarded:
        yield _unguarded(unguarded)


def _how_far(call: ServerCall) -> int:
    """How many activities come before a call, for calls are stored in no order."""
    return call.unguarded_path.length if call.unguarded_path else 0


def _directly(calls: list[DirectCall]) -> Message:
    said = [f"{call.location.element} {call.request.text}".strip() for call in calls]
    modes = {f"{mode.entity} is {mode}" for call in calls if (mode := call.request.mode)}
    return Message(
        f"{listed(said)} directly, so nothing can check the connection first",
        severity=Severity.INFO,
        confidence=surest(calls, lambda call: call.request.certainty).request.certainty,
        remedy="use a nanoflow that checks the connection first.",
        details=(*(said if are_left_out(said) else ()), *sorted(modes)),
        summarized=tuple(call.location.part for call in calls),
        about=tuple(calls),
    )


def _unguarded(calls: list[ServerCall]) -> Message:
    paths = [call.unguarded_path for call in calls if call.unguarded_path]
    passes_check = all(path.passes_check for path in paths)
    manner = (
        "also when a check has found no connection"
        if passes_check
        else "without first checking the connection"
    )
    asked = [call.request.text for call in calls]
    is_one = len(calls) == 1
    text = str(calls[0].request) if is_one else f"asks the server in {len(calls)} places"
    also = "" if is_one else f": it {listed(asked)}"
    is_handled = all(call.has_error_handling for call in calls)
    return Message(
        f"{text}, {manner}{also}",
        severity=Severity.INFO if is_handled else None,
        remedy=_MOVE if passes_check else "",
        confidence=surest(calls, lambda call: call.request.certainty).request.certainty,
        details=(*_details(calls, paths), *((_HANDLED,) if is_handled else ())),
        summarized=tuple(call.location.part for call in calls),
        about=tuple(calls),
    )


def _details(calls: list[ServerCall], paths: list[UnguardedPath]) -> Iterator[str]:
    """The path to each call, which names the call where there are several."""
    for call, path in zip(calls, paths, strict=True):
        yield path.detail if len(calls) == 1 else f"{call.location.element}: {path.detail}"
