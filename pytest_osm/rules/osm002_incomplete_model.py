"""OSM002: the checks need every document that the profile reaches."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.required_parts import RequiredPart
from pytest_osm.rules.rule import Message, Preset, Severity, applies, rule

_EXPORT_ANEW = (
    "empty the folder and export the model again; delete excluded documents of that name."
)
_EXPORT_ALL = "export the model again, with the Marketplace modules."


@rule(
    "OSM002",
    "incomplete-model",
    on=RequiredPart,
    applies=(applies(Severity.ERROR),),
    preset=Preset.DOCUMENTED,
)
def incomplete_model(need: RequiredPart) -> Iterator[Message]:
    """A part of the model that the check needs is missing or damaged.

    The model lists a unit, but pytest-osm cannot read the contents of the unit. It does not know
    what the unit leads to, so the other rules may miss findings there.

    Instead: restore the unit file from git, or open the app in Studio Pro and save it again.

    In Studio Pro:
    1. Look for the named unit in version control. A commit or merge may have left it out.
    2. If you cannot find the file, open the app in Studio Pro, see what is missing, and save the
       app.
    """
    if need.unreadable is None:
        return
    if need.unreadable.is_module:
        yield Message(f"{need.unreadable}: the profile needs it", remedy=_EXPORT_ALL)
    else:
        remedy = "" if need.unreadable.unit.id else _EXPORT_ANEW
        yield Message(f"{need.what} cannot be read: {need.unreadable}", remedy=remedy)
