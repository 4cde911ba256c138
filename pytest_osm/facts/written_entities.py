"""The configured entities that the client creates or changes."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.facts.writes import Write
from pytest_osm.records import Record


class WrittenEntity(Record, frozen=True):
    """A configured entity that the client creates or changes, and where it does."""

    row: SyncRow
    writes: tuple[Write, ...]
    location: Location
    reached: ReachedDocument


def written_entities(profile: Profile) -> Iterator[WrittenEntity]:
    """The configured entities that the client writes, in the order of their rows."""
    written: dict[str, list[Write]] = {}
    for write in profile.usage.writes:
        written.setdefault(write.entity, []).append(write)
    for row in profile.rows:
        if not row.is_repeated and (found := written.get(row.entity)):
            yield WrittenEntity(row, tuple(found), row.location, found[0].reached)
