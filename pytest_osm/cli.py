"""The command `pytest-osm`: check, rules, explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, TypeVar

import click
from attrs import evolve

from pytest_osm._version import __version__
from pytest_osm.configuration.finding import settings_for, settings_from
from pytest_osm.configuration.node import Node, suggestion
from pytest_osm.configuration.settings import Settings
from pytest_osm.discovery import find_models
from pytest_osm.engine import check_model
from pytest_osm.errors import OsmError, UsageError
from pytest_osm.plugins import Plugins, load_plugins
from pytest_osm.progress import Progress, shown_progress
from pytest_osm.report import NO_VERDICT, ModelReport, Report
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.page import facts_of, printed_page
from pytest_osm.rules.rule import Preset, Severity
from pytest_osm.version import MendixVersion

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PLAIN_WIDTH = 100


def _version(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> MendixVersion | None:
    """The Mendix version in an option."""
    try:
        return MendixVersion.parse(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pytest-osm")
def main() -> None:
    """Check Mendix apps against the limitations of Online synchronization mode."""


def check_options(command: _Command) -> _Command:
    """The options of `check`, which the pre-commit hook has too."""
    severities = click.Choice([each.word for each in Severity])
    whens = click.Choice(["auto", "always", "never"])
    for decorate in (
        click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path)),
        click.option(
            "--preset",
            type=click.Choice([each.word for each in Preset]),
            help="Which rules unless some are selected; recommended unless configured.",
        ),
        click.option(
            "--select",
            metavar="RULES",
            multiple=True,
            help="Only these rules: codes, their beginnings (OSM3) or names, separated by commas.",
        ),
        click.option("--ignore", metavar="RULES", multiple=True, help="All rules but these."),
        click.option(
            "--profile",
            metavar="NAME",
            multiple=True,
            help="Only this navigation profile; may be repeated.",
        ),
        click.option(
            "--fail-on",
            type=severities,
            help="The least severity that fails; warning unless configured.",
        ),
        click.option(
            "--mendix-version",
            metavar="VERSION",
            callback=_version,
            help="Judge as if the app were of this version.",
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            help="Use this osm.yaml or pyproject.toml for all models.",
        ),
        click.option(
            "--output", metavar="FORMAT", default="text", show_default=True, help="How to report."
        ),
        click.option(
            "--color", type=whens, default="auto", show_default=True, help="Colour the output."
        ),
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            help="Also list vacuous, inapplicable and unfollowed things.",
        ),
    ):
        command = decorate(command)
    return command


@main.command()
@check_options
def check(**options: Any) -> None:
    """Check the models at PATH, or below the current folder.

    Exits with 0 when clean, 1 with findings, 2 when there is no verdict: wrong usage or
    configuration, no model, or one that cannot be read.
    """
    sys.exit(run_check(**options))


def run_check(
    *,
    paths: tuple[Path, ...],
    output: str,
    color: str,
    verbose: bool,
    config: Path | None,
    **narrowing: Any,
) -> int:
    """Check, report, and return the exit code; mistakes of the user end in one line and 2."""
    try:
        reporter = _reporter(output)
        report = _report(_models(paths or (Path(),)), config, narrowing)
    except OsmError as error:
        click.echo(f"pytest-osm: {error}", err=True)
        return NO_VERDICT
    screen = _screen(color, is_verbose=verbose)
    for line in reporter.render(report, screen):
        click.echo(line, color=screen.has_color)
    return report.exit_code


@main.command()
def rules() -> None:
    """List the rules, those of installed plugins included."""
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only needed here
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for name, no_wrap in (("Code", True), ("Name", True), ("Mendix versions", False)):
        table.add_column(name, no_wrap=no_wrap)
    table.add_column("What it finds")
    for rule in _plugins().rules:
        table.add_row(rule.code, rule.slug, rule.versions.replace("; ", "\n"), rule.summary)
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    console.print(table)


@main.command()
@click.argument("name", metavar="RULE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
def explain(name: str, form: str) -> None:
    """Say what a rule finds, why that is a limit, and what to do about it."""
    found = _plugins().rules
    names = {name: rule for rule in found for name in (rule.code, rule.slug)}
    if (key := name if name in names else name.upper()) not in names:
        hint = suggestion(name, tuple(names))
        click.echo(f"pytest-osm: there is no rule {name}{hint}", err=True)
        sys.exit(NO_VERDICT)
    rule = names[key]
    if form == "json":
        click.echo(json.dumps(facts_of(rule), indent=2))
    elif sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415 - slow to import
        from rich.markdown import Markdown  # noqa: PLC0415

        Console().print(Markdown(printed_page(rule), hyperlinks=False))
    else:
        click.echo(printed_page(rule), nl=False)


def _plugins() -> Plugins:
    try:
        return load_plugins(settings_for(Path.cwd() / "any.mpr").plugins)
    except OsmError as error:
        click.echo(f"pytest-osm: {error}", err=True)
        sys.exit(NO_VERDICT)


def _reporter(name: str) -> Reporter:
    reporters = load_plugins().reporters
    if name not in reporters:
        message = f"there is no output format {name}{suggestion(name, tuple(reporters))}"
        raise UsageError(message)
    return reporters[name]


def _models(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The models that the paths name or contain, each once."""
    models: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            message = f"{path} does not exist"
            raise UsageError(message)
        found = tuple(find_models(path)) if path.is_dir() else (path,)
        if not found:
            message = f"there is no Mendix model (.mpr) in or below {path.absolute()}"
            raise UsageError(message)
        models.update(dict.fromkeys(found))
    return tuple(models)


