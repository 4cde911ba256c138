"""The cache of parsed documents that a whole run of pytest has."""

from __future__ import annotations

import pytest

from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.readers.unit_cache import UnitCache

_CACHE: pytest.StashKey[UnitCache] = pytest.StashKey()


def run_cache(config: pytest.Config) -> Cache:
    """The cache of a run, opened when it is first asked for."""
    if config.getoption("--osm-no-cache"):
        return NO_CACHE
    if _CACHE not in config.stash:
        config.stash[_CACHE] = cache = UnitCache()
        config.add_cleanup(cache.close)
    return config.stash[_CACHE]
