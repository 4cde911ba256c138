"""The pages that a profile starts on."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location, location_of
from pytest_osm.facts.page_data import OnlineData
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import HomePage
from pytest_osm.records import Record


class Home(Record, frozen=True):
    """A page that the profile starts on, for everybody or for some roles."""

    page: str
    entries: tuple[str, ...]
    location: Location
    reached: ReachedDocument
    online_data: tuple[OnlineData, ...]


def home_pages(profile: Profile) -> Iterator[tuple[Reference, tuple[str, ...]]]:
    """The home pages that are there, each with all entries that name it."""
    entries: dict[Reference, list[str]] = {}
    for home in profile.navigation.all(HomePage):
        page = Reference(DocumentKind.PAGE, home.page)
        if home.is_home and page in profile.reach.reached:
            entries.setdefault(page, []).append(home.label)
    yield from ((page, tuple(labels)) for page, labels in entries.items())


def home(entry: tuple[Reference, tuple[str, ...]], profile: Profile) -> Iterator[Home]:
    """A home page with its online data."""
    page, labels = entry
    reached = profile.reach.reached[page]
    location = location_of(reached.document)
    yield Home(page.name, labels, location, reached, profile.online_data(page))
