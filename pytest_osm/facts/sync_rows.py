"""The rows of Configure synchronization in a navigation profile."""

from __future__ import annotations

from pytest_osm.facts.location import Location, navigation_location
from pytest_osm.facts.modes import Derivation
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.model.navigation import NavigationProfile, SyncConfig
from pytest_osm.model.project import Project
from pytest_osm.records import Record

_CONFIGURATION = "Configure synchronization"


class SyncRow(Record, frozen=True):
    """A row of Configure synchronization, in any profile.

    `is_repeated` says that an earlier row names the same entity.
    """

    config: SyncConfig
    location: Location
    is_repeated: bool
    derivation: Derivation | None = None
    reached: ReachedDocument | None = None

    @property
    def entity(self) -> str:
        """The qualified name of the entity."""
        return self.config.entity


def row_location(project: Project, profile: NavigationProfile, config: SyncConfig) -> Location:
    """Where a row is, in words."""
    kind = "assumed row" if config.is_assumed else "row"
    element = f"{_CONFIGURATION}, {kind} {config.entity}"
    return navigation_location(project, profile.name, element, config)
