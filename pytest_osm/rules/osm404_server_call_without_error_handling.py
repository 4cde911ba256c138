"""OSM404: a microflow call fails without a connection, and Mendix does not retry it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import MicroflowCall
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import GUIDE, Message, Severity, Whole, applies, rule
from pytest_osm.rules.wording import listed


def _in_one_nanoflow(call: MicroflowCall, _: Profile) -> Whole:
    return Whole(call.location.whole)


@rule(
    "OSM404",
    "server-call-without-error-handling",
    on=MicroflowCall,
    together=_in_one_nanoflow,
    applies=(applies(Severity.INFO, since="10.21"),),
    link=GUIDE,
)
def server_call_without_error_handling(calls: tuple[MicroflowCall, ...]) -> Iterator[Message]:
    """A nanoflow calls a microflow without handling the error of a lost connection.

    Since 10.21 Mendix automatically retries requests to the server, but not microflow calls.
    Without error handling the nanoflow ends with a general message. "Continue" is no handling: the
    nanoflow goes on as if the call had worked. All calls of a nanoflow are one finding. Source:
    release notes of 10.21.0.

    Instead: set the error handling of the activity to custom, and tell the user what to do.

    In Studio Pro:
    1. Open the nanoflow, right-click the call, and choose Set error handling > Custom without
       rollback.
    2. Connect the error flow to an activity that tells the user what to do now.
    """
    bare = [call for call in calls if not call.has_error_handling]
    if bare:
        names = [call.microflow for call in bare]
        is_one = len(bare) == 1
        yield Message(
            f"the call of {names[0]} has no custom error handling"
            if is_one
            else f"{len(bare)} calls have no custom error handling: of {listed(names)}",
            details=tuple(call.location.element for call in bare) if not is_one else (),
            summarized=tuple(call.location.part for call in bare),
            about=tuple(bare),
        )
