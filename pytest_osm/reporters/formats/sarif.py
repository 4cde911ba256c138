"""SARIF 2.1.0, for GitHub code scanning, Azure DevOps and editors.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from pytest_osm._version import __version__
from pytest_osm.checking.verdict import Status
from pytest_osm.facts.location import Location
from pytest_osm.reporters.exit_codes import NO_VERDICT
from pytest_osm.reporters.report import Report, ReportedFinding
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.page import RuleDescription
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable, printable_lines

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SHOWN = (
    Status.FAILING,
    Status.ACCEPTED,
    Status.KNOWN,
    Status.MINOR,
    Status.UNSURE,
)

_Object = dict[str, object]


def render(report: Report, _: Screen) -> Iterator[str]:
    """One log with one run."""
    rules = {
        verdict.rule.code: verdict.rule for model in report.models for verdict in model.verdicts
    }
    places = {code: place for place, code in enumerate(rules)}
    run = {
        "tool": {"driver": _driver(rules.values())},
        "columnKind": "utf16CodeUnits",
        "invocations": [_invocation(report)],
        "results": [],
    }
    log = json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)
    begin, end = log.rsplit("[]", 1)
    results = (json.dumps(_result(each, places)) for each in report.results(*_SHOWN))
    yield begin + "["
    yield from _separated(results)
    yield "]" + end


def _separated(texts: Iterable[str]) -> Iterator[str]:
    """The entries of a list, each on a line of its own, for there may be very many."""
    waiting = ""
    for text in texts:
        if waiting:
            yield waiting + ","
        waiting = text
    if waiting:
        yield waiting


def _driver(rules: Iterable[RuleDescription]) -> _Object:
    return {
        "name": "pytest-osm",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(each) for each in rules],
    }


def _rule(rule: RuleDescription) -> _Object:
    steps = "".join(f"\n{number}. {step}" for number, step in enumerate(rule.steps, 1))
    advice = f"{rule.summary}\n\n{rule.reason}\n\nInstead: {rule.remedy}\n{steps}"
    described: _Object = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _text(rule.summary),
        "fullDescription": _text(rule.reason or rule.summary),
        "help": {"text": advice, "markdown": advice},
        "properties": {"precision": rule.confidence, "tags": ["mendix"]},
    }
    return {**described, "helpUri": rule.link} if rule.link else described


def _invocation(report: Report) -> _Object:
    problems = [problem for model in report.models for problem in model.blocking_problems]
    return {
        "executionSuccessful": report.exit_code != NO_VERDICT,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": _text(each.text),
                "locations": [_physical(each.file, each.line or 1)],
            }
            for each in problems
        ],
    }


def _result(result: ReportedFinding, places: Mapping[str, int]) -> _Object:
    finding = result.finding
    is_serious = result.status in (Status.FAILING, Status.ACCEPTED, Status.KNOWN)
    said = (str(finding), *finding.all_details, f"Instead: {finding.remedy}")
    place: _Object = {
        **_physical(result.file, result.line),
        "logicalLocations": _logical(finding.location),
    }
    found: _Object = {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "level": _LEVELS[finding.severity] if is_serious else "note",
        "message": _text("\n".join(said)),
        "locations": [place],
        "partialFingerprints": {
            "primaryLocationLineHash": result.fingerprint,
            "osmFinding/v1": result.fingerprint,
        },
        "properties": {
            "confidence": finding.confidence.word,
            "profile": printable(finding.profile),
            "status": result.status.value,
        },
    }
    if finding.path:
        found["codeFlows"] = [{"threadFlows": [{"locations": _steps(result)}]}]
    if result.status is Status.ACCEPTED:
        found["suppressions"] = [
            {"kind": "external", "justification": printable(result.judged.reason)}
        ]
    if result.status is Status.KNOWN:
        found["baselineState"] = "unchanged"
    return found


def _physical(file: str, line: int) -> _Object:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(file)},
            "region": {"startLine": line},
        }
    }


def _uri(file: str) -> str:
    """A relative reference, or the address of a file that lies outside of the repository."""
    for path in (PureWindowsPath(file), PurePosixPath(file)):
        if path.is_absolute():
            return path.as_uri()
    return quote(file)


def _logical(location: Location) -> list[_Object]:
    """The element, its document and its module, innermost first."""
    names = [(location.element, "element"), (location.name, location.kind)]
    if location.module.name:
        names.append((location.module.name, "module"))
    whole = printable(str(location))
    return [
        {"name": printable(name), "kind": kind, "fullyQualifiedName": whole}
        if place == 0
        else {"name": printable(name), "kind": kind}
        for place, (name, kind) in enumerate((name, kind) for name, kind in names if name)
    ]


def _steps(result: ReportedFinding) -> list[_Object]:
    finding = result.finding
    last = len(finding.path_from_profile) - 1
    here, on_the_way = _physical(result.file, result.line), _physical(result.model.file, 1)
    return [
        {"location": {**(here if place == last else on_the_way), "message": _text(step)}}
        for place, step in enumerate(finding.path_from_profile)
    ]


def _text(text: str) -> _Object:
    return {"text": printable_lines(text)}


SARIF = Reporter("sarif", "for code scanning", render)
