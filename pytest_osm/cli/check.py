"""The command `check`, which the pre-commit hook shares."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from pytest_osm.checking.checks import crash_of
from pytest_osm.checking.mistakes import Mistakes
from pytest_osm.cli.options import (
    Command,
    assume_option,
    decorated,
    examples,
    models_at,
    profile_option,
    running_options,
    screen_of,
    settings_of,
    version_option,
)
from pytest_osm.cli.running import show
from pytest_osm.cli.showing import (
    build_option,
    comparing_options,
    narrowed,
    output_option,
    scope_options,
    selecting_options,
    text_options,
)
from pytest_osm.cli.statistics import count_tables, duration_tables
from pytest_osm.cli.tables import print_tables
from pytest_osm.configuration.adjusting import without_acceptances
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import carry_out, plan_checks
from pytest_osm.errors import OsmError, UsageError
from pytest_osm.extension.loading import load_plugins
from pytest_osm.readers.comparison_model import compared
from pytest_osm.reporters.exit_codes import CLEAN, FINDINGS
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
        selecting_options,
        scope_options,
        profile_option,
        comparing_options,
        build_option,
        output_option(),
        text_options,
        click.option(
            "-v",
            "--verbose",
            is_flag=True,
            help="Also list findings that do not fail, all details, checks with nothing to check,"
            " rules for other versions, and parts not analysed.",
        ),
        click.option(
            "--fail-on",
            type=severities,
            help="Least severity that fails. [default: warning]",
        ),
        click.option(
            "--preset",
            type=click.Choice([each.word for each in Preset]),
            help="Rules to run without --select. [default: recommended]",
        ),
        click.option(
            "--strict",
            is_flag=True,
            help="Give no verdict if any rule was skipped, or any part not analysed or readable.",
        ),
        click.option(
            "--exit-zero", is_flag=True, help="Exit with 0 even when there are findings."
        ),
        click.option("--no-accept", is_flag=True, help="Ignore xfail entries and the baseline."),
        click.option(
            "--statistics", is_flag=True, help="Also print tables that count the findings."
        ),
        version_option,
        assume_option,
        running_options,
        click.option(
            "--color",
            type=whens,
            default="auto",
            show_default=True,
            help="Colour the output. NO_COLOR and FORCE_COLOR say the same.",
        ),
        click.option(
            "--durations", is_flag=True, help="Also print how long each rule and step took."
        ),
    )
    return decorated(command, options)


@click.command(
    short_help="Check models, and say what to do.",
    epilog=examples(
        "pytest-osm check",
        "pytest-osm check App.mpr --base origin/main",
        "pytest-osm check --rule OSM3 --module Sales --format concise",
        "pytest-osm check -o sarif=osm.sarif -o junit=osm.xml",
    ),
)
@check_options
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
    base_path: Path | None,
    mx_errors: Path | None,
    statistics: bool,
    durations: bool,
    form: str,
    group_by: str | None,
    quiet: bool,
    show_accepted: bool,
    exit_zero: bool,
    **narrowing: Any,
) -> int:
    """Check, report, and return the exit code.

    Files are written before anything is printed, and say why when there is no verdict.
    """
    if quiet and verbose:
        message = "--quiet and --verbose exclude each other"
        raise click.UsageError(message)
    outputs = _known_outputs(output)
    reports: list[ModelReport] = []
    models: tuple[Path, ...] = paths
    try:
        models = models_at(paths or (Path(),))
        if mx_errors:
            _require_one(models)
        settings = {model: _asked_for(settings_of(model, config), **narrowing) for model in models}
        outputs = tuple(_outputs(output, settings.values()))
        overview = any(each.reporter.needs_overview for each in outputs)
        found = _reports(settings, base, base_path, needs_overview=overview)
        reports.extend(each.against_build(mx_errors) if mx_errors else each for each in found)
    except Exception as error:
        why = str(error) if isinstance(error, OsmError) else f"it crashed: {crash_of(error)}"
        failed = ModelReport((*models, Path())[len(reports)].as_posix(), error=why)
        _write(outputs, Report((*reports, failed)))
        raise
    report = Report(tuple(reports))
    _write(outputs, report)
    screen = replace(
        screen_of(color, is_verbose=verbose),
        is_quiet=quiet,
        is_scoped=any(each.is_scoped for each in settings.values()),
        shows_accepted=show_accepted,
        layout="grouped" if group_by else form,
        group_by=group_by or "rule",
    )
    for each in outputs:
        if each.path is None:
            show(each.reporter.render(report, screen), has_color=screen.has_color)
    is_text = any(each.reporter is TEXT for each in outputs)
    if statistics:
        click.echo(err=not is_text)
        print_tables(count_tables(report), "text", err=not is_text)
    if durations:
        click.echo(err=not is_text)
        print_tables(duration_tables(), "text", err=not is_text)
    return CLEAN if exit_zero and report.exit_code == FINDINGS else report.exit_code


def _known_outputs(texts: tuple[str, ...]) -> tuple[Output, ...]:
    """What can be written even when the configuration is unknown: the formats of our own."""
    known: list[Output] = []
    for text in texts:
        with suppress(UsageError):
            known.extend(outputs_of([text], load_plugins().reporters))
    return (*known, *of_github(os.environ))


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


def _require_one(models: tuple[Path, ...]) -> None:
    if len(models) > 1:
        message = "--mx-errors is about one model: name it"
        raise UsageError(message)


def _write(outputs: Iterable[Output], report: Report) -> None:
    for each in outputs:
        each.write(report)


def _reports(
    settings: Mapping[Path, Settings],
    base: str | None,
    base_path: Path | None,
    *,
    needs_overview: bool,
) -> Iterator[ModelReport]:
    mistakes = Mistakes()
    gc.freeze()  # what is there now stays, and need not be looked at
    with shown_progress(len(settings)) as progress:
        for model, its_settings in settings.items():
            progress.start(str(model))
            with compared(model, base, base_path) as before:
                plan = plan_checks(model, its_settings, base=before)
                mistakes.add(plan)
                yield carry_out(plan, today(), needs_overview=needs_overview)
            plan.let_go()
            del plan
            progress.finish()
    mistakes.require_none()


def _asked_for(
    settings: Settings,
    *,
    preset: str | None,
    fail_on: str | None,
    no_accept: bool,
    strict: bool,
    **narrowing: Any,
) -> Settings:
    """The settings with the options of the command in place of what they replace."""
    asked = narrowed(without_acceptances(settings) if no_accept else settings, **narrowing)
    return replace(
        asked,
        preset=Preset[preset.upper()] if preset else settings.preset,
        fail_on=Severity[fail_on.upper()] if fail_on else settings.fail_on,
        strict=strict or settings.strict,
        is_narrowed=asked.is_narrowed or bool(preset),
    )
