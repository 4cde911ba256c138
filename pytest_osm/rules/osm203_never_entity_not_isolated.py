"""OSM203: an entity that is never synchronized should not be linked to synchronized ones."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import surest
from pytest_osm.facts.neighbours import neighbours
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Severity, applies, rule


@rule(
    "OSM203",
    "never-entity-not-isolated",
    on=SyncRow,
    applies=(applies(Severity.WARNING, since="9.24"),),
    link=SYNCHRONIZATION,
    required_features=(ModelFeature.ASSOCIATION_ENDS,),
)
def never_entity_not_isolated(row: SyncRow, profile: Profile) -> Iterator[Message]:
    """An entity that is never synchronized is linked to synchronized entities.

    Objects of an entity with mode Never always stay on the device. If another object refers to
    such an object, or such an object refers to it, the other object arrives at the server with an
    empty reference. If the entity specializes a synchronized entity, its objects are missing on
    the server.

    Instead: give the linked entities mode Never too, or copy the values you need without an
    association.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. Choose Never for the linked entities too, or another mode for the entity.
    3. Or remove the association, and copy the values you need.
    """
    if row.config.mode is not SyncMode.NEVER or row.is_repeated:
        return
    others = [
        each for each in neighbours(profile, row.entity) if each.mode.mode is not SyncMode.NEVER
    ]
    if others:
        names = sorted({each.mode.entity for each in others})
        yield Message(
            f"{row.entity} is never synchronized, but is linked to {', '.join(names)}",
            confidence=surest(others, lambda each: each.mode.certainty).mode.certainty,
            details=tuple(
                f"{each.mode.entity} is {each.mode}: {each.connection}" for each in others
            ),
        )
