"""The command `modes`: which mode each entity has, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.options import (
    judging_options,
    model_argument,
    offline_profiles,
)
from pytest_osm.cli.running import without_collection
from pytest_osm.cli.tables import Table, format_option, print_tables
from pytest_osm.configuration.node import known
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.words import module_of
from pytest_osm.overview.mode_table import ModeRow, mode_table
from pytest_osm.reporters.exit_codes import CLEAN

_COLUMNS = ("entity", "mode", "derived", "decided by", "pages", "nanoflows")


@click.command()
@model_argument
@judging_options
@click.option("--mode", "modes", multiple=True, help="Show only entities with this mode.")
@click.option(
    "--module",
    "modules",
    multiple=True,
    help="Show only entities of these modules (a name or pattern).",
)
@click.option(
    "--differing", is_flag=True, help="Show only entities whose mode differs from Derived."
)
@click.option("--against", metavar="PROFILE", help="Compare with another profile.")
@format_option
@without_collection
def modes(  # noqa: PLR0913 - one per option
    model: Path | None,
    modes: tuple[str, ...],
    modules: tuple[str, ...],
    against: str | None,
    form: str,
    *,
    differing: bool,
    **judging: Any,
) -> int:
    """Show the mode of every entity in each offline profile, and where it comes from.

    Derived is the mode that Studio Pro up to 10.24 works out from the pages and nanoflows of the
    profile. In text and Markdown, ≠ marks a mode that differs from Derived.
    """
    wanted = {_mode(word) for word in modes}

    def is_wanted(row: ModeRow) -> bool:
        module = module_of(row.entity)
        return (
            (not wanted or row.mode.mode in wanted or row.mode.alternative in wanted)
            and (not modules or any(fnmatchcase(module, pattern) for pattern in modules))
            and (not differing or row.differs)
        )

    profiles = offline_profiles(model, **judging)
    if against is not None:
        everyone = offline_profiles(model, **{**judging, "profile": ()})
        other = known(against, {each.name: each for each in everyone}, "offline profile")
        tables = (_comparison(each, other) for each in profiles if each.name != other.name)
    else:
        mark = "≠ " if form in ("text", "markdown") else ""
        tables = (_table(each, filter(is_wanted, mode_table(each)), mark) for each in profiles)
    print_tables(tables, form)
    return CLEAN


def _table(profile: Profile, rows: Iterator[ModeRow], mark: str) -> Table:
    return Table(
        f"profile {profile.name}, Mendix {profile.version}",
        _COLUMNS,
        tuple(
            (
                row.entity,
                str(row.mode),
                _derived(row, mark),
                row.reason,
                row.pages,
                row.nanoflows,
            )
            for row in rows
        ),
    )


def _derived(row: ModeRow, mark: str) -> str:
    if row.derived is None:
        return "not used"
    return f"{mark if row.differs else ''}{row.derived.caption}"


def _comparison(one: Profile, other: Profile) -> Table:
    names = sorted({*one.modes, *other.modes})
    pairs = ((name, str(one.mode(name)), str(other.mode(name))) for name in names)
    return Table(
        f"profiles {one.name} and {other.name}, where they differ",
        ("entity", one.name, other.name),
        tuple(pair for pair in pairs if pair[1] != pair[2]),
    )


def _mode(word: str) -> SyncMode:
    modes = {name.lower(): mode for mode in SyncMode for name in (mode.value, mode.caption)}
    return known(word.lower() if word.lower() in modes else word, modes, "mode")
