"""The tables that `check --statistics` and `check --durations` print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pytest_osm.checking.verdict import Status
from pytest_osm.cli.tables import Table
from pytest_osm.reporters.report import NO_MODULE, Report, ReportedFinding
from pytest_osm.rules.rule import Severity
from pytest_osm.timing import CLOCK


def count_tables(report: Report) -> Iterator[Table]:
    """Findings by rule, module, severity and confidence: the worst first, then the most."""
    results = tuple(report.results(*Status))
    for title, key in _KEYS.items():
        yield _counted(title, key, results)


def duration_tables() -> Iterator[Table]:
    """Where the time of this process went: rules, facts, and reading; the longest first."""
    whole = sum(CLOCK.spent.values())
    yield Table(
        f"{whole:.2f} seconds of work",
        ("what", "seconds", "share"),
        tuple(
            (what, f"{seconds:.3f}", f"{seconds / whole:.0%}")
            for what, seconds in sorted(CLOCK.spent.items(), key=lambda each: -each[1])
        ),
    )


def _counted(
    title: str, key: Callable[[ReportedFinding], str], results: tuple[ReportedFinding, ...]
) -> Table:
    counts = Counter((key(result), result.status) for result in results)
    sums = Counter(key(result) for result in results)
    worst: dict[str, Severity] = {}
    for result in results:
        severity = result.finding.severity
        worst[key(result)] = max(severity, worst.get(key(result), severity))
    is_compared = any(result.status is Status.KNOWN for result in results)
    statuses = [each for each in Status if is_compared or each is not Status.KNOWN]
    return Table(
        f"findings by {title}",
        (title, *(status.value for status in statuses)),
        tuple(
            (name, *(counts[name, status] for status in statuses))
            for name in sorted(sums, key=lambda each: (-worst[each], -sums[each], each))
        ),
    )


_KEYS: dict[str, Callable[[ReportedFinding], str]] = {
    "rule": lambda result: f"{result.finding.code} {result.finding.slug}",
    "module": lambda result: result.finding.location.module.name or NO_MODULE,
    "severity": lambda result: result.finding.severity.word,
    "confidence": lambda result: result.finding.confidence.word,
}
