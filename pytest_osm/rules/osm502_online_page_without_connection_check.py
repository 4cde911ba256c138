"""OSM502: without a connection, a page with online data opens empty or with an error."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule


@rule(
    "OSM502",
    "online-page-without-connection-check",
    on=PageOpening,
    applies=(applies(Severity.WARNING, since="10.19"),),
    link=GUIDE,
)
def online_page_without_connection_check(opened: PageOpening) -> Iterator[Message]:
    """The app opens a page that shows online data without first checking the connection.

    The data of the page has to come from the server before the page can show it. The guide's
    best practice is to check the connection first, in a nanoflow that opens the page. Source:
    the guide on Online synchronization mode.

    Instead: open the page in a nanoflow. Check the connection first, and add a decision on the
    result.

    In Studio Pro:
    1. Create a nanoflow that calls IsConnectedToServer and has a decision on the result.
    2. On the true path, show the page. On the false path, show a message.
    3. Let the button or menu item call the nanoflow instead of opening the page.
    """
    shown = [
        each
        for each in opened.online_data
        if not (each.is_handed_over and each.mode.entity == opened.creates)
    ]
    if opened.is_guarded or not shown:
        return
    surest = shown[0]
    limit = min(surest.confidence, Confidence.MEDIUM)
    entities = sorted({each.mode.entity for each in shown if each.confidence >= limit})
    yield Message(
        f"opens page {opened.page}, which shows {', '.join(entities)} from the server",
        confidence=surest.confidence,
        details=(
            f"shown by {surest.location}",
            *(("the object may already be loaded",) if surest.is_handed_over else ()),
            *((opened.unguarded_path.detail,) if opened.unguarded_path else ()),
        ),
    )
