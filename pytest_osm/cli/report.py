"""The command `report`: a page, or any other format, of all that is known about a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.options import (
    examples,
    judging_options,
    model_argument,
    settings_of,
    the_model_at,
)
from pytest_osm.cli.running import show
from pytest_osm.cli.showing import (
    build_option,
    comparing_options,
    narrowed,
    output_option,
    scope_options,
    selecting_options,
)
from pytest_osm.engine import check_model
from pytest_osm.extension.loading import load_plugins
from pytest_osm.readers.comparison_model import compared
from pytest_osm.reporters.exit_codes import CLEAN, NO_VERDICT
from pytest_osm.reporters.output import outputs_of
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.timing import today


@click.command(
    "report",
    short_help="Write a page with findings, maps and modes.",
    epilog=examples(
        "pytest-osm report",
        "pytest-osm report App.mpr -o html=app.html --base main",
        "pytest-osm report -o mermaid",
    ),
)
@model_argument
@output_option(default=("html=osm-report.html",), show_default=True)
@selecting_options
@scope_options
@comparing_options
@build_option
@judging_options
def report_command(  # noqa: PLR0913 - one per option
    *,
    model: Path | None,
    base: str | None,
    base_path: Path | None,
    mx_errors: Path | None,
    output: tuple[str, ...],
    config: Path | None,
    **narrowing: Any,
) -> int:
    """Write a page with findings, maps, modes and coverage, or print the maps as diagrams.

    Unlike check, it does not fail on findings.
    """
    path = the_model_at(model)
    settings = narrowed(settings_of(path, config), **narrowing)
    outputs = tuple(outputs_of(output, load_plugins(settings.plugins).reporters))
    with compared(path, base, base_path) as before:
        found = check_model(path, settings, today(), before, needs_overview=True)
    report = Report((found.against_build(mx_errors) if mx_errors else found,))
    for each in outputs:
        if each.path is None:
            show(each.reporter.render(report, Screen()))
        else:
            each.write(report)
            click.echo(f"wrote {each.path}")
    return NO_VERDICT if report.exit_code == NO_VERDICT else CLEAN
