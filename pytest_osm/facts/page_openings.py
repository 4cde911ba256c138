"""Who opens which page, and whether the connection is checked before."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import CERTAIN, Certainty
from pytest_osm.facts.guards import GuardAnalysis, UnguardedPath
from pytest_osm.facts.location import Location
from pytest_osm.facts.page_data import OnlineData
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import Link, Reach, ReachedDocument
from pytest_osm.model.call_activities import Argument
from pytest_osm.model.client_actions import CreateObjectClientAction, PageSettings
from pytest_osm.model.flows import Activity
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.navigation import HomePage
from pytest_osm.model.pages import MenuItem
from pytest_osm.model.widgets import NewButton
from pytest_osm.records import Record


class PageOpening(Record, frozen=True):
    """A place that opens a page, the online data on that page, and how unguarded it is opened.

    A place outside of nanoflows is never guarded. Inside, `unguarded_path` leads to it without a
    check; with one, `reached` is the document along it rather than along a shortest path.
    """

    page: str
    online_data: tuple[OnlineData, ...]
    is_in_nanoflow: bool
    creates: tuple[str, ...]
    unguarded_path: UnguardedPath | None
    location: Location
    reached: ReachedDocument | None
    certainty: Certainty = CERTAIN  # that it leads to the page

    @property
    def is_guarded(self) -> bool:
        """Whether every path here contains a connection check."""
        return self.is_in_nanoflow and self.unguarded_path is None


def links_to_pages(profile: Profile) -> Iterator[Link]:
    """The places that open pages; where the profile starts, signs in or gives up are none."""
    for link in profile.reach.links:
        if leads_to_page(link, profile.reach) and (link.origin is not None or not _is_start(link)):
            yield link


def leads_to_page(link: Link, reach: Reach) -> bool:
    """Whether there is a page that it leads to."""
    return link.reference.kind is DocumentKind.PAGE and link.reference in reach.reached


def page_opening(link: Link, profile: Profile) -> Iterator[PageOpening]:
    """A place that opens a page, with the online data there."""
    unguarded_path = unguarded_path_to(link, profile.usage.guards)
    yield PageOpening(
        page=link.reference.name,
        online_data=profile.online_data(link.reference),
        is_in_nanoflow=link.is_in_nanoflow,
        creates=tuple(_created(profile, link)),
        unguarded_path=unguarded_path,
        location=link.location,
        reached=unguarded_path.reached if unguarded_path else link.place,
        certainty=link.certainty,
    )


def _is_start(link: Link) -> bool:
    """Whether a page is a home, not-found or login page of the profile."""
    if isinstance(link.element_path.element, HomePage):
        return True
    is_in_menu = link.element_path.closest(MenuItem) is not None
    return isinstance(link.element_path.element, PageSettings) and not is_in_menu


def unguarded_path_to(link: Link, guards: GuardAnalysis) -> UnguardedPath | None:
    """The path to an activity that opens a page, if one passes no connection check."""
    activity = link.element_path.closest(Activity)
    if link.origin is None or activity is None:
        return None
    path = guards.unguarded_path(link.origin.document.reference, activity)
    return path.at(link.element_path) if path else None


def _created(profile: Profile, link: Link) -> Iterator[str]:
    """The entities of the objects that are created for the page."""
    if create := link.element_path.closest(CreateObjectClientAction):
        yield create.path.entity if create.path else ""
    elif new := link.element_path.closest(NewButton):
        yield new.entity
    elif link.origin and link.is_in_nanoflow:
        scope = profile.usage.scopes[link.origin.document.reference]
        for argument in link.element_path.element.all(Argument):
            variable = argument.expression.strip().removeprefix("$")
            if variable in scope.created:
                yield scope.type_of(variable).entity
