"""The closing section of a run: the numbers, and the lists behind them."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.checking.verdict import Status
from pytest_osm.reporters.formats.text import hidden_details, summary_lines
from pytest_osm.reporters.report import Report
from pytest_osm.terminal.printable import printable

_UNSEEN = (Status.BELOW_FAIL_ON, Status.BELOW_MIN_CONFIDENCE, Status.HIDDEN)


def section_lines(report: Report, width: int, *, is_verbose: bool) -> Iterator[str]:
    """The lines of the section, the lists only if they are asked for."""
    yield from summary_lines(report, width)
    for model in report.models:
        yield from (printable(f"{model.path}: {note}") for note in model.notes)
    if is_verbose:
        yield from _details(report)


def _details(report: Report) -> Iterator[str]:
    for model in report.models:
        for label, text in hidden_details(model, statuses=_UNSEEN):
            yield printable(f"{model.path}: {label}: {text}")
