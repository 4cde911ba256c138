"""The keys of a configuration file, and the settings that one says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pytest_osm.configuration import values
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import SettingOrigin, Settings
from pytest_osm.records import Record


def structure_settings(root: Node) -> Settings:
    """Settings from the root of a file; ConfigurationError for anything unknown or malformed."""
    found = root.table(*KEYS)
    read: dict[str, Any] = {
        key.replace("-", "_"): KEYS[key].read(node) for key, node in found.items()
    }
    origins = {key: _origin(node) for key, node in found.items()}
    return Settings(path=root.path, origins=origins, **read)


def _origin(node: Node) -> SettingOrigin:
    place = f"{node.path.name}:{node.line}" if node.line else node.path.name
    entries = node.value if isinstance(node.value, list) else []
    is_of_tables = any(isinstance(entry, dict) for entry in entries)
    return SettingOrigin(
        place, _json(node.value), tuple(map(_json, entries)) if is_of_tables else ()
    )


def _json(value: object) -> str:
    return json.dumps(value, default=str)


class Key(Record, frozen=True):
    """A key of the configuration: how to read it, and what its documentation says."""

    read: Callable[[Node], object]
    meaning: str
    default: str
    example: str


KEYS: Mapping[str, Key] = {
    "preset": Key(
        read=values.preset,
        meaning=(
            "Which rules to run: `documented` (the limits that Mendix documents), `recommended`"
            " (also best practices), `all` (also what is sometimes worth knowing)."
        ),
        default="recommended",
        example="preset: documented",
    ),
    "select": Key(
        read=values.nodes,
        meaning=(
            "Run only these rules, and ignore the preset. Give the code, the beginning of a"
            " code, or the name of each rule."
        ),
        default="the rules of the preset",
        example="select: [OSM3, implicit-online-entity]",
    ),
    "ignore": Key(
        read=values.nodes,
        meaning="Do not run these rules.",
        default="none",
        example="ignore: [OSM404]",
    ),
    "profiles": Key(
        read=values.texts,
        meaning="Check only these navigation profiles (names or patterns).",
        default="all offline profiles",
        example="profiles: [NativePhone]",
    ),
    "severity": Key(
        read=values.severities,
        meaning="Another severity for some rules: `info`, `warning` or `error`.",
        default="the severity of the rule",
        example="severity: {OSM104: info}",
    ),
    "fail-on": Key(
        read=values.severity,
        meaning=(
            "The lowest severity that fails. Findings below it are minor: they are counted, but do"
            " not fail."
        ),
        default="warning",
        example="fail-on: error",
    ),
    "min-confidence": Key(
        read=values.confidence,
        meaning=(
            "The lowest confidence that fails: `low`, `medium` or `high`. Findings below it are"
            " unsure: they are counted, but do not fail."
        ),
        default="medium",
        example="min-confidence: high",
    ),
    "mendix-version": Key(
        read=values.mendix_version,
        meaning=(
            "Check the model as if it had this Mendix version. Use quotes, because YAML reads"
            " 11.10 as the number 11.1."
        ),
        default="the version of the model",
        example='mendix-version: "11.10"',
    ),
    "assume": Key(
        read=values.assumed_modes,
        meaning=(
            "Check the model as if these synchronization modes were configured. Use the"
            " captions in Studio Pro or the stored names."
        ),
        default="nothing",
        example="assume: {Sales.Order: All Objects}",
    ),
    "connection-checks": Key(
        read=values.names,
        meaning=(
            "Your JavaScript actions and nanoflows that check the connection, in addition to"
            " those of NanoflowCommons and NativeMobileResources. `(optional)` after a name says"
            " that only some of the apps have it."
        ),
        default="none",
        example="connection-checks: [Shared.IsOnline]",
    ),
    "modules": Key(
        read=values.modules,
        meaning=(
            "The modules in which findings are reported; pytest-osm always analyses all"
            " modules. `only` and `ignore` take patterns. `marketplace: true` also reports"
            " findings in Marketplace modules. `severity` gives all findings in some modules"
            " another severity. A pattern that fits no module of any model is a mistake, unless"
            " it ends in `(optional)`."
        ),
        default="your own modules",
        example="modules: {ignore: ['Test*'], severity: {'Legacy*': info}}",
    ),
    "documents": Key(
        read=values.documents,
        meaning=(
            "The documents in which findings are reported, by their qualified names: `only` and"
            " `ignore` take patterns, as in `modules`."
        ),
        default="all documents",
        example="documents: {ignore: ['*.DEV_*']}",
    ),
    "xfail": Key(
        read=values.xfail,
        meaning=(
            "Findings that are accepted for now. Each entry needs `rule` and `reason`."
            " `profile`, `document` and `model` (patterns) limit the entry to some findings;"
            " `until` is the last day they are accepted."
        ),
        default="nothing",
        example="xfail: [{rule: OSM302, document: Sales.*, reason: soon, until: 2027-05-31}]",
    ),
    "baseline": Key(
        read=values.path_node,
        meaning=(
            "The file with the existing findings that are accepted. Its path is relative to the"
            " configuration file. [`pytest-osm baseline`](adoption.md#a-baseline) writes it."
        ),
        default="osm-baseline.yaml next to the model, if it exists",
        example="baseline: quality/osm-baseline.yaml",
    ),
    "require": Key(
        read=values.nodes,
        meaning=(
            "Rules that nobody may ignore, and whose findings nobody may accept by xfail or in"
            " a baseline."
        ),
        default="none",
        example="require: [OSM201]",
    ),
    "strict": Key(
        read=Node.boolean,
        meaning=(
            "Whether there is no verdict (exit code 2) when something was left out: skipped rules,"
            " parts not analysed and parts not readable."
        ),
        default="false",
        example="strict: true",
    ),
    "plugins": Key(
        read=values.nodes,
        meaning=(
            "Files and Python modules with rules, readers and reporters. File paths are"
            " relative to the configuration file."
        ),
        default="none",
        example="plugins: [acme_rules.py]",
    ),
}
