"""The associations that the client sets, with the modes of the entities that they connect."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.writes import Write
from pytest_osm.records import Record


class AssociationWrite(Record, frozen=True):
    """An association that the client sets, with the modes of the entities at its ends.

    Only ends that own the association are seen as the source; an end outside of the profile
    is left out. An entity may be used by its specializations only, whose objects have the
    association too, so there may be several `sources` and `targets`.
    """

    write: Write
    sources: tuple[EffectiveMode, ...]
    targets: tuple[EffectiveMode, ...]
    location: Location
    reached: ReachedDocument

    @property
    def source(self) -> EffectiveMode:
        """The owner: the surest online one that meets an offline target, if there is one."""
        return self._ends[0]

    @property
    def target(self) -> EffectiveMode:
        """What it refers to: the surest offline one that meets an online owner, if any does."""
        return self._ends[1]

    @property
    def _ends(self) -> tuple[EffectiveMode, EffectiveMode]:
        mix = surest_pair(self.sources, self.targets)
        return (mix.online, mix.offline) if mix else (self.sources[0], self.targets[0])


def association_writes(write: Write, profile: Profile) -> Iterator[AssociationWrite]:
    """The association that a write sets, if it is between entities of the profile."""
    association = profile.domain.associations.get(write.association)
    if association is None:
        return
    for owner, end in association.ownerships:
        if profile.domain.is_a(write.entity, owner):
            sources, targets = _modes(profile, write.entity), _modes(profile, end)
            if sources and targets:
                yield AssociationWrite(write, sources, targets, write.location, write.reached)


def _modes(profile: Profile, entity: str) -> tuple[EffectiveMode, ...]:
    """The mode of an entity; with those of its specializations where it is not used itself."""
    mode = profile.modes.get(entity)
    return (mode,) if mode and mode.is_used else profile.family(entity)
