"""Ways through an app: they share their beginnings, and are told without their long middles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import field

from pytest_osm.records import frozen

_FIRST, _LAST = 4, 8
_GAP = re.compile(r"\.\.\. (\d+) steps? in between \.\.\.")


@frozen
class Steps:
    """Steps one after the other: the last of them, after all before it."""

    last: str
    before: Steps | None = None
    count: int = field(init=False)
    first: tuple[str, ...] = field(init=False, repr=False)

    @count.default
    def _count(self) -> int:
        return self.before.count + 1 if self.before else 1

    @first.default
    def _first(self) -> tuple[str, ...]:
        first = self.before.first if self.before else ()
        return first if len(first) == _FIRST else (*first, self.last)


def then(before: Steps | None, steps: Iterable[str]) -> Steps | None:
    """Some steps after others."""
    for each in steps:
        before = Steps(each, before)
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
