"""OSM503: an app whose home page shows online data starts with an error when it is offline."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.homes import Home
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule
from pytest_osm.rules.wording import listed


@rule(
    "OSM503",
    "online-home-page",
    on=Home,
    applies=(applies(Severity.WARNING, since="10.19"),),
    link=GUIDE,
)
def online_home_page(home: Home) -> Iterator[Message]:
    """The home page of the profile shows online data.

    A page needs a connection before it can show online data, and the home page opens before the
    app can check the connection. Without a connection, users see an error when the app starts.

    Instead: use a home page that shows only offline data, and let it open the online page through
    a nanoflow that checks the connection. Or start with such a nanoflow.

    In Studio Pro:
    1. Open App Explorer > Navigation and select the profile.
    2. Choose a home page without online data, or a nanoflow that checks the connection first.
    3. Do the same for role-based home pages.
    """
    if home.online_data:
        best = home.online_data[0]
        limit = min(best.certainty.confidence, Confidence.MEDIUM)
        sure = [data for data in home.online_data if data.certainty.confidence >= limit]
        entities = sorted({data.mode.entity for data in sure})
        shows = "shows" if len(home.entries) == 1 else "show"
        yield Message(
            f"the {listed(home.entries)} {shows} {listed(entities)} from the server"
            f" ({best.location.element or best.location.document})",
            confidence=best.certainty,
        )
