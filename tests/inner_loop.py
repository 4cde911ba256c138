"""Say which modules the inner loop, `pytest -m "not slow"`, no more than imports.

usage: python -m tests.inner_loop DATA     the coverage data of its run
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from coverage import Coverage, CoverageData


def modules() -> Iterator[tuple[str, str]]:
    """The names of all modules of the package, and where they lie."""
    import pytest_osm  # noqa: PLC0415 - what importing it runs is measured

    yield "pytest_osm", str(pytest_osm.__file__)
    for info in walk_packages(pytest_osm.__path__, "pytest_osm."):
        if not info.name.endswith(".__main__"):  # whose import is a run of the command
            yield info.name, str(import_module(info.name).__file__)


def only_imported(data: CoverageData) -> Iterator[str]:
    """The modules of which nothing ran but what an import runs."""
    measuring = Coverage(data_file=None, source=["pytest_osm"])
    with measuring.collect():
        found = list(modules())
    importing = measuring.get_data()
    for name, file in found:
        path = str(Path(file).resolve())
        statements = set(measuring.analysis2(path)[1])
        rest = statements - set(importing.lines(path) or ())
        if rest and rest.isdisjoint(data.lines(path) or ()):
            yield name


if __name__ == "__main__":
    read = CoverageData(sys.argv[1])
    read.read()
    if missing := list(only_imported(read)):
        sys.exit(f"the inner loop runs nothing of {', '.join(missing)}")
