"""Every rule says of its examples what they say it should."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from pytest_osm import rules
from pytest_osm.engine import INCOMPLETE, UNREADABLE
from pytest_osm.extension.builtin import osm_rules
from pytest_osm.rules.rule import Rule
from pytest_osm.testing import Example, check_example

EXAMPLES = Path(__file__).parent / "rules"
WRITTEN_ELSEWHERE = {UNREADABLE, INCOMPLETE}  # no description of an app is a damaged file


def examples() -> Iterator[object]:
    for info in iter_modules([str(EXAMPLES)]):
        module = import_module(f"rules.{info.name}")
        for example in (*module.INVALID, *module.VALID):
            code = info.name[:6].upper()
            for storage in (1, 2):
                case = f"{code}-{example.name}-v{storage}"
                yield pytest.param(code, example, storage, id=case)


def examples_of(rule: Rule) -> tuple[list[Example], list[Example]]:
    """The examples of a rule that are wrong, and those that are not."""
    name = f"{rule.code.lower()}_{rule.slug.replace('-', '_')}"
    assert (EXAMPLES / f"{name}.py").is_file(), f"write its examples: tests/rules/{name}.py"
    module = import_module(f"rules.{name}")
    return module.INVALID, module.VALID


@pytest.mark.parametrize(("code", "example", "storage"), list(examples()))
def test_an_example_is_judged_as_it_says(code: str, example: Example, storage: int) -> None:
    check_example(example, code, storage)


@pytest.mark.parametrize("rule", osm_rules(), ids=lambda rule: rule.code)
class TestEveryRule:
    def test_lies_in_a_module_with_its_name(self, rule) -> None:
        name = f"{rule.code.lower()}_{rule.slug.replace('-', '_')}"
        names = {info.name for info in iter_modules(rules.__path__)}
        assert name in names, f"the file of the rule is pytest_osm/rules/{name}.py"

    def test_says_what_why_and_what_to_do(self, rule) -> None:
        assert rule.summary.endswith("."), "the first line of the docstring is a sentence"
        assert rule.reason, "the docstring says why it is a limit, below its first line"
        assert rule.remedy.endswith("."), "what follows Instead: is a sentence"
        assert rule.steps, "the docstring has numbered steps below In Studio Pro:"

    def test_has_a_link_unless_it_is_about_the_file(self, rule) -> None:
        is_about_the_file = rule.code.startswith("OSM0")
        assert bool(rule.link) != is_about_the_file, "link=GUIDE or link=SYNCHRONIZATION"

    def test_has_examples_of_both_kinds(self, rule) -> None:
        if rule.code in WRITTEN_ELSEWHERE:
            return
        invalid, valid = examples_of(rule)
        assert invalid, "INVALID has an example for each yield"
        applicable = [each for each in valid if rule.severity(each.app.mendix_version)]
        assert len(applicable) >= 2, "VALID has two examples of versions that the rule applies to"

    def test_has_examples_on_both_sides_of_each_version_boundary(self, rule) -> None:
        if rule.code in WRITTEN_ELSEWHERE:
            return
        invalid, valid = examples_of(rule)
        tested = [example.app.mendix_version for example in (*invalid, *valid)]
        boundaries = [
            edge for each in rule.applies for edge in (each.since, each.before) if edge is not None
        ]
        for boundary in boundaries:
            assert min(tested) < boundary, f"an example of a version before {boundary}"
            assert max(tested) >= boundary, f"an example of version {boundary} or later"
        untested = {each.severity for each in rule.applies} - set(map(rule.severity, tested))
        assert untested == set(), "an example of a version with each severity"
