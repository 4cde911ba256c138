"""OSM403: what is never on the device cannot be synchronized from there."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import Synchronization
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


@rule(
    "OSM403",
    "synchronize-online-entity",
    on=Synchronization,
    applies=(
        applies(Severity.ERROR, since="10.19", before="11.4"),
        applies(Severity.INFO, since="11.4"),
    ),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def synchronize_online_entity(
    synchronization: Synchronization, profile: Profile
) -> Iterator[Message]:
    """A Synchronize activity names objects of an online entity.

    Online objects have no table on the device. Until 11.3 the activity crashes with "no such
    table"; since 11.4.0, which corrects that, it does nothing. Source: release notes of 11.4.0.

    Instead: take the objects out of the activity; committing them saves them on the server.

    In Studio Pro:
    1. Open the nanoflow and the Synchronize activity.
    2. Remove the named objects from its list; if none is left, remove the activity.
    3. Commit the objects instead, behind a connection check.
    """
    modes = [profile.mode(entity) for entity in synchronization.entities]
    online = [mode for mode in modes if mode.is_online]
    if online:
        names = ", ".join(sorted({mode.entity for mode in online}))
        confidence = max(mode.confidence for mode in online)
        yield Message(f"objects of {names} are synchronized, but are Online", None, confidence)
