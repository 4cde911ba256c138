"""Names that tests use, and how mistakes in them look to a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from pytest_osm.configuration.names import known
from pytest_osm.errors import OsmError
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.navigation import SyncMode

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


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


def mode_called(text: str) -> SyncMode:
    """A synchronization mode by its caption or its stored name. UsageError for another text."""
    captions = {mode.caption: mode for mode in SyncMode}
    return known(text, {mode.value: mode for mode in SyncMode} | captions, "synchronization mode")


def kind_called(text: str) -> DocumentKind:
    """A kind of documents by Mendix's word for it. UsageError for another text."""
    return known(text, {kind.value: kind for kind in DocumentKind}, "kind of documents")
