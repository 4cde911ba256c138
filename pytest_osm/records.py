"""The data classes of this package: structs of msgspec, with one `__repr__` for all of them.

A run makes hundreds of classes and hundreds of thousands of records, and either takes a tenth of
the time that it takes with attrs, of which the kit that describes apps is made.

The `__repr__` is a short line whatever a record holds: a fact of a profile holds, in the end, the
whole model. For the same reason a record is equal to itself alone, unless its class says
`eq=True`.
"""

from __future__ import annotations

from collections.abc import Iterable
from reprlib import Repr

from msgspec import Struct


class _Brief(Repr):
    """A short line about anything, which never looks into what a record holds."""

    def repr_instance(self, x: object, level: int) -> str:
        """A record in its own words, if it has some."""
        if not isinstance(x, Struct):
            return super().repr_instance(x, level)
        has_words = type(x).__str__ is not object.__str__
        return self.repr1(str(x), level).strip("'") if has_words else f"{type(x).__name__}(...)"


_BRIEF = _Brief()
_BRIEF.maxlevel = _BRIEF.maxtuple = _BRIEF.maxlist = _BRIEF.maxdict = 2
_BRIEF.maxstring = _BRIEF.maxother = 80


class State(Struct, eq=False):
    """Named values that do change, as those of a cache or a walk."""

    def __repr__(self) -> str:
        return short_line(self, self.__struct_fields__)


class Record(Struct, frozen=True, eq=False):
    """Some named values, which never change; `msgspec.structs.replace` makes others of them."""

    def __repr__(self) -> str:
        return short_line(self, self.__struct_fields__)


def short_line(record: object, names: Iterable[str]) -> str:
    """A record as a call of its class with some of its fields."""
    shown = (f"{it.lstrip('_')}={_BRIEF.repr(getattr(record, it, None))}" for it in names)
    return f"{type(record).__qualname__}({', '.join(shown)})"
