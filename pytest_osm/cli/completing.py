"""What shells offer while a command is typed: names from the model, rules, formats.

Nothing that a repository configures is read or run for it: a key is not a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import chain
from os import environ
from pathlib import Path

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import open_profiles
from pytest_osm.errors import OsmError
from pytest_osm.extension.loading import load_plugins
from pytest_osm.facts.profile import Profile
from pytest_osm.model.domain import Entity
from pytest_osm.model.kinds import Reference
from pytest_osm.model.navigation import SyncMode
from pytest_osm.readers.discovery import find_models, is_model

VARIABLE = "_PYTEST_OSM_COMPLETE"  # as click names it
Completing = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _beginning(find: Callable[[click.Context], Iterable[str]]) -> Completing:
    """Offer what begins like the word that is typed, and nothing when that cannot be told."""

    def complete(
        context: click.Context, _parameter: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        with suppress(OsmError, OSError):
            typed = begun.casefold()
            return [
                CompletionItem(name)
                for name in dict.fromkeys(find(context))
                if name.casefold().startswith(typed)
            ]
        return []

    return complete


def _profiles(context: click.Context) -> tuple[Profile, ...]:
    """The profiles of the model that was typed, or else of the only one there is."""
    several = (context.params.get(name) or () for name in ("paths", "words"))
    # What comes before an option without its value has not been taken for an argument.
    typed = (context.params.get("model") or "", *chain.from_iterable(several), *context.args)
    models = [path for path in map(Path, typed) if is_model(path)] or [*find_models(Path())]
    return open_profiles(models[0], Settings()) if len(models) == 1 else ()


def _offline_profiles(context: click.Context) -> Iterable[str]:
    return (each.name for each in _profiles(context) if each.is_offline)


def _entities(context: click.Context) -> Iterable[str]:
    return (name for each in _profiles(context)[:1] for name in each.domain.entities)


def _modules(context: click.Context) -> Iterable[str]:
    return (name.partition(".")[0] for name in _everything(context))


def _documents(context: click.Context) -> Iterable[str]:
    for name, meant in _meanings(context).items():
        if any(isinstance(each, Reference) for each in meant):
            yield name


def _everything(context: click.Context) -> Iterable[str]:
    return _meanings(context)


def _meanings(context: click.Context) -> Mapping[str, tuple[Reference | Entity, ...]]:
    from pytest_osm.overview.why import names  # noqa: PLC0415 - check needs none of it

    return next((names(each.project) for each in _profiles(context)), {})


def _assumptions(context: click.Context) -> Iterable[str]:
    return (f"{name}=" for name in _entities(context))


def _rule_codes(_context: click.Context) -> Iterable[str]:
    return (name for rule in load_plugins().rules for name in rule.names)


def _modes(_context: click.Context) -> Iterable[str]:
    return (mode.value for mode in SyncMode)


def _formats(_context: click.Context) -> Iterable[str]:
    return load_plugins().reporters


complete_entity = _beginning(_entities)
complete_module = _beginning(_modules)
complete_document = _beginning(_documents)
complete_profile = _beginning(_offline_profiles)
complete_assumption = _beginning(_assumptions)
complete_rule = _beginning(_rule_codes)
complete_mode = _beginning(_modes)
complete_format = _beginning(_formats)
_complete_name = _beginning(_everything)


def complete_words(
    context: click.Context, parameter: click.Parameter, begun: str
) -> list[CompletionItem]:
    """The names in the model, or where there are none, files: a model may come first."""
    found = _complete_name(context, parameter, begun)
    return found or [CompletionItem(begun, type="file")]


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell 5 and later, which click has none for."""

    name = "powershell"
    source_template = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $commandAst, $cursorPosition)
    $env:%(complete_var)s = 'powershell_complete'
    $env:COMP_WORDS = ($commandAst.CommandElements | ForEach-Object { $_.ToString() }) -join "`n"
    $env:COMP_WORD = $word
    try {
        %(prog_name)s | ForEach-Object {
            $kind, $value, $help = $_ -split "`t"
            if ($kind -eq 'plain') {
                $shown = if ($help) { $help } else { $value }
                [System.Management.Automation.CompletionResult]::new(
                    $value, $value, 'ParameterValue', $shown)
            }
        }
    } finally {
        Remove-Item "Env:%(complete_var)s", "Env:COMP_WORDS", "Env:COMP_WORD"
    }
}
"""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is typed, and that one."""
        words = [each.strip("'\"") for each in environ["COMP_WORDS"].split("\n")]
        begun = environ["COMP_WORD"].strip("'\"")
        before = words[1:-1] if begun and len(words) > 1 else words[1:]
        return before, begun

    def format_completion(self, item: CompletionItem) -> str:
        """One line with the kind of an item, its value, and what it is."""
        return f"{item.type}\t{item.value}\t{item.help or ''}"


add_completion_class(PowerShellComplete)
