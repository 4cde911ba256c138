"""The command `modes`: which mode each entity has, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.modes import (
    DifferentMode,
    EntityInProfile,
    ModesAnswer,
    ProfileComparison,
    ProfileModes,
)
from pytest_osm.cli.completing import complete_mode, complete_module, complete_profile
from pytest_osm.cli.options import (
    examples,
    judging_options,
    model_argument,
    modules_called,
    offline_profiles,
    the_model_at,
)
from pytest_osm.cli.tables import Table, format_option, print_tables
from pytest_osm.configuration.names import known
from pytest_osm.facts.modes import EffectiveMode, ModeSource
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.words import module_of
from pytest_osm.overview.mode_table import ModeRow, mode_table
from pytest_osm.reporters.exit_codes import CLEAN

_Pairs = tuple[tuple[EffectiveMode, EffectiveMode], ...]
_DECIDED_BY = {
    ModeSource.ROW: "the profile",
    ModeSource.ASSUMED: "assume",
    ModeSource.VERSION_DEFAULT: "Mendix",
}
_COLUMNS = ("entity", "mode", "derived", "decided by", "pages", "nanoflows")


@click.command(
    short_help="Show the mode of each entity, and who says so.",
    epilog=examples(
        "pytest-osm modes --differing",
        "pytest-osm modes --mode Online --module Sales",
        "pytest-osm modes --format csv > modes.csv",
    ),
)
@model_argument
@click.option(
    "--mode",
    "modes",
    metavar="MODE",
    multiple=True,
    shell_complete=complete_mode,
    help="Show only entities with this mode, like Online or 'All Objects'; can be repeated.",
)
@click.option(
    "--module",
    "modules",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_module,
    help="Show only entities of this module (a name or pattern); can be repeated.",
)
@click.option(
    "--differing", is_flag=True, help="Show only entities whose mode differs from Derived."
)
@click.option(
    "--against",
    metavar="PROFILE",
    shell_complete=complete_profile,
    help="Compare with another profile.",
)
@format_option
@judging_options
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

    path = the_model_at(model)
    profiles = offline_profiles(path, **judging)
    named = modules_called(modules, profiles)

    def is_wanted(row: ModeRow) -> bool:
        return (
            (not wanted or row.mode.mode in wanted or row.mode.alternative in wanted)
            and (not modules or module_of(row.entity) in named)
            and (not differing or row.differs)
        )

    if against is not None:
        everyone = offline_profiles(path, **{**judging, "profile": ()})
        other = known(against, {each.name: each for each in everyone}, "offline profile")
        compared = {each: _differing(each, other) for each in profiles if each.name != other.name}
        if form == "json":
            click.echo(_compared_as_json(path, compared, other))
        else:
            print_tables(starmap(partial(_comparison, other), compared.items()), form)
        return CLEAN
    listed = {each: [*filter(is_wanted, mode_table(each))] for each in profiles}
    if form == "json":
        click.echo(_as_json(path, listed))
    else:
        mark = "≠ " if form in ("text", "markdown") else ""
        print_tables(starmap(partial(_table, mark), listed.items()), form)
    return CLEAN


def _as_json(path: Path, listed: Mapping[Profile, Iterable[ModeRow]]) -> str:
    profiles = tuple(
        ProfileModes(each.name, str(each.version), tuple(map(EntityInProfile.of, rows)))
        for each, rows in listed.items()
    )
    return json_of(ModesAnswer(path.as_posix(), profiles, ()))


def _compared_as_json(path: Path, compared: Mapping[Profile, _Pairs], other: Profile) -> str:
    comparisons = tuple(
        ProfileComparison(
            each.name, str(each.version), other.name, tuple(starmap(DifferentMode.of, pairs))
        )
        for each, pairs in compared.items()
    )
    return json_of(ModesAnswer(path.as_posix(), (), comparisons))


def _table(mark: str, profile: Profile, rows: Iterable[ModeRow]) -> Table:
    return Table(
        f"profile {profile.name}, Mendix {profile.version}",
        _COLUMNS,
        tuple(
            (
                row.entity,
                str(row.mode),
                _derived(row, mark),
                _DECIDED_BY.get(row.mode.source, row.reason),
                row.pages,
                row.nanoflows,
            )
            for row in rows
        ),
        {"profile": profile.name},
        ("nanoflows", "pages", "decided by", "derived"),
    )


def _derived(row: ModeRow, mark: str) -> str:
    if row.derived is None:
        return "not used"
    return f"{mark if row.differs else ''}{row.derived.caption}"


def _differing(one: Profile, other: Profile) -> _Pairs:
    pairs = ((one.mode(name), other.mode(name)) for name in sorted({*one.modes, *other.modes}))
    return tuple(pair for pair in pairs if str(pair[0]) != str(pair[1]))


def _comparison(other: Profile, one: Profile, pairs: _Pairs) -> Table:
    return Table(
        f"profiles {one.name} and {other.name}, where they differ",
        ("entity", one.name, other.name),
        tuple((each.entity, str(each), str(its)) for each, its in pairs),
    )


def _mode(word: str) -> SyncMode:
    modes = {name: mode for mode in SyncMode for name in (mode.value, mode.caption)}
    exact = {name.casefold(): name for name in modes}
    return known(exact.get(word.casefold(), word), modes, "mode")
