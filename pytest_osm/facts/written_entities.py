"""The configured entities that the client creates or changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def writes_by_entity(profile: Profile) -> Iterator[list[Write]]:
    """What the client writes, entity by entity, in the order of their rows."""
    written: dict[str, list[Write]] = {entity: [] for entity in profile.configured}
    for write in profile.usage.writes:
        written.setdefault(write.entity, []).append(write)
    return (found for found in written.values() if found)


def written_entity(writes: Sequence[Write], profile: Profile) -> Iterator[WrittenEntity]:
    """A written entity, if it is configured."""
    for row in profile.rows_of(writes[0].entity)[:1]:
        yield WrittenEntity(row, tuple(writes), row.location, writes[0].reached)
