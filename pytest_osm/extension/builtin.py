"""The built-in plugin: readers, rules and reporters, registered like anybody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import TypeVar

from pytest_osm import rules
from pytest_osm.extension.hookspecs import hookimpl
from pytest_osm.model.project import Project
from pytest_osm.readers.discovery import EXPORT_MARKER
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.reporters import formats
from pytest_osm.reporters.reporter import Reporter
from pytest_osm.rules.rule import Rule

RESERVED_PREFIX = "OSM"
_Kind = TypeVar("_Kind")


@hookimpl(trylast=True)
def osm_read(path: Path) -> Project | None:
    """Take every file that no other reader wants: a wrong one is told what is wrong with it."""
    if path.name == EXPORT_MARKER:
        # Late, because ruamel.yaml takes 60 ms, and most models are no exports.
        from pytest_osm.readers.export import read_export  # noqa: PLC0415

        return read_export(path)
    return read_mpr(path)


@hookimpl
def osm_rules() -> Iterable[Rule]:
    """The rules in `pytest_osm.rules`."""
    return tuple(_found_in(rules, Rule))


@hookimpl
def osm_reporters() -> Iterable[Reporter]:
    """The reporters in `pytest_osm.reporters.formats`."""
    return tuple(_found_in(formats, Reporter))


def _found_in(package: ModuleType, kind: type[_Kind]) -> Iterator[_Kind]:
    """What the modules of a package define of some kind, in the order of their names."""
    found: dict[int, _Kind] = {}
    for info in iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{info.name}")
        found |= {id(each): each for each in vars(module).values() if isinstance(each, kind)}
    yield from found.values()
