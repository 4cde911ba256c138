"""The command `pages`: what still works without a connection, and what asks the server."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.pages import PagesAnswer, ProfilePages
from pytest_osm.cli.completing import complete_module
from pytest_osm.cli.options import (
    examples,
    judging_options,
    model_argument,
    modules_called,
    offline_profiles,
    the_model_at,
)
from pytest_osm.cli.tables import Table, format_option, print_tables
from pytest_osm.facts.availability import Availability, DocumentAvailability
from pytest_osm.facts.profile import Profile
from pytest_osm.overview.availability import OfflineSummary, WithoutConnection
from pytest_osm.reporters.exit_codes import CLEAN

_NOT_WORKING = (Availability.NONE, Availability.PARTIAL)
_COLUMNS = ("page or nanoflow", "works offline", "what asks the server", "connection checked")


@click.command(
    short_help="Show which pages work without a connection.",
    epilog=examples(
        "pytest-osm pages",
        "pytest-osm pages --works no --module Sales",
        "pytest-osm pages --format csv > pages.csv",
    ),
)
@model_argument
@click.option(
    "--works",
    multiple=True,
    type=click.Choice([each.value for each in Availability]),
    help="Show what works offline, works partly, or does not; can be repeated.  [default: no and"
    " partly in text, else all]",
)
@click.option(
    "--module",
    "modules",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_module,
    help="Show only pages and nanoflows of this module (a name or pattern); can be repeated.",
)
@format_option
@judging_options
def pages(
    model: Path | None,
    works: tuple[str, ...],
    modules: tuple[str, ...],
    form: str,
    **judging: Any,
) -> int:
    """Show for each page and nanoflow of an offline profile what works without a connection.

    A page works in part when some of its data comes from the server, or something on it asks the
    server; a nanoflow, when it can come to an end all the same. Opening another page counts for
    that page. For the places in one page, use `why PAGE` or `--format json`.
    """
    path = the_model_at(model)
    profiles = offline_profiles(path, **judging)
    unasked = _NOT_WORKING if form == "text" else Availability
    wanted = {Availability(word) for word in works} or {*unasked}
    named = modules_called(modules, profiles)

    def is_wanted(document: DocumentAvailability) -> bool:
        is_named = not modules or document.location.module.name in named
        return is_named and document.works_offline in wanted

    found = {profile: WithoutConnection.of(profile) for profile in profiles}
    if form == "json":
        answers = tuple(
            ProfilePages.of(profile, each, tuple(filter(is_wanted, each.documents)))
            for profile, each in found.items()
        )
        click.echo(json_of(PagesAnswer(path.as_posix(), answers)))
    else:
        listed = {profile: filter(is_wanted, each.documents) for profile, each in found.items()}
        print_tables((_table(each, found[each], listed[each]) for each in profiles), form)
    return CLEAN


def _table(
    profile: Profile, found: WithoutConnection, listed: Iterable[DocumentAvailability]
) -> Table:
    return Table(
        f"profile {profile.name}, Mendix {profile.version}: {found.summary}",
        _COLUMNS,
        tuple(
            (f"{each.kind} {each.name}", each.verdict, each.asks, each.is_checked)
            for each in map(OfflineSummary.of, listed)
        ),
        {"profile": profile.name},
        ("connection checked",),
    )
