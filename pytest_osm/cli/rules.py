"""The commands `rules` and `explain`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.rules import RulesAnswer
from pytest_osm.cli.completing import complete_rule
from pytest_osm.cli.options import examples, rule_named, text_or_json_option
from pytest_osm.cli.running import without_collection
from pytest_osm.configuration.locate import settings_for
from pytest_osm.extension.loading import Plugins, load_plugins
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.rules.page import RuleDescription, printed_page
from pytest_osm.rules.rule import Rule
from pytest_osm.terminal.abilities import columns, has_colors, has_links

_PLAIN_WIDTH = 100


@click.command(
    short_help="List all rules.",
    epilog=examples("pytest-osm rules", "pytest-osm rules --format json"),
)
@text_or_json_option
@without_collection
def rules(form: str) -> int:
    """List all rules, also those of installed plugins."""
    known = _plugins().rules
    if form == "json":
        click.echo(_as_json(known))
        return CLEAN
    table = Table(box=None, pad_edge=False)
    for name, no_wrap in (("Code", True), ("Name", True), ("Mendix versions", False)):
        table.add_column(name, no_wrap=no_wrap)
    table.add_column("What it finds")
    for rule in known:
        table.add_row(rule.code, rule.slug, rule.versions.replace("; ", "\n"), rule.summary)
    Console(width=columns(sys.stdout, _PLAIN_WIDTH)).print(table)
    return CLEAN


@click.command(
    short_help="Explain a rule: what it finds, why, and how to fix it.",
    epilog=examples("pytest-osm explain OSM301", "pytest-osm explain mixed-generalization-query"),
)
@click.argument("name", metavar="RULE", shell_complete=complete_rule)
@text_or_json_option
@without_collection
def explain(name: str, form: str) -> int:
    """Explain a rule: what it finds, why that is a limit, and how to fix it."""
    rule = rule_named(name, _plugins().rules)
    if form == "json":
        click.echo(_as_json([rule]))
    elif sys.stdout.isatty() or has_colors(sys.stdout):
        from rich.markdown import Markdown  # noqa: PLC0415 - 75 ms
        from rich.theme import Theme  # noqa: PLC0415

        # Colours of the terminal's own, or else code is black on every screen.
        links = has_links(sys.stdout)
        page = Markdown(printed_page(rule), code_theme="ansi_dark", hyperlinks=links)
        console = Console(
            width=columns(sys.stdout, _PLAIN_WIDTH),
            force_terminal=has_colors(sys.stdout),
            legacy_windows=None if sys.stdout.isatty() else False,
            theme=Theme({"markdown.code": "bold"}),
        )
        console.print(page)
    else:
        click.echo(printed_page(rule), nl=False)
    return CLEAN


def _as_json(rules: Iterable[Rule]) -> str:
    return json_of(RulesAnswer(tuple(RuleDescription.of(each).record for each in rules)))


def _plugins() -> Plugins:
    return load_plugins(settings_for(Path.cwd() / "any.mpr").plugins)
