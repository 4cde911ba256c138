"""Findings in one line each: as editors and grep read them, or below what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pytest_osm.checking.findings import Finding
from pytest_osm.checking.verdict import JudgedFinding, Status
from pytest_osm.facts.confidence import Confidence
from pytest_osm.reporters.finding_lines import colored, marked
from pytest_osm.reporters.reporter import Screen
from pytest_osm.terminal.printable import printable

_NOTHING = "(no entity)"


def concise_lines(judged: Iterable[JudgedFinding], model: str, screen: Screen) -> Iterator[str]:
    """A line for each finding: the file, the place in it, then the rule and what is wrong."""
    for each in judged:
        finding, place = each.finding, each.finding.location
        file = f"{place.file}:{place.line}" if place.line else model
        yield f"{printable(f'{file}: {place}')}: {_said(each, screen)}{printable(finding.text)}"


def grouped_lines(judged: Iterable[JudgedFinding], screen: Screen) -> Iterator[str]:
    """The findings below their rule, document or entity, the most frequent first."""
    groups: dict[str, list[JudgedFinding]] = {}
    for each in judged:
        for key in _KEYS[screen.group_by](each.finding):
            groups.setdefault(key, []).append(each)
    for key, found in sorted(groups.items(), key=lambda group: -len(group[1])):
        yield colored(f"{printable(key)} ({len(found)})", screen, bold=True)
        for each in found:
            place = f"{each.finding.location}: "
            yield f"  {_said(each, screen)}{printable(f'{place}{each.finding.text}')}"
        if screen.group_by == "rule":
            yield f"  fix  {printable(found[0].finding.remedy)}"


def _said(judged: JudgedFinding, screen: Screen) -> str:
    finding = judged.finding
    status = "" if judged.status is Status.FAILING else judged.status.value
    sure = finding.confidence is Confidence.HIGH
    doubt = "" if sure else f"{finding.confidence.word} confidence"
    asides = "; ".join(filter(None, (doubt, status)))
    return f"{marked(finding, screen)}{f' ({asides})' if asides else ''} "


def _rule(finding: Finding) -> tuple[str, ...]:
    return (f"{finding.code} {finding.slug}",)


def _document(finding: Finding) -> tuple[str, ...]:
    return (finding.location.document,)


def _entities(finding: Finding) -> tuple[str, ...]:
    return finding.entities or (_NOTHING,)


_KEYS: Mapping[str, Callable[[Finding], tuple[str, ...]]] = {
    "rule": _rule,
    "document": _document,
    "entity": _entities,
}
