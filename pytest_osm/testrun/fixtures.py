"""What the fixtures for ordinary tests give."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import field

from pytest_osm.readers.discovery import find_models
from pytest_osm.records import frozen
from pytest_osm.testrun.app import OsmApp
from pytest_osm.testrun.run_cache import run_cache


@frozen(eq=False)
class Apps:
    """The apps that tests of one run have asked for, by absolute path."""

    config: pytest.Config
    _apps: dict[Path, OsmApp] = field(factory=dict, init=False)

    def at(self, path: str | Path) -> OsmApp:
        """The app at a path; the test fails if there is none."""
        absolute = self.config.rootpath / path
        if not absolute.is_file():
            pytest.fail(f"there is no Mendix model {absolute}", pytrace=False)
        return self._apps.setdefault(absolute, OsmApp(absolute, run_cache(self.config)))


def only_model_of(config: pytest.Config) -> Path:
    """The one model below pytest's root folder; the test fails if there is another number."""
    models = tuple(find_models(config.rootpath))
    if len(models) != 1:
        there = ", ".join(str(model) for model in models) or "none"
        message = f"osm_app is for one model below {config.rootpath}; there are: {there}"
        pytest.fail(message, pytrace=False)
    return models[0]
