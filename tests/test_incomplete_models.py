"""OSM001 and OSM002: what cannot be read is a failure where it matters, and listed elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.facts.confidence import Confidence
from pytest_osm.rules.rule import Severity
from pytest_osm.testing import App, Button, Entity, ListView, Module, NativeProfile, OpenPage, Page

VERSIONS = ("7.23.0", "10.18.0", "11.15.0")


def app(version: str = "11.6.0") -> App:
    return App(
        version,
        Module(
            "M",
            Entity("A"),
            Page("Home", Button("Next", OpenPage("M.Next"))),
            Page("Next", ListView("M.A")),
            Page("Unreached"),
        ),
        Module("Other", Entity("B"), Page("Elsewhere")),
        NativeProfile(home="M.Home", rows={"M.A": "All"}),
    )


def unit(model: Path, *texts: bytes) -> Path:
    files = (model.parent / "mprcontents").rglob("*.mxunit")
    return next(file for file in files if all(text in file.read_bytes() for text in texts))


def findings(model: Path):
    report = check_model(model, Settings(), date(2026, 1, 1))
    return report, [finding for finding in report.failing if finding.code == "OSM002"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("contents", [None, b"", b"damaged"])
def test_a_page_that_the_profile_reaches(version: str, contents, tmp_path: Path) -> None:
    model = app(version).write(tmp_path / "App.mpr")
    file = unit(model, b"Forms$Page", b"\x05\x00\x00\x00Next\x00", b"ListView")
    file.unlink() if contents is None else file.write_bytes(contents)

    report, (finding,) = findings(model)

    assert finding.text.startswith("page M.Next cannot be read: unit ")
    assert str(finding.location) == 'page M.Home, button "Next"'
    assert finding.path == ("home page", "page M.Home")
    assert finding.severity is Severity.ERROR
    assert finding.confidence is Confidence.HIGH
    assert report.counts.not_readable == 1


def test_the_domain_model_of_a_module(tmp_path: Path) -> None:
    model = app().write(tmp_path / "App.mpr")
    unit(model, b"DomainModels$DomainModel", b"\x02\x00\x00\x00B\x00").unlink()

    _, (finding,) = findings(model)

    assert finding.text.startswith("domain model of module Other cannot be read")


def test_a_whole_module(tmp_path: Path) -> None:
    model = app().write(tmp_path / "App.mpr")
    unit(model, b"Projects$ModuleImpl", b"Other").unlink()

    _, (finding,) = findings(model)

    assert finding.text.startswith("a whole module cannot be read: unit ")


def test_a_document_that_nothing_reaches_is_counted_and_listed(tmp_path: Path) -> None:
    model = app().write(tmp_path / "App.mpr")
    unit(model, b"Forms$Page", b"Elsewhere").unlink()

    report, found = findings(model)

    assert found == []
    assert report.exit_code == 0
    (unreadable,) = report.unreadable_parts
    assert " in module Other " in unreadable


def test_a_page_that_never_existed_is_no_gap(tmp_path: Path) -> None:
    page = Page("Home", Button("Next", OpenPage("M.Gone")))
    whole = App("11.6.0", Module("M", page), NativeProfile(home="M.Home"))

    report, found = findings(whole.write(tmp_path / "App.mpr"))

    assert found == []
    assert report.counts.not_followed == 1


def test_a_complete_model_has_been_looked_at(tmp_path: Path) -> None:
    report, found = findings(app().write(tmp_path / "App.mpr"))

    (verdict,) = [each for each in report.verdicts if each.rule.code == "OSM002"]
    assert found == []
    assert verdict.examined == 4  # two domain models, two pages


def test_the_navigation_document(tmp_path: Path) -> None:
    model = app().write(tmp_path / "App.mpr")
    unit(model, b"Navigation$NavigationDocument").write_bytes(b"")

    report, (finding,) = findings(model)

    assert finding.text.startswith("the navigation document cannot be read")
    assert report.exit_code == 2


def test_the_model_itself(tmp_path: Path) -> None:
    model = tmp_path / "App.mpr"
    model.write_bytes(b"version https://git-lfs.github.com/spec/v1\n")

    report = check_model(model, Settings(), date(2026, 1, 1))

    (finding,) = report.failing
    assert (finding.code, str(finding.location)) == ("OSM001", "model App.mpr")
    assert finding.text == "the file is a Git LFS pointer, not the model itself"
    assert finding.remedy == "run `git lfs pull` first"
    assert report.exit_code == 2


def test_a_model_that_cannot_be_read_fails_whatever_is_selected(tmp_path: Path) -> None:
    model = tmp_path / "App.mpr"
    model.write_bytes(b"")
    only = Settings(select=(Node(Path("--select"), "OSM301"),))

    report = check_model(model, only, date(2026, 1, 1))

    assert report.exit_code == 2
