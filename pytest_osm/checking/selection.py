"""Which rules are on, and how severe each is: the settings applied to the rules there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from pytest_osm.checking.checks import Check
from pytest_osm.configuration.names import suggestion
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance, Settings
from pytest_osm.errors import UsageError
from pytest_osm.facts.mode_comparisons import ModeComparison
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.unreadable_model import UnreadableModel
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.rules.rule import Rule, Severity
from pytest_osm.terminal.printable import shortened


class Selection(Record, frozen=True):
    """The selected rules in order, with the severities that the team gave them.

    `unknown` are names in acceptances that are those of no rule, each with a hint.
    """

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity]
    unknown: Mapping[str, str]

    @classmethod
    def of(cls, settings: Settings, rules: tuple[Rule, ...]) -> Selection:
        """Apply preset or select, then ignore and severity.

        Unknown rules and an empty selection are errors.
        """
        preset = {rule.code for rule in rules if rule.preset <= settings.preset}
        selected = _codes(settings.select, rules) if settings.select else preset
        _demand_required(settings, rules)
        selected -= _codes(settings.ignore, rules)
        if not selected:
            message = "no rule is left: select and ignore leave nothing to check"
            raise UsageError(message)
        severities = {
            code: severity
            for node, severity in settings.severity
            for code in _codes([node], rules)
        }
        return cls(
            tuple(rule for rule in rules if rule.code in selected),
            severities,
            dict(_unknown(settings.xfail, rules)),
        )

    def for_profiles(self, *, compares: bool) -> Selection:
        """The same without rules that look at what no profile has; UsageError if none is left.

        These are unreadable models, and comparisons with an earlier state if none is made.
        """
        without = (UnreadableModel,) if compares else (UnreadableModel, ModeComparison)
        rules = tuple(rule for rule in self.rules if rule.on not in without)
        if not rules:
            message = (
                "no rule is left: the selected ones look at unreadable models or at comparisons"
            )
            raise UsageError(message)
        return replace(self, rules=rules)

    def checks_of(self, profiles: Iterable[Profile]) -> Iterator[Check]:
        """The checks of some profiles, by profile and by rule."""
        for profile in profiles:
            for rule in self.rules:
                severity = self.severity(rule, profile.version)
                if severity is not None and _concerns(rule, profile):
                    yield Check(profile.project.path, rule, severity, profile.version, profile)

    def severity(self, rule: Rule, version: MendixVersion) -> Severity | None:
        """The severity of a rule; None where it does not apply, whatever the team says."""
        own = rule.severity(version)
        return None if own is None else self.severities.get(rule.code, own)


def _concerns(rule: Rule, profile: Profile) -> bool:
    """Online profiles are left alone, except for rows that do not belong there."""
    if rule.on is ModeComparison and profile.base is None:
        return False
    if rule.only_online_profiles:
        return not profile.is_offline and bool(profile.configured)
    return profile.is_offline


def _unknown(entries: Iterable[Acceptance], rules: tuple[Rule, ...]) -> Iterator[tuple[str, str]]:
    names = tuple(name for rule in rules for name in rule.names)
    for entry in entries:
        if (name := entry.rule.text()) not in names:
            yield name, suggestion(name, names)


def required_codes(settings: Settings, rules: tuple[Rule, ...]) -> set[str]:
    """The codes of the rules that must not be ignored or accepted."""
    return _codes(settings.require, rules)


def _demand_required(settings: Settings, rules: tuple[Rule, ...]) -> None:
    required = required_codes(settings, rules)
    for node in settings.ignore:
        if _codes([node], rules) & required:
            raise node.error(f"{node.text()} is required here: it cannot be ignored")
    for entry in settings.xfail:
        named = {rule.code for rule in rules if entry.rule.text() in rule.names}
        if named & required:
            message = f"{entry.rule.text()} is required here: it cannot be accepted"
            raise entry.rule.error(message)


def _names_rule(node: Node, rule: Rule) -> bool:
    """Whether a name in the settings means a rule: its code, the start of it, or its slug."""
    return rule.code.startswith(node.text().upper()) or node.text() == rule.slug


def _codes(nodes: Iterable[Node], rules: tuple[Rule, ...]) -> set[str]:
    codes: set[str] = set()
    for node in nodes:
        named = {rule.code for rule in rules if _names_rule(node, rule)}
        if not named or not node.text():
            names = tuple(name for rule in rules for name in rule.names)
            missing = f"there is no rule {shortened(node.text())}"
            raise node.error(f"{missing}{suggestion(node.text(), names)}")
        codes |= named
    return codes
