"""Findings held against the errors that Mendix's own build writes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import as_its_schema_says, run_command

from pytest_osm.readers import build_errors
from pytest_osm.readers.build_errors import BuildErrors, read_build_errors
from pytest_osm.testing import (
    App,
    Button,
    Entity,
    ListView,
    Module,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
)

APP = App(
    "10.24.5",
    Module(
        "M",
        Entity("A"),
        Entity("B", generalization="M.A"),
        Page("Home", Button("Go", OpenPage("M.Other"))),
        Page("Other", ListView("M.A", name="old"), Pluggable("M.A", name="new")),
    ),
    NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
)


@pytest.fixture
def findings(tmp_path: Path) -> dict[str, dict[str, str]]:
    APP.write(tmp_path / "App.mpr")
    output = run_command(tmp_path, "check", "-o", "json").stdout
    return {each["rule"]: each for each in json.loads(output)["findings"]}


def problem(message: str, code: str = "CE9999", **place: str) -> dict[str, object]:
    there = {"module": "M", "document": "Page 'Other'", "element": "List view 'old'", **place}
    return {"name": code, "severity": "Error", "message": message, "locations": [there]}


def written(folder: Path, *problems: object) -> Path:
    path = folder / "errors.json"
    path.write_text(json.dumps({"problems": problems}))
    return path


def compared(folder: Path, *problems: object) -> dict[str, object]:
    written(folder, *problems)
    result = run_command(folder, "check", "--mx-errors", "errors.json", "-o", "json")
    return as_its_schema_says("report", result.stdout)["models"][0]["build"]


def test_what_both_say_of_an_element(findings, tmp_path: Path) -> None:
    there = findings["OSM305"]
    found = compared(
        tmp_path,
        problem(
            "The widget is not supported",
            "CE6798",
            elementId=there["element_id"].upper(),
            unitId=there["unit_id"],
        ),
    )
    (both,) = found["both"]
    assert both["problem"] == "CE6798 M.Page 'Other', List view 'old': The widget is not supported"
    assert both["finding"].startswith("OSM305 page M.Other")
    assert both["is_same_element"]
    assert found["only_build"] == []
    assert {each["finding"][:6] for each in found["only_here"]} == {"OSM301"}


def test_what_both_say_of_a_document(findings, tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        problem("Mixing online and offline entities", unitId=findings["OSM301"]["unit_id"]),
    )
    assert {each["finding"][:6] for each in found["both"]} == {"OSM301", "OSM305"}
    assert not any(each["is_same_element"] for each in found["both"])
    assert found["only_here"] == []


def test_what_only_the_build_says(findings, tmp_path: Path) -> None:
    found = compared(
        tmp_path,
        problem("Entity M.C cannot be synchronized", unitId="0"),
        problem("A caption is missing", unitId=findings["OSM301"]["unit_id"]),
        {"message": "No synchronisation here"},
    )
    assert found["both"] == []
    assert found["only_build"] == [
        "CE9999 M.Page 'Other', List view 'old': Entity M.C cannot be synchronized",
        "No synchronisation here",
    ]
    assert found["elsewhere"] == 1


def test_in_text(findings, tmp_path: Path) -> None:
    there = findings["OSM305"]
    written(
        tmp_path,
        problem("Not supported offline", elementId=there["element_id"]),
        problem("Not synchronized " + "long " * 100, unitId="0"),
        *(problem("Online", unitId="0") for _ in range(12)),
        problem("A caption"),
        {"message": 7},
    )
    result = run_command(tmp_path, "check", "--mx-errors", "errors.json")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]

    at = lines.index("held against the errors of the build in errors.json")
    assert lines[at + 1].startswith("only the build reports, about offline profiles")
    assert "and 3 more with -v" in lines
    assert any(line.startswith("only pytest-osm reports as errors: ") for line in lines)
    assert "1 problem of the build about other things" in lines
    assert "1 entry of a shape that is not known here" in lines
    verbose = run_command(tmp_path, "check", "--mx-errors", "errors.json", "-v").stdout
    assert "more with -v" not in verbose


def test_in_the_page(findings, tmp_path: Path) -> None:
    written(tmp_path, problem("Not synchronized", unitId="0"))
    run_command(tmp_path, "report", "--mx-errors", "errors.json")
    page = (tmp_path / "osm-report.html").read_text("utf-8")
    assert "Only the build reports, about offline profiles: 1" in page
    assert "Only pytest-osm reports as errors: " in page


def test_a_build_without_errors_writes_no_file(findings, tmp_path: Path) -> None:
    result = run_command(tmp_path, "check", "--mx-errors", "nowhere.json")
    assert result.returncode == 1
    said = " ".join(result.stdout.split())
    assert "note: there is no such file, which is how MxBuild says that there are no" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", BuildErrors((), note="it is no JSON: JSONDecodeError")),
        ("[" * 100_000, BuildErrors((), note="it is no JSON: RecursionError")),
        ("[]", BuildErrors((), note='it has no list of "problems"')),
        ('{"problems": 3}', BuildErrors((), note='it has no list of "problems"')),
        ('{"problems": []}', BuildErrors(())),
        ('\ufeff{"problems": [1, {}, {"message": 2}]}', BuildErrors((), unknown=3)),
    ],
)
def test_shapes_that_are_not_known(tmp_path: Path, text: str, expected: BuildErrors) -> None:
    path = tmp_path / "errors.json"
    path.write_text(text, "utf-8")
    assert read_build_errors(path) == expected


def test_one_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_errors, "_MOST_BYTES", 2_000_000)
    path = tmp_path / "errors.json"
    path.write_text('{"problems": []}' + " " * 2_000_000, encoding="utf-8")
    assert read_build_errors(path) == BuildErrors((), note="it is larger than 2 MB")


def test_places_of_unknown_shapes(tmp_path: Path) -> None:
    path = written(
        tmp_path, {"message": "m", "locations": [1, {"elementId": 2}]}, {"message": "n"}
    )
    one, other = read_build_errors(path).problems
    assert [str(each) for each in one.places] == [""]
    assert (str(one), other.places) == ("m", ())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--mx-errors", "."), "is a directory"),
        (("--mx-errors", "x.json", "App.mpr", "Two.mpr"), "--mx-errors is about one model"),
    ],
)
def test_mistakes(findings, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    APP.write(tmp_path / "Two.mpr")
    result = run_command(tmp_path, "check", *arguments)
    assert result.returncode == 2
    assert said in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_a_file_that_cannot_be_read(findings, tmp_path: Path) -> None:
    (tmp_path / "loop.json").symlink_to("loop.json")
    result = run_command(tmp_path, "check", "--mx-errors", "loop.json")
    assert result.returncode == 2
    assert "loop.json cannot be read" in result.stderr
