"""What pytest makes of an item, carried into what the item tells: one verdict in every output."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pytest_osm.checking.problem import Problem
from pytest_osm.checking.verdict import JudgedFinding, Status, Verdict
from pytest_osm.reporters.report import ModelReport

if TYPE_CHECKING:
    import pytest

_NO_REASON = "expected by a marker"
_STRICT_PASS = "[XPASS(strict)]"  # noqa: S105 - how pytest begins what it says then


def agreed(told: ModelReport, report: pytest.TestReport) -> ModelReport:
    """What an item tells, and what pytest reports on it, brought into line.

    Markers of pytest accept findings. They do not accept that there is no verdict: the report says
    that the item failed.
    """
    if _is_expected(report):
        report.wasxfail = _stated(report)  # without the prefix that some releases print
        if told.has_verdict:
            reason = _stated(report) or _NO_REASON
            return _with_verdicts(told, (_accepted(each, reason) for each in told.verdicts))
        report.outcome = "failed"
        del report.wasxfail
        report.sections.append(("osm", "xfail accepts findings, not that there is no verdict"))
    elif report.failed and str(report.longrepr).startswith(_STRICT_PASS):
        reason = str(report.longrepr).removeprefix(_STRICT_PASS).strip()
        return _with_verdicts(told, (_passed(each, reason) for each in told.verdicts))
    return told


def skip_reason(report: pytest.TestReport) -> str:
    """Why an item is not run, in the words of the marker that says so."""
    if _is_expected(report):
        return _stated(report).removeprefix("[NOTRUN]").strip() or _NO_REASON
    stated = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return stated.removeprefix("Skipped: ")


def _is_expected(report: pytest.TestReport) -> bool:
    return report.skipped and hasattr(report, "wasxfail")


def _stated(report: pytest.TestReport) -> str:
    return str(report.wasxfail).removeprefix("reason: ")


def _with_verdicts(model: ModelReport, verdicts: Iterable[Verdict]) -> ModelReport:
    return replace(model, verdicts=tuple(verdicts))


def _accepted(verdict: Verdict, reason: str) -> Verdict:
    """A verdict with everything accepted that would fail."""
    judged = (
        JudgedFinding(each.finding, Status.ACCEPTED, reason)
        if each.status is Status.FAILING
        else each
        for each in verdict.judged
    )
    return replace(verdict, judged=tuple(judged), stale_acceptances=())


def _passed(verdict: Verdict, reason: str) -> Verdict:
    """A verdict that fails as pytest says: a marker expected findings, and there are none."""
    said = f" ({reason})" if reason else ""
    where = f" in profile {verdict.profile}" if verdict.profile else ""
    marker = f"strict xfail marker of {verdict.rule.code}{said}"
    stale = Problem(f"{marker} matches no finding{where}; remove it")
    return replace(verdict, stale_acceptances=(*verdict.stale_acceptances, stale))
