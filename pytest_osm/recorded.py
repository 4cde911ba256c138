"""The numbers of one check, as they travel in a test report: through xdist, and into JUnit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import asdict, evolve, fields, frozen

from pytest_osm.checks import Check, Plan
from pytest_osm.printable import printable
from pytest_osm.rules.rule import Rule
from pytest_osm.verdict import Verdict

_PREFIX = "osm_"
_GROUPS = ("failing", "accepted", "possible", "minor", "hidden")
_SUMMED = (*_GROUPS, "stale", "crashed")

Properties = list[tuple[str, object]]


@frozen
class Recorded:
    """What a check leaves behind. Each field becomes a property `osm_…` of the report.

    `offline`, `not_followed`, `gaps` and `notes` are those of the whole profile and model,
    `not_applicable` holds the codes of its rules that do not apply, `listed` the findings that do
    not fail. `offline` and `crashed` are 0 or 1. `unseen` tells what was not followed or not
    readable, with the first check of a profile only.
    """

    model: str
    version: str
    profile: str
    rule: str
    offline: int
    not_applicable: str
    notes: str
    crashed: int = 0
    examined: int = 0
    failing: int = 0
    accepted: int = 0
    possible: int = 0
    minor: int = 0
    hidden: int = 0
    stale: int = 0
    not_followed: int = 0
    gaps: int = 0
    listed: str = ""
    unseen: str = ""

    @classmethod
    def crash(cls, model: str, check: Check, plan: Plan) -> Recorded:
        """Record that a check of a model, which goes by some name, had no outcome."""
        return cls(
            model=model,
            version=str(check.version or ""),
            profile=check.profile_name,
            rule=check.rule.code,
            offline=int(check.profile is not None and check.profile.is_offline),
            not_applicable=" ".join(each.rule.code for each in plan.not_applicable),
            notes="\n".join(plan.notes),
            crashed=1,
        )

    @classmethod
    def of(cls, model: str, verdict: Verdict, plan: Plan) -> Recorded:
        """Record a verdict."""
        profile = verdict.check.profile
        groups: dict[str, Any] = {group: len(getattr(verdict, group)) for group in _GROUPS}
        return evolve(
            cls.crash(model, verdict.check, plan),
            crashed=0,
            examined=verdict.outcome.examined,
            stale=len(verdict.stale),
            not_followed=len(profile.not_followed) if profile else 0,
            gaps=len(profile.project.gaps) if profile else 0,
            listed="\n".join(f"{each.grade}: {each}" for each in verdict.listed),
            unseen="\n".join(_unseen(verdict.check, plan)),
            **groups,
        )

    @classmethod
    def from_properties(cls, properties: Iterable[tuple[str, object]]) -> Recorded | None:
        """Read the properties of a report back; None for a report on something else."""
        values = {name.removeprefix(_PREFIX): value for name, value in properties}
        if "rule" not in values:
            return None
        return cls(**{each.name: values[each.name] for each in fields(cls)})  # type: ignore[arg-type]  # what `properties` wrote

    @property
    def properties(self) -> Properties:
        """As user properties of a pytest item."""
        return [(_PREFIX + name, value) for name, value in asdict(self).items()]


def _unseen(check: Check, plan: Plan) -> Iterator[str]:
    first = next((each for each in plan.checks if each.profile is check.profile), None)
    if check.profile is not None and check is first:
        yield from (f"not followed: {each}" for each in check.profile.not_followed)
        yield from (f"not readable: {each}" for each in check.profile.project.gaps)


def counts_of(recorded: Iterable[Recorded]) -> Counter[str]:
    """The numbers that close a run, by the names that the text reporter knows."""
    counts: Counter[str] = Counter()
    profiles: dict[tuple[str, str], Recorded] = {}
    models: dict[str, Recorded] = {}
    for each in recorded:
        counts["checks"] += not each.crashed
        counts["vacuous"] += not (each.examined or each.crashed)
        counts.update({name: getattr(each, name) for name in _SUMMED})
        models[each.model] = max(each, models.get(each.model, each), key=lambda one: one.gaps)
        if each.offline:
            profiles[each.model, each.profile] = each
    counts["profiles"] = len(profiles)
    counts["not followed"] = sum(each.not_followed for each in profiles.values())
    counts["gaps"] = sum(each.gaps for each in models.values())
    counts["not applicable"] = sum(len(each.not_applicable.split()) for each in models.values())
    return counts


def notes_of(recorded: Iterable[Recorded]) -> Iterator[str]:
    """What is to be known about the models of a run."""
    return (f"{each.model}: {note}" for each in recorded for note in each.notes.splitlines())


def details_of(recorded: Iterable[Recorded], rules: Iterable[Rule]) -> Iterator[str]:
    """What the numbers hide, line by line: why rules do not apply, and what does not fail."""
    versions = {rule.code: rule.versions for rule in rules}
    for each in recorded:
        place = f"{each.model} {each.profile}"
        for code in each.not_applicable.split():
            why = f" ({versions[code]})" if code in versions else ""
            yield f"{each.model}: {code} does not apply to {each.version}{why}"
        if not (each.examined or each.crashed):
            yield f"{place}: {each.rule} had nothing to look at"
        for line in each.unseen.splitlines():
            yield f"{place}: {printable(line)}"
        for line in each.listed.splitlines():
            yield f"{place}: {each.rule} {line}"
