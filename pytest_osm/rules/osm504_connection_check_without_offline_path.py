"""OSM504: a connection check helps only if something else happens where there is none."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.connection_checks import ConnectionCheck
from pytest_osm.rules.rule import GUIDE, Severity, applies, rule


@rule(
    "OSM504",
    "connection-check-without-offline-path",
    on=ConnectionCheck,
    applies=(applies(Severity.INFO, since="10.19"),),
    link=GUIDE,
)
def connection_check_without_offline_path(check: ConnectionCheck) -> Iterator[str]:
    """The connection is checked, but nothing comes of it.

    The result is never used, both outcomes lead on to the same call of the server, or without
    a connection nothing happens: no message, no other page, no second try. Users see a button
    that does nothing. Source: the guide on Online synchronization mode.

    Instead: decide on the result, call the server on the one side only, and tell the user on
    the other what cannot be done now.

    In Studio Pro:
    1. Open the nanoflow and find the decision on the check.
    2. Draw the server call behind the true side only.
    3. Show a message or another page on the false side.
    """
    if not check.is_used:
        yield f"the result of {check.check} is never used"
    for each in check.decisions:
        for request in each.shared_requests:
            yield f"each side of {each.decision} {request}"
        if each.does_nothing_offline:
            yield f"without a connection, nothing happens after {each.decision}"
