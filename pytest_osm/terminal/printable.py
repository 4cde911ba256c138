"""Keeping names from a model from steering the terminal."""

from __future__ import annotations

from unicodedata import category

_LONG = 40  # characters of a value that is quoted
LONGEST_PATH = 300  # that is quoted
_UNSAFE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_MARKUP = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>#|~&!"})
_NONCHARACTERS = range(0xFDD0, 0xFDF0)  # and the last two of each plane; XML forbids some


def printable(text: str) -> str:
    """The text on one line, with control and bidirectional characters written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(letter) if _is_unsafe(letter) else letter for letter in text)


def one_line(text: object) -> str:
    """What another program says on several lines, perhaps with a control character, on one."""
    return printable(" ".join(str(text).split()))


def shortened(text: str, most: int = _LONG) -> str:
    """The beginning of a text that may be very long, or a secret."""
    return text if len(text) <= most else f"{text[:most]}…"


def printable_lines(text: str) -> str:
    """The same for a text of several lines, which stay lines."""
    return "\n".join(map(printable, text.splitlines()))


def markdown_text(text: str) -> str:
    """The text on one line of Markdown, where none of it is markup or HTML."""
    return printable(text).translate(_MARKUP)


def _is_unsafe(letter: str) -> bool:
    is_character = ord(letter) not in _NONCHARACTERS and ord(letter) & 0xFFFE != 0xFFFE  # noqa: PLR2004
    return not is_character or category(letter) in _UNSAFE


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")
