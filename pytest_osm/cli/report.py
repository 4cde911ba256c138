"""The command `report`: a page or a diagram of what is known about a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.options import (
    judging_options,
    mistakes_are_told,
    model_argument,
    settings_of,
    the_model_at,
    with_judging_options,
)
from pytest_osm.engine import check_model
from pytest_osm.extension.loading import load_plugins
from pytest_osm.reporters.output import Output
from pytest_osm.reporters.report import CLEAN, NO_VERDICT, Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.timing import today

_PAGE = "osm-report.html"


@click.command("report")
@model_argument
@judging_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "mermaid", "dot"]),
    default="html",
    show_default=True,
    help="A page with everything, or only the map for a document.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The file to write; {_PAGE} for a page, otherwise the map is printed.",
)
@mistakes_are_told
def report_command(
    model: Path | None, form: str, output: Path | None, config: Path | None, **judging: Any
) -> int:
    """Write a page with maps, findings, modes and the walk, or print the maps as diagrams."""
    path = the_model_at(model)
    settings = with_judging_options(settings_of(path, config), **judging)
    report = Report((check_model(path, settings, today(), needs_overview=True),))
    reporter = load_plugins().reporters[form]
    if output is None and form == "html":
        output = Path(_PAGE)
    if output is None:
        for line in reporter.render(report, Screen()):
            click.echo(line)
    else:
        Output(reporter, output).write(report)
        click.echo(f"wrote {output}")
    return NO_VERDICT if report.exit_code == NO_VERDICT else CLEAN
