"""OSM102: from 10.19 to 10.23 the Online mode is a beta."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


@rule(
    "OSM102",
    "online-mode-beta",
    on=Profile,
    applies=(applies(Severity.WARNING, since="10.19", before="10.24"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def online_mode_beta(subject: Profile, profile: Profile) -> Iterator[Message]:
    """The app uses Online synchronization mode in a Mendix version where the mode is a beta.

    From 10.19 to 10.23 the mode is off by default. Every developer has to switch it on under
    Edit > Preferences > New features > Offline. The model does not contain that setting.
    Source: release notes of Studio Pro 10.19.0 and 10.24.0.

    Instead: upgrade to Mendix 10.24, where the mode is generally available.

    In Studio Pro:
    1. Upgrade the app to 10.24 or later.
    2. Until then, every developer switches the mode on under Edit > Preferences > New features >
       Offline.
    """
    online = sorted(
        entity
        for entity, rows in subject.configured.items()
        if any(row.mode is SyncMode.ONLINE for row in rows)
    )
    if online:
        yield Message(
            f"Online mode is a beta in Mendix {profile.version}"
            f" and is used for {', '.join(online)}",
            summarized=tuple(online),
        )
