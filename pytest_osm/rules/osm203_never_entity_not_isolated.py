"""OSM203: an entity that is never synchronized should have no synchronized neighbours."""

from __future__ import annotations

from collections.abc import Iterator

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
    """An entity that is never synchronized is next to entities that are.

    Objects of a Never entity stay on the device for good. What refers to them, or is referred
    to by them, reaches the server with a reference to nothing, and a specialization of a
    synchronized entity is missing there.

    Instead: give the neighbours mode Never too, or copy what is needed without an association.

    In Studio Pro:
    1. Open App Explorer > Navigation, the offline profile, and Configure synchronization.
    2. Choose Never for the neighbours too, or another mode for the entity.
    3. Or remove the association, and copy the values that are needed.
    """
    if row.config.mode is not SyncMode.NEVER or row.is_repeated:
        return
    others = [
        each for each in neighbours(profile, row.entity) if each.mode.mode is not SyncMode.NEVER
    ]
    if others:
        names = sorted({each.mode.entity for each in others})
        yield Message(
            f"{row.entity} is never synchronized, but is next to {', '.join(names)}",
            confidence=max(each.mode.confidence for each in others),
            details=tuple(
                f"{each.mode.entity} is {each.mode}: {each.connection}" for each in others
            ),
        )
