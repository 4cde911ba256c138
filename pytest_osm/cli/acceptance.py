"""The commands `baseline` and `accept`: living with what is there, without losing sight of it."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from pytest_osm.checking.baseline import (
    Entry,
    baseline_for,
    baseline_path,
    entries_of,
    shrunk,
    write,
)
from pytest_osm.checking.findings import Finding
from pytest_osm.checking.selection import required_codes
from pytest_osm.checking.verdict import Status
from pytest_osm.cli.completing import complete_document, complete_profile, complete_rule
from pytest_osm.cli.options import (
    examples,
    model_argument,
    models_at,
    rule_named,
    running_options,
    settings_of,
    the_model_at,
    with_run_options,
)
from pytest_osm.configuration.editing import edited_yaml, new_list, new_table
from pytest_osm.configuration.locate import YAML_NAME
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance, Settings
from pytest_osm.engine import check_model
from pytest_osm.errors import UsageError
from pytest_osm.extension.loading import load_plugins
from pytest_osm.files import is_file, path_from
from pytest_osm.records import Record
from pytest_osm.reporters.exit_codes import CLEAN, NO_VERDICT
from pytest_osm.reporters.report import Report
from pytest_osm.rules.wording import counted, listed
from pytest_osm.timing import today

_ACCEPTABLE = (Status.FAILING, Status.MINOR, Status.UNSURE)
_OPTIONAL = ("profile", "document", "model", "reason", "until")


@click.command(
    "baseline",
    short_help="Accept what fails now, so that only new findings fail.",
    epilog=examples("pytest-osm baseline", "pytest-osm baseline --shrink"),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--shrink", is_flag=True, help="Only remove findings that no longer occur.")
@click.option("--yes", is_flag=True, help="Do not ask before writing for several models.")
@running_options
def baseline_command(
    paths: tuple[Path, ...], config: Path | None, *, shrink: bool, yes: bool, **running: Any
) -> int:
    """Accept all findings that fail now, so that only new ones do.

    Writes osm-baseline.yaml beside each model, or the file that the settings name. With several
    models it first says what it would write, and asks.
    """
    models = models_at(paths or (Path(),))
    changes = []
    for model in models:
        settings = with_run_options(settings_of(model, config), **running)
        changes.append(_change_of(model, settings, shrink=shrink))
    writing = [each for each in changes if each.is_needed]
    if len(models) > 1 and writing and not yes:
        for each in writing:
            click.echo(f"would write {each}")
        _require_consent(counted(len(writing), "baseline"))
    for each in changes:
        if each.is_needed:
            write(each.path, each.model, each.entries)
        click.echo(each)
    return CLEAN


class _Change(Record, frozen=True):
    """What becomes of the baseline of a model; nothing, where there is nothing to write."""

    model: Path
    path: Path
    entries: tuple[Entry, ...]
    is_needed: bool
    gone: int  # findings

    def __str__(self) -> str:
        number = sum(each.count for each in self.entries)
        accepted = f"{counted(number, 'finding')} accepted"
        if self.is_needed:
            return f"{_shown(self.path)}: {accepted}, {self.gone} removed"
        return f"{_shown(self.path)}: nothing to {'remove' if number else 'accept'}, {accepted}"


def _change_of(model: Path, settings: Settings, *, shrink: bool) -> _Change:
    path = baseline_path(model, settings)
    is_there = is_file(path)
    if settings.baseline is not None and not is_there:
        settings = replace(settings, baseline=None)
    there = baseline_for(model, settings)
    found = entries_of(_failing(model, settings))
    kept = tuple(shrunk(there.entries, found))
    entries = kept if shrink else found
    is_same = shrink and entries == there.entries and not there.unknown_models
    is_empty = not entries and not is_there and settings.baseline is None
    before, still = (sum(each.count for each in some) for some in (there.entries, kept))
    return _Change(model, path, entries, not (is_same or is_empty), before - still)


def _require_consent(what: str) -> None:
    """Ask a person; UsageError where nobody can be asked, click.Abort for a no."""
    if not sys.stdin.isatty():
        message = f"{what} would be written: add --yes, or name one model"
        raise UsageError(message)
    click.confirm(f"Write {what}?", abort=True)


def _shown(path: Path) -> Path:
    """A path as it is seen from the current folder."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _failing(model: Path, settings: Settings) -> tuple[Finding, ...]:
    """What fails as if there was no baseline, and may be accepted."""
    report = check_model(model, replace(settings, ignores_baseline=True), today())
    if report.exit_code == NO_VERDICT:
        why = "; ".join((*report.crashes, *map(str, report.failing)))
        message = f"{model} cannot be checked: {why}"
        raise UsageError(message)
    required = required_codes(settings, load_plugins(settings.plugins).rules)
    return tuple(each for each in report.failing if each.code not in required)


