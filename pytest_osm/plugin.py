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

from pytest_osm.testrun.markers import rule_markers

if TYPE_CHECKING:
    from pytest_osm.testrun.policies.app import OsmApp
    from pytest_osm.testrun.policies.apps import Apps
    from pytest_osm.testrun.policies.entities import OsmEntity
    from pytest_osm.testrun.policies.profile import OsmProfile

_FOUND = "pytest_osm.testrun.policies.found"
_OF_CHECKS = (  # the other options are also for the fixtures, which need no --osm
    "--osm-verbose",
    "--osm-report",
    "--osm-no-accept",
    "--osm-strict",
    "--osm-output",
    "--osm-base",
    "--osm-base-path",
    "--osm-module",
    "--osm-document",
    "--osm-entity",
)


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
    group.addoption(
        "--osm-base",
        metavar="REVISION",
        help="Report only findings that are not in this git revision.",
    )
    group.addoption(
        "--osm-base-path",
        type=Path,
        metavar="PATH",
        help="Report only findings that are not in this model, or the one in this folder.",
    )
    for what, how in (
        ("module", "in this module"),
        ("document", "in this document"),
        ("entity", "about this entity"),
    ):
        group.addoption(
            f"--osm-{what}",
            action="append",
            default=[],
            metavar="NAME",
            help=f"Report only findings {how} (a name or pattern); can be repeated.",
        )
    group.addoption(
        "--osm-format",
        choices=["full", "concise", "grouped"],
        default="full",
        help="How failures show findings: with fix and path, in one line each, or by document.",
    )
    parser.addini("osm", "Check Mendix models (.mpr) as tests.", type="bool", default=False)
    parser.addini("osm_app", "The Mendix app that the fixture osm_app is for.", default="")
    parser.addini(
        "osm_xfail",
        "Expected failures, one in a line, like OSM301 NativePhone: rewritten in release 4."
        " Without a profile it is for all of them.",
        type="linelist",
        default=[],
    )


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the run, but only if asked to."""
    config.addinivalue_line("markers", "osm: a check of a Mendix model")
    config.addinivalue_line(
        "markers",
        "osm_entities(pattern, mode, module, specializes): the entities that osm_entity is for",
    )
    for code, words in rule_markers().items():
        config.addinivalue_line("markers", f"{code}: {words}; see pytest-osm explain {code}")
    if config.getoption("--osm") or config.getini("osm"):
        # Late here and below: a run without models needs none of it.
        from pytest_osm.testrun.run import OsmRun  # noqa: PLC0415

        config.pluginmanager.register(OsmRun(config), "osm-run")
        return
    for option in _OF_CHECKS:
        if config.getoption(option):
            message = f"{option} needs --osm, or osm = true in the configuration of pytest"
            raise pytest.UsageError(message)


def _apps(config: pytest.Config) -> Apps:
    """The apps of a run."""
    from pytest_osm.testrun.undisturbed import undisturbed  # noqa: PLC0415

    with undisturbed():
        from pytest_osm.testrun.policies.apps import Apps  # noqa: PLC0415
    return Apps.of(config)


@pytest.fixture(scope="session")
def osm_apps(pytestconfig: pytest.Config) -> Callable[[str | Path], OsmApp]:
    """Mendix apps by the path of their .mpr, relative to pytest's root folder; read once."""
    return _apps(pytestconfig).at


@pytest.fixture(scope="session")
def osm_app(pytestconfig: pytest.Config) -> OsmApp:
    """The Mendix app that the option osm_app names, or the only one below pytest's root folder."""
    return _apps(pytestconfig).only()


@pytest.fixture
def osm_profile(request: pytest.FixtureRequest) -> OsmProfile:
    """One test for each offline profile of each app, like test_it[App-NativePhone]."""
    profile: OsmProfile = request.param.profile_of(_apps(request.config))
    return profile


@pytest.fixture
def osm_entity(request: pytest.FixtureRequest) -> OsmEntity:
    """One test for each entity of each offline profile; the marker osm_entities chooses some."""
    entity: OsmEntity = request.param.entity_of(_apps(request.config))
    return entity


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give tests of profiles and entities their parameters."""
    if {"osm_profile", "osm_entity"}.intersection(metafunc.fixturenames):
        from pytest_osm.testrun.undisturbed import undisturbed  # noqa: PLC0415

        with undisturbed():
            from pytest_osm.testrun.policies.parametrizing import parametrize  # noqa: PLC0415
        parametrize(metafunc)
    if "osm_entity" not in metafunc.fixturenames:
        for _ in metafunc.definition.iter_markers("osm_entities"):
            pytest.fail("osm_entities is for tests that use osm_entity", pytrace=False)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Say of things that should not be there where they are, and how users get there."""
    # What others compare is not touched: not everything can be asked whether it is an empty list.
    if op != "==" or type(left).__module__ != _FOUND or right not in ([], ()):
        return None
    from pytest_osm.testrun.policies.found import Found  # noqa: PLC0415

    return [repr(left), *left.explained()] if isinstance(left, Found) else None
