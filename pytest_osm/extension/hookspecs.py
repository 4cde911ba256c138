"""The hooks through which rules, readers and reporters are added, the built-in ones included.

A plugin is a module with functions marked by `pytest_osm.hookimpl`. It is found through the
entry-point group `pytest_osm`, through `plugins` in the configuration, or as a conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pluggy import HookimplMarker, HookspecMarker

if TYPE_CHECKING:
    from pytest_osm.model.project import Project
    from pytest_osm.reporters.reporter import Reporter
    from pytest_osm.rules.rule import Rule

HOOKS = "pytest_osm"

hookspec = HookspecMarker(HOOKS)
hookimpl = HookimplMarker(HOOKS)


@hookspec(firstresult=True)
def osm_read(path: Path) -> Project | None:
    """Open the model at a path, or return None to leave it to other readers.

    Raise `ReadError` for a file that is of the reader's format and cannot be read.
    """


@hookspec
def osm_rules() -> Iterable[Rule]:
    """Give rules that are made with the decorator `rule`.

    Not needed for rules that are names of the plugin module itself: those are found.
    """
    raise NotImplementedError


@hookspec
def osm_reporters() -> Iterable[Reporter]:
    """Give reporters, which `pytest-osm check --output NAME` selects by their name."""
    raise NotImplementedError
