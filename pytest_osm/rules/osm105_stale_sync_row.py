"""OSM105: rows under Configure synchronization that are out of date."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import CERTAIN, Confidence, doubt
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.domain import Persistability
from pytest_osm.model.words import module_of
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Severity, applies, rule

_NOT_ALL_SEEN = doubt(Confidence.MEDIUM, "parts of the app could not be analysed")


@rule(
    "OSM105",
    "stale-sync-row",
    on=SyncRow,
    applies=(applies(Severity.WARNING),),
    link=SYNCHRONIZATION,
)
def stale_sync_row(row: SyncRow, profile: Profile) -> Iterator[Message]:
    """The entity of a row does not exist, cannot be synchronized, is listed twice, or is not used.

    A row under Configure synchronization stays when somebody deletes its entity, renames it by
    hand, or makes it non-persistable, and when somebody removes the pages that used it. An
    entity that the profile does not use may still be needed for JavaScript code.

    Instead: remove the row under Configure synchronization, or correct the entity.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. Remove the row of the named entity, or correct the entity in its domain model.
    """
    domain = profile.domain
    is_known = row.entity in domain.entities
    module = module_of(row.entity)
    if row.is_repeated:
        yield Message(f"{row.entity} is listed more than once, and Mendix uses only the first row")
    elif not is_known and domain.knows_module(row.entity):
        is_there = module in profile.project.modules
        reason = "" if is_there else f", because module {module} does not exist"
        yield Message(f"entity {row.entity} does not exist{reason}")
    elif domain.persistability(row.entity) is Persistability.TRANSIENT:
        yield Message(f"{row.entity} is not persistable, so it is never synchronized")
    elif not domain.is_synchronizable(row.entity) or row.entity in profile.passed_entities:
        return
    elif row.derivation is None and profile.project.store.omitted_modules == frozenset():
        certainty = _NOT_ALL_SEEN if profile.not_followed else CERTAIN
        yield Message(f"the profile does not use {row.entity}", Severity.INFO, certainty)
