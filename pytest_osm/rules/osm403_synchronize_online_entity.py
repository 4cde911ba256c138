"""OSM403: a nanoflow cannot synchronize online objects, because they are never on the device."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import Synchronization
from pytest_osm.facts.confidence import surest
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
    """A Synchronize activity selects objects of an online entity.

    Online objects have no table on the device. Until 11.3 the activity crashes with "no such
    table". Mendix 11.4.0 corrects the crash; since then the activity does nothing. Source:
    release notes of 11.4.0.

    Instead: remove the objects from the activity. If you commit them, they are saved on the
    server.

    In Studio Pro:
    1. Open the nanoflow and the Synchronize activity.
    2. Remove the named objects from its list. If the list is then empty, remove the activity.
    3. Commit the objects instead, after a connection check.
    """
    modes = [profile.mode(entity) for entity in synchronization.entities]
    online = [mode for mode in modes if mode.is_online]
    if online:
        names = ", ".join(sorted({mode.entity for mode in online}))
        best = surest(online, lambda mode: mode.certainty)
        yield Message(f"synchronizes objects of {names}, which is Online", None, best.certainty)
