"""Entities that were on the device in an earlier state of the app, and are Online now."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.records import Record


class ModeComparison(Record, frozen=True):
    """An entity with its modes before and now, and whether its row has compatibility mode on."""

    before: EffectiveMode
    now: EffectiveMode
    has_compatibility_mode: bool
    location: Location
    reached: ReachedDocument | None = None


def names_and_modes_before(profile: Profile) -> Iterator[tuple[str, EffectiveMode]]:
    """The entities, if there is an earlier state, with their modes in it.

    A renamed one keeps its id.
    """
    base = profile.base
    if base is None:
        return
    names = {entity.id: name for name, entity in base.domain.entities.items() if entity.id}
    for name in sorted(profile.modes):
        entity = profile.domain.entities.get(name)
        yield name, base.mode(names.get(entity.id, name) if entity else name)


def mode_comparison(
    before: tuple[str, EffectiveMode], profile: Profile
) -> Iterator[ModeComparison]:
    """An entity, then and now."""
    name, mode = before
    row = next(iter(profile.rows_of(name)), None)
    yield ModeComparison(
        mode,
        profile.modes[name],
        has_compatibility_mode=row is not None and row.config.compatibility_mode,
        location=row.location if row else profile.location,
    )
