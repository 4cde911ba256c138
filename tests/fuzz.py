"""`python -m tests.fuzz`: damaged input, mutated at random, to every reader and parser.

Whatever comes in, a verdict comes out or a one-sentence error, in bounded time and memory.
The same seed tries the same inputs, as far as the time allows. An input that does anything else is
kept in a folder, and belongs into `tests/test_hostile.py` when it is mended.
"""

from __future__ import annotations

import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryDirectory
from time import perf_counter
from traceback import format_exc

import click
from attrs import define, field, frozen

from pytest_osm.checking.baseline import NAME, baseline_for
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.errors import OsmError, UnitError
from pytest_osm.language.expressions.grammar import parse as parse_expression
from pytest_osm.language.xpath.grammar import parse as parse_xpath
from pytest_osm.model.parsing import structure
from pytest_osm.model.store import Unit
from pytest_osm.readers import bson_unit, yaml_unit
from pytest_osm.readers.unit_cache import UnitCache
from pytest_osm.reporters.formats.json import JSON
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.testing import App
from tests.changes import EXAMPLE, mutated, reshaped
from tests.fuzz_untrusted import (
    container,
    git_settings,
    interruption,
    moment,
    repository,
    statements,
    toml,
    yaml,
)

TODAY = date(2026, 11, 1)
MOST_SECONDS = 10.0  # for one input; the slowest legitimate one takes a few hundredths
MOST_MEMORY = 2 * 2**30  # bytes of the whole process
UNIT = Unit("unit", "", "Documents", "unit")
XPATHS = (
    "[Sales.Order_Customer/Sales.Customer/Name = 'a' and not(Number > 3)]",
    "[%CurrentDateTime%] [contains(Name, $x) or Sales.A_B[Sales.B_C = '[%CurrentUser%]']/Sales.B]",
    "[reversed()]//Name[id = $a/Sales.Order_Customer]",
)
EXPRESSIONS = (
    "if $a then not($b/Name = empty) else round(3.5) * -2 div 7",
    "$Connected and (length($x) != 0 or $y/Sales.A_B/Name = 'it''s')",
    "toString([%CurrentDateTime%]) + ' ' + @Sales.Constant",
)
SETTINGS = (
    "select: [OSM3]\nxfail:\n- rule: OSM302\n  reason: later\n  until: 2030-01-01\n",
    "modules: {ignore: ['T*'], severity: {'L*': info}}\nassume: {Sales.Order: All Objects}\n",
    "mendix-version: '11.10'\nfail-on: error\nmin-confidence: low\nprofiles: &a [x]\n",
)
BASELINE = (
    "version: 1\nmodels:\n  App.mpr:\n  - rule: OSM301\n    profile: 0\n    unit: a\n"
    "    element: b\n    count: 2\n    at: x\n    about: [y]\n"
)


class TooSlow(Exception):
    """An input took more than `MOST_SECONDS`."""


@frozen
class Target:
    """Something that reads: its inputs, how they are changed, and what it is to survive."""

    name: str
    seeds: list[bytes]
    attempt: Callable[[bytes], object]
    weight: int  # its share of the time
    change: Callable[[random.Random, list[bytes]], bytes] = mutated


@define
class Tally:
    """What became of the inputs of a target."""

    inputs: int = 0
    errors: int = 0
    seconds: float = 0
    slowest: float = 0
    failures: list[str] = field(factory=list)


def targets(folder: Path) -> list[Target]:
    """All readers and parsers, with apps to read in a folder."""
    app: App = run_path(str(EXAMPLE))["FIELD_SERVICE"]
    v2, v1 = app.write(folder / "v2" / "App.mpr"), app.write(folder / "v1" / "App.mpr", storage=1)
    export = app.export(folder / "export")
    units = _small(folder / "v2", "*.mxunit")
    exported = _small(folder / "export", "*.yaml")
    (folder / "osm").mkdir()
    settings = [text.encode() for text in SETTINGS]

    def replaced(model: Path, files: list[Path]) -> Callable[[bytes], object]:
        def attempt(data: bytes) -> object:
            victim = files[len(data) % len(files)]
            original = victim.read_bytes()
            victim.write_bytes(data)
            try:
                return _verdict(model)
            finally:
                victim.write_bytes(original)

        return attempt

    def configured(data: bytes) -> object:
        (folder / "osm" / "osm.yaml").write_bytes(data)
        return settings_for(folder / "osm" / "App.mpr")

    def baselined(data: bytes) -> object:
        (folder / "osm" / NAME).write_bytes(data)
        return baseline_for(folder / "osm" / "App.mpr", Settings())

    kept = folder / "cache" / "units.sqlite"
    expected = _cached(v2, kept)

    def restored(data: bytes) -> object:
        kept.write_bytes(data)
        if (found := _cached(v2, kept)) != expected:
            raise AssertionError(found)
        return found

    def decoded(data: bytes) -> object:
        return structure(yaml_unit.decode_unit(UNIT, data))

    contents = [path.read_bytes() for path in units]
    texts = [path.read_bytes() for path in exported]
    return [
        Target("unit, bytes", contents, _unit, 4),
        Target("unit, values", contents, _unit, 4, reshaped),
        Target("unit of an export", texts, decoded, 3),
        Target("model, format 2, bytes", contents, replaced(v2, units), 3),
        Target("model, format 2, values", contents, replaced(v2, units), 5, reshaped),
        Target("model, format 2, .mpr", [v2.read_bytes()], replaced(v2, [v2]), 1),
        Target("model, format 1", [v1.read_bytes()], replaced(v1, [v1]), 2),
        Target("model, export", texts, replaced(export, [*exported, export]), 3),
        Target("cache", [kept.read_bytes()], restored, 2),
        Target("XPath", [text.encode() for text in XPATHS], _text(parse_xpath), 2),
        Target("expression", [text.encode() for text in EXPRESSIONS], _text(parse_expression), 2),
        Target("osm.yaml", settings, configured, 2),
        Target("osm-baseline.yaml", [BASELINE.encode()], baselined, 1),
        *_made_up(folder, v1, v2),
    ]


