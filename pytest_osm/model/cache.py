"""What may keep elements from one run to the next, so that documents need not be parsed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pytest_osm.model.element import Element


class Cache(Protocol):
    """A place for what documents were parsed to."""

    def element(self, contents: bytes, how: str, parse: Callable[[], Element]) -> Element:
        """What the contents of a unit parse to, or what that gave in another run.

        `how` names everything that the outcome depends on besides the contents, except for this
        package itself. Errors of `parse` are raised, and never kept.
        """


class NoCache:
    """Nothing is kept."""

    def element(self, contents: bytes, how: str, parse: Callable[[], Element]) -> Element:
        """See `Cache.element`."""
        del contents, how
        return parse()


NO_CACHE = NoCache()
