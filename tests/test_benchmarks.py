"""The benchmarks measure what they say, on an app as real ones are."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from benchmarks.growth import FAMILIES
from benchmarks.inside import floor, group, phases
from benchmarks.synthetic import synthetic_app, write_app
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model, open_profiles
from pytest_osm.extension.loading import load_plugins
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.rule import Preset
from pytest_osm.what_if.online import what_if

ROOT = Path(__file__).parents[1]
LARGEST_GROWTH = 2.3  # of twice the size, which is an exponent of 1.2
pytestmark = [pytest.mark.once, pytest.mark.slow]


def run(*arguments: str) -> str:
    command = (sys.executable, "-m", "benchmarks", *arguments)
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_a_table_and_a_comparison_with_kept_numbers(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    sizes = ("--synthetic", "40", "--synthetic", "80", "--runs", "1")
    table = run(*sizes, "--json", str(kept))
    assert "| Synthetic-40.mpr | 48 |" in table
    assert "time grows with bytes to the power of" in table
    assert re.search(r"Synthetic-80.mpr: looking for what nobody reads takes -?\d+\.\d%", table)
    numbers = json.loads(kept.read_text())
    assert [each["units"] for each in numbers] == [48, 90]
    assert all(each["cold"] > each["floor"] > 0 for each in numbers)
    assert all(each["pytest"] > each["warm"] > 0 for each in numbers)
    assert all(20 < each["peak_megabytes"] < 200 for each in numbers)
    assert "rule OSM301 mixed-generalization-query" in numbers[0]["phases"]
    assert "Synthetic-80.mpr: pytest " in run(*sizes[2:], "--compare", str(kept))


def test_another_tool_is_measured_too(tmp_path: Path) -> None:
    model = write_app(tmp_path, 40)
    other = f"{sys.executable} -c 'import os; os.stat(\"{{model}}\")'"

    table = run(str(model), "--runs", "1", "--against", f"stat={other}")

    assert re.search(r"\| Synthetic-40.mpr \| stat \| \d\.\d\d s \| \d\.\d \| \d\.\d \|", table)


@pytest.mark.parametrize("storage", [1, 2])
def test_the_floor_reads_everything(storage: int, tmp_path: Path) -> None:
    model = synthetic_app(40).write(tmp_path / "App.mpr", storage=storage)
    found = floor(model)
    assert found["units"] == len(read_mpr(model).store.units) == 48
    assert found["bytes"] > 1_000_000


def test_a_missing_file_has_no_part_in_the_floor(tmp_path: Path) -> None:
    model = write_app(tmp_path, 40)
    next((tmp_path / "mprcontents").rglob("*.mxunit")).unlink()
    assert floor(model)["units"] == 47


def test_phases_are_grouped(tmp_path: Path) -> None:
    groups = {group(what) for what in phases(write_app(tmp_path, 40))}
    assert {"reading", "facts", "reporting", "rule OSM104 implicit-online-entity"} <= groups
    others = {each for each in groups if not each.startswith("rule ")}
    assert others == {"reading", "facts", "reporting"}


def test_an_app_is_the_same_every_time_and_reached_in_part(tmp_path: Path) -> None:
    model = write_app(tmp_path, 200)
    assert synthetic_app(200) == synthetic_app(200) != synthetic_app(200, seed=2)
    project = read_mpr(model)
    profile = Profile.of(project, project.profiles[0], project.version)
    pages = list(profile.reach.of_kind(DocumentKind.PAGE))
    assert 0.1 < len(pages) / len(project.names(DocumentKind.PAGE)) < 0.4
    assert profile.reach.missing == ()
    sizes = sorted(path.stat().st_size for path in tmp_path.rglob("*.mxunit"))
    assert 30_000 < sum(sizes) / len(sizes) < 80_000


class TestGrowth:
    """What an app with much of one thing costs grows as the app does: counted, never timed."""

    @pytest.mark.slow
    @pytest.mark.parametrize("family", FAMILIES)
    def test_calls_and_output_grow_with_the_size(self, family: str, tmp_path: Path) -> None:
        counted_check(family, 2, tmp_path)  # what is imported and remembered is so from then on
        alone, some, twice = (counted_check(family, size, tmp_path) for size in (1, 60, 120))

        for what in ("calls", "text", "sarif", "html"):
            growth = (twice[what] - alone[what]) / max(some[what] - alone[what], 1)
            assert growth < LARGEST_GROWTH, (what, alone, some, twice)

    @pytest.mark.slow
    @pytest.mark.parametrize("family", FAMILIES)
    def test_so_do_the_calls_to_try_each_entity_as_online(
        self, family: str, tmp_path: Path
    ) -> None:
        counted_trials(family, 2, tmp_path)
        alone, some, twice = (counted_trials(family, size, tmp_path) for size in (1, 100, 200))

        assert (twice - alone) / (some - alone) < LARGEST_GROWTH, (alone, some, twice)

    def test_the_table_has_exponents(self, tmp_path: Path) -> None:
        command = ("benchmarks.growth", "buttons", "--sizes=2,4", "--command=text")
        done = subprocess.run(
            (sys.executable, "-m", *command), cwd=ROOT, capture_output=True, text=True, check=True
        )
        line = r"buttons, text: 2 [\d.]+ s \d+ MB, 0.0 MB out; 4 .*; exponents"
        assert re.match(line, done.stdout)


def counted_check(family: str, size: int, folder: Path) -> dict[str, int]:
    """How many calls a check and its reports take, and how long these are."""
    model = FAMILIES[family](size).write(folder / f"{size}" / "App.mpr")
    counts = {}
    with counted_calls() as calls:
        settings = Settings(preset=Preset.ALL)
        checked = check_model(model, settings, date(2026, 1, 1), needs_overview=True)
        report = Report((checked,))
        reporters = load_plugins().reporters
        for name in ("text", "sarif", "html"):
            lines = reporters[name].render(report, Screen())
            counts[name] = sum(len(line) for line in lines)
    assert checked.crashes == ()
    return {**counts, "calls": calls()}


def counted_trials(family: str, size: int, folder: Path) -> int:
    """How many calls it takes to try each entity of a profile as Online."""
    model = FAMILIES[family](size).write(folder / f"{size}" / "App.mpr")
    with counted_calls() as calls:
        (profile,) = open_profiles(model, Settings())
        what_if(profile, Settings())
    return calls()


@contextmanager
def counted_calls() -> Iterator[Callable[[], int]]:
    """How often something is called in a block, written in Python or not."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield lambda: calls
    finally:
        sys.setprofile(before)
