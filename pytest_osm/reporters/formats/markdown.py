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
    """The numbers, a table of what fails, the worst first, and what to do about each rule."""
    yield "## Online synchronization"
    yield ""
    yield f"{'❌' if report.exit_code else '✅'} {markdown_text(summary_line(report))}"
    results = sorted(report.results(Status.FAILING), key=_order)
    shown = results[:_MOST]
    if shown:
        yield ""
        yield "| severity | rule | where | what | how users get there |"
        yield "|---|---|---|---|---|"
        yield from map(_row, shown)
    if len(results) > len(shown):
        yield f"\n… and {len(results) - len(shown)} more."
    remedies = {each.finding.code: each.finding.remedy for each in shown}
    if remedies:
        yield from ("", "### How to fix it", "")
        yield from (f"- {code}: {markdown_text(remedy)}" for code, remedy in remedies.items())
    for model in report.models:
        for text in (*model.blocking_problems, *model.notes):
            yield ""
            yield f"- {markdown_text(f'{model.path}: {text}')}"


def _order(result: ReportedFinding) -> tuple[object, ...]:
    """By severity, then by module and document, whatever the model and the profile."""
    place = result.finding.location
    return -result.finding.severity, place.module.name, place.document


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
