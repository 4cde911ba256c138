"""Reports as files."""

from __future__ import annotations

from pathlib import Path

from pytest_osm.errors import UsageError
from pytest_osm.report import Report
from pytest_osm.reporters.reporter import Reporter, Screen


def write_report(report: Report, reporter: Reporter, path: Path) -> None:
    """Write a report into a file, in a new folder if need be; UsageError when that fails."""
    text = "\n".join(reporter.render(report, Screen())) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}"
        raise UsageError(message) from error
