"""Logging commands of Azure Pipelines: lines of the log that become issues of the run."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.checking.verdict import Status
from pytest_osm.reporters.report import Report, ReportedFinding
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable, printable_lines

# https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands; what is escaped is
# what agents turn back.
_IN_TEXT = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_TEXT, **str.maketrans({"]": "%5D", ";": "%3B"})}


def render(report: Report, _: Screen) -> Iterator[str]:
    """An issue for each finding that fails, and for what has no verdict; Azure has no notices."""
    for result in report.results(Status.FAILING):
        yield _issue(result)
    for model in report.models:
        for problem in model.blocking_problems:
            yield _line("error", problem.file, problem.text, line=problem.line or 1)


def _issue(result: ReportedFinding) -> str:
    finding = result.finding
    kind = "error" if finding.severity is Severity.ERROR else "warning"
    text = f"{finding.code}: {finding}\nInstead: {finding.remedy}"
    return _line(kind, result.file, text, code=finding.code, line=result.line)


def _line(kind: str, file: str, text: str, code: str = "", line: int = 1) -> str:
    values = {"type": kind, "sourcepath": file, "linenumber": str(line), "code": code}
    properties = ";".join(
        f"{name}={printable(value).translate(_IN_PROPERTY)}" for name, value in values.items()
    )
    return f"##vso[task.logissue {properties};]{printable_lines(text).translate(_IN_TEXT)}"


AZURE = Reporter("azure", "issues in the log of Azure Pipelines", render)
