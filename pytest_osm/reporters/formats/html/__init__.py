"""A page for browsers: `page` fills its template, `sync_map` draws the maps on it."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Reporter, Screen


def _render(report: Report, screen: Screen) -> Iterator[str]:
    from pytest_osm.reporters.formats.html.page import render  # noqa: PLC0415 - 20 ms

    return render(report, screen)


HTML = Reporter("html", "a page to look at: maps, findings, modes", _render, needs_overview=True)
