"""OSM401: until 10.21 a nanoflow cannot pass an online object to a microflow."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import MicroflowCall
from pytest_osm.facts.confidence import surest
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


@rule(
    "OSM401",
    "microflow-online-parameter",
    on=MicroflowCall,
    applies=(applies(Severity.ERROR, since="10.19", before="10.21"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def microflow_online_parameter(call: MicroflowCall, profile: Profile) -> Iterator[Message]:
    """A nanoflow passes an online object or list to a microflow.

    The first versions with Online mode do not support this. Mendix 10.21.0 removes the limit.
    Source: the guide of 10.19, release notes of 10.21.0.

    Instead: upgrade to Mendix 10.21 or later, or pass a value that the microflow uses to find the
    object.

    In Studio Pro:
    1. Open the nanoflow and the call.
    2. Replace the parameter with a value such as a number or name, and let the microflow
       retrieve the object.
    3. Or upgrade the app to 10.21 or later.
    """
    online = [mode for handed in call.arguments if (mode := profile.mode(handed.entity)).is_online]
    if online:
        names = ", ".join(sorted({mode.entity for mode in online}))
        best = surest(online, lambda mode: mode.certainty)
        text = f"{call.microflow} gets objects of {names}, which is Online"
        yield Message(text, confidence=best.certainty)