@click.command(
    "accept",
    short_help="Accept findings of one rule for now.",
    epilog=examples('pytest-osm accept OSM301 --reason "comes with release 4" --until 2027-03-31'),
)
@click.argument("name", metavar="RULE", shell_complete=complete_rule)
@model_argument
@click.option("--reason", metavar="TEXT", required=True, help="Why it is accepted.")
@click.option(
    "--until",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day it is accepted, like 2027-03-31.",
)
@click.option(
    "--document",
    metavar="NAME",
    default="",
    shell_complete=complete_document,
    help="Only in these documents: a name or pattern, like Sales.Orders or Sales.*",
)
@click.option(
    "--profile",
    metavar="NAME",
    default="",
    shell_complete=complete_profile,
    help="Only in these profiles: a name or pattern.",
)
@running_options
def accept_command(  # noqa: PLR0913 - one per option
    *,
    name: str,
    model: Path | None,
    document: str,
    profile: str,
    reason: str,
    until: datetime | None,
    config: Path | None,
    **running: Any,
) -> int:
    """Accept findings of a rule for now: add an xfail entry to osm.yaml."""
    path = the_model_at(model)
    settings = with_run_options(settings_of(path, config), **running)
    rules = load_plugins(settings.plugins).rules
    rule = rule_named(name, rules)
    if rule.code in required_codes(settings, rules):
        message = f"{rule.code} is required here: it cannot be accepted"
        raise UsageError(message)
    if not (words := " ".join(reason.split())):
        message = "a reason is needed: --reason is empty"
        raise UsageError(message)
    file = _file_for(path, config, settings)
    entry = Acceptance(
        rule=Node(file, rule.code),
        reason=words,
        place="",
        profile=profile,
        document=document,
        model="" if _is_beside(file, path) else path_from(file.parent, path),
        until=until.date() if until else None,
    )
    failing, others = _accepted(path, settings, entry)
    values = [("rule", rule.code)]
    values += [(key, getattr(entry, key)) for key in _OPTIONAL if getattr(entry, key)]
    with edited_yaml(file, "{}") as whole:
        whole.fa.set_block_style()
        whole.setdefault("xfail", new_list()).append(new_table(values))
    quiet = f", and {others} that would not fail" if others else ""
    accepted = f"{counted(failing, 'finding')} of {rule.code} accepted{quiet}"
    new = "new ones there are too" if document else "new ones are too (--document accepts less)"
    click.echo(f"{_shown(file)}: {accepted}; {new}")
    return CLEAN


def _is_beside(file: Path, model: Path) -> bool:
    return file.absolute().parent == model.absolute().parent


def _file_for(model: Path, config: Path | None, settings: Settings) -> Path:
    file = config or settings.path or model.parent / YAML_NAME
    if file.suffix == ".toml":
        message = f"{file.name} is not edited: write the entry under [[tool.osm.xfail]]"
        raise UsageError(message)
    return file


def _accepted(model: Path, settings: Settings, entry: Acceptance) -> tuple[int, int]:
    """How many findings an entry accepts that fail now, and that do not; UsageError for none."""
    if entry.is_expired(today()):
        message = f"{entry.until} has passed"
        raise UsageError(message)
    report = Report((check_model(model, settings, today()),))
    name = entry.rule.text()
    there = [each for each in report.results(*Status) if each.rule.code == name]
    results = [each for each in there if each.status in _ACCEPTABLE]
    fitting = [each for each in results if _fits(entry, each.finding)]
    failing = sum(each.status is Status.FAILING for each in fitting)
    if not failing:
        accepted = sum(each.status is Status.ACCEPTED for each in there)
        if accepted and not any(each.status is Status.FAILING for each in results):
            message = f"{counted(accepted, 'finding')} of {name} accepted already, and none fails"
            raise UsageError(message)
        places = [
            each.finding.location.document for each in results if each.status is Status.FAILING
        ]
        where = f"it fails in {listed(places)}" if places else "it fails nowhere"
        message = f"{name} has no failing finding there, so there is nothing to accept: {where}"
        raise UsageError(message)
    return failing, len(fitting) - failing


def _fits(entry: Acceptance, finding: Finding) -> bool:
    return entry.covers_profile(finding.profile) and entry.covers_location(finding.location)
