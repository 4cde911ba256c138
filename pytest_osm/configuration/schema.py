"""From the nodes of a configuration file to settings; every mistake names its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import (
    Acceptance,
    ModuleScope,
    Patterns,
    SettingOrigin,
    Settings,
)
from pytest_osm.errors import UsageError
from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.version import MendixVersion
from pytest_osm.rules.rule import Preset, Severity

_Word = TypeVar("_Word", bound=IntEnum)
_XFAIL_KEYS = ("rule", "profile", "document", "model", "reason", "until")


def structure_settings(root: Node) -> Settings:
    """Settings from the root of a file; ConfigurationError for anything unknown or malformed."""
    found = root.table(*KEYS)
    values: dict[str, Any] = {
        key.replace("-", "_"): KEYS[key].read(node) for key, node in found.items()
    }
    origins = {key: _origin(node) for key, node in found.items()}
    return Settings(path=root.path, origins=origins, **values)


def _origin(node: Node) -> SettingOrigin:
    place = f"{node.path.name}:{node.line}" if node.line else node.path.name
    entries = node.value if isinstance(node.value, list) else []
    is_of_tables = any(isinstance(entry, dict) for entry in entries)
    return SettingOrigin(
        place, _json(node.value), tuple(map(_json, entries)) if is_of_tables else ()
    )


def _json(value: object) -> str:
    return json.dumps(value, default=str)


def severity(node: Node) -> Severity:
    """info, warning or error."""
    return _word(node, Severity, "severity")


def confidence(node: Node) -> Confidence:
    """low, medium or high."""
    return _word(node, Confidence, "confidence")


def mendix_version(node: Node) -> MendixVersion:
    """A version, in quotes because YAML takes 11.10 for the number 11.1."""
    try:
        return MendixVersion.parse(node.text())
    except ValueError as error:
        raise node.error(str(error)) from None


def _word(node: Node, words: type[_Word], what: str) -> _Word:
    by_word = {each.name.lower(): each for each in words}
    return by_word[node.one_of(tuple(by_word), what)]


def _nodes(node: Node) -> tuple[Node, ...]:
    texts = tuple(node.items())
    for each in texts:
        each.text()
    return texts


def _text_node(node: Node) -> Node:
    node.text()
    return node


def _severities(node: Node) -> tuple[tuple[Node, Severity], ...]:
    return tuple((rule, severity(value)) for rule, value in node.entries())


def assuming(settings: Settings, texts: Iterable[str]) -> Settings:
    """The settings with modes assumed on the command line of pytest."""
    assumed = assumptions(tuple(texts), "--osm-assume")
    if not assumed:
        return settings
    return evolve(settings, assume={**settings.assume, **assumed}, is_narrowed=True)


def without_acceptances(settings: Settings) -> Settings:
    """The settings as if nothing was accepted, neither by xfail nor in a baseline."""
    return evolve(settings, xfail=(), ignores_baseline=True)


def assumptions(texts: tuple[str, ...], option: str) -> Mapping[str, SyncMode]:
    """Modes by entity from the texts of an option, like "Sales.Order=Online"."""
    assumed: dict[str, str] = {}
    for text in texts:
        entity, equals, mode = (part.strip() for part in text.partition("="))
        if not equals:
            message = f"{option} takes Module.Entity=Mode, not {text}"
            raise UsageError(message)
        assumed[entity] = mode
    return _assume(Node(Path(option), assumed))


def _assume(node: Node) -> Mapping[str, SyncMode]:
    modes = {name: mode for mode in SyncMode for name in (mode.value, mode.caption)}
    return {
        entity.text(): modes[mode.one_of(tuple(modes), "synchronization mode")]
        for entity, mode in node.entries()
    }


def _modules(node: Node) -> ModuleScope:
    found = node.table("only", "ignore", "marketplace", "severity")
    return ModuleScope(
        names=_patterns(found),
        reports_marketplace="marketplace" in found and found["marketplace"].boolean(),
        severities=tuple(
            (pattern.text(), severity(value)) for pattern, value in found["severity"].entries()
        )
        if "severity" in found
        else (),
    )


def _patterns(found: Mapping[str, Node]) -> Patterns:
    lists = {key: _nodes(found[key]) for key in ("only", "ignore") if key in found}
    return Patterns(**{key: tuple(each.text() for each in nodes) for key, nodes in lists.items()})


def _xfail(node: Node) -> tuple[Acceptance, ...]:
    return tuple(_acceptance(entry) for entry in node.items())


def _acceptance(entry: Node) -> Acceptance:
    found = entry.table(*_XFAIL_KEYS)
    for key in ("rule", "reason"):
        if key not in found or not found[key].text().strip():
            raise entry.error(f"an xfail entry needs a {key}")
    found["rule"].text()
    return Acceptance(
        rule=found["rule"],
        reason=found["reason"].text(),
        place=f"{entry.path.name}:{entry.line}",
        profile=found["profile"].text() if "profile" in found else "",
        document=found["document"].text() if "document" in found else "",
        model=found["model"].text() if "model" in found else "",
        until=found["until"].date() if "until" in found else None,
    )


@frozen
class Key:
    """A key of the configuration: how to read it, and what its documentation says."""

    read: Callable[[Node], object]
    meaning: str
    default: str
    example: str


KEYS: Mapping[str, Key] = {
    "preset": Key(
        lambda node: _word(node, Preset, "preset"),
        "Which rules to run: `documented` (the limits that Mendix documents), `recommended` (also"
        " best practices), `all` (also what is sometimes worth knowing).",
        "recommended",
        "preset: documented",
    ),
    "select": Key(
        _nodes,
        "Run only these rules, and ignore the preset. Give the code, the beginning of a code, or"
        " the name of each rule.",
        "the rules of the preset",
        "select: [OSM3, implicit-online-entity]",
    ),
    "ignore": Key(_nodes, "Do not run these rules.", "none", "ignore: [OSM404]"),
    "profiles": Key(
        lambda node: tuple(each.text() for each in _nodes(node)),
        "Check only these navigation profiles.",
        "all offline profiles",
        "profiles: [NativePhone]",
    ),
    "severity": Key(
        _severities,
        "Another severity for some rules: `info`, `warning` or `error`.",
        "the severity of the rule",
        "severity: {OSM104: info}",
    ),
    "fail-on": Key(
        severity,
        "The lowest severity that fails. Findings below it are listed, but do not fail.",
        "warning",
        "fail-on: error",
    ),
    "min-confidence": Key(
        confidence,
        "The lowest confidence that fails: `low`, `medium` or `high`. Findings below it are listed"
        " as below min-confidence, but do not fail.",
        "medium",
        "min-confidence: high",
    ),
    "mendix-version": Key(
        mendix_version,
        "Check the model as if it had this Mendix version. Use quotes, because YAML reads 11.10 as"
        " the number 11.1.",
        "the version of the model",
        'mendix-version: "11.10"',
    ),
    "assume": Key(
        _assume,
        "Check the model as if these synchronization modes were configured. Use the captions in"
        " Studio Pro or the stored names.",
        "nothing",
        "assume: {Sales.Order: All Objects}",
    ),
    "connection-checks": Key(
        _nodes,
        "Your JavaScript actions and nanoflows that check the connection, in addition to those of"
        " NanoflowCommons and NativeMobileResources.",
        "none",
        "connection-checks: [Shared.IsOnline]",
    ),
    "modules": Key(
        _modules,
        "The modules in which findings are reported; pytest-osm always analyses all modules."
        " `only` and `ignore` take patterns. `marketplace: true` also reports findings in"
        " Marketplace modules. `severity` gives all findings in some modules another severity.",
        "your own modules",
        "modules: {ignore: ['Test*'], severity: {'Legacy*': info}}",
    ),
    "documents": Key(
        lambda node: _patterns(node.table("only", "ignore")),
        "The documents in which findings are reported, by their qualified names: `only` and"
        " `ignore` take patterns.",
        "all documents",
        "documents: {ignore: ['*.DEV_*']}",
    ),
    "xfail": Key(
        _xfail,
        "Findings that are accepted for now. Each entry needs `rule` and `reason`. `profile`,"
        " `document` and `model` (patterns) limit the entry to some findings; `until` is the last"
        " day they are accepted.",
        "nothing",
        "xfail: [{rule: OSM302, document: Sales.*, reason: fixed in May, until: 2027-05-31}]",
    ),
    "baseline": Key(
        _text_node,
        "The file with the existing findings that are accepted. Its path is relative to the"
        " configuration file. [`pytest-osm baseline`](adoption.md#a-baseline) writes it.",
        "osm-baseline.yaml next to the model, if it exists",
        "baseline: quality/osm-baseline.yaml",
    ),
    "require": Key(
        _nodes,
        "Rules that nobody may ignore, and whose findings nobody may accept by xfail or in a"
        " baseline.",
        "none",
        "require: [OSM201]",
    ),
    "plugins": Key(
        _nodes,
        "Files and Python modules with rules, readers and reporters. File paths are relative to"
        " the configuration file.",
        "none",
        "plugins: [acme_rules.py]",
    ),
}
