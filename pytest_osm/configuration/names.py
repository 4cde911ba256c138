"""Names and patterns that users type: each must fit something, or a typing error would pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import TypeVar

from pytest_osm.errors import UsageError
from pytest_osm.terminal.printable import shortened

_Known = TypeVar("_Known")
_LONGEST = 80  # characters of a name that is not there
_FEW = 20  # words that are worth listing
_WILD = frozenset("*?[")


def suggestion(text: str, allowed: tuple[str, ...]) -> str:
    """A clause that names the nearest word, or the choice where none is near."""
    plain = text.casefold()
    from difflib import get_close_matches  # noqa: PLC0415 - 2 ms

    same = [each for each in allowed if plain in (each.casefold(), _unqualified(each))]
    begun = [each for each in allowed if each.startswith(text)]
    if near := (text and (same or begun)) or get_close_matches(text, allowed, n=1):
        return f"; did you mean {near[0]}?"
    return f"; there are {', '.join(sorted(allowed))}" if len(allowed) <= _FEW else ""


def _unqualified(name: str) -> str:
    return name.partition(".")[2].casefold()


def known(name: str, there: Mapping[str, _Known], what: str = "", otherwise: str = "") -> _Known:
    """What a name stands for; UsageError with a suggestion, or another hint, for nothing."""
    if name not in there:
        missing = " ".join(filter(None, ("there is no", what, shortened(name, _LONGEST))))
        message = f"{missing}{suggestion(name, tuple(there)) or otherwise}"
        raise UsageError(message)
    return there[name]


def fitting(pattern: str, names: Iterable[str], what: str) -> frozenset[str]:
    """The names that a pattern fits. UsageError, with a suggestion, when it fits none."""
    there = {name: name for name in names}
    if not _WILD.intersection(pattern):
        return frozenset({known(pattern, there, what)})
    found = frozenset(name for name in there if fnmatchcase(name, pattern))
    if not found:
        module, dot, _ = pattern.partition(".")
        modules = tuple(dict.fromkeys(name.partition(".")[0] for name in there))
        hint = suggestion(module, modules) if dot and module not in modules else ""
        message = f"{pattern} fits no {what}{hint}"
        raise UsageError(message)
    return found
