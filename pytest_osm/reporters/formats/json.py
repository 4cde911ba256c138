"""Everything as JSON, for programs; `docs/schemas/report.schema.json` describes it.

Keys are stable: a new `schema` number says that one has gone or means something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import to_builtins

from pytest_osm._version import __version__
from pytest_osm.checking.verdict import Status, Verdict
from pytest_osm.model.guid import written_id
from pytest_osm.reporters.report import ModelReport, Report, ReportedFinding
from pytest_osm.reporters.reporter import Reporter, Screen

_SCHEMA = 1

_Object = dict[str, object]


def render(report: Report, _: Screen) -> Iterator[str]:
    """One object."""
    rules = {
        verdict.rule.code: verdict.rule.record
        for model in report.models
        for verdict in model.verdicts
    }
    whole = {
        "schema": _SCHEMA,
        "tool": {"name": "pytest-osm", "version": __version__},
        "exit_code": report.exit_code,
        "counts": to_builtins(report.counts),
        "rules": [rules[code] for code in sorted(rules)],
        "models": [_model(model) for model in report.models],
        "findings": [_finding(result) for result in report.results(*Status)],
    }
    yield json.dumps(whole, indent=2)


def _model(model: ModelReport) -> _Object:
    return {
        "path": model.path,
        "file": model.file or None,
        "mendix_version": model.version or None,
        "error": model.error or None,
        "profiles": [
            {
                "name": profile.name,
                "is_offline": profile.is_offline,
                "not_followed": profile.not_followed,
            }
            for profile in model.profiles
        ],
        "checks": [_check(verdict) for verdict in model.verdicts],
        "crashes": model.crashes,
        "xfail_complaints": [each.text for each in model.stale_acceptances],
        "skipped": model.skipped,
        "not_applicable": model.not_applicable,
        "not_readable": model.unreadable_parts,
        "notes": model.notes,
        "compared_with": model.compared_with or None,
        "build": to_builtins(model.build),
    }


def _check(verdict: Verdict) -> _Object:
    return {
        "rule": verdict.rule.code,
        "profile": verdict.profile or None,
        "examined": verdict.examined,
        "is_failure": verdict.is_failure,
    }


def _finding(result: ReportedFinding) -> _Object:
    finding = result.finding
    place = finding.location
    return {
        "fingerprint": result.fingerprint,
        "rule": finding.code,
        "name": finding.slug,
        "status": result.status.value,
        "reason": result.judged.reason or None,
        "accepted_at": result.judged.place or None,
        "accepted_until": str(result.judged.until) if result.judged.until else None,
        "severity": finding.severity.word,
        "confidence": finding.confidence.word,
        "model": result.model.path,
        "profile": finding.profile or None,
        "module": place.module.name or None,
        "kind": place.kind,
        "document": place.name,
        "folders": finding.folders,
        "element": place.element or None,
        "file": result.file,
        "line": place.line or None,
        "unit_id": place.unit_id or None,
        "element_id": written_id(place.element_id) or None,
        "text": finding.text,
        "details": finding.details,
        "doubt": finding.doubt or None,
        "entities": finding.entities,
        "associations": finding.associations,
        "summarized": finding.summarized,
        "path": finding.path,
        "incoming_links": finding.incoming_links,
        "remedy": finding.remedy,
        "link": finding.link or None,
    }


JSON = Reporter("json", "everything, for programs", render)
