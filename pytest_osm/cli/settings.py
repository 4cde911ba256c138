"""The command `settings`: what is configured for a model, and where that is written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pytest_osm.checking.baseline import baseline_path
from pytest_osm.checking.selection import Selection
from pytest_osm.cli.options import (
    config_option,
    model_argument,
    settings_of,
    the_model_at,
)
from pytest_osm.cli.running import without_collection
from pytest_osm.configuration.json_schema import configuration_schema
from pytest_osm.configuration.schema import KEYS
from pytest_osm.extension.loading import load_plugins
from pytest_osm.files import is_file
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.terminal.printable import printable


@click.command("settings")
@model_argument
@config_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option("--schema", is_flag=True, help="Print a JSON Schema of osm.yaml, for editors.")
@without_collection
def settings_command(*, model: Path | None, config: Path | None, form: str, schema: bool) -> int:
    """Show each setting of a model and where it comes from."""
    if schema:
        click.echo(json.dumps(configuration_schema(), indent=2))
        return CLEAN
    path = the_model_at(model)
    settings = settings_of(path, config)
    plugins = load_plugins(settings.plugins)
    baseline = baseline_path(path, settings)
    known = {
        "model": str(path),
        "configuration": str(settings.path or "none: there are only defaults"),
        "baseline": str(baseline) if is_file(baseline) else "none",
        "plugins": ", ".join(plugins.names) or "none",
        "rules": " ".join(rule.code for rule in Selection.of(settings, plugins.rules).rules),
    }
    origins = settings.origins
    values = {
        name: (origins[name].text, origins[name].place)
        if name in origins
        else (key.default, "default")
        for name, key in KEYS.items()
    }
    if form == "json":
        listed = {name: {"value": text, "from": place} for name, (text, place) in values.items()}
        click.echo(json.dumps({**known, "settings": listed}, indent=2))
        return CLEAN
    for name, text in known.items():
        click.echo(printable(f"{name:<13}  {text}"))
    click.echo()
    wide = max(map(len, values))
    for name, (text, place) in values.items():
        first, *others = (origins[name].lines if name in origins else ()) or (text,)
        click.echo(printable(f"{name:<{wide}}  {first}  ({place})"))
        for line in others:
            click.echo(printable(f"{'':<{wide}}  {line}"))
    return CLEAN
