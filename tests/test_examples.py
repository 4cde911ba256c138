"""The example app gives the findings that a Mendix developer would expect of it."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path

import field_service
import pytest
from conftest import failed

from pytest_osm.configuration.locate import settings_for
from pytest_osm.engine import check_model

ROOT = Path(__file__).parents[1]
PREDICTED = {
    "OSM104": "1 entity is Online by default: Planning.Photo",
    "OSM105": "entity Planning.Signature does not exist",
    "OSM108": "Planning.Customer is By XPath, but has no constraint",
    "OSM202": "Planning.Inspection specializes Planning.Task",
    "OSM301": "the query selects Planning.Task",
    "OSM501": "commits Planning.Photo, which is Online by default",
    "OSM502": "opens page Parts.Catalogue, which shows Parts.Part from the server",
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    field_service.main(tmp_path)
    return tmp_path


def test_the_command_finds_what_was_predicted(app: Path) -> None:
    model = app / "FieldService.mpr"

    report = check_model(model, settings_for(model), date(2026, 11, 22))

    found = {finding.code: finding.text for finding in report.failing}
    assert found.keys() == PREDICTED.keys()
    assert all(part in found[code] for code, part in PREDICTED.items())
    assert report.counts.accepted == 1
    assert report.counts.unsure == 1
    assert not report.counts.not_followed


@pytest.mark.once
@pytest.mark.skipif(sys.platform == "win32", reason="there pytest writes lines of 79 columns")
def test_the_readme_shows_what_pytest_prints(
    app: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COLUMNS", "CI", "BUILD_NUMBER"):  # pytest writes wider lines where these are
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(app)
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 2

    printed = "\n".join(pytester.runpytest_subprocess("--osm", "-rfEx", "--rootdir=.").outlines)

    for block in blocks:
        lines = printed.splitlines()
        others = [line for line in block.splitlines() if line not in lines]
        assert block in printed, f"pytest no longer prints {others}, but\n{printed}"


def test_pytest_finds_the_same(
    app: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")

    result = pytester.runpytest_subprocess("--osm", str(app))

    outcomes = result.parseoutcomes()
    assert (outcomes["failed"], outcomes["xfailed"]) == (len(PREDICTED), 1)
    result.stdout.fnmatch_lines(
        [failed(f"*FieldService.mpr::NativePhone::{code}", "* finding*") for code in PREDICTED]
    )


def test_the_short_rule_of_the_documentation_works_as_it_is_tested_there(
    pytester: pytest.Pytester, tmp_path: Path
) -> None:
    text = (ROOT / "docs" / "writing-rules.md").read_text()
    rule, its_test, *_ = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "acme_rules.py").write_text(rule)
    (tmp_path / "test_acme_rules.py").write_text(its_test)

    pytester.runpytest_subprocess(str(tmp_path)).assert_outcomes(passed=1)
