"""What a reporter is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pytest_osm.records import frozen
from pytest_osm.reporters.report import Report


@frozen
class Screen:
    """Where text goes: its width in columns, and whether colours mean anything there."""

    width: int = 100
    has_color: bool = False
    is_verbose: bool = False


@frozen
class Reporter:
    """A format under the name that selects it; `render` gives the lines, without newlines.

    One that `needs_overview` is given the portraits of profiles, which take some time to draw.
    """

    name: str
    description: str
    render: Callable[[Report, Screen], Iterable[str]]
    needs_overview: bool = False
