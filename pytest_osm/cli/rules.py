"""The commands `rules` and `explain`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pytest_osm.cli.options import rule_named
from pytest_osm.cli.running import without_collection
from pytest_osm.configuration.locate import settings_for
from pytest_osm.extension.loading import Plugins, load_plugins
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.rules.page import RuleDescription, printed_page

_PLAIN_WIDTH = 100


@click.command()
@without_collection
def rules() -> int:
    """List all rules, also those of installed plugins."""
    table = Table(box=None, pad_edge=False)
    for name, no_wrap in (("Code", True), ("Name", True), ("Mendix versions", False)):
        table.add_column(name, no_wrap=no_wrap)
    table.add_column("What it finds")
    for rule in _plugins().rules:
        table.add_row(rule.code, rule.slug, rule.versions.replace("; ", "\n"), rule.summary)
    console = Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH)
    console.print(table)
    return CLEAN


@click.command()
@click.argument("name", metavar="RULE")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)
@without_collection
def explain(name: str, form: str) -> int:
    """Explain a rule: what it finds, why that is a limit, and how to fix it."""
    rule = rule_named(name, _plugins().rules)
    if form == "json":
        click.echo(json.dumps(RuleDescription.of(rule).record, indent=2))
    elif sys.stdout.isatty():
        from rich.markdown import Markdown  # noqa: PLC0415 - 75 ms

        Console().print(Markdown(printed_page(rule), hyperlinks=False))
    else:
        click.echo(printed_page(rule), nl=False)
    return CLEAN


def _plugins() -> Plugins:
    return load_plugins(settings_for(Path.cwd() / "any.mpr").plugins)
