"""An entity as it is in a profile."""

from __future__ import annotations

from functools import cached_property

from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.domain import Entity
from pytest_osm.model.words import module_of
from pytest_osm.overview.why import why
from pytest_osm.records import Record


class OsmEntity(Record, frozen=True, dict=True):
    """An entity in an offline profile."""

    entity: Entity
    _profile: Profile

    @property
    def name(self) -> str:
        """The qualified name."""
        return self.entity.name

    @property
    def module(self) -> str:
        """The name of its module."""
        return module_of(self.name)

    @property
    def mode(self) -> EffectiveMode:
        """Its effective mode: `mode`, `source`, `is_configured`."""
        return self._profile.mode(self.name)

    @property
    def is_online(self) -> bool:
        """Whether queries for it run, or may run, on the server."""
        return self.mode.is_online

    @property
    def is_offline(self) -> bool:
        """Whether it has, or may have, a table on the device."""
        return self.mode.is_offline

    @property
    def is_downloaded(self) -> bool:
        """Whether synchronization brings, or may bring, objects to the device."""
        return self.mode.is_downloaded

    @property
    def place(self) -> str:
        """Where a developer finds it."""
        return f"domain model {self.module}, entity {self.name}"

    @cached_property
    def path(self) -> str:
        """A shortest path to where the profile uses it, "" if it does not."""
        return next(iter(why(self._profile, self.entity).paths.lines), "")

    def __repr__(self) -> str:
        return f"<OsmEntity {self}>"

    def __str__(self) -> str:
        return f"{self.name} is {self.mode}"
