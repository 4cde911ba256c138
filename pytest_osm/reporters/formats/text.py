"""Text for people: what fails and what to do about it first, then the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from pytest_osm.checking.verdict import JudgedFinding, Status, Verdict
from pytest_osm.reporters.advice import advice_lines
from pytest_osm.reporters.build_lines import build_lines
from pytest_osm.reporters.counts import Counts
from pytest_osm.reporters.finding_lines import colored, finding_lines, labelled, wrapped
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.reporters.short_lines import concise_lines, grouped_lines
from pytest_osm.rules.wording import counted
from pytest_osm.terminal.printable import printable

_MOST_IN_FULL = 10  # findings; with more, each gets fewer lines


def render(report: Report, screen: Screen) -> Iterator[str]:
    """The whole report."""
    explained: set[str] = set()
    number = sum(len(model.failing) for model in report.models)
    one = replace(screen, is_crowded=number > _MOST_IN_FULL)
    for model in report.models:
        yield from _model(model, one, explained)
    if screen.layout != "concise":
        yield from advice_lines(report, screen)
    for line in summary_lines(report, screen.width):
        color = "red" if report.exit_code else "green"
        yield colored(line, screen, fg=color, bold=True)


def headline(verdict: Verdict) -> str:
    """A failing check in one line: how many, and the first of them."""
    numbers = [counted(len(verdict.failing), "finding")] if verdict.failing else []
    if verdict.stale_acceptances:
        number = len(verdict.stale_acceptances)
        numbers.append(counted(number, "outdated xfail entry", "outdated xfail entries"))
    first, *_ = map(str, (*verdict.failing, *verdict.stale_acceptances))
    return f"{', '.join(numbers)}: {first}"


def failure_lines(verdict: Verdict, screen: Screen) -> Iterator[str]:
    """The findings that fail a check, by document, and the acceptances that do."""
    judged = [each for each in verdict.judged if each.status is Status.FAILING]
    screen = replace(screen, is_crowded=len(judged) > _MOST_IN_FULL)
    if screen.layout == "concise":
        yield from concise_lines(judged, verdict.profile, screen)
    elif screen.layout == "grouped":
        yield from grouped_lines(judged, screen)
    else:
        yield from _documents(judged, screen, set())
    for complaint in verdict.stale_acceptances:
        yield from labelled("xfail", str(complaint), screen, indent=2)


def summary_line(report: Report) -> str:
    """The numbers that close a report, on one line, and what it was compared with."""
    line = ", ".join(_summary_words(report.counts))
    return f"{line}; compared with {report.compared_with}" if report.compared_with else line


def summary_lines(report: Report, width: int) -> list[str]:
    """The closing line, or lines where it is too long for one."""
    return wrapped(summary_line(report), width)


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
        (counts.known, "known", "known"),
        (counts.minor, "minor", "minor"),
        (counts.unsure, "unsure", "unsure"),
        (counts.hidden, "hidden elsewhere", "hidden elsewhere"),
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


def _model(model: ModelReport, screen: Screen, explained: set[str]) -> Iterator[str]:
    lines = [
        *_labelled_all("error", model.obstacles, screen),
        *_labelled_all("note", model.notes, screen),
        *_findings(model, screen, explained),
        *_labelled_all("crash", model.crashes, screen),
        *_labelled_all("xfail", model.stale_acceptances, screen),
    ]
    if screen.is_verbose:
        statuses = () if screen.is_scoped else (Status.HIDDEN,)
        for label, text in hidden_details(model, statuses=statuses):
            lines += labelled(label, text, screen, indent=2)
    if model.build and screen.layout != "concise":
        lines += build_lines(model.build, screen)
    if lines or screen.layout == "full":
        version = f" (Mendix {model.version})" if model.version else ""
        if screen.layout != "concise":
            yield colored(printable(f"{model.path}{version}"), screen, bold=True)
        yield from (*lines, "")


def _labelled_all(label: str, texts: Iterable[object], screen: Screen) -> Iterator[str]:
    for text in texts:
        yield from labelled(label, str(text), screen, indent=2)


def _findings(model: ModelReport, screen: Screen, explained: set[str]) -> Iterator[str]:
    shown = sorted(_shown(model, screen), key=_order)
    if screen.layout == "concise":
        yield from concise_lines(shown, model.path, screen)
    elif screen.layout == "grouped":
        yield from grouped_lines(shown, screen)
    else:
        for profile, judged in groupby(shown, key=lambda each: each.finding.profile):
            if profile:
                yield f"  profile {printable(profile)}"
            yield from _documents(judged, screen, explained)


def _documents(
    judged: Iterable[JudgedFinding], screen: Screen, explained: set[str]
) -> Iterator[str]:
    """Findings by document, each way and each remedy once."""
    for document, group in groupby(judged, key=lambda each: each.finding.location.document):
        found = [*group]
        folders = found[0].finding.folders
        where = printable(f"  (in {' > '.join(folders)})") if folders else ""
        heading = printable(f"   {document}")
        fits = len(heading) + len(where) <= screen.width
        yield colored(heading, screen, bold=True) + (where if fits else "")
        if not fits:
            yield from labelled("in", " > ".join(folders), screen)
        path: tuple[str, ...] = ()
        for each, number in _alike(found, screen):
            finding = each.finding
            yield from finding_lines(
                finding,
                screen,
                has_path=finding.path != path,
                has_remedy=finding.code not in explained,
                note=each.note,
                number=number,
            )
            path = finding.path
            explained.add(finding.code)


def _alike(found: Iterable[JudgedFinding], screen: Screen) -> Iterator[tuple[JudgedFinding, int]]:
    """The first of those that say the same of several widgets, and how many they are."""
    same: dict[object, list[JudgedFinding]] = {}
    for each in found:
        finding = each.finding
        is_one_of_many = screen.is_crowded and finding.location.element and not screen.is_verbose
        key = (finding.code, finding.grade, finding.text, each.note)
        same.setdefault(key if is_one_of_many else id(each), []).append(each)
    yield from ((first, 1 + len(others)) for first, *others in same.values())


def _shown(model: ModelReport, screen: Screen) -> Iterator[JudgedFinding]:
    statuses = set() if screen.is_quiet else {Status.FAILING}
    if screen.is_verbose:
        statuses |= {Status.MINOR, Status.UNSURE}
    if screen.is_verbose or screen.shows_accepted:
        statuses.add(Status.ACCEPTED)
    for verdict in model.verdicts:
        yield from (each for each in verdict.judged if each.status in statuses)


def _order(judged: JudgedFinding) -> tuple[object, ...]:
    """What fails and is bad first, then by profile, module and document."""
    finding, place = judged.finding, judged.finding.location
    grade = judged.status is not Status.FAILING, -finding.severity
    return *grade, finding.profile, place.module.name, place.document


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


TEXT = Reporter("text", "for people: what fails, by severity and document", render)
