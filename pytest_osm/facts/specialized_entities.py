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


def specializations(profile: Profile) -> Iterator[str]:
    """The names of the entities of the profile that specialize others."""
    for name in sorted(profile.modes):
        entity = profile.domain.entities.get(name)
        if entity and entity.generalization:
            yield name


def specialized_entity(name: str, profile: Profile) -> Iterator[SpecializedEntity]:
    """A specialized entity, with its mode and that of its generalization."""
    entity = profile.domain.entities[name]
    element = f"entity {entity.name}"
    location = domain_location(profile.project, entity.module, element, entity)
    general = _closest_generalization(profile, name)
    yield SpecializedEntity(entity, profile.modes[name], general, location)


def _closest_generalization(profile: Profile, name: str) -> EffectiveMode | None:
    names = (general.name for general in profile.domain.generalizations(name))
    modes = (profile.modes.get(general) for general in names if general != name)
    return next((mode for mode in modes if mode), None)
