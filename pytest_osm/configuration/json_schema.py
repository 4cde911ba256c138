"""A JSON Schema of the configuration, for editors: from the same keys as the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum

from pytest_osm.configuration import values
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.schema import KEYS
from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.version import NUMBERS
from pytest_osm.rules.rule import Preset, Severity

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
_Schema = dict[str, object]


def configuration_schema() -> _Schema:
    """The schema of osm.yaml, and of the table `[tool.osm]`."""
    properties = {
        name: {
            **_SHAPES[key.read],
            "description": key.meaning.replace("`", ""),
            "examples": [key.example],
        }
        for name, key in KEYS.items()
    }
    return {
        "$schema": ADDRESS,
        "$id": "urn:pytest-osm:configuration",
        "title": "Configuration of pytest-osm",
        **_table(properties),
    }


def _table(properties: Mapping[str, object], required: tuple[str, ...] = ()) -> _Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _words(kind: type[IntEnum]) -> _Schema:
    return {"enum": [each.name.lower() for each in kind]}


def _by_name(of: _Schema) -> _Schema:
    return {"type": "object", "additionalProperties": of}


_CAPTIONS = tuple(mode.caption for mode in SyncMode)
_TEXT: _Schema = {"type": "string"}
_REASON: _Schema = {"type": "string", "pattern": r"\S"}
_TEXTS: _Schema = {"type": "array", "items": _TEXT}
_BOOLEAN: _Schema = {"type": "boolean"}
_SEVERITY = _words(Severity)
_PATTERNS: dict[str, object] = {"only": _TEXTS, "ignore": _TEXTS}
_MODULES = {**_PATTERNS, "marketplace": _BOOLEAN, "severity": _by_name(_SEVERITY)}
_MODES: _Schema = {
    "enum": sorted({text for mode in SyncMode for text in (mode.value, mode.caption)})
}
_XFAIL = {
    **dict.fromkeys(("profile", "document", "model"), _TEXT),
    **dict.fromkeys(("rule", "reason"), _REASON),
    "until": {"type": "string", "format": "date"},
}
_SHAPES: Mapping[Callable[[Node], object], _Schema] = {
    values.preset: _words(Preset),
    values.nodes: _TEXTS,
    values.texts: _TEXTS,
    values.names: _TEXTS,
    values.severities: _by_name(_SEVERITY),
    values.severity: _SEVERITY,
    values.confidence: _words(Confidence),
    values.mendix_version: {"type": "string", "pattern": f"^{NUMBERS.pattern}"},
    values.assumed_modes: _by_name(_MODES),
    values.modules: _table(
        {**_PATTERNS, "marketplace": _BOOLEAN, "severity": _by_name(_SEVERITY)}
    ),
    values.documents: _table(_PATTERNS),
    values.xfail: {"type": "array", "items": _table(_XFAIL, ("rule", "reason"))},
    values.path_node: _TEXT,
    Node.boolean: _BOOLEAN,
}
