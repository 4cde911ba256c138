"""From the nodes of a configuration file to settings; every mistake names its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, TypeVar

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance, ModuleScope, Settings
from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import Preset, Severity
from pytest_osm.version import MendixVersion

_Word = TypeVar("_Word", bound=IntEnum)
_XFAIL_KEYS = ("rule", "profile", "document", "model", "reason", "until")


def structure_settings(root: Node) -> Settings:
    """Settings from the root of a file; ConfigurationError for anything unknown or malformed."""
    found = root.table(*KEYS)
    values: dict[str, Any] = {
        key.replace("-", "_"): KEYS[key](node) for key, node in found.items()
    }
    return Settings(path=root.path, **values)


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


def _severities(node: Node) -> tuple[tuple[Node, Severity], ...]:
    return tuple((rule, severity(value)) for rule, value in node.entries())


def _assume(node: Node) -> Mapping[str, SyncMode]:
    modes = {name: mode for mode in SyncMode for name in (mode.value, mode.caption)}
    return {
        entity.text(): modes[mode.one_of(tuple(modes), "synchronization mode")]
        for entity, mode in node.entries()
    }


def _modules(node: Node) -> ModuleScope:
    found = node.table("ignore", "marketplace")
    return ModuleScope(
        ignore=tuple(each.text() for each in _nodes(found["ignore"])) if "ignore" in found else (),
        reports_marketplace="marketplace" in found and found["marketplace"].boolean(),
    )


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


KEYS: Mapping[str, Callable[[Node], object]] = {
    "preset": lambda node: _word(node, Preset, "preset"),
    "select": _nodes,
    "ignore": _nodes,
    "profiles": lambda node: tuple(each.text() for each in _nodes(node)),
    "severity": _severities,
    "fail-on": severity,
    "min-confidence": confidence,
    "mendix-version": mendix_version,
    "assume": _assume,
    "connection-checks": _nodes,
    "modules": _modules,
    "xfail": _xfail,
    "plugins": _nodes,
}
