"""A model that cannot be read, as rules look at it."""

from __future__ import annotations

from pytest_osm.errors import ReadError
from pytest_osm.facts.location import Location
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.records import Record


class UnreadableModel(Record, frozen=True):
    """A model that cannot be read: what is wrong with its file, and what to do about it."""

    error: ReadError
    location: Location
    reached: ReachedDocument | None = None
