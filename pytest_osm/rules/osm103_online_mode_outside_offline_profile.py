"""OSM103: synchronization modes have an effect only in offline profiles."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.profile import Profile
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import GUIDE, Severity, applies, rule


@rule(
    "OSM103",
    "online-mode-outside-offline-profile",
    on=SyncRow,
    applies=(applies(Severity.WARNING, since="10.19"),),
    only_online_profiles=True,
    link=GUIDE,
)
def online_mode_outside_offline_profile(row: SyncRow, profile: Profile) -> Iterator[str]:
    """An entity is configured as Online in a profile that is not offline.

    An online profile has no database on the device, so its rows have no effect. Such rows
    usually remain after somebody changed the type of the profile. They take effect again when
    somebody makes the profile offline again.

    Instead: remove the row, or configure the entity in the offline profile where it should be
    Online.

    In Studio Pro:
    1. Open App Explorer > Navigation and select the named profile.
    2. If the profile should be offline, change its type. If not, remove the row.
    3. In the offline profile where the entity should be Online, choose Online for it.
    """
    if row.config.mode is SyncMode.ONLINE and profile.navigation.has_known_kind:
        kind = profile.navigation.kind
        yield f"{row.entity} is Online, but profile {profile.name} ({kind}) is not offline"
