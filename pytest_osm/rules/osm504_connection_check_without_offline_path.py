"""OSM504: a connection check helps only if the app reacts when there is no connection."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.connection_checks import ConnectionCheck
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule


@rule(
    "OSM504",
    "connection-check-without-offline-path",
    on=ConnectionCheck,
    applies=(applies(Severity.INFO, since="10.19"),),
    link=GUIDE,
)
def connection_check_without_offline_path(check: ConnectionCheck) -> Iterator[Message | str]:
    """A nanoflow checks the connection, but the result has no effect.

    There are three cases. The nanoflow never uses the result. Or both paths of the decision call
    the same nanoflow, which asks the server. Or nothing happens without a connection: no message,
    no other page, no retry, and users see a button that does nothing. Where the nanoflow itself
    calls the server without a connection, OSM501 reports it instead. A check that tells the user
    itself needs nothing more. Source: the guide on Online synchronization mode.

    Instead: add a decision on the result. Call the server only on the true path. On the false
    path, tell the user what is not possible now.

    In Studio Pro:
    1. Open the nanoflow and find the decision on the check.
    2. Put the server call only on the true path.
    3. On the false path, show a message or another page.
    """
    if not check.is_used and not check.is_ignored:
        yield f"the result of {check.check} is never used"
    for each in check.decisions:
        for nanoflow in each.shared_nanoflows:
            yield f"each path of {each.decision} calls {nanoflow}, which asks the server"
        if each.does_nothing_offline:
            yield Message(
                f"without a connection, nothing happens after {each.decision}",
                remedy="on the path without a connection, tell the user what is not possible now.",
            )
