"""Options that say which rules run, which findings are reported, and how text shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from pytest_osm.cli.completing import (
    complete_document,
    complete_entity,
    complete_format,
    complete_module,
    complete_rule,
)
from pytest_osm.cli.options import Command, decorated, with_judging_options
from pytest_osm.configuration.adjusting import within
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.extension.loading import load_plugins


class _Layout(click.Choice):  # type: ignore[type-arg, unused-ignore]
    """A layout of text; what is a format of reports gets the option that is meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The layout."""
        if value in load_plugins().reporters:
            self.fail(f"it says how text looks. To print {value}: --output {value}", param, ctx)
        layout: str = super().convert(value, param, ctx)
        return layout


def selecting_options(command: Command) -> Command:
    """The options that say which rules are run."""
    options = (
        click.option(
            "--select",
            "--rule",
            "select",
            metavar="RULES",
            multiple=True,
            shell_complete=complete_rule,
            help="Run only these rules: codes, beginnings (OSM3) or names, separated by commas.",
        ),
        click.option(
            "--ignore",
            metavar="RULES",
            multiple=True,
            shell_complete=complete_rule,
            help="Do not run these rules.",
        ),
    )
    return decorated(command, options)


def output_option(**default: Any) -> Callable[[Command], Command]:
    """The option that says in which formats a report is written or printed."""
    return click.option(
        "-o",
        "--output",
        metavar="FORMAT[=PATH]",
        multiple=True,
        shell_complete=complete_format,
        help="Print this format, or with =PATH, write it into a file: text, html, json, sarif,"
        " junit, github, gitlab, azure, markdown, mermaid, or dot; can be repeated.",
        **default,
    )


def text_options(command: Command) -> Command:
    """The options that say how text looks, and how much there is of it."""
    options = (
        click.option(
            "--format",
            "form",
            type=_Layout(["full", "concise", "grouped"]),
            default="full",
            show_default=True,
            help="How text shows findings: with fix and path, in one line each, or grouped.",
        ),
        click.option(
            "--group-by",
            type=click.Choice(["rule", "document", "entity"]),
            help="Group findings, by rule with --format grouped alone.",
        ),
        click.option("--show-accepted", is_flag=True, help="Also list accepted findings."),
        click.option("-q", "--quiet", is_flag=True, help="Print only the numbers."),
    )
    return decorated(command, options)


def scope_options(command: Command) -> Command:
    """The options that say which findings are reported."""
    options = (
        click.option(
            f"--{what}",
            f"only_{what}",
            metavar="NAME",
            multiple=True,
            shell_complete=complete,
            help=f"Report only findings {how} (a name or pattern); can be repeated.",
        )
        for what, how, complete in (
            ("module", "in this module", complete_module),
            ("document", "in this document", complete_document),
            ("entity", "about this entity", complete_entity),
        )
    )
    return decorated(command, tuple(options))


def comparing_options(command: Command) -> Command:
    """The options that say with what a model is compared."""
    options = (
        click.option(
            "--base",
            metavar="REVISION",
            help="Report only findings that are not in this git revision.",
        ),
        click.option(
            "--base-path",
            metavar="PATH",
            type=click.Path(path_type=Path),
            help="Report only findings that are not in this model, or the one in this folder.",
        ),
    )
    return decorated(command, options)


build_option = click.option(
    "--mx-errors",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Hold the findings against the errors that MxBuild --write-errors=FILE wrote.",
)


def narrowed(  # noqa: PLR0913 - one per option
    settings: Settings,
    *,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    only_module: tuple[str, ...],
    only_document: tuple[str, ...],
    only_entity: tuple[str, ...],
    **judging: Any,
) -> Settings:
    """The settings with the options of `judging_options`, and with those about rules and findings.

    Selected rules take the place of those in the configuration, ignored ones come on top.
    """
    judged = with_judging_options(settings, **judging)
    chosen = replace(
        judged,
        select=_named("--select", select) or settings.select,
        ignore=(*settings.ignore, *_named("--ignore", ignore)),
        is_narrowed=judged.is_narrowed or bool(select or ignore),
    )
    return within(chosen, only_module, only_document, only_entity)


def _named(option: str, values: tuple[str, ...]) -> tuple[Node, ...]:
    names = (name.strip() for value in values for name in value.split(","))
    return tuple(Node(Path(option), name) for name in names if name)
