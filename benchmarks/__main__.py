"""`python -m benchmarks`: measure models, print a table, keep the numbers, compare with others."""

from __future__ import annotations

import json
import math
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from attrs import asdict, frozen

from benchmarks.inside import group
from pytest_osm.readers.unit_cache import FOLDER_VARIABLE

_ROOT = Path(__file__).parents[1]
_MEGABYTE = 1_000_000
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes
_COMMAND = ("-m", "pytest_osm", "check")
_PYTEST = ("-m", "pytest", "--osm", "-q", "-p", "no:cacheprovider")
_PROCESSES = ("cold", "warm", "pytest")


@frozen
class Measured:
    """The numbers of one model: the medians of some rounds, and the most memory of any process.

    Cold is the command with an empty cache, warm with a full one, as pytest has it too. Each round
    measures all of them and the floor, one after the other, and `ratios` are to the floor of the
    same round: a machine that is slow for a while is so for all. `others` are other tools, each
    with its seconds and how often cold and warm go into them. `unread` is the part of a check
    without a cache that goes into looking for what nobody reads.
    """

    model: str
    units: int
    megabytes: float
    floor: float
    cold: float
    warm: float
    pytest: float
    peak_megabytes: float
    ratios: Mapping[str, float]
    others: Mapping[str, tuple[float, ...]]
    unread: float
    phases: Mapping[str, float]


@click.command()
@click.argument("models", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--synthetic", "sizes", multiple=True, type=int, help="Write an app of N units.")
@click.option("--runs", default=5, show_default=True, help="How often; the median counts.")
@click.option("--json", "output", type=click.Path(path_type=Path), help="Keep the numbers.")
@click.option("--compare", type=click.Path(path_type=Path, exists=True), help="With kept ones.")
@click.option(
    "--against",
    metavar="NAME=COMMAND",
    multiple=True,
    help="Also measure another tool; {model} and {folder} in COMMAND are those of the model.",
)
def main(  # noqa: PLR0913 - one per option
    *,
    models: tuple[Path, ...],
    sizes: tuple[int, ...],
    runs: int,
    output: Path | None,
    compare: Path | None,
    against: tuple[str, ...],
) -> None:
    """Measure MODELS, and synthetic apps, as ratios to the floor.

    The floor is what it takes to read and decode every unit in C, inside a running process; the
    command, with an empty cache and a full one, and pytest are whole processes.
    """
    with TemporaryDirectory() as folder:
        apps = [_written(Path(folder) / str(size), size) for size in sizes]
        others = dict(map(_other, against))
        measured = [_measured(model, runs, others) for model in (*models, *apps)]
    for line in (*_machine(), "", *_table(measured)):
        click.echo(line)
    if len(apps) > 1:
        click.echo(f"\ntime grows with bytes to the power of {_exponent(measured[-len(apps) :])}")
    if against:
        for line in ("", *_against(measured)):
            click.echo(line)
    if output:
        output.write_text(json.dumps([asdict(each) for each in measured], indent=2), "utf-8")
    if compare:
        before = {each["model"]: each for each in json.loads(compare.read_text("utf-8"))}
        click.echo(f"\ncompared with {compare}")
        for line in _compared(measured, before):
            click.echo(line)


def _other(text: str) -> tuple[str, str]:
    name, _, command = text.partition("=")
    return name, command


def _against(measured: list[Measured]) -> Iterator[str]:
    """What other tools take, as multiples of what the command takes in the same round."""
    yield "| model | tool | median | x cold | x warm |"
    yield "|---|---|--:|--:|--:|"
    for each in measured:
        for name, (seconds, cold, warm) in each.others.items():
            yield f"| {each.model} | {name} | {seconds:.2f} s | {cold:.1f} | {warm:.1f} |"


def _other_process(command: str, model: Path) -> float:
    words = [
        word.format(model=model.absolute(), folder=model.absolute().parent)
        for word in shlex.split(command)
    ]
    started = perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - the user's own
    return perf_counter() - started


def _written(folder: Path, size: int) -> Path:
    """A synthetic app, written elsewhere: memory of a process counts for those that it starts."""
    command = (sys.executable, "-m", "benchmarks.synthetic", str(folder), str(size))
    subprocess.run(command, cwd=_ROOT, check=True)  # noqa: S603 - our own command
    return next(folder.glob("*.mpr"))


def _measured(model: Path, runs: int, others: Mapping[str, str]) -> Measured:
    rounds: list[dict[str, float]] = []
    for _ in range(runs):
        read = _inside("floor", model)
        with TemporaryDirectory() as cache:
            cold, peak = _process(_COMMAND, model, Path(cache))
            warm, other_peak = _process(_COMMAND, model, Path(cache))
            pytest, _ = _process(_PYTEST, model, Path(cache))
        took = {"floor": read["seconds"], "cold": cold, "warm": warm, "pytest": pytest}
        by_others = {
            f"against {name}": _other_process(command, model) for name, command in others.items()
        }
        rounds.append({**took, **by_others, "peak": max(peak, other_peak)})
    parsing = _inside("unread", model)
    return Measured(
        model=model.name,
        units=int(read["units"]),
        megabytes=read["bytes"] / _MEGABYTE,
        **{name: median(each[name] for each in rounds) for name in ("floor", *_PROCESSES)},
        peak_megabytes=max(each["peak"] for each in rounds),
        ratios={
            name: median(each[name] / each["floor"] for each in rounds) for name in _PROCESSES
        },
        others={
            name: (
                median(each[f"against {name}"] for each in rounds),
                *(
                    median(each[f"against {name}"] / each[ours] for each in rounds)
                    for ours in ("cold", "warm")
                ),
            )
            for name in others
        },
        unread=(parsing["with"] - parsing["without"]) / parsing["check"],
        phases=_inside("phases", model),
    )


def _inside(what: str, model: Path) -> dict[str, float]:
    command = (sys.executable, "-m", "benchmarks.inside", what, str(model))
    printed = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True).stdout  # noqa: S603
    found: dict[str, float] = json.loads(printed)
    return found


