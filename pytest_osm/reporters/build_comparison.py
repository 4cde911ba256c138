"""Findings held against the errors of Mendix's own build, matched by the ids of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pytest_osm.checking.verdict import JudgedFinding
from pytest_osm.model.guid import written_id
from pytest_osm.readers.build_errors import BuildProblem, read_build_errors
from pytest_osm.records import Record
from pytest_osm.rules.page import RuleDescription
from pytest_osm.rules.rule import Severity

_ABOUT_OFFLINE = re.compile(r"\b(offline|online|synchroni[sz]\w*)\b", re.IGNORECASE)


class Agreement(Record, frozen=True):
    """A problem of the build and a finding that say the same, as far as their places tell."""

    problem: str
    finding: str
    is_same_element: bool  # or else only the same document


class Disagreement(Record, frozen=True):
    """A finding that the build does not have, and why it is one."""

    finding: str
    reason: str


class BuildComparison(Record, frozen=True):
    """What the build and pytest-osm both say, and what only one of them does.

    `only_here` are errors; the build knows no best practices. `elsewhere` counts problems that
    are not about offline profiles, `unknown` entries of a shape that is not known.
    """

    file: str
    note: str
    both: tuple[Agreement, ...]
    only_build: tuple[str, ...]
    only_here: tuple[Disagreement, ...]
    elsewhere: int
    unknown: int


def compare(
    path: Path, judged: Iterable[tuple[RuleDescription, JudgedFinding]]
) -> BuildComparison:
    """Match what MxBuild wrote into a file with findings, be they accepted or not. UsageError."""
    errors = read_build_errors(path)
    findings = [_Placed.of(rule, each) for rule, each in judged]
    codes = {each.rule.studio_pro_code for each in findings} - {None}
    both: list[Agreement] = []
    only_build: list[str] = []
    matched: set[int] = set()
    elsewhere = 0
    for problem in errors.problems:
        is_about_offline = problem.code in codes or _ABOUT_OFFLINE.search(problem.message)
        found = [*_matching(problem, findings)] if is_about_offline else []
        both += (Agreement(str(problem), each.said, same) for _, each, same in found)
        matched.update(number for number, _, _ in found)
        if is_about_offline and not found:
            only_build.append(str(problem))
        elsewhere += not is_about_offline
    return BuildComparison(
        path.as_posix(),
        errors.note,
        tuple(both),
        tuple(only_build),
        tuple(
            Disagreement(each.said, each.rule.reason)
            for number, each in enumerate(findings)
            if each.severity is Severity.ERROR and number not in matched
        ),
        elsewhere,
        errors.unknown,
    )


class _Placed(Record, frozen=True):
    """A finding with the ids of its unit and of all elements that it is about."""

    rule: RuleDescription
    severity: Severity
    said: str
    unit: str
    elements: frozenset[str]

    @classmethod
    def of(cls, rule: RuleDescription, judged: JudgedFinding) -> _Placed:
        finding = judged.finding
        place = finding.location
        elements = {written_id(place.element_id), *finding.summarized} - {""}
        said = f"{finding.code} {finding}"
        return cls(rule, finding.severity, said, place.unit_id, frozenset(elements))


def _matching(
    problem: BuildProblem, findings: list[_Placed]
) -> Iterator[tuple[int, _Placed, bool]]:
    """The findings about the same elements; without any, those in the same document.

    Where there are some of the rule that goes by the same code, they alone.
    """
    elements = {place.element_id for place in problem.places} - {""}
    units = {place.unit_id for place in problem.places} - {""}
    same = [
        (number, each, True) for number, each in enumerate(findings) if elements & each.elements
    ]
    near = same or [
        (number, each, False) for number, each in enumerate(findings) if each.unit in units
    ]
    meant = [
        each for each in near if problem.code and each[1].rule.studio_pro_code == problem.code
    ]
    yield from meant or near
