"""OSM105: rows that outlived what they were written for."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.domain import Persistability
from pytest_osm.model.words import module_of
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Severity, applies, rule


@rule(
    "OSM105",
    "stale-sync-row",
    on=SyncRow,
    applies=(applies(Severity.WARNING),),
    link=SYNCHRONIZATION,
)
def stale_sync_row(row: SyncRow, profile: Profile) -> Iterator[Message]:
    """A synchronization row names an entity that is gone, unfit, listed twice, or not used.

    Rows stay when an entity is deleted, renamed by hand or made non-persistable, and when the
    pages that used it go. An unused entity may still be meant for JavaScript code.

    Instead: remove the row under Configure synchronization, or correct the entity.

    In Studio Pro:
    1. Open App Explorer > Navigation, the offline profile, and Configure synchronization.
    2. Remove the row of the named entity, or correct the entity in its domain model.
    """
    domain = profile.domain
    is_known = row.entity in domain.entities
    module = module_of(row.entity)
    if row.is_repeated:
        yield Message(f"{row.entity} is listed more than once, and only the first row counts")
    elif not is_known and domain.knows_module(row.entity):
        place = "" if module in profile.project.modules else f", nor is there a module {module}"
        yield Message(f"there is no entity {row.entity}{place}")
    elif domain.persistability(row.entity) is Persistability.TRANSIENT:
        yield Message(f"{row.entity} is not persistable, so it is never synchronized")
    elif not domain.is_synchronizable(row.entity) or row.entity in profile.passed_entities:
        return
    elif row.derivation is None:
        is_sure = not profile.not_followed
        confidence = Confidence.HIGH if is_sure else Confidence.MEDIUM
        yield Message(f"the profile does not use {row.entity}", Severity.INFO, confidence)
