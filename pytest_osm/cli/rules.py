"""The commands `rules` and `explain`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.rules import RulesAnswer
from pytest_osm.cli.completing import complete_rule
from pytest_osm.cli.options import examples, rule_named, text_or_json_option
from pytest_osm.cli.running import show
from pytest_osm.configuration.locate import settings_for
from pytest_osm.extension.loading import Plugins, load_plugins
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.reporters.finding_lines import wrapped
from pytest_osm.rules.page import READ_MORE, RuleDescription, printed_page
from pytest_osm.rules.rule import Rule
from pytest_osm.terminal.abilities import columns, has_colors

_PLAIN_WIDTH = 100


@click.command(
    short_help="List all rules.",
    epilog=examples("pytest-osm rules", "pytest-osm rules --format json"),
)
@text_or_json_option
def rules(form: str) -> int:
    """List all rules, also those of installed plugins."""
    known = _plugins().rules
    if form == "json":
        click.echo(_as_json(known))
        return CLEAN
    width = columns(sys.stdout, _PLAIN_WIDTH)
    for rule in known:
        heading = f"{rule.code} {rule.slug} ({rule.versions})"
        show((*wrapped(heading, width, "", "    "), *wrapped(rule.summary, width, "    ", "    ")))
    return CLEAN


@click.command(
    short_help="Explain a rule: what it finds, why, and how to fix it.",
    epilog=examples("pytest-osm explain OSM301", "pytest-osm explain mixed-generalization-query"),
)
@click.argument("name", metavar="RULE", shell_complete=complete_rule)
@text_or_json_option
def explain(name: str, form: str) -> int:
    """Explain a rule: what it finds, why that is a limit, and how to fix it."""
    rule = rule_named(name, _plugins().rules)
    if form == "json":
        click.echo(_as_json([rule]))
    elif sys.stdout.isatty() or has_colors(sys.stdout):
        _print_for_people(printed_page(rule))
    else:
        click.echo(printed_page(rule), nl=False)
    return CLEAN


def _print_for_people(page: str) -> None:
    """Print a page as a terminal shows it best; addresses are never broken."""
    from rich.console import Console  # noqa: PLC0415 - 75 ms with the next
    from rich.markdown import Markdown  # noqa: PLC0415
    from rich.theme import Theme  # noqa: PLC0415

    # Colours of the terminal's own, or else code is black on every screen.
    text, _, links = page.partition(READ_MORE)
    console = Console(
        width=columns(sys.stdout, _PLAIN_WIDTH),
        force_terminal=has_colors(sys.stdout),
        legacy_windows=None if sys.stdout.isatty() else False,
        theme=Theme({"markdown.code": "bold"}),
    )
    console.print(Markdown(f"{text}{READ_MORE if links else ''}", code_theme="ansi_dark"))
    for title, address in re.findall(r"\[(.+)\]\((.+)\)", links):
        click.echo(f"  {title}:\n  {address}")


def _as_json(rules: Iterable[Rule]) -> str:
    return json_of(RulesAnswer(tuple(RuleDescription.of(each).record for each in rules)))


def _plugins() -> Plugins:
    return load_plugins(settings_for(Path.cwd() / "any.mpr").plugins)
