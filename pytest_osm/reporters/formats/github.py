"""Annotations of GitHub Actions: lines of the log that appear beside the changed files."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.checking.verdict import Status
from pytest_osm.reporters.report import Report, ReportedFinding
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable, printable_lines

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
# https://docs.github.com/actions/reference/workflow-commands-for-github-actions
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_TEXT, **str.maketrans({":": "%3A", ",": "%2C"})}


def render(report: Report, _: Screen) -> Iterator[str]:
    """One annotation for each finding that is shown, and for what has no verdict."""
    for result in report.results(Status.FAILING, Status.MINOR):
        yield _annotation(result)
    for model in report.models:
        for problem in model.blocking_problems:
            yield _line("error", "pytest-osm", problem.file, problem.text, problem.line)


def _annotation(result: ReportedFinding) -> str:
    finding = result.finding
    path = (f"path: {' > '.join(finding.path_from_profile)}",) if finding.path_from_profile else ()
    text = "\n".join((str(finding), *path, f"Instead: {finding.remedy}"))
    command = _COMMANDS[finding.severity] if result.status is Status.FAILING else "notice"
    title = f"{finding.code} {finding.slug}"
    return _line(command, title, result.file, text, finding.location.line)


def _line(command: str, title: str, file: str, text: str, line: int = 0) -> str:
    lines = printable_lines(text).translate(_IN_TEXT)
    place = printable(file).translate(_IN_PROPERTY) + (f",line={line}" if line else "")
    return f"::{command} file={place},title={printable(title).translate(_IN_PROPERTY)}::{lines}"


GITHUB = Reporter("github", "annotations in the log of GitHub Actions", render)
