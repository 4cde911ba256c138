"""Markdown for the summary of a CI job or for a comment."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.checking.verdict import Status
from pytest_osm.reporters.formats.text import summary_line
from pytest_osm.reporters.report import Report, ReportedFinding
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.terminal.printable import markdown_text

_MOST = 200  # findings; GitHub refuses summaries of more than 1 MiB


def render(report: Report, _: Screen) -> Iterator[str]:
    """The numbers, and a table of what fails."""
    yield "## Online synchronization"
    yield ""
    yield f"{'❌' if report.exit_code else '✅'} {markdown_text(summary_line(report))}"
    results = tuple(report.results(Status.FAILING))
    if results:
        yield ""
        yield "| severity | rule | where | what | how users get there |"
        yield "|---|---|---|---|---|"
        yield from map(_row, results[:_MOST])
    if len(results) > _MOST:
        yield f"\n… and {len(results) - _MOST} more."
    for model in report.models:
        for text in (*model.blocking_problems, *model.notes):
            yield ""
            yield f"- {markdown_text(f'{model.path}: {text}')}"


def _row(result: ReportedFinding) -> str:
    finding = result.finding
    rule = f"[{finding.code}]({finding.link})" if finding.link else finding.code
    cells = (
        finding.grade,
        str(finding.location),
        finding.text,
        " > ".join(finding.path_from_profile),
    )
    grade, place, text, via = map(markdown_text, cells)
    return f"| {grade} | {rule} | {place} | {text} | {via} |"


MARKDOWN = Reporter("markdown", "a summary for CI jobs and comments", render)
