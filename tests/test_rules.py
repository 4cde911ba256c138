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


@pytest.mark.parametrize(("code", "example", "storage"), list(examples()))
def test_an_example_is_judged_as_it_says(code: str, example: Example, storage: int) -> None:
    check_example(example, code, storage)


@pytest.mark.parametrize("rule", osm_rules(), ids=lambda rule: rule.code)
class TestEveryRule:
    def test_lies_in_a_module_with_its_name(self, rule) -> None:
        name = f"{rule.code.lower()}_{rule.slug.replace('-', '_')}"
        assert name in {info.name for info in iter_modules(rules.__path__)}

    def test_says_what_why_and_what_to_do(self, rule) -> None:
        assert rule.summary.endswith(".")
        assert rule.reason
        assert rule.remedy.endswith(".")

    def test_has_a_link_unless_it_is_about_the_file(self, rule) -> None:
        assert bool(rule.link) == (not rule.code.startswith("OSM0"))

    def test_has_examples_of_both_kinds(self, rule) -> None:
        if rule.code in WRITTEN_ELSEWHERE:
            return
        module = import_module(f"rules.{rule.code.lower()}_{rule.slug.replace('-', '_')}")
        assert module.INVALID
        applicable = [each for each in module.VALID if rule.severity(each.app.mendix_version)]
        assert len(applicable) >= 2

    def test_has_examples_on_both_sides_of_each_version_boundary(self, rule) -> None:
        if rule.code in WRITTEN_ELSEWHERE:
            return
        module = import_module(f"rules.{rule.code.lower()}_{rule.slug.replace('-', '_')}")
        versions = {
            rule.severity(parsed)
            for example in (*module.INVALID, *module.VALID)
            for parsed in [example.app.mendix_version]
        }
        boundaries = [
            edge for each in rule.applies for edge in (each.since, each.before) if edge is not None
        ]
        tested = [example.app.mendix_version for example in (*module.INVALID, *module.VALID)]
        for boundary in boundaries:
            assert any(version < boundary for version in tested), boundary
            assert any(version >= boundary for version in tested), boundary
        assert {each.severity for each in rule.applies} <= versions
