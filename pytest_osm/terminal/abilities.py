"""What the place can do that output goes to: its width, colours, links, and letters.

People say it with variables of the environment, which win over what can be seen of the place.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from io import TextIOWrapper
from os import environ
from shutil import get_terminal_size
from typing import TextIO

_FORMS = {"≠": "!=", "…": "...", "❌": "failed:", "✅": "passed:", "→": "->"}
PLAIN_FORMS = "pytest-osm-plain"  # for errors=: what an encoding lacks in a form that it has
_LINKING_PROGRAMS = frozenset({"ghostty", "Hyper", "iTerm.app", "rio", "vscode", "WezTerm", "zed"})
_LINKING_TERMINALS = ("alacritty", "foot", "xterm-ghostty", "xterm-kitty")
_LINKING_VARIABLES = frozenset({"DOMTERM", "KONSOLE_VERSION", "WT_SESSION"})
_LINKING_VTE = 5000  # 0.50; earlier ones print the address


def columns(stream: TextIO, otherwise: int) -> int:
    """The width of a terminal; of anything else COLUMNS, or some other number."""
    is_known = stream.isatty() or _is_on("COLUMNS")
    return get_terminal_size((otherwise, 24)).columns if is_known else otherwise


def has_colors(stream: TextIO) -> bool:
    """Whether colours mean anything there.

    Sources: https://no-color.org, https://force-color.org, https://bixense.com/clicolors.
    """
    if environ.get("NO_COLOR"):
        return False
    if _is_on("FORCE_COLOR") or _is_on("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


def has_links(stream: TextIO, environment: Mapping[str, str] = environ) -> bool:
    """Whether a terminal is known to show OSC 8 links as links.

    Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
    """
    if forced := environment.get("FORCE_HYPERLINK"):
        return forced != "0"
    if not stream.isatty() or environment.get("TERM") == "dumb" or "CI" in environment:
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM", "").startswith(_LINKING_TERMINALS)
        or bool(_LINKING_VARIABLES & {*environment})
        or (vte.isdecimal() and int(vte) >= _LINKING_VTE)
    )


def linked(text: str, address: str) -> str:
    """The text as a link, for a terminal that has links."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def lets_everything_through(stream: object) -> None:
    """Have a stream never raise: UTF-8 in files and pipes, plain forms on a poor terminal.

    An encoding that somebody asks Python for stays.
    """
    if not isinstance(stream, TextIOWrapper):
        return
    is_free = not (stream.isatty() or environ.get("PYTHONIOENCODING"))
    stream.reconfigure(encoding="utf-8" if is_free else None, errors=PLAIN_FORMS)


def _is_on(name: str) -> bool:
    return environ.get(name, "") not in {"", "0"}


def _in_plain_form(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(map(_plain_form, missing)), error.end


def _plain_form(letter: str) -> str:
    return _FORMS.get(letter) or letter.encode("unicode_escape").decode("ascii")


codecs.register_error(PLAIN_FORMS, _in_plain_form)
