"""OSM601: devices with an older version upload objects that the server no longer accepts."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import weakest
from pytest_osm.facts.mode_comparisons import ModeComparison
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Severity, applies, rule

_UPLOADED = (SyncMode.ALL, SyncMode.CONSTRAINED)


@rule(
    "OSM601",
    "online-migration-without-compatibility",
    on=ModeComparison,
    applies=(applies(Severity.WARNING, since="11.10"),),
    link=SYNCHRONIZATION,
)
def online_migration_without_compatibility(migration: ModeComparison) -> Iterator[Message]:
    """An entity has become Online, and its compatibility mode is off.

    Since Mendix 11.10 the server rejects uploads of Online entities. Devices that run the version
    before still have objects of the entity and upload them, so what their users entered is lost.
    pytest-osm checks this when it compares a model with an earlier one. Source: release notes of
    11.10.0.

    Instead: turn on compatibility mode in the row of the entity until all devices are upgraded.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. Select Compatibility mode in the row of the entity, and publish this version.
    3. Clear Compatibility mode when no device runs an older version any more.
    """
    before, now = migration.before, migration.now
    if before.mode in _UPLOADED and now.is_online and not migration.has_compatibility_mode:
        yield Message(
            f"{now.entity} was {before} and is {now}:"
            " the server rejects uploads of older versions",
            confidence=weakest(before.certainty, now.certainty),
            summarized=(now.entity,),
        )
