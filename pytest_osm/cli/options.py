"""Options and answers that the commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem
from msgspec.structs import replace

from pytest_osm.cli.completing import complete_assumption, complete_profile
from pytest_osm.configuration.adjusting import assumptions
from pytest_osm.configuration.locate import settings_for, settings_from
from pytest_osm.configuration.names import fitting, known
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import open_profiles
from pytest_osm.errors import UsageError
from pytest_osm.facts.profile import Profile
from pytest_osm.files import exists, is_file, plain_path
from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.discovery import contents_around, find_models, models_beside
from pytest_osm.readers.unit_cache import UnitCache
from pytest_osm.reporters.output import opened_for_writing
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.rule import Rule
from pytest_osm.terminal.abilities import columns, has_colors, has_links

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


def examples(*lines: str) -> str:
    """The end of the help of a command: what people type."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


profile_option = click.option(
    "--profile",
    metavar="NAME",
    multiple=True,
    shell_complete=complete_profile,
    help="Check only this navigation profile (a name or pattern); can be repeated.",
)
version_option = click.option(
    "--mendix-version",
    metavar="VERSION",
    callback=read_version,
    help="Check the app as if it used this Mendix version.",
)
assume_option = click.option(
    "--assume",
    metavar="ENTITY=MODE",
    multiple=True,
    shell_complete=complete_assumption,
    help="Check the app as if the entity had this mode; can be repeated.",
)


config_option = click.option(
    "--config", type=click.Path(path_type=Path), help="Use this osm.yaml or pyproject.toml."
)


plugins_option = click.option(
    "--no-plugins",
    is_flag=True,
    help="Do not load plugins that the configuration names. Use it for models you do not trust.",
)


def _cache(context: click.Context, _option: click.Parameter, is_off: bool) -> Cache:  # noqa: FBT001
    """The cache that one run of a command has."""
    return NO_CACHE if is_off else context.with_resource(closing(UnitCache()))


cache_option = click.option(
    "--no-cache",
    "cache",
    is_flag=True,
    callback=_cache,
    help="Do not use the cache.",
)


@contextmanager
def _printed_into(path: Path) -> Iterator[None]:
    """Write what is printed into a file, once all of it is there."""
    printed = StringIO()
    with redirect_stdout(printed):
        yield
    if text := printed.getvalue():
        with opened_for_writing(path) as file:
            file.write(text)


