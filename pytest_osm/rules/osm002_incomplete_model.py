"""OSM002: a verdict needs every document that the profile reaches."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.required_parts import RequiredPart
from pytest_osm.rules.rule import Message, Preset, Severity, applies, rule

_EXPORT_ALL = "export the model again, Marketplace modules included."


@rule(
    "OSM002",
    "incomplete-model",
    on=RequiredPart,
    applies=(applies(Severity.ERROR),),
    preset=Preset.DOCUMENTED,
)
def incomplete_model(need: RequiredPart) -> Iterator[Message]:
    """A part of the model that the verdict rests on is missing or damaged.

    The model lists a unit whose contents cannot be read. What lies behind it is unknown, so
    that the other rules may miss something there.

    Instead: restore the unit file from git, or open the app in Studio Pro and save it again.

    In Studio Pro:
    1. Look for the named unit in version control: it may have been left out of a commit or
       merge.
    2. If the file cannot be found, open the app in Studio Pro, see what is missing, and save
       it.
    """
    if need.unreadable is None:
        return
    if need.unreadable.is_module:
        yield Message(f"{need.unreadable}: the profile needs it", remedy=_EXPORT_ALL)
    else:
        yield Message(f"{need.what} cannot be read: {need.unreadable}")
