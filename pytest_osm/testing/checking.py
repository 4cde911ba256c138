"""Seeing what one rule says about a model, and examples that say what it should."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import plan_checks
from pytest_osm.findings import Finding, Outcome
from pytest_osm.rules.rule import Rule
from pytest_osm.testing.app import App


@frozen
class Example:
    """An app and what a rule says about it.

    `finds` are parts of the texts of the findings, one each; none for an app that is fine. The
    severity and confidence are words, and are those of every finding.
    """

    name: str
    app: App
    finds: tuple[str, ...] = ()
    severity: str = ""
    confidence: str = ""


def findings_of(
    model: Path | App, rule: str | Rule, settings: Settings | None = None
) -> tuple[Finding, ...]:
    """All findings of a rule, given by its code or itself, in a model or described app."""
    outcomes = outcome_of(model, rule, settings)
    return tuple(finding for outcome in outcomes for finding in outcome.findings)


def outcome_of(
    model: Path | App, rule: str | Rule, settings: Settings | None = None
) -> tuple[Outcome, ...]:
    """The outcomes of a rule, one per profile; none where it does not apply."""
    if isinstance(model, App):
        with TemporaryDirectory() as folder:
            return outcome_of(model.write(Path(folder) / "App.mpr"), rule, settings)
    code = rule.code if isinstance(rule, Rule) else rule
    only = settings or Settings(select=(Node(Path("findings_of"), code),))
    plan = plan_checks(model, only, rules=[rule] if isinstance(rule, Rule) else [])
    return tuple(check.run() for check in plan.checks if check.rule.code == code)
