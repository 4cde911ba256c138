"""The command `settings`: what is configured for a model, and where that is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from pytest_osm.checking.baseline import baseline_path
from pytest_osm.checking.selection import Selection
from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.settings import AnsweredSetting, SettingsAnswer
from pytest_osm.cli.options import (
    config_option,
    examples,
    model_argument,
    settings_of,
    text_or_json_option,
    the_model_at,
)
from pytest_osm.cli.running import show
from pytest_osm.configuration.json_schema import configuration_schema
from pytest_osm.configuration.schema import KEYS
from pytest_osm.configuration.settings import SettingOrigin, Settings
from pytest_osm.extension.loading import load_plugins
from pytest_osm.files import is_file
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.terminal.printable import printable


@click.command(
    "settings",
    short_help="Show each setting, and where it comes from.",
    epilog=examples(
        "pytest-osm settings",
        "pytest-osm settings --schema > osm.schema.json",
    ),
)
@model_argument
@click.option("--schema", is_flag=True, help="Print a JSON Schema of osm.yaml, for editors.")
@text_or_json_option
@config_option
def settings_command(*, model: Path | None, config: Path | None, form: str, schema: bool) -> int:
    """Show each setting of a model and where it comes from."""
    if schema:
        click.echo(json.dumps(configuration_schema(), indent=2))
        return CLEAN
    path = the_model_at(model)
    settings = settings_of(path, config)
    plugins = load_plugins(settings.plugins)
    baseline = baseline_path(path, settings)
    answer = SettingsAnswer(
        path.as_posix(),
        settings.path.as_posix() if settings.path else None,
        baseline.as_posix() if is_file(baseline) else None,
        plugins.names,
        tuple(rule.code for rule in Selection.of(settings, plugins.rules).rules),
        tuple(_answered(name, settings.origins.get(name)) for name in KEYS),
    )
    show([json_of(answer)] if form == "json" else map(printable, _lines(answer, settings)))
    return CLEAN


def _answered(name: str, origin: SettingOrigin | None) -> AnsweredSetting:
    default = KEYS[name].default
    if origin is None:
        return AnsweredSetting(name, None, None, default)
    return AnsweredSetting(name, json.loads(origin.text), origin.place, default)


def _lines(answer: SettingsAnswer, settings: Settings) -> Iterator[str]:
    for name, text in (
        ("model", answer.model),
        ("configuration", answer.configuration or "none: there are only defaults"),
        ("baseline", answer.baseline or "none"),
        ("plugins", ", ".join(answer.plugins) or "none"),
        ("rules", " ".join(answer.rules)),
    ):
        yield f"{name:<13}  {text}"
    yield ""
    wide = max(map(len, KEYS))
    for each in answer.settings:
        origin = settings.origins.get(each.name)
        first, *others = (origin.lines or (origin.text,)) if origin else (each.default,)
        yield f"{each.name:<{wide}}  {first}  ({each.place or 'default'})"
        yield from (f"{'':<{wide}}  {line}" for line in others)
