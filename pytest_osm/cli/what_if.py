"""The commands `what-if` and `upgrade`: what would break, before it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from pytest_osm.checking.findings import Finding
from pytest_osm.cli.options import (
    judging_options,
    model_argument,
    profiles_and_settings,
    read_version,
)
from pytest_osm.cli.running import without_collection
from pytest_osm.cli.tables import Table, format_option, print_tables
from pytest_osm.configuration.settings import Settings
from pytest_osm.facts.profile import Profile
from pytest_osm.model.version import MendixVersion
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.what_if import Upgrade, not_judged, upgrade, what_if


@click.command("what-if")
@model_argument
@judging_options
@format_option
def what_if_command(model: Path | None, form: str, **judging: Any) -> int:
    """Try each entity on the device as Online, and list what would break, the least first.

    To see the findings, run `check --assume Module.Entity=Online`.
    """
    profiles, settings = profiles_and_settings(model, **judging)
    columns = ("entity", "mode now", "errors", "warnings", "infos", "rules")
    print_tables(
        (
            Table(
                f"profile {profile.name}, Mendix {profile.version}: what would break with Online",
                columns,
                tuple(
                    (each.mode.entity, str(each.mode), *each.cost, ", ".join(each.rules))
                    for each in what_if(profile, settings)
                ),
            )
            for profile in profiles
        ),
        form,
    )
    _tell_not_judged(profiles, settings)
    return CLEAN


@click.command("upgrade")
@model_argument
@judging_options
@click.option(
    "--to",
    "version",
    metavar="VERSION",
    required=True,
    callback=read_version,
    help="The Mendix version to upgrade to.",
)
@format_option
@without_collection
def upgrade_command(model: Path | None, version: MendixVersion, form: str, **judging: Any) -> int:
    """Show which modes change and which findings come and go in another Mendix version."""
    profiles, settings = profiles_and_settings(model, **judging)
    upgrades = (upgrade(profile, version, settings) for profile in profiles)
    print_tables((table for each in upgrades for table in _tables(each)), form)
    _tell_not_judged(profiles, settings)
    return CLEAN


def _tell_not_judged(profiles: Iterable[Profile], settings: Settings) -> None:
    """Name the rules that have no part in an answer, beside it."""
    for each in not_judged(profiles, settings):
        click.echo(f"not checked: {each}", err=True)


def _tables(upgraded: Upgrade) -> Iterator[Table]:
    name, found = upgraded.profile.name, upgraded.findings
    yield Table(
        f"profile {name}: modes that change",
        ("entity", "now", f"Mendix {upgraded.profile.version}"),
        tuple((before.entity, str(before), str(after)) for before, after in upgraded.modes),
    )
    yield Table(f"profile {name}: findings that appear", _COLUMNS, _rows(found.appearing))
    yield Table(f"profile {name}: findings that disappear", _COLUMNS, _rows(found.disappearing))
    yield Table(
        f"profile {name}: findings with another severity or confidence",
        ("rule", "now", "then", "place", "what"),
        tuple(
            (row[0], before.grade, *row[1:])
            for before, after in found.changing
            for row in _rows((after,))
        ),
    )


_COLUMNS = ("rule", "grade", "place", "what")


def _rows(findings: tuple[Finding, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (finding.code, finding.grade, str(finding.location), finding.text) for finding in findings
    )
