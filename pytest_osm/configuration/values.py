"""From the nodes of a configuration file to the values of settings."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import TypeVar

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance, ModuleScope, Pattern, Patterns
from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.version import MendixVersion
from pytest_osm.rules.rule import Preset, Severity

_Word = TypeVar("_Word", bound=IntEnum)
_XFAIL_KEYS = ("rule", "profile", "document", "model", "reason", "until")


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


def preset(node: Node) -> Preset:
    """documented, recommended or all."""
    return _word(node, Preset, "preset")


def texts(node: Node) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(each.text() for each in nodes(node))


def documents(node: Node) -> Patterns:
    """The patterns of `documents`."""
    return _patterns(node.table("only", "ignore"))


def nodes(node: Node) -> tuple[Node, ...]:
    """A list of texts that know their places."""
    texts = tuple(node.items())
    for each in texts:
        each.text()
    return texts


def path_node(node: Node) -> Node:
    """The path of a file that knows its place."""
    if "\0" in node.text():
        raise node.error("there is a zero byte in it, which no path has")
    return node


def severities(node: Node) -> tuple[tuple[Node, Severity], ...]:
    """Severities by the names of rules."""
    return tuple((rule, severity(value)) for rule, value in node.entries())


def assumed_modes(node: Node) -> Mapping[str, SyncMode]:
    """Modes by entity, by their captions in Studio Pro or their stored names."""
    modes = {name: mode for mode in SyncMode for name in (mode.value, mode.caption)}
    return {
        entity.text(): modes[mode.one_of(tuple(modes), "synchronization mode")]
        for entity, mode in node.entries()
    }


def modules(node: Node) -> ModuleScope:
    """The scope that `modules` describes."""
    found = node.table("only", "ignore", "marketplace", "severity")
    return ModuleScope(
        names=_patterns(found),
        reports_marketplace="marketplace" in found and found["marketplace"].boolean(),
        severities=tuple(
            (_pattern(name), severity(value)) for name, value in found["severity"].entries()
        )
        if "severity" in found
        else (),
    )


def _patterns(found: Mapping[str, Node]) -> Patterns:
    return Patterns(**{key: names(found[key]) for key in ("only", "ignore") if key in found})


def names(node: Node) -> tuple[Pattern, ...]:
    """A list of names or patterns, some of them perhaps optional."""
    return tuple(map(_pattern, node.items()))


def _pattern(node: Node) -> Pattern:
    node.text()
    return Pattern(node)


def xfail(node: Node) -> tuple[Acceptance, ...]:
    """The entries of `xfail`."""
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
