"""Options and answers that the commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, TypeVar

import click

from pytest_osm.discovery import find_models
from pytest_osm.errors import OsmError, UsageError
from pytest_osm.report import NO_VERDICT
from pytest_osm.reporters.reporter import Screen
from pytest_osm.version import MendixVersion

Command = TypeVar("Command", bound=Callable[..., Any])
_PLAIN_WIDTH = 100


def read_version(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> MendixVersion | None:
    """The Mendix version in an option."""
    try:
        return MendixVersion.parse(text) if text else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def mistakes_are_told(command: Callable[..., int]) -> Callable[..., None]:
    """Leave with the command's exit code; mistakes of the user end in one line and 2."""

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except OsmError as error:
            click.echo(f"pytest-osm: {error}", err=True)
            code = NO_VERDICT
        sys.exit(code)

    return told


def models_at(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The models that the paths name or contain, each once."""
    models: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            message = f"{path} does not exist"
            raise UsageError(message)
        found = tuple(find_models(path)) if path.is_dir() else (path,)
        if not found:
            message = f"there is no Mendix model (.mpr) in or below {path.absolute()}"
            raise UsageError(message)
        models.update(dict.fromkeys(found))
    return tuple(models)


def the_model_at(path: Path | None) -> Path:
    """The one model that a path names or contains; UsageError when there are several."""
    models = models_at((path or Path(),))
    if len(models) > 1:
        listed = ", ".join(str(model) for model in models)
        message = f"name one of the models: {listed}"
        raise UsageError(message)
    return models[0]


def screen_of(color: str, *, is_verbose: bool) -> Screen:
    """Where the output goes."""
    is_terminal = sys.stdout.isatty()
    width = get_terminal_size((_PLAIN_WIDTH, 24)).columns if is_terminal else _PLAIN_WIDTH
    return Screen(width, has_color=_wants_color(color, is_terminal), is_verbose=is_verbose)


def _wants_color(color: str, is_terminal: bool) -> bool:  # noqa: FBT001 - of one caller
    from os import environ  # noqa: PLC0415

    if color != "auto":
        return color == "always"
    return is_terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
