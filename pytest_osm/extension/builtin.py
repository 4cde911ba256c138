"""The built-in plugin: readers, rules and reporters, registered like anybody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from pytest_osm import rules
from pytest_osm.extension.hookspecs import hookimpl
from pytest_osm.model.project import Project
from pytest_osm.readers.discovery import EXPORT_MARKER
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.reporters.formats.diagrams import DOT, MERMAID
from pytest_osm.reporters.formats.github import GITHUB
from pytest_osm.reporters.formats.gitlab import GITLAB
from pytest_osm.reporters.formats.html import HTML
from pytest_osm.reporters.formats.json import JSON
from pytest_osm.reporters.formats.junit import JUNIT
from pytest_osm.reporters.formats.markdown import MARKDOWN
from pytest_osm.reporters.formats.sarif import SARIF
from pytest_osm.reporters.formats.text import TEXT
from pytest_osm.reporters.reporter import Reporter
from pytest_osm.rules.rule import Rule

RESERVED_PREFIX = "OSM"


@hookimpl(trylast=True)
def osm_read(path: Path) -> Project | None:
    """Take every file that no other reader wants: a wrong one is told what is wrong with it."""
    if path.name == EXPORT_MARKER:
        from pytest_osm.readers.export import read_export  # noqa: PLC0415 - brings in ruamel.yaml

        return read_export(path)
    return read_mpr(path)


@hookimpl
def osm_rules() -> Iterable[Rule]:
    """The rules in `pytest_osm.rules`, found by the names of their modules."""
    return tuple(_discover())


@hookimpl
def osm_reporters() -> Iterable[Reporter]:
    """The reporters in `pytest_osm.reporters`."""
    return TEXT, JSON, SARIF, GITHUB, GITLAB, JUNIT, MARKDOWN, HTML, MERMAID, DOT


def _discover() -> Iterator[Rule]:
    for info in iter_modules(rules.__path__):
        if info.name.upper().startswith(RESERVED_PREFIX):
            module = import_module(f"{rules.__name__}.{info.name}")
            yield from (value for value in vars(module).values() if isinstance(value, Rule))
