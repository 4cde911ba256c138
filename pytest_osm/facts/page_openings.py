"""Who opens which page, and whether the connection is checked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from pytest_osm.facts.guards import Guards, Route
from pytest_osm.facts.location import Location
from pytest_osm.facts.page_data import OnlineData
from pytest_osm.facts.reach import Link, Reach, Reached
from pytest_osm.model.flows import Activity
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import HomePage
from pytest_osm.model.pages import MenuItem
from pytest_osm.model.widgets import CreateObject, NewButton, PageOpening


@frozen
class OpenedPage:
    """A place that opens a page, the online data on that page, and how unguarded it is opened.

    A place outside of nanoflows is never guarded. Inside, `route` is an unguarded way to it, or
    None; with a route, `reached` is the way along it rather than a shortest one.
    """

    page: str
    online_data: tuple[OnlineData, ...]
    is_in_nanoflow: bool
    creates: str
    route: Route | None
    location: Location
    reached: Reached | None

    @property
    def is_guarded(self) -> bool:
        """Whether a connection check was passed on every way here."""
        return self.is_in_nanoflow and self.route is None


def opened_pages(
    reach: Reach, guards: Guards, data_on: Callable[[Reference], tuple[OnlineData, ...]]
) -> Iterator[OpenedPage]:
    """The places that open pages; where the profile starts, signs in or gives up are none."""
    for link in reach.links:
        if link.reference not in reach.reached or link.reference.kind is not DocumentKind.PAGE:
            continue
        if link.origin is None and _is_start(link):
            continue
        route = _unguarded_route(link, guards)
        yield OpenedPage(
            page=link.reference.name,
            online_data=data_on(link.reference),
            is_in_nanoflow=link.is_in_nanoflow,
            creates=_created(link),
            route=route,
            location=link.location,
            reached=route.reached if route else link.origin,
        )


def _is_start(link: Link) -> bool:
    """Whether a page is a home, not-found or login page of the profile."""
    if isinstance(link.trail.element, HomePage):
        return True
    is_in_menu = link.trail.nearest(MenuItem) is not None
    return isinstance(link.trail.element, PageOpening) and not is_in_menu


def _unguarded_route(link: Link, guards: Guards) -> Route | None:
    activity = link.trail.nearest(Activity)
    if link.origin is None or activity is None:
        return None
    return guards.unguarded_route(link.origin.document.reference, activity)


def _created(link: Link) -> str:
    """The entity of the object that is created for the page, or ""."""
    if create := link.trail.nearest(CreateObject):
        return create.path.entity if create.path else ""
    new = link.trail.nearest(NewButton)
    return new.entity if new else ""
