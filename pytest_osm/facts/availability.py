"""What still works without a connection: the words for it, of pages and nanoflows alike.

Opening another page counts for that page, which has a verdict of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from pytest_osm.facts.confidence import Certainty, Confidence, doubt
from pytest_osm.facts.location import Location, location_of
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.records import Record

NOT_ALL_KNOWN = doubt(
    Confidence.MEDIUM, "a part of it is missing, not readable, or could not be analysed"
)


class Availability(Enum):
    """Whether a page or nanoflow works without a connection; the value says it, worst first."""

    NONE = "no"
    PARTIAL = "partly"
    FULL = "yes"


class ServerNeed(Record, frozen=True):
    """Something for which a page or nanoflow asks the server.

    One that is guarded is come to only after a check has found a connection.
    """

    text: str
    location: Location
    is_guarded: bool
    certainty: Certainty

    def __str__(self) -> str:
        place = f"{self.location.element}: " if self.location.element else ""
        return f"{place}{self.text}"


class DocumentAvailability(Record, frozen=True):
    """What of a page or nanoflow works without a connection, and for what the server is asked."""

    reached: ReachedDocument
    works_offline: Availability
    certainty: Certainty
    needs: tuple[ServerNeed, ...]

    @property
    def name(self) -> str:
        """The qualified name of the page or nanoflow."""
        return self.reached.document.name

    @property
    def works(self) -> bool:
        """Whether all of it works."""
        return self.works_offline is Availability.FULL

    @property
    def location(self) -> Location:
        """The page or nanoflow."""
        return location_of(self.reached.document)

    @property
    def is_guarded(self) -> bool:
        """Whether a check of the connection comes before all that it asks for."""
        return all(need.is_guarded for need in self.needs)


def by_confidence(needs: Iterable[ServerNeed]) -> tuple[ServerNeed, ...]:
    """The needs, surest first; of those that say the same of a place, the surest one."""
    found: dict[tuple[str, str, bool], ServerNeed] = {}
    for need in sorted(needs, key=lambda need: -need.certainty.confidence):
        found.setdefault((need.location.document, str(need), need.is_guarded), need)
    return tuple(found.values())
