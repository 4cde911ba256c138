"""OSM502: without a connection, a page with online data opens empty or with an error."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_osm.facts.confidence import Certainty, Confidence, surest, weakest
from pytest_osm.facts.page_data import OnlineData
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.rules.rule import GUIDE, Message, Severity, Whole, applies, rule
from pytest_osm.rules.wording import listed

_IN_NANOFLOW = (
    "check the connection before the page is shown, and add a decision on the result. On the path"
    " without a connection, show a message."
)


def _the_same_page(opened: PageOpening, profile: Profile) -> Whole:
    """A page that is opened in one document; users may get there in several ways."""
    page = profile.reach.reached[Reference(DocumentKind.PAGE, opened.page)].document.root
    location = replace(opened.location.whole, element_id=page.id)
    return Whole(location, opened.reached.path if opened.reached else ())


@rule(
    "OSM502",
    "online-page-without-connection-check",
    on=PageOpening,
    together=_the_same_page,
    applies=(applies(Severity.WARNING, since="10.19"),),
    link=GUIDE,
)
def online_page_without_connection_check(
    openings: tuple[PageOpening, ...], profile: Profile
) -> Iterator[Message]:
    """The app opens a page that shows online data without first checking the connection.

    The data of the page has to come from the server before the page can show it. The guide's
    best practice is to check the connection first, in a nanoflow that opens the page. Source:
    the guide on Online synchronization mode. Several buttons that open the same page are one
    finding.

    Instead: open the page in a nanoflow. Check the connection first, and add a decision on the
    result.

    In Studio Pro:
    1. Create a nanoflow that calls IsConnectedToServer and has a decision on the result.
    2. On the true path, show the page. On the false path, show a message.
    3. Let the button or menu item call the nanoflow instead of opening the page.
    """
    unchecked = [each for each in openings if not each.is_guarded and _shown(each, profile)]
    if not unchecked:
        return
    opened = unchecked[0]
    shown = _shown(opened, profile)
    best = shown[0]
    limit = min(best.certainty.confidence, Confidence.MEDIUM)
    entities = sorted({each.mode.entity for each in shown if each.certainty.confidence >= limit})
    yield Message(
        f"{_opening(unchecked)} page {opened.page},"
        f" which shows {listed(entities)} from the server",
        confidence=weakest(best.certainty, surest(unchecked, _certainty).certainty),
        remedy=_IN_NANOFLOW if unchecked[0].is_in_nanoflow else "",
        details=(
            f"shown by {best.location}",
            *(each.unguarded_path.detail for each in unchecked if each.unguarded_path),
        ),
        summarized=tuple(each.location.part for each in unchecked),
        about=tuple(unchecked),
    )


def _certainty(opened: PageOpening) -> Certainty:
    return opened.certainty


def _opening(openings: list[PageOpening]) -> str:
    """Who opens a page: buttons, menu items, or the nanoflow itself."""
    places = [each.location.element for each in openings if not each.is_in_nanoflow]
    if not any(places):
        return "opens"
    return f"{listed(filter(None, places))} {'opens' if len({*places}) == 1 else 'open'}"


def _shown(opened: PageOpening, profile: Profile) -> list[OnlineData]:
    """The online data on a page, without the new object that the page is opened for."""
    return [
        each
        for each in opened.online_data
        if not (each.is_handed_over and _is_new(opened, each, profile))
    ]


def _is_new(opened: PageOpening, data: OnlineData, profile: Profile) -> bool:
    """Whether the object is created for the page, be it as one of a specialization."""
    return any(profile.domain.is_a(entity, data.mode.entity) for entity in opened.creates)
