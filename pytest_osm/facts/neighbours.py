"""The entities of a profile that another one is connected with."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.records import Record


class Neighbour(Record, frozen=True):
    """An entity next to another one: the mode it has, and what connects the two."""

    mode: EffectiveMode
    connection: str


def neighbours(profile: Profile, entity: str) -> Iterator[Neighbour]:
    """The entities of the profile next to one, whether that is in the profile or not.

    They are its generalizations, and the other ends of its own and inherited associations.
    """
    lineage = [each.name for each in profile.domain.generalizations(entity)]
    near = [("its generalization", name) for name in lineage[1:]]
    for association in profile.domain.associations_by_name:
        for one, other in association.ends:
            if one in lineage:
                # The end may be in the profile by its specializations only.
                there = (
                    [other] if other in profile.modes else profile.domain.specializations(other)
                )
                near += [(association.name, each) for each in there]
    for connection, name in dict.fromkeys(near):
        if name != entity and name in profile.modes:
            yield Neighbour(profile.modes[name], connection)
