"""OSM501: without a connection, a call of the server ends in an error message."""

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
    """A nanoflow calls the server on a way that no connection check guards.

    Without a connection the call fails after a while, and the user sees a general error. The
    guide's best practice is to check the connection first. Custom error handling of the call
    is half a remedy and lowers the severity; so does a page that calls a microflow directly,
    which the guide allows. Source: the guide on Online synchronization mode.

    Instead: call a connection check such as IsConnectedToServer before, decide on its result,
    and tell the user on the other side of the decision that there is no connection.

    In Studio Pro:
    1. Open the nanoflow and put a Call JavaScript action activity with IsConnectedToServer
       before the call.
    2. Add a decision on its result, and draw the call behind the true side.
    3. On the false side, show a message or another page.
    4. If the app has a check of its own, name it under connection-checks in osm.yaml.
    """
    if isinstance(access, DirectCalls):
        names = ", ".join(access.microflows)
        yield Message(
            f"calls {names} directly, so that nothing can check the connection before",
            severity=Severity.INFO,
            remedy="call the microflow from a nanoflow that checks the connection before.",
        )
    elif isinstance(access, ServerCall) and access.unguarded_path:
        handled = "custom error handling makes it less severe"
        yield Message(
            f"{access.request.text}, {_unguarded(access.unguarded_path)}",
            severity=Severity.INFO if access.has_error_handling else None,
            confidence=access.request.confidence,
            details=(
                f"unguarded way: {access.unguarded_path}",
                *((handled,) if access.has_error_handling else ()),
            ),
        )


def _unguarded(path: UnguardedPath) -> str:
    if path.passes_check:
        return "also where a check has found no connection"
    return "without having checked the connection"
