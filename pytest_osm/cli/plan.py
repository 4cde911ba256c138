"""The command `plan`: what it takes to have entities Online, and what to do first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from pytest_osm._version import __version__
from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.plan import PlanAnswer, ProfileGroups, ProfilePlan
from pytest_osm.cli.completing import complete_entity, complete_words
from pytest_osm.cli.options import (
    examples,
    judging_options,
    output_as,
    profiles_and_settings,
    screen_of,
    the_model_at,
)
from pytest_osm.cli.plan_steps import headline, told_as_markdown, told_as_text
from pytest_osm.cli.running import show
from pytest_osm.cli.tables import Table, print_tables
from pytest_osm.errors import UsageError
from pytest_osm.facts.profile import Profile
from pytest_osm.files import exists
from pytest_osm.readers.discovery import find_models, has_model_suffix
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.rules.wording import listed
from pytest_osm.terminal.printable import printable
from pytest_osm.what_if.differences import not_judged
from pytest_osm.what_if.groups import OnlineGroup, online_groups
from pytest_osm.what_if.mdl import mdl_of
from pytest_osm.what_if.plan import OnlinePlan, plan

_ENTITY = re.compile(r"\w+\.\w+")
_MOST = 20  # entities of a group that are listed


@click.command(
    "plan",
    short_help="Plan which entities become Online, and what there is to do.",
    epilog=examples(
        "pytest-osm plan",
        "pytest-osm plan Sales.Order",
        "pytest-osm plan Sales.Order --keep Sales.Customer",
        "pytest-osm plan App.mpr Sales.Order --format markdown > ticket.md",
    ),
)
@click.argument("words", nargs=-1, metavar="[MODEL] [ENTITY]...", shell_complete=complete_words)
@click.option(
    "--keep",
    "kept",
    metavar="ENTITY",
    multiple=True,
    shell_complete=complete_entity,
    help="Leave this entity as it is, and show what stands in the way; can be repeated.",
)
@output_as("text", "markdown", "json", "mdl")
@judging_options
def plan_command(words: tuple[str, ...], kept: tuple[str, ...], form: str, **judging: Any) -> int:
    """Plan what must be Online together with some entities, so that no limit is broken.

    The plan has the rows to set, with a reason for each, the work that remains, and what works
    offline before and after. Without entities: the groups that can only become Online together,
    the cheapest first. `mdl` is a script for mxcli. Nothing is written into the model.
    """
    model, named = _model_and_entities(words)
    path = the_model_at(model)
    profiles, settings = profiles_and_settings(path, **judging)
    if not named:
        if kept or form == "mdl":
            message = "name the entities that are to become Online"
            raise UsageError(message)
        groups = {each: online_groups(each, settings) for each in profiles}
        if form == "json":
            found = tuple(
                ProfileGroups(each.name, str(each.version), its) for each, its in groups.items()
            )
            click.echo(json_of(PlanAnswer(path.as_posix(), (), found, ())))
        else:
            print_tables((_table(*each) for each in groups.items()), form)
        return CLEAN
    plans = tuple(plan(each, named, settings, kept) for each in profiles)
    skipped = not_judged(profiles, settings)
    if form == "json":
        answers = tuple(map(ProfilePlan.of, plans))
        click.echo(json_of(PlanAnswer(path.as_posix(), answers, (), skipped)))
    else:
        show(_TELLERS[form](plans))
        for each in skipped:
            click.echo(f"not checked: {each}", err=True)
    return CLEAN


def _model_and_entities(words: tuple[str, ...]) -> tuple[Path | None, tuple[str, ...]]:
    """The model, if the first word is one, and the entities."""
    if words and _is_model(words[0]):
        return Path(words[0]), words[1:]
    return None, words


def _is_model(word: str) -> bool:
    """Whether it names a model, and not an entity that some folder is named like."""
    if _ENTITY.fullmatch(word) and not has_model_suffix(word):
        return any(find_models(Path(word)))
    return has_model_suffix(word) or exists(Path(word))


def _table(profile: Profile, groups: Iterable[OnlineGroup]) -> Table:
    there = tuple(groups)
    tried = any(each.errors is not None for each in there)
    work = ("errors", "warnings") if tried else ()
    columns = (
        "entities",
        "must go along",
        *work,
        "used by pages",
        "used by nanoflows",
        "downloads saved",
    )
    rows = tuple(
        (
            listed(each.entities, _MOST),
            listed(each.along, _MOST) if each.along else "nothing",
            *((each.errors or 0, each.warnings or 0) if tried else ()),
            each.pages,
            each.nanoflows,
            each.downloaded,
        )
        for each in there
    )
    return Table(
        f"profile {profile.name}, Mendix {profile.version}: what can become Online",
        columns,
        rows,
        {"profile": profile.name},
        ("used by nanoflows", "used by pages", "downloads saved"),
        has_lists=True,
    )


def _text(plans: Iterable[OnlinePlan]) -> Iterator[str]:
    screen = screen_of("auto", is_verbose=False)
    for number, each in enumerate(plans):
        yield from ([""] if number else [])
        yield from told_as_text(each, screen)


def _markdown(plans: Iterable[OnlinePlan]) -> Iterator[str]:
    for each in plans:
        yield from told_as_markdown(each)


def _mdl(plans: Iterable[OnlinePlan]) -> list[str]:
    """The script, complete before any of it is printed."""
    lines = [
        f"-- A plan by pytest-osm {__version__}, for mxcli. Nobody has run this script: try it on",
        "-- a copy of the app. Each block replaces all rows of its profile.",
    ]
    for each in plans:
        lines.append(f"-- {headline(each)}")
        if each.obstacles:
            places = {str(need.statement.location) for need in each.obstacles}
            lines.append("-- Before that, rewrite what stands in the way:")
            lines += (f"--   {place}" for place in sorted(places))
        if compatible := [row.entity for row in each.rows if row.needs_compatibility]:
            lines.append("-- After that, turn on compatibility mode in Studio Pro, or devices of")
            lines.append("-- the version before lose what they upload:")
            lines += (f"--   {name}" for name in compatible)
        lines += mdl_of(each.after) if each.rows else ()
    return [printable(line) for line in lines]


_TELLERS = {"text": _text, "markdown": _markdown, "mdl": _mdl}
