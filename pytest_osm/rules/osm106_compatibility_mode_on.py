"""OSM106: compatibility mode is for a migration; switch it off afterwards."""

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

    Since Mendix 11.10 the server rejects uploads that the synchronization mode does not allow.
    Compatibility mode keeps the old behaviour for apps that are already installed, so the server
    still accepts such uploads. Source: release notes of Studio Pro 11.10.0.

    Instead: switch compatibility mode off for the entity when all devices run a version with the
    new mode.

    In Studio Pro:
    1. Check in your logs that devices with an old version no longer upload data.
    2. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    3. Clear Compatibility mode in the row of the entity.
    """
    if row.config.compatibility_mode:
        yield (
            f"{row.entity} has compatibility mode on: the server accepts uploads from clients"
            " that still use its old mode"
        )
