"""The apps that the fixtures of one run give, read once, as options of the run have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import field

from pytest_osm.extension.loading import load_plugins
from pytest_osm.readers.discovery import find_models
from pytest_osm.records import Record
from pytest_osm.testrun.planning import Planner
from pytest_osm.testrun.policies.app import OsmApp

_APPS: pytest.StashKey[Apps] = pytest.StashKey()


class Apps(Record, frozen=True):
    """The apps that tests of one run have asked for, by absolute path."""

    config: pytest.Config
    _planner: Planner
    _apps: dict[Path, OsmApp] = field(default_factory=dict)

    @classmethod
    def of(cls, config: pytest.Config) -> Apps:
        """Those of a run."""
        if _APPS not in config.stash:
            config.stash[_APPS] = cls(config, Planner(config))
        return config.stash[_APPS]

    def at(self, path: str | Path) -> OsmApp:
        """The app at a path; the test fails if there is none."""
        __tracebackhide__ = True
        absolute = self.config.rootpath / path
        if not absolute.is_file():
            pytest.fail(f"there is no Mendix model {absolute}", pytrace=False)
        if absolute not in self._apps:
            conftests = self._planner.conftests(absolute)
            self._apps[absolute] = OsmApp(
                absolute,
                self._planner.settings,
                lambda settings: load_plugins(settings.plugins, conftests),
            )
        return self._apps[absolute]

    def only(self) -> OsmApp:
        """The one app of the run: that of the option `osm_app`, or the only one there is."""
        __tracebackhide__ = True
        models = self.models()
        if len(models) != 1:
            root = self.config.rootpath
            there = ", ".join(str(each.relative_to(root)) for each in models) or "none"
            message = (
                f"osm_app is for one model below {root}; there are: {there};"
                " name one as osm_app in the configuration of pytest"
            )
            pytest.fail(message, pytrace=False)
        return self.at(models[0])

    def models(self) -> tuple[Path, ...]:
        """The named model, or all below pytest's root folder but what pytest is to ignore."""
        if named := self.config.getini("osm_app"):
            return (self.config.rootpath / named,)
        here = self.config.invocation_params.dir
        ignored = [here / each for each in self.config.getoption("ignore") or ()]
        return tuple(
            model
            for model in find_models(self.config.rootpath)
            if not any(model.is_relative_to(each) for each in ignored)
        )
