"""OSM404: a microflow call fails without a connection, and Mendix does not retry it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import MicroflowCall
from pytest_osm.rules.rule import GUIDE, Severity, applies, rule


@rule(
    "OSM404",
    "server-call-without-error-handling",
    on=MicroflowCall,
    applies=(applies(Severity.INFO, since="10.21"),),
    link=GUIDE,
)
def server_call_without_error_handling(call: MicroflowCall) -> Iterator[str]:
    """A nanoflow calls a microflow without handling the error of a lost connection.

    Since 10.21 Mendix automatically retries requests to the server, but not microflow calls.
    Without error handling the nanoflow ends with a general message. Source: release notes of
    10.21.0.

    Instead: set the error handling of the activity to custom, and tell the user what to do.

    In Studio Pro:
    1. Open the nanoflow, right-click the call, and choose Set error handling > Custom without
       rollback.
    2. Connect the error flow to an activity that tells the user what to do now.
    """
    if not call.has_error_handling:
        yield f"the call of {call.microflow} has no custom error handling"