def _process(arguments: tuple[str, ...], model: Path, cache: Path) -> tuple[float, float]:
    """Seconds and megabytes of a whole process."""
    started = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        (sys.executable, *arguments, str(model)),
        cwd=model.absolute().parent,
        env={**os.environ, FOLDER_VARIABLE: str(cache)},
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - started
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1):
        message = f"{arguments} ended with {code}"
        raise click.ClickException(message)
    return seconds, usage.ru_maxrss * _MAXRSS_UNIT / _MEGABYTE


def _machine() -> Iterator[str]:
    yield f"{platform.platform()}, {os.cpu_count()} cores, {platform.processor() or 'unknown'}"
    packages = ("pytest-osm", "pymongo", "attrs", "pytest")
    yield f"Python {platform.python_version()}, " + ", ".join(
        f"{name} {version(name)}" for name in packages
    )


def _table(measured: list[Measured]) -> Iterator[str]:
    yield "| model | units | MB | floor | cold | warm | pytest | peak MB |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for each in measured:
        ratios = (
            f"{seconds:.2f} s ({each.ratios[name]:.2f} x)"
            for name, seconds in zip(_PROCESSES, (each.cold, each.warm, each.pytest), strict=True)
        )
        yield (
            f"| {each.model} | {each.units} | {each.megabytes:.0f} | {each.floor:.2f} s |"
            f" {' | '.join(ratios)} | {each.peak_megabytes:.0f} |"
        )
    yield ""
    for each in measured:
        yield f"{each.model}: looking for what nobody reads takes {each.unread:.1%} of a check"
    yield from ("", "| model | what | seconds | x floor |", "|---|---|--:|--:|")
    for each in measured:
        for what, seconds in _grouped(each.phases).items():
            if seconds >= each.floor / 100:
                yield f"| {each.model} | {what} | {seconds:.3f} | {seconds / each.floor:.2f} |"


def _grouped(phases: Mapping[str, float]) -> Mapping[str, float]:
    sums: dict[str, float] = {}
    for what, seconds in phases.items():
        sums[group(what)] = sums.get(group(what), 0) + seconds
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def _exponent(measured: list[Measured]) -> str:
    """The slopes between the sizes, in logarithms."""
    ordered = sorted(measured, key=lambda each: each.megabytes)
    slopes = (
        math.log(large.cold / small.cold) / math.log(large.megabytes / small.megabytes)
        for small, large in pairwise(ordered)
    )
    return ", then ".join(f"{slope:.2f}" for slope in slopes)


def _compared(
    measured: list[Measured], before: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> Iterator[str]:
    """The ratios to the floor, then and now."""
    for each in measured:
        if old := before.get(each.model):
            for name in _PROCESSES:
                then, now = old["ratios"][name], each.ratios[name]
                yield f"{each.model}: {name} {then:.2f} x, now {now:.2f} x ({now / then - 1:+.0%})"


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
