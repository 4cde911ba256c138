"""How rules say several things at once."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN = 3


def listed(names: Iterable[str], most: int = _SHOWN) -> str:
    """Names in a row, the first few of many: "A, B and C", or "A, B, C and 4 more"."""
    distinct = [*dict.fromkeys(names)]
    if len(distinct) > most + 1:
        return f"{', '.join(distinct[:most])} and {len(distinct) - most} more"
    *first, last = distinct
    return f"{', '.join(first)} and {last}" if first else last


def are_left_out(names: Iterable[str]) -> bool:
    """Whether `listed` leaves some of them out."""
    return len({*names}) > _SHOWN + 1


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: 1 finding, 2 findings."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
