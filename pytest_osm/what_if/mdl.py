"""The rows of a plan as a script for mxcli, in MDL, the language that it reads.

Its syntax was read in the public documentation and examples of mxcli, and never run. The block
replaces all rows of a profile, so all of them are written; compatibility mode has no syntax, and
mxcli leaves it as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_osm.errors import UsageError
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncConfig, SyncMode
from pytest_osm.terminal.printable import shortened

_SPACES = re.compile(r"\s+")
_TEXTS = re.compile(r"('[^']*')")
_WORDS = {
    SyncMode.ONLINE: "online",
    SyncMode.ALL: "all",
    SyncMode.NEVER: "never",
    SyncMode.NONE: "none",
    SyncMode.NONE_AND_PRESERVE_DATA: "none preserve data",
}


def mdl_of(profile: Profile) -> Iterator[str]:
    """The lines of a script that sets the rows of a profile as they are here.

    UsageError for a mode or name that the script cannot say.
    """
    yield f"create or modify navigation {_quoted(profile.name)}"
    yield "  sync ("
    for config in (row.config for row in profile.rows if not row.is_repeated):
        module, _, entity = config.entity.partition(".")
        yield f"    sync {_quoted(module)}.{_quoted(entity)} {_mode(config)};"
    yield "  );"


def _mode(config: SyncConfig) -> str:
    if config.mode is SyncMode.CONSTRAINED:
        constraint = _on_one_line(config.constraint)
        if not constraint:
            raise _unspeakable(f"{config.entity} is By XPath, but has no constraint (OSM108)")
        is_bracketed = constraint.startswith("[") and constraint.endswith("]")
        return f"where {constraint if is_bracketed else f'[{constraint}]'}"
    if config.mode is None:
        raise _unspeakable(f"{config.entity} has the unknown mode {config.stored_mode}")
    return _WORDS[config.mode]


def _on_one_line(constraint: str) -> str:
    """A constraint without line breaks, but with its texts as they are."""
    parts = _TEXTS.split(constraint.strip())
    if not all(text.isprintable() for text in parts[1::2]):
        raise _unspeakable("a text in a constraint has a line break or the like in it")
    return "".join(
        part if number % 2 else _SPACES.sub(" ", part) for number, part in enumerate(parts)
    )


def _quoted(name: str) -> str:
    if '"' in name or "\n" in name:
        raise _unspeakable(f"the name {shortened(repr(name))} has a quote or line break in it")
    return f'"{name}"'


def _unspeakable(problem: str) -> UsageError:
    return UsageError(f"no script can set the rows, because {problem}: set them in Studio Pro")
