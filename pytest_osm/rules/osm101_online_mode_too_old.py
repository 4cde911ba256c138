"""OSM101: Mendix has Online mode since 10.19."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.profile import Profile
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import GUIDE, Preset, Severity, applies, rule


@rule(
    "OSM101",
    "online-mode-too-old",
    on=SyncRow,
    applies=(applies(Severity.ERROR, before="10.19"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def online_mode_too_old(row: SyncRow, profile: Profile) -> Iterator[str]:
    """An entity is configured as Online, but this Mendix version does not support that mode.

    The model can store the mode since Mendix 10.2, but Mendix does not support it before 10.19.
    Mendix 10.19 introduced it as a beta. Source: release notes of Studio Pro 10.19.0.

    Instead: upgrade to Mendix 10.24 or later, or choose another synchronization mode.

    In Studio Pro:
    1. Commit the app, and upgrade it to 10.24 or later.
    2. If you cannot upgrade, open App Explorer > Navigation, select the offline profile, and
       click Configure synchronization.
    3. Choose All Objects or By XPath for the entity.
    """
    if row.config.mode is SyncMode.ONLINE:
        yield f"{row.entity} is Online, but Mendix {profile.version} does not support that mode"
