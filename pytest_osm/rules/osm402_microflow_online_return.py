"""OSM402: in the beta a microflow cannot return an online object."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.calls import MicroflowCall
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


@rule(
    "OSM402",
    "microflow-online-return",
    on=MicroflowCall,
    applies=(
        applies(Severity.ERROR, since="10.19", before="10.21"),
        applies(Severity.WARNING, since="10.21", before="10.24"),
    ),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def microflow_online_return(call: MicroflowCall, profile: Profile) -> Iterator[Message]:
    """A nanoflow calls a microflow that returns an online object or list.

    The guide of 10.19 prohibits this. The release notes of 10.21.0 remove the limit only for
    parameters. The guide of 10.24 no longer mentions it.

    Instead: upgrade to Mendix 10.24 or later, or retrieve the object in the nanoflow after the
    call.

    In Studio Pro:
    1. Open the microflow and change its return type to Nothing, or to a value.
    2. Retrieve the object in the nanoflow, after the call.
    3. Or upgrade the app to 10.24 or later.
    """
    mode = profile.mode(call.returned.entity)
    if mode.is_online:
        what = "a list of " if call.returned.is_list else ""
        text = f"{call.microflow} returns {what}{mode.entity}, which is Online"
        yield Message(text, confidence=mode.certainty)
