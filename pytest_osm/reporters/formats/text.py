"""Text for people: findings by profile and document, and the numbers at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import wrap

from click import style

from pytest_osm.checking.findings import Finding
from pytest_osm.checking.verdict import JudgedFinding, Status, Verdict
from pytest_osm.reporters.counts import Counts
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable

_SHOWN = {  # in this order, with what sets them apart
    Status.FAILING: "",
    Status.ACCEPTED: Status.ACCEPTED.value,
    Status.BELOW_FAIL_ON: "",
    Status.BELOW_MIN_CONFIDENCE: Status.BELOW_MIN_CONFIDENCE.value,
}
_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_LABEL_WIDTH = 5
_NARROWEST = 40


def render(report: Report, screen: Screen) -> Iterator[str]:
    """The whole report."""
    for model in report.models:
        yield from _model(model, screen)
    for line in summary_lines(report, screen.width):
        color = "red" if report.exit_code else "green"
        yield _colored(line, screen, fg=color, bold=True)


def headline(verdict: Verdict) -> str:
    """A failing check in one line: how many, and the first of them."""
    numbers = [counted(len(verdict.failing), "finding")] if verdict.failing else []
    if verdict.stale_acceptances:
        number = len(verdict.stale_acceptances)
        numbers.append(counted(number, "outdated xfail entry", "outdated xfail entries"))
    first, *_ = (*map(str, verdict.failing), *verdict.stale_acceptances)
    return f"{', '.join(numbers)}: {first}"


def failure_lines(verdict: Verdict, screen: Screen) -> Iterator[str]:
    """The findings that fail a check, by document, and the acceptances that do."""
    documents = groupby(verdict.failing, key=lambda finding: finding.location.document)
    is_first = True
    for document, findings in documents:
        yield f"   {printable(document)}"
        for finding in findings:
            yield from finding_lines(finding, screen, with_remedy=is_first)
            is_first = False
    for complaint in verdict.stale_acceptances:
        yield from _paragraph("xfail", complaint, screen, indent=2)


def finding_lines(
    finding: Finding,
    screen: Screen,
    *,
    with_remedy: bool = True,
    note: str = "",
    reason: str = "",
) -> Iterator[str]:
    """One finding: what, how the profile gets there, what to do, where to read more."""
    yield f"    {finding_head(finding, screen, note)}"
    element = f"{finding.location.element}: " if finding.location.element else ""
    yield from _paragraph("what", element + finding.text, screen, indent=6)
    for detail in finding.details:
        yield from _paragraph("", detail, screen, indent=8)
    if finding.location.line:
        place = f"{finding.location.file}:{finding.location.line}"
        yield from _paragraph("at", place, screen, indent=6)
    if reason:
        yield from _paragraph("why", f"accepted: {reason}", screen, indent=6)
    if finding.path:
        path = " > ".join(finding.path_from_profile)
        if (others := finding.incoming_links - 1) > 0:
            path += f", and from {counted(others, 'other place')}"
        yield from _paragraph("path", path, screen, indent=6)
    if with_remedy:
        yield from _paragraph("fix", finding.remedy, screen, indent=6)
        yield from _paragraph("see", f"pytest-osm explain {finding.code}", screen, indent=6)
        if finding.link:
            yield from _paragraph("", finding.link, screen, indent=6)


def finding_head(finding: Finding, screen: Screen, note: str = "") -> str:
    """Code, name and severity, and what limits them."""
    words = [f"{finding.code} {finding.slug}, {finding.grade}"]
    words += [note] if note else []
    return _colored(", ".join(words), screen, fg=_COLORS[finding.severity], bold=True)


def counted(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: 1 finding, 2 findings."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def summary_line(report: Report) -> str:
    """The numbers that close a report, on one line, and what it was compared with."""
    line = ", ".join(_summary_words(report.counts))
    return f"{line}; compared with {report.compared_with}" if report.compared_with else line


def summary_lines(report: Report, width: int) -> list[str]:
    """The closing line, or lines where it is too long for one."""
    line = printable(summary_line(report))
    return wrap(line, max(width, _NARROWEST), break_long_words=False, break_on_hyphens=False)


def _summary_words(counts: Counts) -> Iterator[str]:
    """The numbers with what they count; of the lesser ones, those that are not zero.

    Rules that could not be run come first: without them, no findings means less.
    """
    if counts.skipped:
        yield counted(counts.skipped, "rule skipped", "rules skipped")
    yield counted(counts.models, "model")
    yield counted(counts.profiles, "offline profile")
    yield counted(counts.checks, "check")
    yield counted(counts.failing, "finding")
    for number, singular, plural in (
        (counts.accepted, "accepted", "accepted"),
        (counts.in_base, "in base", "in base"),
        (counts.below_fail_on, "below fail-on", "below fail-on"),
        (counts.below_min_confidence, "below min-confidence", "below min-confidence"),
        (counts.hidden, "hidden by modules or documents", "hidden by modules or documents"),
        (counts.nothing_to_check, "check with nothing to check", "checks with nothing to check"),
        (counts.not_applicable, "rule for other versions", "rules for other versions"),
        (counts.not_followed, "part not analysed", "parts not analysed"),
        (counts.not_readable, "part not readable", "parts not readable"),
        (counts.crashed, "rule crashed", "rules crashed"),
        (counts.without_verdict, "model without a verdict", "models without a verdict"),
        (counts.stale_acceptances, "outdated xfail entry", "outdated xfail entries"),
    ):
        if number:
            yield counted(number, singular, plural)


def _model(model: ModelReport, screen: Screen) -> Iterator[str]:
    version = f" (Mendix {model.version})" if model.version else ""
    yield _colored(printable(f"{model.path}{version}"), screen, bold=True)
    for obstacle in model.obstacles:
        yield from _paragraph("error", obstacle, screen, indent=2)
    for note in model.notes:
        yield from _paragraph("note", note, screen, indent=2)
    yield from _profiles(model, screen)
    for crash in model.crashes:
        yield from _paragraph("crash", crash, screen, indent=2)
    for complaint in model.stale_acceptances:
        yield from _paragraph("xfail", complaint, screen, indent=2)
    if screen.is_verbose:
        for label, text in hidden_details(model):
            yield from _paragraph(label, text, screen, indent=2, label_width=20)
    yield ""


def _profiles(model: ModelReport, screen: Screen) -> Iterator[str]:
    explained: set[str] = set()
    for profile, judged in groupby(_shown(model), key=lambda each: each.finding.profile):
        if profile:
            yield f"  profile {printable(profile)}"
        by_document = sorted(judged, key=_document)
        for document, group in groupby(by_document, key=_document):
            found = [*group]
            yield _colored(f"   {printable(document)}", screen, bold=True)
            if folders := found[0].finding.folders:
                where = f"in {' > '.join(folders)}"
                yield from _paragraph("", where, screen, indent=2, label_width=0)
            for each in found:
                is_new = each.finding.code not in explained
                explained.add(each.finding.code)
                yield from finding_lines(
                    each.finding,
                    screen,
                    with_remedy=is_new,
                    note=_SHOWN[each.status],
                    reason=each.reason,
                )


def _shown(model: ModelReport) -> Iterator[JudgedFinding]:
    """The findings to be shown, in the order of the checks."""
    for verdict in model.verdicts:
        for status in _SHOWN:
            yield from (each for each in verdict.judged if each.status is status)


def _document(judged: JudgedFinding) -> str:
    return judged.finding.location.document


def hidden_details(
    model: ModelReport, *, statuses: Iterable[Status] = (Status.HIDDEN,)
) -> Iterator[tuple[str, str]]:
    """What the numbers hide, each with a label: what was not looked at, and what is not shown."""
    for each in model.skipped:
        yield "skipped", each
    for each in model.not_applicable:
        yield "other version", each
    for verdict in model.verdicts:
        if verdict.has_nothing_to_check:
            name = f"{verdict.rule.code} {verdict.rule.name}"
            yield "nothing to check", f"{verdict.profile}: {name}"
    for verdict in model.verdicts:
        for status in statuses:
            for finding in verdict.of(status):
                text = f"{finding.code} {finding.grade}: {finding}"
                yield status.value, f"{finding.profile}: {text}" if finding.profile else text
    for unreadable in model.unreadable_parts:
        yield "not readable", unreadable
    for profile, construct in model.not_followed:
        yield "not analysed", f"{profile}: {construct}"


def _paragraph(
    label: str, text: str, screen: Screen, *, indent: int, label_width: int = _LABEL_WIDTH
) -> Iterable[str]:
    """A labelled paragraph whose lines hang under its first word."""
    margin = " " * indent
    return wrap(
        printable(text),
        width=max(screen.width, _NARROWEST),
        initial_indent=f"{margin}{label:<{label_width}}  ",
        subsequent_indent=margin + " " * (label_width + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _colored(text: str, screen: Screen, *, fg: str | None = None, bold: bool = False) -> str:
    return style(text, fg=fg, bold=bold) if screen.has_color else text


TEXT = Reporter("text", "for people: findings by profile and document", render)
