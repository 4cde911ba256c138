"""Apps with much of one thing, to see what more of it costs: `python -m benchmarks.growth`."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click

from pytest_osm.readers.unit_cache import FOLDER_VARIABLE
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Entity,
    If,
    JavaScriptAction,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Return,
    ShowMessage,
    ShowPage,
)
from pytest_osm.testing.stored import Part

_CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
_CALL = CallMicroflowActivity("M.Server")
_SAID = ShowMessage("There is no connection.")
_SIZES = (500, 1000, 2000, 4000)
_LONGEST = 60  # seconds


def _app(*documents: Part, rows: Mapping[str, str] | None = None, home: str = "M.Home") -> App:
    return App(
        "11.6.0",
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module("M", Entity("Order"), Microflow("Server"), *documents),
        NativeProfile(home=home, rows=rows or {"M.Order": "Online"}),
    )


def check_nanoflows(size: int) -> App:
    """A nanoflow that calls many nanoflows that check the connection."""
    checks = [
        Nanoflow(f"Is{number}", _CHECK, Return("$IsConnected"), returns="Boolean")
        for number in range(size)
    ]
    calls = [CallNanoflowActivity(f"M.Is{number}", into=f"C{number}") for number in range(size)]
    work = Nanoflow("Work", *calls, _CALL)
    return _app(Page("Home", Button("Work", CallNanoflow("M.Work"))), work, *checks)


def chain_of_nanoflows(size: int) -> App:
    """Nanoflows that call the server, and one another."""
    flows = [Nanoflow(f"N{number}", _CALL, *_next_call(number, size)) for number in range(size)]
    return _app(Page("Home", Button("Work", CallNanoflow("M.N0"))), *flows)


def _next_call(number: int, size: int) -> list[CallNanoflowActivity]:
    return [CallNanoflowActivity(f"M.N{number + 1}")] if number + 1 < size else []


def chain_of_pages(size: int) -> App:
    """Pages that show online data, and open one another."""
    pages = [
        Page(f"P{number}", ListView("M.Order"), *_next_page(number, size))
        for number in range(size)
    ]
    return _app(*pages, home="M.P0")


def _next_page(number: int, size: int) -> list[Button]:
    return [Button("Next", OpenPage(f"M.P{number + 1}"))] if number + 1 < size else []


def generalizations(size: int) -> App:
    """A chain of entities that specialize one another, every other one of them Online."""
    entities = [
        Entity(f"E{number}", f"M.E{number - 1}" if number else "") for number in range(size)
    ]
    lists = [ListView(f"M.E{number}") for number in range(0, size, max(1, size // 50))]
    rows = {f"M.E{number}": "Online" if number % 2 else "All" for number in range(size)}
    return _app(Page("Home", *lists), *entities, rows=rows)


def ring_of_entities(size: int) -> App:
    """Entities with associations in a ring, each of them shown on a page."""
    entities = [Entity(f"E{number}") for number in range(size)]
    ring = [
        Association(f"A{number}", f"E{number}", f"E{(number + 1) % size}")
        for number in range(size)
    ]
    pages = [Page(f"P{number}", ListView(f"M.E{number}")) for number in range(size)]
    home = Page("Home", *(Button("Open", OpenPage(f"M.P{number}")) for number in range(size)))
    rows = {f"M.E{number}": "All" for number in range(size)}
    return _app(home, *entities, *ring, *pages, rows=rows)


def server_calls(size: int) -> App:
    """One nanoflow that calls the server again and again."""
    work = Nanoflow("Work", *([_CALL] * size))
    return _app(Page("Home", Button("Work", CallNanoflow("M.Work"))), work)


def optional_checks(size: int) -> App:
    """Checks of the connection on one side of decisions, one after the other."""
    check = If("$Some", (_CHECK, If("$IsConnected", (_CALL,), (_SAID,))))
    work = Nanoflow("Work", *([check] * size))
    return _app(Page("Home", Button("Work", CallNanoflow("M.Work"))), work)


def buttons(size: int) -> App:
    """One page with many buttons, each with a nanoflow of its own."""
    flows = [Nanoflow(f"N{number}", _CALL) for number in range(size)]
    calls = [Button(f"B{number}", CallNanoflow(f"M.N{number}")) for number in range(size)]
    return _app(Page("Home", *calls), *flows)


def decisions(size: int) -> App:
    """One check of the connection, and many decisions on its result."""
    work = Nanoflow("Work", _CHECK, *([If("$IsConnected", (_CALL,))] * size))
    return _app(Page("Home", Button("Work", CallNanoflow("M.Work"))), work)


def openings(size: int) -> App:
    """A nanoflow that opens a page with online data again and again."""
    work = Nanoflow("Work", *([ShowPage("M.Orders")] * size))
    home = Page("Home", Button("Work", CallNanoflow("M.Work")))
    return _app(home, Page("Orders", ListView("M.Order")), work)


FAMILIES: Mapping[str, Callable[[int], App]] = {
    each.__name__.replace("_", " "): each
    for each in (
        check_nanoflows,
        chain_of_nanoflows,
        chain_of_pages,
        generalizations,
        ring_of_entities,
        server_calls,
        optional_checks,
        buttons,
        decisions,
        openings,
    )
}
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "text": ("check", "--preset=all", "--output=text"),
    "sarif": ("check", "--preset=all", "--output=sarif"),
    "json": ("check", "--preset=all", "--output=json"),
    "html": ("report", "--output=html"),
    "modes": ("modes",),
    "what-if": ("what-if",),
}


@click.command()
@click.argument("families", nargs=-1, type=click.Choice([*FAMILIES]))
@click.option("--sizes", default=",".join(map(str, _SIZES)), show_default=True)
@click.option("--command", "commands", multiple=True, type=click.Choice([*COMMANDS]))
def main(families: tuple[str, ...], sizes: str, commands: tuple[str, ...]) -> None:
    """Measure whole processes on apps with much of one thing.

    Each line has seconds, megabytes of memory and of output for each size, and the exponents: how
    the seconds grow from one size to the next, without what an app of one thing takes.
    """
    numbers = [int(each) for each in sizes.split(",")]
    for family in families or FAMILIES:
        with TemporaryDirectory() as folder:
            apps = {
                size: FAMILIES[family](size).write(Path(folder) / str(size) / "App.mpr")
                for size in (1, *numbers)
            }
            for command in commands or COMMANDS:
                measured = [*_measured(command, apps)]
                click.echo(f"{family}, {command}: {'; '.join(_cells(measured))}")


def _measured(command: str, apps: Mapping[int, Path]) -> Iterator[tuple[int, float, float, float]]:
    for size, model in apps.items():
        output = model.parent / "output"
        started = perf_counter()
        with output.open("wb") as file:
            process = subprocess.Popen(  # noqa: S603 - our own command
                (sys.executable, "-m", "pytest_osm", *COMMANDS[command], "--no-cache", str(model)),
                env={**os.environ, FOLDER_VARIABLE: str(model.parent / "cache")},
                stdout=file,
                stderr=subprocess.DEVNULL,
            )
            _, _, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        yield size, seconds, usage.ru_maxrss / 1024, output.stat().st_size / 1_000_000
        if seconds > _LONGEST:
            return


def _cells(measured: list[tuple[int, float, float, float]]) -> Iterator[str]:
    (_, least, _, _), *others = measured
    for size, seconds, megabytes, written in others:
        yield f"{size} {seconds:.1f} s {megabytes:.0f} MB, {written:.1f} MB out"
    slopes = [
        math.log(max(after[1] - least, 0.01) / max(before[1] - least, 0.01))
        / math.log(after[0] / before[0])
        for before, after in pairwise(others)
    ]
    yield "exponents " + ", ".join(f"{slope:.1f}" for slope in slopes)


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.growth")
