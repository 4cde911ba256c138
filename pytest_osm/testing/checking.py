"""Seeing what rules say about models, and examples that say what they should."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeAlias

from attrs import field, frozen

from pytest_osm.checking.findings import CheckResult, Finding
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import plan_checks
from pytest_osm.readers.comparison_model import ComparisonModel
from pytest_osm.rules.rule import Rule
from pytest_osm.testing.app import App

Storage: TypeAlias = Literal[1, 2]
_STORAGES: tuple[Storage, ...] = (1, 2)


def _place() -> str:
    """The file and line that make an example: the caller of its `__init__`."""
    caller = sys._getframe(2)  # noqa: SLF001 - there is no other way to know
    return f"{caller.f_code.co_filename}:{caller.f_lineno}"


@frozen
class Example:
    """An app and what a rule says about it; `place` is the file and line of the example.

    `finds` are parts of the texts of the findings, one each; none for an app that is fine. The
    severity and confidence are words, and are those of every finding. With a `base`, the app is
    compared with that earlier state of it.
    """

    name: str
    app: App
    finds: tuple[str, ...] = ()
    severity: str = ""
    confidence: str = ""
    base: App | None = None
    place: str = field(factory=_place, init=False, eq=False, repr=False)

    def __str__(self) -> str:
        return self.name


def example_tests(rule: str | Rule, *examples: Example) -> Callable[..., None]:
    """A test function for pytest that checks all examples, each in both storage formats."""
    import pytest  # noqa: PLC0415 - 90 ms, and the documentation needs none

    @pytest.mark.parametrize("storage", _STORAGES, ids="v{}".format)
    @pytest.mark.parametrize("example", examples, ids=str)
    def test(example: Example, storage: Storage) -> None:
        __tracebackhide__ = True
        check_example(example, rule, storage)

    return test


def check_example(example: Example, rule: str | Rule, storage: Storage = 2) -> None:
    """Fail when a rule does not say of an example's app what the example says it does.

    AssertionError with the app in words.
    """
    __tracebackhide__ = True
    with TemporaryDirectory() as folder:
        model = example.app.write(Path(folder) / "App.mpr", storage=storage)
        base = example.base.write(Path(folder) / "base" / "App.mpr") if example.base else None
        problems = tuple(_problems(example, findings_of(model, rule, base=base)))
    if problems:
        headline = f"{example.place}: example {example.name!r}"
        raise AssertionError("\n".join((headline, *problems, "", str(example.app))))


def _problems(example: Example, findings: tuple[Finding, ...]) -> Iterator[str]:
    texts = [finding.text for finding in findings]
    if len(texts) != len(example.finds):
        yield f"{len(example.finds)} findings expected, found {texts}"
    for part in example.finds:
        if not any(part in text for text in texts):
            yield f"nothing says {part!r}, found {texts}"
    for what, expected, found in (
        ("severity", example.severity, {each.severity.word for each in findings}),
        ("confidence", example.confidence, {each.confidence.word for each in findings}),
    ):
        if expected and found != {expected}:
            yield f"{what} {expected} expected, found {', '.join(sorted(found)) or 'nothing'}"


def findings_of(
    model: Path | App,
    rule: str | Rule,
    settings: Settings | None = None,
    base: Path | None = None,
) -> tuple[Finding, ...]:
    """All findings of a rule, given by its code or itself, in a model or described app."""
    outcomes = outcome_of(model, rule, settings, base)
    return tuple(finding for outcome in outcomes for finding in outcome.findings)


def outcome_of(
    model: Path | App,
    rule: str | Rule,
    settings: Settings | None = None,
    base: Path | None = None,
) -> tuple[CheckResult, ...]:
    """The outcomes of a rule, one per profile; none where it does not apply."""
    if isinstance(model, App):
        with TemporaryDirectory() as folder:
            return outcome_of(model.write(Path(folder) / "App.mpr"), rule, settings, base)
    code = rule.code if isinstance(rule, Rule) else rule
    only = settings or Settings(select=(Node(Path("findings_of"), code),))
    given = [rule] if isinstance(rule, Rule) else []
    before = ComparisonModel(base, base.name) if base else None
    plan = plan_checks(model, only, rules=given, base=before)
    return tuple(check.run() for check in plan.checks if check.rule.code == code)
