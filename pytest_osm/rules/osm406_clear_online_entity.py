"""OSM406: there is nothing of an online entity on the device that could be cleared."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import Clearing
from pytest_osm.facts.confidence import surest
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Preset, Severity, applies, rule


@rule(
    "OSM406",
    "clear-online-entity",
    on=Clearing,
    applies=(applies(Severity.WARNING, since="10.0"),),
    link=SYNCHRONIZATION,
    preset=Preset.DOCUMENTED,
)
def clear_online_entity(clearing: Clearing, profile: Profile) -> Iterator[Message]:
    """A Clear from device activity names an online entity.

    The activity removes objects from the device, and online objects are never there. The guide
    says that it can only be used with offline persistable entities. Source: the guide on
    Clear from device.

    Instead: remove the activity, or choose an offline mode for the entity.

    In Studio Pro:
    1. Open the nanoflow and the Clear from device activity.
    2. Remove the activity, or select an entity that is on the device.
    3. Or open App Explorer > Navigation, select the offline profile, click Configure
       synchronization, and choose an offline mode for the entity.
    """
    online = [mode for each in clearing.entities if (mode := profile.mode(each)).is_online]
    if online:
        best = surest(online, lambda mode: mode.certainty)
        names = ", ".join(sorted({f"{mode.entity}, which is {mode}" for mode in online}))
        yield Message(f"clears objects of {names}", confidence=best.certainty)
