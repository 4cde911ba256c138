"""The code quality report of GitLab, which merge requests show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

from pytest_osm.checking.problem import Problem
from pytest_osm.checking.verdict import Status
from pytest_osm.reporters.report import Report, ReportedFinding
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, _: Screen) -> Iterator[str]:
    """A list with an entry for each finding that is shown, and for what prevents a verdict."""
    entries = [_entry(result) for result in report.results(Status.FAILING, Status.MINOR)]
    for model in report.models:
        entries += [_problem(each) for each in model.blocking_problems]
    yield json.dumps(entries, indent=2)


def _entry(result: ReportedFinding) -> dict[str, object]:
    # https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
    finding = result.finding
    return {
        "description": printable(f"{finding.code}: {finding}"),
        "check_name": f"{finding.code} {finding.slug}",
        "fingerprint": result.fingerprint,
        "severity": _SEVERITIES[finding.severity] if result.status is Status.FAILING else "info",
        "location": {"path": result.file, "lines": {"begin": result.line}},
    }


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "description": printable(problem.text),
        "check_name": "pytest-osm",
        "fingerprint": sha256(f"{problem.file} {problem}".encode()).hexdigest()[:32],
        "severity": "blocker" if problem.prevents_verdict else "major",
        "location": {"path": problem.file, "lines": {"begin": problem.line or 1}},
    }


GITLAB = Reporter("gitlab", "a code quality report for GitLab", render)
