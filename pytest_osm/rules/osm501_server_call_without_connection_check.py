"""OSM501: without a connection, a call to the server ends in an error message."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.guards import UnguardedPath
from pytest_osm.facts.server_calls import DirectCalls, ServerAccess, ServerCall
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule


@rule(
    "OSM501",
    "server-call-without-connection-check",
    on=ServerAccess,
    applies=(applies(Severity.WARNING, since="10.19"),),
    link=GUIDE,
)
def server_call_without_connection_check(access: ServerAccess) -> Iterator[Message]:
    """A nanoflow calls the server without first checking the connection.

    Without a connection the call fails after a while, and the user sees a general error. The
    guide's best practice is to check the connection first. Custom error handling of the call
    helps only in part, and lowers the severity. The severity is also lower when a page calls a
    microflow directly, because the guide allows that. Source: the guide on Online
    synchronization mode.

    Instead: before the call, run a connection check such as IsConnectedToServer. Add a decision
    on the result. On the false path, tell the user there is no connection.

    In Studio Pro:
    1. Open the nanoflow. Before the call, add a Call JavaScript action activity with
       IsConnectedToServer.
    2. Add a decision on its result, and put the call on the true path.
    3. On the false path, show a message or another page.
    4. If the app has its own connection check, add its name to connection-checks in osm.yaml.
    """
    if isinstance(access, DirectCalls):
        names = ", ".join(access.microflows)
        yield Message(
            f"calls {names} directly, so nothing can check the connection first",
            severity=Severity.INFO,
            remedy="call the microflow from a nanoflow that checks the connection first.",
        )
    elif isinstance(access, ServerCall) and access.unguarded_path:
        handled = "custom error handling lowers the severity"
        yield Message(
            f"{access.request.text}, {_unguarded(access.unguarded_path)}",
            severity=Severity.INFO if access.has_error_handling else None,
            confidence=access.request.confidence,
            details=(
                access.unguarded_path.detail,
                *((handled,) if access.has_error_handling else ()),
            ),
        )


def _unguarded(path: UnguardedPath) -> str:
    if path.passes_check:
        return "also when a check has found no connection"
    return "without first checking the connection"
