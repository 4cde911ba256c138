"""Keeping elements in memory, for what checks the same model again and again."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import field

from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.model.element import Element
from pytest_osm.records import State


class MemoryCache(State):
    """What documents were parsed to, by their contents; `forget_unused` ends a check.

    Mutable, because a cache is. What is not in it yet is asked of another cache.
    """

    behind: Cache = NO_CACHE
    _kept: dict[tuple[bytes, str], Element] = field(default_factory=dict)
    _used: dict[tuple[bytes, str], Element] = field(default_factory=dict)

    def element(self, contents: bytes, how: str, parse: Callable[[], Element]) -> Element:
        """See `Cache.element`."""
        key = contents, how
        element = self._kept.get(key) or self.behind.element(contents, how, parse)
        self._used[key] = element
        return element

    def forget_unused(self) -> None:
        """Let go of what has not been asked for since the last time: documents as they were."""
        self._kept, self._used = self._used, {}
