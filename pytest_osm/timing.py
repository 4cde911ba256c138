"""The day it is, and where the time goes: to the innermost thing that was being done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property, wraps
from time import perf_counter
from typing import TypeVar

from msgspec import field

from pytest_osm.records import State

_Self = TypeVar("_Self")
_Value = TypeVar("_Value")


def today() -> date:
    """The user's own day."""
    return date.today()  # noqa: DTZ011 - no time zone is meant


class Clock(State):
    """Seconds by what they were spent on; what is nested in it is counted by itself."""

    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _stack: list[str] = field(default_factory=list)
    _since: float = 0

    @contextmanager
    def measure(self, what: str) -> Iterator[None]:
        """Count the time of a block as spent on something."""
        self._turn()
        self._stack.append(what)
        try:
            yield
        finally:
            self._turn()
            self._stack.pop()

    def _turn(self) -> None:
        now = perf_counter()
        if self._stack:
            self.spent[self._stack[-1]] += now - self._since
        self._since = now


CLOCK = Clock()


def measured_property(compute: Callable[[_Self], _Value]) -> cached_property[_Value]:
    """A cached property whose time is measured."""

    @wraps(compute)
    def measured(self: _Self) -> _Value:
        with CLOCK.measure(f"fact {compute.__name__.strip('_')}"):
            return compute(self)

    return cached_property(measured)
