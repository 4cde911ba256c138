"""Reports that travel as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from pytest_osm.configuration.locate import settings_for
from pytest_osm.engine import check_model
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.report_json import dumps, loads
from pytest_osm.testing import App, Entity, ListView, Module, NativeProfile, Page

TODAY = date(2026, 1, 1)


@pytest.fixture
def report(tmp_path: Path) -> ModelReport:
    entities = Entity("Order"), Entity("Rush", "Sales.Order")
    rows = {"Sales.Order": "All", "Sales.Rush": "Online"}
    model = App(
        "11.6.0",
        Module("Sales", *entities, Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows=rows),
    ).write(tmp_path / "App.mpr")
    (tmp_path / "osm.yaml").write_text("xfail: [{rule: OSM202, reason: later}]\n")
    return check_model(model, settings_for(model), TODAY)


def test_a_report_arrives_as_it_was_sent(report: ModelReport) -> None:
    assert report.failing
    assert report.counts.accepted == 1

    assert loads(dumps(report)) == report


def test_an_id_that_is_no_guid_arrives_too(report: ModelReport) -> None:
    verdict = next(each for each in report.verdicts if each.judged)
    finding = verdict.judged[0].finding
    odd = replace(finding, location=replace(finding.location, element_id=b"\0odd"))
    changed = replace(
        report, verdicts=(replace(verdict, judged=(replace(verdict.judged[0], finding=odd),)),)
    )

    assert loads(dumps(changed)) == changed


def test_so_does_one_on_a_file_whose_name_is_no_text(report: ModelReport) -> None:
    odd = replace(report, path="\udcff/App.mpr")

    assert loads(dumps(odd)) == odd


def test_the_parts_of_a_report_make_up_the_whole(report: ModelReport) -> None:
    parts = [replace(report, verdicts=(verdict,)) for verdict in report.verdicts]

    assert Report.merged([*parts, parts[0]]) == Report((report,))
