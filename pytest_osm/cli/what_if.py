"""The commands `what-if` and `upgrade`: what would break, before it does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap
from pathlib import Path
from typing import Any

import click

from pytest_osm.checking.findings import Finding
from pytest_osm.checking.judged_model import too_new
from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.changes import (
    EntityCost,
    ProfileCosts,
    ProfileUpgrade,
    UpgradeAnswer,
    WhatIfAnswer,
)
from pytest_osm.cli.options import (
    examples,
    judging_options,
    model_argument,
    profiles_and_settings,
    read_version,
    the_model_at,
)
from pytest_osm.cli.tables import Table, format_option, print_tables
from pytest_osm.facts.profile import Profile
from pytest_osm.model.version import MendixVersion
from pytest_osm.overview.availability import OfflineSummary
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.what_if.differences import OfflineChange, not_judged
from pytest_osm.what_if.online import WhatIf, what_if
from pytest_osm.what_if.upgrade import Upgrade, upgrade


@click.command(
    "what-if",
    short_help="Try each entity as Online, and count what would break.",
    epilog=examples("pytest-osm what-if", "pytest-osm what-if App.mpr --format markdown"),
)
@model_argument
@format_option
@judging_options
def what_if_command(model: Path | None, form: str, **judging: Any) -> int:
    """Try each entity on the device as Online, and list what would break, the least first.

    To see the findings, run `check --assume Module.Entity=Online`.
    """
    path = the_model_at(model)
    profiles, settings = profiles_and_settings(path, **judging)
    tried = {profile: what_if(profile, settings) for profile in profiles}
    skipped = not_judged(profiles, settings)
    if form == "json":
        click.echo(_tried_as_json(path, tried, skipped))
    else:
        print_tables(starmap(_tried_table, tried.items()), form)
        _tell_not_judged(skipped)
    return CLEAN


def _tried_table(profile: Profile, tried: Iterable[WhatIf]) -> Table:
    return Table(
        f"profile {profile.name}, Mendix {profile.version}: what would break with Online",
        ("entity", "mode now", "errors", "warnings", "infos", "rules"),
        tuple((each.mode.entity, str(each.mode), *each.cost, _rules(each)) for each in tried),
        {"profile": profile.name},
    )


def _rules(tried: WhatIf) -> str:
    counts = tried.rules.items()
    return ", ".join(f"{code} x{number}" if number > 1 else code for code, number in counts)


def _tried_as_json(
    path: Path, tried: Mapping[Profile, Iterable[WhatIf]], skipped: tuple[str, ...]
) -> str:
    profiles = tuple(
        ProfileCosts(each.name, str(each.version), tuple(map(EntityCost.of, costs)))
        for each, costs in tried.items()
    )
    return json_of(WhatIfAnswer(path.as_posix(), profiles, skipped))


@click.command(
    "upgrade",
    short_help="Show what another Mendix version changes.",
    epilog=examples("pytest-osm upgrade --to 11.6"),
)
@model_argument
@click.option(
    "--to",
    "version",
    metavar="VERSION",
    required=True,
    callback=read_version,
    help="The Mendix version to upgrade to.",
)
@format_option
@judging_options
def upgrade_command(model: Path | None, version: MendixVersion, form: str, **judging: Any) -> int:
    """Show which modes change and which findings come and go in another Mendix version."""
    path = the_model_at(model)
    profiles, settings = profiles_and_settings(path, **judging)
    for note in too_new(version):
        click.echo(f"note: {note}", err=True)
    upgrades = tuple(upgrade(profile, version, settings) for profile in profiles)
    skipped = not_judged(profiles, settings)
    if form == "json":
        became = tuple(map(ProfileUpgrade.of, upgrades))
        now = str(profiles[0].version)
        click.echo(json_of(UpgradeAnswer(path.as_posix(), now, str(version), became, skipped)))
    else:
        print_tables((table for each in upgrades for table in _tables(each)), form)
        _tell_not_judged(skipped)
    return CLEAN


def _tell_not_judged(skipped: Iterable[str]) -> None:
    """Name the rules that have no part in an answer, beside it."""
    for each in skipped:
        click.echo(f"not checked: {each}", err=True)


def _tables(upgraded: Upgrade) -> Iterator[Table]:
    name, found = upgraded.profile.name, upgraded.findings
    yield Table(
        f"profile {name}: modes that change in Mendix {upgraded.profile.version}",
        ("entity", "now", "then"),
        tuple((before.entity, str(before), str(after)) for before, after in upgraded.modes),
        {"profile": name, "change": "mode"},
    )
    for change, which in (("appears", found.appearing), ("disappears", found.disappearing)):
        title = f"profile {name}: findings that {change.removesuffix('s')}"
        yield Table(title, _COLUMNS, _rows(which), {"profile": name, "change": change})
    yield Table(
        f"profile {name}: findings with another severity or confidence",
        ("rule", "now", "then", "place", "what"),
        tuple(
            (row[0], before.grade, *row[1:])
            for before, after in found.changing
            for row in _rows((after,))
        ),
        {"profile": name, "change": "changes"},
    )
    if upgraded.offline:
        before, after = upgraded.offline.before, upgraded.offline.after
        becomes = f"{before.summary}; then {after.pages}"
        yield Table(
            f"profile {name}: pages and nanoflows of which more or less works offline ({becomes})",
            ("page or nanoflow", "works offline now", "then", "what asks the server then"),
            tuple(
                (f"{then.kind} {then.name}", now.verdict, then.verdict, then.asks)
                for now, then in _summarized(upgraded.offline)
            ),
            {"profile": name, "change": "offline"},
        )


def _summarized(change: OfflineChange) -> Iterator[tuple[OfflineSummary, OfflineSummary]]:
    for now, then in change.documents:
        yield OfflineSummary.of(now), OfflineSummary.of(then)


_COLUMNS = ("rule", "grade", "place", "what")


def _rows(findings: tuple[Finding, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (finding.code, finding.grade, str(finding.location), finding.text) for finding in findings
    )
