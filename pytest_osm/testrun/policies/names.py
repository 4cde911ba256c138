"""Names and patterns that tests use: each must fit something, or a typing error would pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from functools import wraps
from typing import ParamSpec, TypeVar

from pytest_osm.configuration.node import known, suggestion
from pytest_osm.errors import OsmError, UsageError
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.navigation import SyncMode

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_WILD = frozenset("*?[")


def without_frames(method: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Have a test that makes a mistake see its own line, and none of the lines behind it."""

    @wraps(method)
    def called(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        __tracebackhide__ = True
        try:
            return method(*args, **kwargs)
        except OsmError as error:
            raise error.with_traceback(None) from None

    return called


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


def mode_called(text: str) -> SyncMode:
    """A synchronization mode by its caption or its stored name. UsageError for another text."""
    captions = {mode.caption: mode for mode in SyncMode}
    return known(text, {mode.value: mode for mode in SyncMode} | captions, "synchronization mode")


def kind_called(text: str) -> DocumentKind:
    """A kind of documents by Mendix's word for it. UsageError for another text."""
    return known(text, {kind.value: kind for kind in DocumentKind}, "kind of documents")
