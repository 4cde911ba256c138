"""The associations that the client sets, with the modes of the entities that they connect."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.writes import Write
from pytest_osm.records import frozen


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
    """The associations that the client sets between entities of the profile.

    An entity may be there by its specializations only, whose objects have the association too.
    """
    for write in profile.usage.writes:
        association = profile.domain.associations.get(write.association)
        if association is None:
            continue
        for owner, end in association.ownerships:
            if not profile.domain.is_a(write.entity, owner):
                continue
            sources, targets = _modes(profile, write.entity), _modes(profile, end)
            if mix := surest_pair(sources, targets):
                ends = mix.online, mix.offline
            elif sources and targets:
                ends = sources[0], targets[0]
            else:
                continue
            yield AssociationWrite(write, *ends, write.location, write.reached)


def _modes(profile: Profile, entity: str) -> tuple[EffectiveMode, ...]:
    """The mode of an entity, or those of its specializations where it is in no profile itself."""
    mode = profile.modes.get(entity)
    return (mode,) if mode else profile.family(entity)
