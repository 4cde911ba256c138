"""How a run closes: one report of all that was told, its files, its section in the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from pytest_osm.checking.verdict import Status
from pytest_osm.reporters.formats.text import hidden_details, summary_lines
from pytest_osm.reporters.output import Output, of_github
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.terminal.printable import printable

_UNSEEN = (Status.MINOR, Status.UNSURE, Status.HIDDEN)


def failed(path: str, error: str) -> Report:
    """The report of a run that could not check anything."""
    return Report((ModelReport(path, error=error),))


def written(outputs: Iterable[Output], report: Report) -> Iterator[str]:
    """Write files, and what GitHub shows; the lines to print. UsageError when a file cannot be."""
    for each in (*outputs, *of_github(os.environ)):
        if each.path is None:
            yield from each.reporter.render(report, Screen())
        else:
            each.write(report)
            yield f"wrote {each.path}"


def section_lines(report: Report, width: int, *, is_verbose: bool) -> Iterator[str]:
    """The lines of the section, the lists behind the numbers only if they are asked for."""
    yield from summary_lines(report, width)
    for model in report.models:
        said = (*model.obstacles, *model.notes)
        yield from (printable(f"{model.path}: {each}") for each in said)
    if is_verbose:
        yield from _details(report)


def _details(report: Report) -> Iterator[str]:
    for model in report.models:
        for label, text in hidden_details(model, statuses=_UNSEEN):
            yield printable(f"{model.path}: {label}: {text}")
