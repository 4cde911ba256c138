"""The command `check`, which the pre-commit hook shares."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
from attrs import evolve

from pytest_osm.cli.options import (
    Command,
    assume_option,
    decorated,
    mistakes_are_told,
    models_at,
    profile_option,
    running_options,
    screen_of,
    settings_of,
    version_option,
    with_judging_options,
)
from pytest_osm.cli.statistics import count_tables, duration_tables
from pytest_osm.cli.tables import print_tables
from pytest_osm.configuration.adjusting import without_acceptances
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.errors import OsmError
from pytest_osm.extension.loading import load_plugins
from pytest_osm.model.version import MendixVersion
from pytest_osm.reporters.formats.text import TEXT
from pytest_osm.reporters.output import Output, of_github, outputs_of
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Reporter
from pytest_osm.rules.rule import Preset, Severity
from pytest_osm.terminal.progress import shown_progress
from pytest_osm.timing import today


def check_options(command: Command) -> Command:
    """The options of `check`, which the pre-commit hook has too."""
    severities = click.Choice([each.word for each in Severity])
    whens = click.Choice(["auto", "always", "never"])
    options = (
        click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path)),
        click.option(
            "--preset",
            type=click.Choice([each.word for each in Preset]),
            help="Rules to run without --select. [default: recommended]",
        ),
        click.option(
            "--select",
            metavar="RULES",
            multiple=True,
            help="Run only these rules: codes, beginnings (OSM3) or names, separated by commas.",
        ),
        click.option("--ignore", metavar="RULES", multiple=True, help="Do not run these rules."),
        profile_option,
        click.option(
            "--fail-on",
            type=severities,
            help="Least severity that fails. [default: warning]",
        ),
        version_option,
        assume_option,
        click.option(
            "--base",
            metavar="REVISION|PATH",
            help="Report only findings that are not in this git revision, or in this model.",
        ),
        running_options,
        click.option("--no-accept", is_flag=True, help="Ignore xfail entries and the baseline."),
        click.option(
            "--statistics", is_flag=True, help="Also print tables that count the findings."
        ),
        click.option(
            "--durations", is_flag=True, help="Also print how long each rule and step took."
        ),
        click.option(
            "--output",
            metavar="FORMAT[=PATH]",
            multiple=True,
            help="Report format (default: text); with =PATH, write to a file; can be repeated.",
        ),
        click.option(
            "--color", type=whens, default="auto", show_default=True, help="Colour the output."
        ),
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            help="Also list checks with nothing to check, rules for other versions,"
            " and parts not analysed.",
        ),
    )
    return decorated(command, options)


@click.command()
@check_options
@mistakes_are_told
def check(**options: Any) -> int:
    """Check the models at PATH, or below the current folder.

    Exits with 0 when clean, 1 with findings, 2 when there is no verdict: wrong usage or
    configuration, no model, or one that cannot be read.
    """
    return check_and_report(**options)


def check_and_report(  # noqa: PLR0913 - one per option
    *,
    paths: tuple[Path, ...],
    output: tuple[str, ...],
    color: str,
    verbose: bool,
    config: Path | None,
    base: str | None,
    statistics: bool,
    durations: bool,
    **narrowing: Any,
) -> int:
    """Check, report, and return the exit code."""
    models = models_at(paths or (Path(),))
    settings = {model: _narrowed(settings_of(model, config), **narrowing) for model in models}
    outputs = tuple(_outputs(output, settings.values()))
    needs_overview = any(each.reporter.needs_overview for each in outputs)
    reports: list[ModelReport] = []
    try:
        reports.extend(_reports(settings, base, needs_overview=needs_overview))
    except OsmError as error:
        failed = ModelReport(str(models[len(reports)]), error=str(error))
        _write(outputs, Report((*reports, failed)))
        raise
    report = Report(tuple(reports))
    screen = screen_of(color, is_verbose=verbose)
    for each in outputs:
        if each.path is None:
            for line in each.reporter.render(report, screen):
                click.echo(line, color=screen.has_color)
    _write(outputs, report)
    is_text = any(each.reporter is TEXT for each in outputs)
    if statistics:
        click.echo(err=not is_text)
        print_tables(count_tables(report), "text", err=not is_text)
    if durations:
        click.echo(err=not is_text)
        print_tables(duration_tables(), "text", err=not is_text)
    return report.exit_code


def _outputs(texts: tuple[str, ...], settings: Iterable[Settings]) -> Iterator[Output]:
    """What is asked for; text is printed too unless something else is."""
    reporters: dict[str, Reporter] = {}
    for each in settings:
        reporters |= load_plugins(each.plugins).reporters
    asked = tuple(outputs_of(texts, reporters))
    if all(each.path for each in asked):
        yield from (Output(TEXT), *asked, *of_github(os.environ))
    else:
        yield from asked


def _write(outputs: Iterable[Output], report: Report) -> None:
    for each in outputs:
        each.write(report)


def _reports(
    settings: Mapping[Path, Settings], base: str | None, *, needs_overview: bool
) -> Iterator[ModelReport]:
    with shown_progress(len(settings)) as progress:
        for model, its_settings in settings.items():
            progress.start(str(model))
            with _base(model, base) as before:
                yield check_model(
                    model, its_settings, today(), before, needs_overview=needs_overview
                )
            progress.finish()


def _base(model: Path, base: str | None) -> AbstractContextManager[Path | None]:
    if base is None:
        return nullcontext()
    # Late, because tarfile and subprocess take 70 ms.
    from pytest_osm.readers.comparison_model import comparison_model  # noqa: PLC0415

    return comparison_model(model, base)


def _narrowed(  # noqa: PLR0913 - one per option
    settings: Settings,
    *,
    preset: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    profile: tuple[str, ...],
    fail_on: str | None,
    mendix_version: MendixVersion | None,
    assume: tuple[str, ...],
    no_accept: bool,
    **running: Any,
) -> Settings:
    """The settings with the options of the command in place of what they replace."""
    return evolve(
        with_judging_options(
            without_acceptances(settings) if no_accept else settings,
            profile=profile,
            mendix_version=mendix_version,
            assume=assume,
            **running,
        ),
        preset=Preset[preset.upper()] if preset else settings.preset,
        select=_named("--select", select) or settings.select,
        ignore=(*settings.ignore, *_named("--ignore", ignore)),
        fail_on=Severity[fail_on.upper()] if fail_on else settings.fail_on,
        is_narrowed=bool(preset or select or ignore or profile or mendix_version or assume),
    )


def _named(option: str, values: tuple[str, ...]) -> tuple[Node, ...]:
    names = (name.strip() for value in values for name in value.split(","))
    return tuple(Node(Path(option), name) for name in names if name)
