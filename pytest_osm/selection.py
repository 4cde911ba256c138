"""Which rules are on, and how severe each is: the settings applied to the rules there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from pytest_osm.configuration.node import Node, suggestion
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import UsageError
from pytest_osm.rules.rule import Rule, Severity
from pytest_osm.version import MendixVersion


@frozen
class Selection:
    """The selected rules in order, with the severities that the team gave them."""

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity]

    @classmethod
    def of(cls, settings: Settings, rules: tuple[Rule, ...]) -> Selection:
        """Apply preset or select, then ignore and severity.

        Unknown rules and an empty selection are errors.
        """
        preset = {rule.code for rule in rules if rule.preset <= settings.preset}
        selected = _codes(settings.select, rules) if settings.select else preset
        selected -= _codes(settings.ignore, rules)
        if not selected:
            message = "no rule is left: select and ignore leave nothing to check"
            raise UsageError(message)
        names = tuple(name for rule in rules for name in (rule.code, rule.slug))
        for acceptance in settings.xfail:
            acceptance.rule.one_of(names, "rule")
        severities = {
            code: severity
            for node, severity in settings.severity
            for code in _codes([node], rules)
        }
        return cls(tuple(rule for rule in rules if rule.code in selected), severities)

    def severity(self, rule: Rule, version: MendixVersion) -> Severity | None:
        """The severity of a rule; None where it does not apply, whatever the team says."""
        own = rule.severity(version)
        return None if own is None else self.severities.get(rule.code, own)


def _names_rule(node: Node, rule: Rule) -> bool:
    """Whether a name in the settings means a rule: its code, the start of it, or its slug."""
    return rule.code.startswith(node.text().upper()) or node.text() == rule.slug


def _codes(nodes: Iterable[Node], rules: tuple[Rule, ...]) -> set[str]:
    codes: set[str] = set()
    for node in nodes:
        named = {rule.code for rule in rules if _names_rule(node, rule)}
        if not named or not node.text():
            names = tuple(name for rule in rules for name in (rule.code, rule.slug))
            raise node.error(f"there is no rule {node.text()}{suggestion(node.text(), names)}")
        codes |= named
    return codes
