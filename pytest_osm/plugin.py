"""The pytest plugin: model files become test items, one per offline profile and rule.

This module is loaded in every pytest run of an environment that has the package, so it imports
nothing but pytest and the standard library. What a run with `--osm` needs is in
`pytest_osm.testrun`, which is imported then.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_osm.testrun.app import OsmApp


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that switch the plugin on."""
    group = parser.getgroup("osm", "Mendix Online synchronization mode")
    group.addoption("--osm", action="store_true", help="Check Mendix models (.mpr) as tests.")
    group.addoption(
        "--osm-verbose",
        action="store_true",
        help="List findings that do not fail, checks with nothing to check,"
        " and rules for other versions.",
    )
    group.addoption(
        "--osm-assume",
        action="append",
        default=[],
        metavar="ENTITY=MODE",
        help="Check the app as if the entity had this synchronization mode; can be repeated.",
    )
    group.addoption(
        "--osm-report",
        type=Path,
        metavar="PATH",
        help="Write an HTML page with findings, maps, modes and coverage.",
    )
    group.addoption(
        "--osm-no-accept",
        action="store_true",
        help="Ignore xfail entries and the baseline.",
    )
    group.addoption(
        "--osm-strict",
        action="store_true",
        help="Fail if any rule was skipped, or any part not analysed or readable.",
    )
    group.addoption(
        "--osm-no-plugins",
        action="store_true",
        help="Do not load plugins that osm.yaml names.",
    )
    group.addoption(
        "--osm-no-cache",
        action="store_true",
        help="Do not use the cache.",
    )
    group.addoption(
        "--osm-output",
        action="append",
        default=[],
        metavar="FORMAT=PATH",
        help="Write a report, like sarif=osm.sarif; can be repeated.",
    )
    parser.addini("osm", "Check Mendix models (.mpr) as tests.", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the run, but only if asked to."""
    if not (config.getoption("--osm") or config.getini("osm")):
        return
    # Late here and below: it brings in the whole package, which takes 0.2 s.
    from pytest_osm.testrun.run import OsmRun  # noqa: PLC0415

    config.addinivalue_line("markers", "osm: a check of a Mendix model")
    config.pluginmanager.register(OsmRun(config), "osm-run")


@pytest.fixture(scope="session")
def osm_apps(pytestconfig: pytest.Config) -> Callable[[str | Path], OsmApp]:
    """Mendix apps by the path of their .mpr, relative to pytest's root folder; read once."""
    from pytest_osm.testrun.fixtures import Apps  # noqa: PLC0415

    return Apps(pytestconfig).at


@pytest.fixture(scope="session")
def osm_app(pytestconfig: pytest.Config, osm_apps: Callable[[str | Path], OsmApp]) -> OsmApp:
    """The one Mendix app below pytest's root folder."""
    from pytest_osm.testrun.fixtures import only_model_of  # noqa: PLC0415

    return osm_apps(only_model_of(pytestconfig))
