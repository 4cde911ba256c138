"""What is measured inside a process of its own: `python -m benchmarks.inside WHAT MODEL`.

The result is printed as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from bson import decode

from pytest_osm.configuration.locate import settings_for
from pytest_osm.engine import check_model
from pytest_osm.model import parsing
from pytest_osm.readers.mpr_database import connected, open_mpr_database
from pytest_osm.reporters.formats.text import render
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.timing import CLOCK

_ROUNDS = 7
_GROUPS = {
    "fact scan": "reading",
    "parsing documents": "reading",
    "restoring documents": "reading",
}


def floor(model: Path) -> dict[str, float]:
    """Seconds to read and decode the contents of every unit in C, their number and bytes."""
    opened = open_mpr_database(model)
    started, units, size = perf_counter(), 0, 0
    if opened.holds_contents:
        with connected(model) as database:
            for (contents,) in database.execute("SELECT Contents FROM Unit"):
                decode(contents)
                units, size = units + 1, size + len(contents)
    else:
        for unit in opened.units:
            path = model.parent / unit.file
            if path.exists():
                contents = path.read_bytes()
                decode(contents)
                units, size = units + 1, size + len(contents)
    return {"seconds": perf_counter() - started, "units": units, "bytes": size}


def phases(model: Path) -> dict[str, float]:
    """Seconds by what a check spends them on; reporting is by itself."""
    report = check_model(model, settings_for(model), date(2000, 1, 1))
    spent = dict(CLOCK.spent)
    started = perf_counter()
    lines = list(render(Report((report,)), Screen()))
    spent["reporting"] = perf_counter() - started
    assert lines  # noqa: S101 - nothing is measured unless there is something to say
    return spent


def unread(model: Path) -> dict[str, float]:
    """Seconds of a check, and of its parsing with and without looking for what nobody reads."""
    seconds: dict[str, list[float]] = {"check": [], "with": [], "without": []}
    on_device = parsing._ON_DEVICE  # noqa: SLF001 - there is no option to pass things over
    settings = settings_for(model)
    for _ in range(_ROUNDS):
        for name, types in (("with", on_device), ("without", frozenset[str]())):
            parsing._ON_DEVICE = types  # noqa: SLF001
            CLOCK.spent.clear()
            started = perf_counter()
            check_model(model, settings, date(2000, 1, 1))
            seconds["check"].append(perf_counter() - started)
            seconds[name].append(CLOCK.spent["parsing documents"])
    return {name: min(values) for name, values in seconds.items()}


def group(what: str) -> str:
    """The group that a phase belongs to: reading, facts, reporting, or a rule by itself."""
    if what.startswith("fact ") and what not in _GROUPS:
        return "facts"
    return _GROUPS.get(what, what)


if __name__ == "__main__":
    measured = {"floor": floor, "phases": phases, "unread": unread}[sys.argv[1]](Path(sys.argv[2]))
    json.dump(measured, sys.stdout)
