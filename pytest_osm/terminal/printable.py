"""Keeping names from a model from steering the terminal."""

from __future__ import annotations

from unicodedata import category

_LONG = 200  # characters
_UNSAFE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def printable(text: str) -> str:
    """The text on one line, with control and bidirectional characters written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(letter) if category(letter) in _UNSAFE else letter for letter in text)


def one_line(text: object) -> str:
    """What another program says on several lines, perhaps with a control character, on one."""
    return printable(" ".join(str(text).split()))


def shortened(text: str) -> str:
    """The beginning of a text that may be very long."""
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


def printable_lines(text: str) -> str:
    """The same for a text of several lines, which stay lines."""
    return "\n".join(map(printable, text.splitlines()))


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