def _report(models: tuple[Path, ...], config: Path | None, narrowing: dict[str, Any]) -> Report:
    fixed = settings_from(config) if config else None
    with shown_progress(len(models)) as progress:
        return Report(tuple(_checked(model, fixed, narrowing, progress) for model in models))


def _checked(
    model: Path, fixed: Settings | None, narrowing: dict[str, Any], progress: Progress
) -> ModelReport:
    progress.start(str(model))
    settings = _narrowed(fixed or settings_for(model), **narrowing)
    report = check_model(model, settings, date.today())  # noqa: DTZ011 - the user's own day
    progress.finish()
    return report


def _narrowed(  # noqa: PLR0913 - one per option
    settings: Settings,
    *,
    preset: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: tuple[str, ...],
    fail_on: str | None,
    mendix_version: MendixVersion | None,
) -> Settings:
    """The settings with the options of the command in place of what they replace."""
    return evolve(
        settings,
        preset=Preset[preset.upper()] if preset else settings.preset,
        select=_named("--select", select) or settings.select,
        ignore=(*settings.ignore, *_named("--ignore", ignore)),
        profiles=profile or settings.profiles,
        fail_on=Severity[fail_on.upper()] if fail_on else settings.fail_on,
        mendix_version=mendix_version or settings.mendix_version,
        is_narrowed=bool(preset or select or ignore or profile or mendix_version),
    )


def _named(option: str, values: tuple[str, ...]) -> tuple[Node, ...]:
    names = (name.strip() for value in values for name in value.split(","))
    return tuple(Node(Path(option), name) for name in names if name)


def _screen(color: str, *, is_verbose: bool) -> Screen:
    is_terminal = sys.stdout.isatty()
    width = get_terminal_size((_PLAIN_WIDTH, 24)).columns if is_terminal else _PLAIN_WIDTH
    return Screen(width, has_color=_wants_color(color, is_terminal), is_verbose=is_verbose)


def _wants_color(color: str, is_terminal: bool) -> bool:  # noqa: FBT001 - of one caller
    from os import environ  # noqa: PLC0415

    if color != "auto":
        return color == "always"
    return is_terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
