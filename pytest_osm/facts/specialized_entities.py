"""The entities of a profile that have a generalization."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location, domain_location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.model.domain import Entity
from pytest_osm.records import Record


class SpecializedEntity(Record, frozen=True):
    """An entity of the profile and its generalization, if that is in the profile too."""

    entity: Entity
    mode: EffectiveMode
    generalization: EffectiveMode | None
    location: Location
    reached: ReachedDocument | None = None


def specialized_entities(profile: Profile) -> Iterator[SpecializedEntity]:
    """The specialized entities of the profile, by name."""
    for name, mode in sorted(profile.modes.items()):
        entity = profile.domain.entities.get(name)
        if entity and entity.generalization:
            element = f"entity {entity.name}"
            location = domain_location(profile.project, entity.module, element, entity)
            general = _closest_generalization(profile, name)
            yield SpecializedEntity(entity, mode, general, location)


def _closest_generalization(profile: Profile, name: str) -> EffectiveMode | None:
    names = (general.name for general in profile.domain.generalizations(name))
    modes = (profile.modes.get(general) for general in names if general != name)
    return next((mode for mode in modes if mode), None)
