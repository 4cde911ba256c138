"""The data classes of this package: those of attrs, with one `__repr__` for all of them.

attrs compiles a `__repr__` for each class, which takes half of the time that making a class takes,
and hundreds of classes are made whenever the command starts. Nobody but developers looks at them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from attrs import define, frozen
else:

    def _decorator(
        of_attrs: Callable[..., Any], cls: type | None = None, **options: object
    ) -> object:
        """A decorator of attrs, with or without options."""
        if cls is None:
            return partial(_decorator, of_attrs, **options)
        made = of_attrs(cls, repr=False, **options)
        if made.__repr__ is object.__repr__:
            made.__repr__ = _repr
        return made

    define, frozen = partial(_decorator, attrs.define), partial(_decorator, attrs.frozen)

__all__ = ["define", "frozen"]


@recursive_repr()
def _repr(self: attrs.AttrsInstance) -> str:
    shown = (each.name for each in attrs.fields(type(self)) if each.repr)
    values = (f"{name.lstrip('_')}={getattr(self, name, None)!r}" for name in shown)
    return f"{type(self).__qualname__}({', '.join(values)})"
