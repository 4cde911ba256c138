"""From the nodes of a configuration file to settings; every mistake names its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, TypeVar

from attrs import frozen

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import (
    Acceptance,
    ModuleScope,
    Patterns,
    SettingOrigin,
    Settings,
)
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


def _preset(node: Node) -> Preset:
    return _word(node, Preset, "preset")


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(each.text() for each in _nodes(node))


def _documents(node: Node) -> Patterns:
    return _patterns(node.table("only", "ignore"))


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


def assumed_modes(node: Node) -> Mapping[str, SyncMode]:
    """Modes by entity, by their captions in Studio Pro or their stored names."""
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
        read=_preset,
        meaning=(
            "Which rules to run: `documented` (the limits that Mendix documents), `recommended`"
            " (also best practices), `all` (also what is sometimes worth knowing)."
        ),
        default="recommended",
        example="preset: documented",
    ),
    "select": Key(
        read=_nodes,
        meaning=(
            "Run only these rules, and ignore the preset. Give the code, the beginning of a"
            " code, or the name of each rule."
        ),
        default="the rules of the preset",
        example="select: [OSM3, implicit-online-entity]",
    ),
    "ignore": Key(
        read=_nodes, meaning="Do not run these rules.", default="none", example="ignore: [OSM404]"
    ),
    "profiles": Key(
        read=_texts,
        meaning="Check only these navigation profiles (names or patterns).",
        default="all offline profiles",
        example="profiles: [NativePhone]",
    ),
    "severity": Key(
        read=_severities,
        meaning="Another severity for some rules: `info`, `warning` or `error`.",
        default="the severity of the rule",
        example="severity: {OSM104: info}",
    ),
    "fail-on": Key(
        read=severity,
        meaning="The lowest severity that fails. Findings below it are listed, but do not fail.",
        default="warning",
        example="fail-on: error",
    ),
    "min-confidence": Key(
        read=confidence,
        meaning=(
            "The lowest confidence that fails: `low`, `medium` or `high`. Findings below it are"
            " listed as below min-confidence, but do not fail."
        ),
        default="medium",
        example="min-confidence: high",
    ),
    "mendix-version": Key(
        read=mendix_version,
        meaning=(
            "Check the model as if it had this Mendix version. Use quotes, because YAML reads"
            " 11.10 as the number 11.1."
        ),
        default="the version of the model",
        example='mendix-version: "11.10"',
    ),
    "assume": Key(
        read=assumed_modes,
        meaning=(
            "Check the model as if these synchronization modes were configured. Use the"
            " captions in Studio Pro or the stored names."
        ),
        default="nothing",
        example="assume: {Sales.Order: All Objects}",
    ),
    "connection-checks": Key(
        read=_nodes,
        meaning=(
            "Your JavaScript actions and nanoflows that check the connection, in addition to"
            " those of NanoflowCommons and NativeMobileResources."
        ),
        default="none",
        example="connection-checks: [Shared.IsOnline]",
    ),
    "modules": Key(
        read=_modules,
        meaning=(
            "The modules in which findings are reported; pytest-osm always analyses all"
            " modules. `only` and `ignore` take patterns. `marketplace: true` also reports"
            " findings in Marketplace modules. `severity` gives all findings in some modules"
            " another severity."
        ),
        default="your own modules",
        example="modules: {ignore: ['Test*'], severity: {'Legacy*': info}}",
    ),
    "documents": Key(
        read=_documents,
        meaning=(
            "The documents in which findings are reported, by their qualified names: `only` and"
            " `ignore` take patterns."
        ),
        default="all documents",
        example="documents: {ignore: ['*.DEV_*']}",
    ),
    "xfail": Key(
        read=_xfail,
        meaning=(
            "Findings that are accepted for now. Each entry needs `rule` and `reason`."
            " `profile`, `document` and `model` (patterns) limit the entry to some findings;"
            " `until` is the last day they are accepted."
        ),
        default="nothing",
        example="xfail: [{rule: OSM302, document: Sales.*, reason: soon, until: 2027-05-31}]",
    ),
    "baseline": Key(
        read=_text_node,
        meaning=(
            "The file with the existing findings that are accepted. Its path is relative to the"
            " configuration file. [`pytest-osm baseline`](adoption.md#a-baseline) writes it."
        ),
        default="osm-baseline.yaml next to the model, if it exists",
        example="baseline: quality/osm-baseline.yaml",
    ),
    "require": Key(
        read=_nodes,
        meaning=(
            "Rules that nobody may ignore, and whose findings nobody may accept by xfail or in"
            " a baseline."
        ),
        default="none",
        example="require: [OSM201]",
    ),
    "plugins": Key(
        read=_nodes,
        meaning=(
            "Files and Python modules with rules, readers and reporters. File paths are"
            " relative to the configuration file."
        ),
        default="none",
        example="plugins: [acme_rules.py]",
    ),
}
