"""Loading the plugins of a model: built in, installed, configured, and from its conftest.py."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec.structs import replace
from pluggy import PluginManager, PluginValidationError

from pytest_osm.configuration.node import Node
from pytest_osm.errors import OsmError, PluginError, RuleError
from pytest_osm.extension import builtin, hookspecs
from pytest_osm.extension.hookspecs import HOOKS
from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.model.project import Project
from pytest_osm.records import Record
from pytest_osm.reporters.reporter import Reporter
from pytest_osm.rules.rule import Rule
from pytest_osm.terminal.printable import shortened

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_INFO = (".dist-info", ".egg-info", "EGG-INFO")  # how folders end that tell of a package


class Plugins(Record, frozen=True):
    """The loaded plugins, with the rules they brought in the order of their codes."""

    manager: PluginManager
    rules: tuple[Rule, ...]

    def read(self, path: Path, cache: Cache = NO_CACHE) -> Project:
        """Open a model with the first reader that takes it."""
        project: Project = self.manager.hook.osm_read(path=path)
        return replace(project, cache=cache)

    @property
    def reporters(self) -> dict[str, Reporter]:
        """The reporters by name."""
        found = (each for reporters in self.manager.hook.osm_reporters() for each in reporters)
        return {reporter.name: reporter for reporter in found}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the plugins that are not built in."""
        named = (name for name, plugin in self.manager.list_name_plugin() if plugin != builtin)
        return tuple(sorted(named))


def load_plugins(
    configured: Iterable[Node] = (),
    conftests: Iterable[ModuleType] = (),
    rules: Iterable[Rule] = (),
) -> Plugins:
    """Load everything, and take some more rules as they are.

    PluginError or RuleError when anything cannot be used.
    """
    manager = PluginManager(HOOKS)
    manager.add_hookspecs(hookspecs)
    manager.register(builtin, "built-in")
    for entry_point in _installed(tuple(sys.path)):
        _register(manager, _load_entry_point(entry_point), entry_point.name)
    for node in configured:
        _register(manager, _load_configured(node), node.text())
    for conftest in conftests:
        _register(manager, conftest, str(conftest.__file__))
    try:
        manager.check_pending()
    except PluginValidationError as error:
        raise PluginError(str(error)) from error
    return Plugins(manager, _checked(tuple(_all_rules(manager, rules))))


def _register(manager: PluginManager, module: object, name: str) -> None:
    try:
        manager.register(module, name)
    except (ValueError, PluginValidationError) as error:
        message = f"plugin {name} cannot be registered: {error}"
        raise PluginError(message) from error


@lru_cache(maxsize=1)
def _installed(path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """The entry points of installed packages, by name."""
    if not any(map(_may_have_plugins, path)):
        return ()
    from importlib.metadata import entry_points  # noqa: PLC0415 - 25 ms, and few have plugins

    return tuple(sorted(entry_points(group=HOOKS), key=lambda each: each.name))


def _may_have_plugins(place: str) -> bool:
    """Whether packages in a place may have entry points for this one."""
    folder = place or "."
    try:
        packages = [each for each in os.listdir(folder) if each.endswith(_INFO)]  # noqa: PTH208
    except FileNotFoundError:
        return False
    except OSError:  # an archive
        return True
    return any(_names_plugins(f"{folder}/{each}/entry_points.txt") for each in packages)


def _names_plugins(file: str) -> bool:
    """Whether a file with entry points has some for this package, or cannot be read."""
    try:
        with open(file, "rb") as opened:  # noqa: PTH123 - no Path, as there are hundreds
            return f"[{HOOKS}]".encode() in opened.read()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _load_entry_point(entry_point: EntryPoint) -> object:
    try:
        return entry_point.load()
    except OsmError:
        raise
    except Exception as error:
        message = (
            f"plugin {entry_point.name} ({entry_point.value}) fails to import: {_said(error)}"
        )
        raise PluginError(message) from error


def _load_configured(node: Node) -> ModuleType:
    """A module by its name, or by its path relative to the configuration file."""
    name = node.text()
    try:
        if name.endswith(".py"):
            return _load_file(node.path.parent / name)
        return import_module(name)
    except OsmError:
        raise
    except Exception as error:
        raise node.error(f"plugin {shortened(name)} fails to import: {_said(error)}") from error


def _said(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {error.filename}"
    return f"{type(error).__name__}: {error}"


def _load_file(path: Path) -> ModuleType:
    name = f"pytest_osm_configured_{path.stem}"
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    SourceFileLoader(name, str(path)).exec_module(module)
    return module


def _all_rules(manager: PluginManager, extra: Iterable[Rule]) -> Iterator[tuple[Rule, bool]]:
    """All rules, each with whether it is built in."""
    own = set(builtin.osm_rules())
    for rule in own:
        yield rule, True
    others = [*extra, *(rule for rules in manager.hook.osm_rules() for rule in rules)]
    for plugin in manager.get_plugins():
        others += [each for each in _names_in(plugin) if isinstance(each, Rule)]
    seen: set[int] = set()
    for rule in others:
        if not isinstance(rule, Rule):
            message = f"osm_rules gave {rule!r}, which no decorator `rule` has made"
            raise RuleError(message)
        if rule not in own and id(rule) not in seen:
            seen.add(id(rule))
            yield rule, False


def _checked(rules: tuple[tuple[Rule, bool], ...]) -> tuple[Rule, ...]:
    names: dict[str, Rule] = {}
    for rule, is_builtin in rules:
        if not is_builtin and rule.code.startswith(builtin.RESERVED_PREFIX):
            message = f"{rule.code}: codes that begin with {builtin.RESERVED_PREFIX} are reserved"
            raise RuleError(message)
        for name in rule.names:
            if name in names:
                message = f"there are two rules {name}: {rule.summary!r}, {names[name].summary!r}"
                raise RuleError(message)
            names[name] = rule
    return tuple(sorted((rule for rule, _ in rules), key=lambda rule: rule.code))


def _names_in(plugin: object) -> tuple[object, ...]:
    return tuple(getattr(plugin, "__dict__", {}).values())