class _Format(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """FORMAT[=PATH]: one of some formats, and a file that is written instead of printing."""

    name = "format"

    def __init__(self, *formats: str) -> None:
        self.formats = formats

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """The formats."""
        del param, ctx
        return f"[{'|'.join(self.formats)}][=PATH]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format; what is printed until the command ends goes into the file."""
        name, equals, place = (part.strip() for part in str(value).partition("="))
        if name not in self.formats:
            self.fail(f"{name!r} is none of {', '.join(self.formats)}", param, ctx)
        if equals and not place:
            self.fail(f"a file is missing after {value}", param, ctx)
        if place and ctx and not ctx.resilient_parsing:  # to complete a word writes nothing
            ctx.with_resource(_printed_into(Path(place)))
        return name

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The formats that begin like a word."""
        del ctx, param
        return [CompletionItem(each) for each in self.formats if each.startswith(incomplete)]


def _only_one(_context: click.Context, _option: click.Parameter, formats: tuple[str, ...]) -> str:
    """The format; of several, all but the last would be lost."""
    if len(formats) > 1:
        message = "it can be given once"
        raise click.BadParameter(message)
    return formats[0]


def output_as(*formats: str) -> Callable[[Command], Command]:
    """The option that says in which format, and perhaps where to, a command prints."""
    return click.option(
        "-o",
        "--output",
        "--format",
        "form",
        type=_Format(*formats),
        multiple=True,
        callback=_only_one,
        default=[formats[0]],
        show_default=True,
        help="Print this format, or with =PATH, write it into a file.",
    )


text_or_json_option = output_as("text", "json")


def decorated(command: Command, options: Iterable[Callable[[Command], Command]]) -> Command:
    """A command with some options, which its help lists in this order."""
    for decorate in reversed([*options]):
        command = decorate(command)
    return command


def model_argument(command: Command) -> Command:
    """A model that need not be named where there is only one."""
    argument = click.argument("model", required=False, type=click.Path(path_type=Path))
    return argument(command)


def running_options(command: Command) -> Command:
    """The options that say what is read and run beside the model."""
    return decorated(command, (config_option, plugins_option, cache_option))


def judging_options(command: Command) -> Command:
    """The options of commands that look at one model."""
    options = (profile_option, version_option, assume_option, running_options)
    return decorated(command, options)


def with_run_options(settings: Settings, *, no_plugins: bool, cache: Cache) -> Settings:
    """The settings with the options of `running_options`, but for the file they come from."""
    return replace(settings, plugins=() if no_plugins else settings.plugins, cache=cache)


def with_judging_options(
    settings: Settings,
    *,
    profile: tuple[str, ...],
    mendix_version: MendixVersion | None,
    assume: tuple[str, ...],
    **running: Any,
) -> Settings:
    """The settings with these options in place of what they replace."""
    return replace(
        with_run_options(settings, **running),
        profiles=profile or settings.profiles,
        mendix_version=mendix_version or settings.mendix_version,
        assume={**settings.assume, **assumptions(assume, "--assume")},
        is_narrowed=settings.is_narrowed or bool(profile or mendix_version or assume),
    )


def settings_of(model: Path, config: Path | None) -> Settings:
    """The settings of a named file, or of the model."""
    return settings_from(config) if config else settings_for(model)


def offline_profiles(model: Path | None, **judging: Any) -> tuple[Profile, ...]:
    """The offline profiles of the one model that is meant; UsageError when there are none."""
    return profiles_and_settings(model, **judging)[0]


def profiles_and_settings(
    model: Path | None, *, config: Path | None, **judging: Any
) -> tuple[tuple[Profile, ...], Settings]:
    """The offline profiles of the one model that is meant, and the settings it is judged by."""
    path = the_model_at(model)
    settings = with_judging_options(settings_of(path, config), **judging)
    profiles = tuple(each for each in open_profiles(path, settings) if each.is_offline)
    if not profiles:
        message = f"{path} has no offline navigation profile"
        raise UsageError(message)
    return profiles, settings


def models_at(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The models that the paths name or contain, each once."""
    models: dict[Path, None] = {}
    for path in map(plain_path, paths):
        if not exists(path):
            message = f"{path} does not exist"
            raise UsageError(message)
        contents = contents_around(path) or contents_around(path.absolute())
        if contents:
            found = tuple(models_beside(contents))
        else:
            found = (path,) if is_file(path) else tuple(find_models(path))
        if not found:
            where = f"beside {contents}" if contents else f"in or below {path.absolute()}"
            message = f"no Mendix model (.mpr) {where}"
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


def rule_named(name: str, rules: Iterable[Rule]) -> Rule:
    """The rule with a code, in any case, or a name; UsageError with a suggestion for others."""
    names = {name: rule for rule in rules for name in rule.names}
    meant = name.upper() if name.upper() in names else name
    return known(meant, names, "rule", "; pytest-osm rules lists all of them")


def screen_of(color: str, *, is_verbose: bool) -> Screen:
    """Where the output goes."""
    return Screen(
        columns(sys.stdout, _PLAIN_WIDTH),
        has_color=has_colors(sys.stdout) if color == "auto" else color == "always",
        has_links=color != "never" and has_links(sys.stdout),
        is_verbose=is_verbose,
    )


def modules_called(patterns: tuple[str, ...], profiles: Iterable[Profile]) -> frozenset[str]:
    """The modules that names or patterns fit. UsageError for one that fits none."""
    there = sorted({name for each in profiles for name in each.project.modules})
    return frozenset().union(*(fitting(pattern, there, "module") for pattern in patterns))
