"""OSM106: compatibility mode is meant for a migration, and should end with it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.rules.rule import SYNCHRONIZATION, Severity, applies, rule


@rule(
    "OSM106",
    "compatibility-mode-on",
    on=SyncRow,
    applies=(applies(Severity.INFO, since="11.10"),),
    link=SYNCHRONIZATION,
)
def compatibility_mode_on(row: SyncRow) -> Iterator[str]:
    """A row has compatibility mode on.

    Since Mendix 11.10 the server refuses uploads that the synchronization mode forbids.
    Compatibility mode keeps the old behaviour for apps that are in the field already, and with
    it the door open. Source: release notes of Studio Pro 11.10.0.

    Instead: switch it off for the entity once all devices run a version with the new mode.

    In Studio Pro:
    1. Open App Explorer > Navigation, the offline profile, and Configure synchronization.
    2. See in your logs that no device with an old version uploads any more.
    3. Clear Compatibility mode in the entity's row.
    """
    if row.config.compatibility_mode:
        yield f"{row.entity} accepts uploads from clients of before its mode changed"
