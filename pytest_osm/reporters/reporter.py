"""What a reporter is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pytest_osm.records import Record
from pytest_osm.reporters.report import Report


class Screen(Record, frozen=True):
    """Where text goes, whether colours mean anything there, and how much is wanted of it."""

    width: int = 100
    has_color: bool = False
    has_links: bool = False
    is_verbose: bool = False
    is_quiet: bool = False  # only the numbers
    is_scoped: bool = False  # options chose some findings, so the rest is not of interest
    is_crowded: bool = False  # there are many findings, so each gets fewer lines
    shows_accepted: bool = False
    layout: str = "full"  # or concise, or grouped
    group_by: str = "rule"  # or document, or entity


class Reporter(Record, frozen=True):
    """A format under the name that selects it; `render` gives the lines, without newlines.

    One that `needs_overview` is given the portraits of profiles, which take some time to draw.
    """

    name: str
    description: str
    render: Callable[[Report, Screen], Iterable[str]]
    needs_overview: bool = False
