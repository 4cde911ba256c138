"""The suites of tests in JUnit XML."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET  # it only writes here

from pytest_osm.checking.verdict import Status, Verdict
from pytest_osm.reporters.formats.text import failure_lines, headline
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.wording import counted
from pytest_osm.terminal.printable import printable


def render(report: Report, screen: Screen) -> Iterator[str]:
    """A suite for each model."""
    suites = ET.Element("testsuites", name="pytest-osm")
    for model in report.models:
        suites.append(_suite(model, screen))
    ET.indent(suites)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield from ET.tostring(suites, encoding="unicode").splitlines()


def _suite(model: ModelReport, screen: Screen) -> ET.Element:
    suite = ET.Element("testsuite", name=printable(model.path))
    for verdict in model.verdicts:
        suite.append(_case(model, verdict, screen))
    for problem in (*model.obstacles, *model.crashes):
        case = ET.SubElement(suite, "testcase", classname=printable(model.path), name="error")
        ET.SubElement(case, "error", message=printable(problem))
    if model.unmatched_acceptances:
        case = ET.SubElement(suite, "testcase", classname=printable(model.path), name="xfail")
        ET.SubElement(
            case, "failure", message=printable("; ".join(map(str, model.unmatched_acceptances)))
        )
    for kind in ("failure", "error", "skipped"):
        name = {"failure": "failures", "error": "errors"}.get(kind, kind)
        suite.set(name, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("tests", str(len(suite)))
    return suite


def _case(model: ModelReport, verdict: Verdict, screen: Screen) -> ET.Element:
    place = f"{model.path}::{verdict.profile}" if verdict.profile else model.path
    name = f"{verdict.rule.code} {verdict.rule.name}"
    case = ET.Element("testcase", classname=printable(place), name=name)
    if verdict.is_failure:
        failure = ET.SubElement(case, "failure", message=printable(headline(verdict)))
        failure.text = "\n".join(failure_lines(verdict, screen))
    elif accepted := verdict.of(Status.ACCEPTED):
        reasons = dict.fromkeys(each.reason for each in verdict.judged if each.reason)
        message = f"{counted(len(accepted), 'finding')} accepted: {'; '.join(reasons)}"
        ET.SubElement(case, "skipped", message=printable(message))
    return case