def _made_up(folder: Path, v1: Path, v2: Path) -> Iterator[Target]:
    """What has no input to be changed."""
    for name in ("toml", "temporary", "interrupted"):
        (folder / name).mkdir()

    def configured(name: str) -> Callable[[bytes], object]:
        def attempt(data: bytes) -> object:
            (folder / name).write_bytes(data)
            return settings_for((folder / name).with_name("App.mpr"))

        return attempt

    def baselined(data: bytes) -> object:
        (folder / "osm" / NAME).write_bytes(data)
        return baseline_for(folder / "osm" / "App.mpr", Settings())

    def check() -> object:
        return _cached(v2, folder / "interrupted" / "units.sqlite")

    revisions = repository(Path(shutil.copytree(v2.parent, folder / "git")) / v2.name)
    stopped = interruption(v2, folder / "temporary", check)
    yield Target("osm.yaml, made up", [], configured("osm/osm.yaml"), 2, yaml)
    yield Target("osm-baseline.yaml, made up", [], baselined, 1, yaml)
    yield Target("pyproject.toml, made up", [], configured("toml/pyproject.toml"), 1, toml)
    yield Target("container", [], container(v1, _verdict), 2, statements)
    yield Target("git", [], revisions, 2, git_settings)
    yield Target("interruption", [], stopped, 2, moment)


def _small(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder that are not too large to be tried often."""
    return [path for path in sorted(folder.rglob(pattern)) if path.stat().st_size < 60_000]


def _unit(data: bytes) -> object:
    return sum(1 for _ in structure(bson_unit.decode_unit(UNIT, data)).walk())


def _text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parse(data.decode("utf-8", "replace"))


def _verdict(model: Path) -> ModelReport:
    report = check_model(model, Settings(), TODAY)
    if report.crashes:
        raise AssertionError(report.crashes)
    for line in JSON.render(Report((report,)), Screen()):
        line.encode()
    return report


def _cached(model: Path, path: Path) -> ModelReport:
    with closing(UnitCache(path)) as cache:
        return check_model(model, Settings(cache=cache), TODAY)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """No more than some seconds."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def attempt(target: Target, data: bytes, tally: Tally) -> str:
    """Try one input; what is wrong, if anything is."""
    started, problem = perf_counter(), ""
    try:
        with limited(MOST_SECONDS):
            target.attempt(data)
    except (OsmError, UnitError) as error:
        tally.errors += 1
        text = error.problem if isinstance(error, UnitError) else str(error)
        if "\n" in text or not text:
            problem = f"not one sentence: {text!r}"
    except BaseException:  # noqa: BLE001 - whatever it is, it should not be
        problem = format_exc()
    took = perf_counter() - started
    tally.inputs += 1
    tally.seconds += took
    tally.slowest = max(tally.slowest, took)
    return problem


@click.command()
@click.option("--seconds", default=60, show_default=True, help="How long to go on.")
@click.option("--seed", default=1, show_default=True, help="Another one tries other inputs.")
@click.option("--kept", default=Path("build/fuzz"), type=click.Path(path_type=Path))
@click.option("--only", default="", help="Targets whose name holds this.")
def main(seconds: int, seed: int, kept: Path, only: str) -> None:
    """Try mutated inputs, say how many, and exit with 1 if any was not survived."""
    import resource  # noqa: PLC0415 - which Windows lacks, where others use what is here

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    shutil.rmtree(kept, ignore_errors=True)
    with TemporaryDirectory() as folder:
        tallies = {
            each.name: (each, Tally()) for each in targets(Path(folder)) if only in each.name
        }
        whole = sum(target.weight for target, _ in tallies.values())
        for target, tally in tallies.values():
            chance = random.Random(f"{seed} {target.name}")
            while tally.seconds < seconds * target.weight / whole:
                started = perf_counter()
                data = target.change(chance, target.seeds)
                tally.seconds += perf_counter() - started
                if problem := attempt(target, data, tally):
                    kept.mkdir(parents=True, exist_ok=True)
                    name = f"{target.name.replace(' ', '-').replace(',', '')}-{tally.inputs}"
                    (kept / name).write_bytes(data)
                    tally.failures.append(f"{kept / name}: {problem}")
                    if len(tally.failures) == 10:
                        break
    click.echo("| what | inputs | errors | slowest | failures |\n|---|--:|--:|--:|--:|")
    for target, tally in tallies.values():
        click.echo(
            f"| {target.name} | {tally.inputs} | {tally.errors} | {tally.slowest:.2f} s |"
            f" {len(tally.failures)} |"
        )
    failures = [failure for _, tally in tallies.values() for failure in tally.failures]
    click.echo(f"\n{sum(tally.inputs for _, tally in tallies.values())} inputs, seed {seed}")
    for failure in failures:
        click.echo(f"\n{failure}", err=True)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
