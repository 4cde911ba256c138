"""Ways through an app: they share their beginnings, and are told without their long middles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pytest_osm.records import Record

_FIRST, _LAST = 4, 8
_GAP = re.compile(r"\.\.\. (\d+) steps? in between \.\.\.")


class Steps(Record, frozen=True):
    """Steps one after the other: the last of them after all before it, and the first few."""

    last: str
    before: Steps | None
    count: int
    first: tuple[str, ...]


def then(before: Steps | None, steps: Iterable[str]) -> Steps | None:
    """Some steps after others."""
    for each in steps:
        count, first = (before.count, before.first) if before else (0, ())
        first = first if len(first) == _FIRST else (*first, each)
        before = Steps(each, before, count + 1, first)
    return before


def told(steps: Steps | None) -> tuple[str, ...]:
    """The steps in their order; of very many, the first and the last, and how many are between."""
    left_out = steps.count - _FIRST - _LAST if steps else 0
    backwards: list[str] = []
    place = steps
    while place is not None and not (left_out > 1 and len(backwards) == _LAST):
        backwards.append(place.last)
        place = place.before
    if steps is None or left_out <= 1:
        return tuple(reversed(backwards))
    return (*steps.first, gap(left_out), *reversed(backwards))


def gap(left_out: int) -> str:
    """What stands for some steps that are left out."""
    return f"... {left_out} {'step' if left_out == 1 else 'steps'} in between ..."


def steps_in(told_step: str) -> int:
    """How many steps a told one stands for."""
    found = _GAP.fullmatch(told_step)
    return int(found[1]) if found else 1
