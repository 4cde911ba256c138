"""JUnit XML: a test case for each check, for everything that shows test results."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Reporter, Screen


def _render(report: Report, screen: Screen) -> Iterator[str]:
    from pytest_osm.reporters.formats.junit.suites import render  # noqa: PLC0415 - 4 ms

    return render(report, screen)


JUNIT = Reporter("junit", "test results in JUnit XML", _render)
