"""The associations that the client sets, with the modes of the entities that they connect."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.writes import Write


@frozen
class AssociationWrite:
    """An association that the client sets, with the modes of the entities at its ends.

    Only ends that own the association are seen as the source; an end outside of the profile
    is left out.
    """

    write: Write
    source: EffectiveMode
    target: EffectiveMode
    location: Location
    reached: ReachedDocument


def association_writes(profile: Profile) -> Iterator[AssociationWrite]:
    """The associations that the client sets between entities of the profile."""
    for write in profile.usage.writes:
        association = profile.domain.associations.get(write.association)
        if association is None:
            continue
        for owner, end in association.ownerships:
            source, target = profile.modes.get(write.entity), profile.modes.get(end)
            if profile.domain.is_a(write.entity, owner) and source and target:
                yield AssociationWrite(write, source, target, write.location, write.reached)
