"""What `modes` tells programs."""

from __future__ import annotations

from typing import Literal, cast

from pytest_osm.cli.answers import ConfidenceWord
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.model.navigation import SyncMode
from pytest_osm.overview.mode_table import ModeRow
from pytest_osm.records import Record

SourceWord = Literal["row", "assumed", "derived", "version_default", "not_in_profile"]


class StoredMode(Record, frozen=True):
    """A synchronization mode: its stored name, and what Studio Pro shows."""

    mode: SyncMode
    caption: str

    @classmethod
    def of(cls, mode: SyncMode | None) -> StoredMode | None:
        """The mode, if there is one."""
        return cls(mode, mode.caption) if mode else None


class ModeInProfile(Record, frozen=True):
    """The mode that an entity has in a profile, and who decided it.

    `mode` is null outside the profile. `alternative` is what the mode may be instead, in versions
    whose default is not known for sure.
    """

    mode: SyncMode | None
    caption: str
    alternative: StoredMode | None
    source: SourceWord
    decided_by: str
    confidence: ConfidenceWord

    @classmethod
    def of(cls, mode: EffectiveMode, decided_by: str = "") -> ModeInProfile:
        """A mode, with the evidence for it where that is more than who decided it."""
        return cls(
            mode.mode,
            mode.mode.caption if mode.mode else str(mode),
            StoredMode.of(mode.alternative),
            cast("SourceWord", mode.source.name.lower()),
            decided_by or mode.source.value,
            cast("ConfidenceWord", mode.confidence.word),
        )


class EntityInProfile(Record, frozen=True):
    """An entity of a profile; each page counts with its snippets and layouts.

    `derived` is the mode that Studio Pro up to 10.24 works out; null for what is not used.
    """

    entity: str
    mode: ModeInProfile
    derived: StoredMode | None
    differs: bool
    pages: int
    nanoflows: int

    @classmethod
    def of(cls, row: ModeRow) -> EntityInProfile:
        """A row of the table of modes."""
        mode = ModeInProfile.of(row.mode, row.reason)
        derived = StoredMode.of(row.derived)
        return cls(row.entity, mode, derived, row.differs, row.pages, row.nanoflows)


class ProfileModes(Record, frozen=True):
    """The modes of a profile's entities."""

    name: str
    mendix_version: str
    entities: tuple[EntityInProfile, ...]


class DifferentMode(Record, frozen=True):
    """An entity that has another mode in another profile."""

    entity: str
    mode: ModeInProfile
    other_mode: ModeInProfile

    @classmethod
    def of(cls, mode: EffectiveMode, other: EffectiveMode) -> DifferentMode:
        """Two modes of one entity."""
        return cls(mode.entity, ModeInProfile.of(mode), ModeInProfile.of(other))


class ProfileComparison(Record, frozen=True):
    """Where the modes of a profile and another one differ."""

    name: str
    mendix_version: str
    other: str
    entities: tuple[DifferentMode, ...]


class ModesAnswer(Record, frozen=True):
    """What `pytest-osm modes --format json` prints; with `--against`, only `comparisons`."""

    model: str
    profiles: tuple[ProfileModes, ...]
    comparisons: tuple[ProfileComparison, ...]
    schema: Literal[1] = 1
