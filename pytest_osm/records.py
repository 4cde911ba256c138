"""The data classes of this package, with one `__repr__` for all of them.

Most are a `Record`, a struct of msgspec: a run makes hundreds of classes and hundreds of thousands
of records, and either takes a tenth of the time that it takes with attrs. Where fields are
private, or worked out when the object is made, the classes are those of attrs.

The `__repr__` is a short line whatever a record holds: a fact of a profile holds, in the end, the
whole model. For the same reason a record is equal to itself alone, unless its class says
`eq=True`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from reprlib import Repr
from typing import TYPE_CHECKING, Any

import attrs
from msgspec import Struct

if TYPE_CHECKING:
    from attrs import define, frozen
else:

    def _decorator(
        of_attrs: Callable[..., Any], cls: type | None = None, **options: object
    ) -> object:
        """A decorator of attrs, with or without options."""
        if cls is None:
            return partial(_decorator, of_attrs, **options)
        made = of_attrs(cls, **{"repr": False, "eq": False, **options})
        if made.__repr__ is object.__repr__:
            made.__repr__ = _repr
        return made

    define, frozen = partial(_decorator, attrs.define), partial(_decorator, attrs.frozen)

__all__ = ["Record", "define", "frozen", "short_line"]


class _Brief(Repr):
    """A short line about anything, which never looks into what a record holds."""

    def repr_instance(self, x: object, level: int) -> str:
        """A record in its own words, if it has some."""
        if not (attrs.has(type(x)) or isinstance(x, Struct)):
            return super().repr_instance(x, level)
        has_words = type(x).__str__ is not object.__str__
        return self.repr1(str(x), level).strip("'") if has_words else f"{type(x).__name__}(...)"


_BRIEF = _Brief()
_BRIEF.maxlevel = _BRIEF.maxtuple = _BRIEF.maxlist = _BRIEF.maxdict = 2
_BRIEF.maxstring = _BRIEF.maxother = 80


class Record(Struct, frozen=True, eq=False):
    """Some named values, which never change; `msgspec.structs.replace` makes others of them."""

    def __repr__(self) -> str:
        return short_line(self, self.__struct_fields__)


def _repr(self: attrs.AttrsInstance) -> str:
    return short_line(self, (each.name for each in attrs.fields(type(self)) if each.repr))


def short_line(record: object, names: Iterable[str]) -> str:
    """A record as a call of its class with some of its fields."""
    shown = (f"{it.lstrip('_')}={_BRIEF.repr(getattr(record, it, None))}" for it in names)
    return f"{type(record).__qualname__}({', '.join(shown)})"
