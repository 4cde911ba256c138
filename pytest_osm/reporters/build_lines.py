"""Where Mendix's own build and pytest-osm agree and where not, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_osm.reporters.finding_lines import wrapped
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.wording import counted
from pytest_osm.terminal.printable import shortened

if TYPE_CHECKING:
    from pytest_osm.reporters.build_comparison import BuildComparison

_MOST = 10  # of a list, on a screen that does not show all
_LONGEST = 300  # characters of a message


def build_lines(build: BuildComparison, screen: Screen) -> Iterator[str]:
    """The comparison: first what only one of them says."""
    yield from wrapped(f"held against the errors of the build in {build.file}", screen.width, "  ")
    if build.note:
        yield from _entry(f"note: {build.note}", screen)
    parts = (
        (
            "only the build reports, about offline profiles (see docs/verdict.md)",
            [shortened(each, _LONGEST) for each in build.only_build],
        ),
        (
            "only pytest-osm reports as errors",
            [*_with_reasons(build)],
        ),
        (
            "both report",
            [
                f"{shortened(each.problem, _LONGEST)} = {each.finding}"
                f" (the same {'element' if each.is_same_element else 'document'})"
                for each in build.both
            ],
        ),
    )
    for title, entries in parts:
        yield from _entry(f"{title}: {len(entries) or 'nothing'}", screen)
        shown = entries if screen.is_verbose else entries[:_MOST]
        for each in shown:
            yield from wrapped(each, screen.width, " " * 6, " " * 8)
        if len(entries) > len(shown):
            yield f"      and {len(entries) - len(shown)} more with -v"
    if build.elsewhere:
        yield from _entry(
            f"{counted(build.elsewhere, 'problem')} of the build about other things", screen
        )
    if build.unknown:
        number = counted(build.unknown, "entry", "entries")
        yield from _entry(f"{number} of a shape that is not known here", screen)


def _with_reasons(build: BuildComparison) -> Iterator[str]:
    """The findings that only pytest-osm has, with the reason of each rule once."""
    said: set[str] = set()
    for each in build.only_here:
        yield each.finding if each.reason in said else f"{each.finding}. Why: {each.reason}"
        said.add(each.reason)


def _entry(text: str, screen: Screen) -> Iterator[str]:
    yield from wrapped(text, screen.width, "    ", " " * 6)
