"""The lines at the end of a report: what to do first, what is not shown, what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pytest_osm.checking.findings import Finding
from pytest_osm.reporters.counts import Counts
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.reporters.finding_lines import wrapped
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.rules.wording import counted

_MOST_RULES = 3  # that are named for having the most findings
_FEW = 3  # findings, which need no summary
_GAPS = {
    "not readable": "what these parts hold is not checked. Restore them from git, or open the app"
    " in Studio Pro and save it",
    "not analysed": "pytest-osm does not understand these parts. What is found behind them has"
    " medium confidence at most, and something may be missed",
    "nothing to check": "the profile has nothing that these rules look at. That is fine, unless"
    " you expect Online entities there",
}


def advice_lines(report: Report, screen: Screen) -> Iterator[str]:
    """What to do: how much there is, where most of it is, and what is not shown."""
    failing = [finding for model in report.models for finding in model.failing]
    if failing:
        yield from _most_of(failing, screen.width)
    elif report.exit_code == CLEAN:
        yield "nothing fails"
    if hidden := tuple(_not_shown(report.counts, screen)):
        yield from wrapped(f"not shown: {', '.join(hidden)}", screen.width)
    for gap in _gaps(report.counts, screen):
        listed = "" if screen.is_verbose else " (-v lists them)"
        yield from wrapped(f"{gap}{listed}: {_GAPS[gap]}", screen.width)


def _most_of(failing: list[Finding], width: int) -> Iterator[str]:
    """How much fails, where to start, and what most of it is."""
    documents = {(each.location.unit_id, each.location.document) for each in failing}
    yield f"{by_severity(failing)} in {counted(len(documents), 'document')}"
    if len(failing) <= _FEW:
        return
    worst = max(each.severity for each in failing)
    places = Counter(each.location.document for each in failing if each.severity is worst)
    ((place, number),) = places.most_common(1)
    yield from wrapped(f"start with: {place} ({counted(number, worst.word)})", width)
    rules = Counter(f"{each.code} {each.slug}" for each in failing).most_common(_MOST_RULES)
    if several := [f"{name} ({number})" for name, number in rules if number > 1]:
        yield from wrapped(f"most: {', '.join(several)}", width)


def by_severity(findings: Iterable[Finding]) -> str:
    """How many errors, warnings and infos there are, without those that are none."""
    severities = Counter(each.severity for each in findings)
    there = (each for each in reversed(Severity) if severities[each])
    return ", ".join(counted(severities[each], each.word) for each in there)


def _gaps(counts: Counts, screen: Screen) -> Iterator[str]:
    """What was not looked at; checks without subjects only where all is told."""
    if counts.not_readable:
        yield "not readable"
    if counts.not_followed:
        yield "not analysed"
    if counts.nothing_to_check and screen.is_verbose:
        yield "nothing to check"


def _not_shown(counts: Counts, screen: Screen) -> Iterator[str]:
    """What does not fail and is not listed, each with the option that lists it."""
    if screen.is_verbose:
        return
    if counts.accepted and not screen.shows_accepted:
        yield f"{counts.accepted} accepted (--show-accepted)"
    for number, word in ((counts.minor, "minor"), (counts.unsure, "unsure")):
        if number:
            yield f"{number} {word} (-v)"
