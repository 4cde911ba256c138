"""Run `osm-check` on a model that is right and one that is wrong: `python -m tests.try_hook`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from pytest_osm.testing import App, Button, Create, Entity, ListView, Module, NativeProfile, Page

FOLDER = Path(__file__).resolve().parents[1] / "build" / "try-hook"
EXPECTED = {"right": ("All", 0, "1 model"), "wrong": ("Online", 1, "OSM301")}


def app(urgent: str) -> App:
    """An app with orders on the device, and urgent orders in a mode."""
    return App(
        "11.6.0",
        Module(
            "Sales",
            Entity("Order"),
            Entity("UrgentOrder", "Sales.Order"),
            Page("Home", ListView("Sales.Order"), Button("New", Create("Sales.UrgentOrder"))),
        ),
        NativeProfile(home="Sales.Home", rows={"Sales.Order": "All", "Sales.UrgentOrder": urgent}),
    )


def problems() -> list[str]:
    """What the hook says of the two models, where it is not what it has to say."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    found = []
    for name, (mode, status, text) in EXPECTED.items():
        app(mode).write(FOLDER / name / "App.mpr")
        result = subprocess.run(
            ("osm-check", "--no-cache"),
            cwd=FOLDER / name,
            capture_output=True,
            text=True,
            check=False,
        )
        said = result.stdout + result.stderr
        if result.returncode != status or text not in said:
            found.append(f"the {name} model: {status} and {text} expected\n{said}")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or None)
