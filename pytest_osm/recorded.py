"""The numbers of one check, as they travel in a test report: through xdist, and into JUnit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from attrs import asdict, fields, frozen

from pytest_osm.rules.rule import Rule
from pytest_osm.verdict import Verdict

_PREFIX = "osm_"
_GROUPS = ("failing", "accepted", "possible", "minor", "hidden")

Properties = list[tuple[str, object]]


@frozen
class Recorded:
    """What a check leaves behind. Each field becomes a property `osm_…` of the report.

    `not_followed` and `gaps` are those of the whole profile and model, `not_applicable` holds the
    codes of the model's rules that do not apply, and `listed` the findings that do not fail.
    """

    model: str
    version: str
    profile: str
    rule: str
    examined: int
    failing: int
    accepted: int
    possible: int
    minor: int
    hidden: int
    not_followed: int
    gaps: int
    not_applicable: str
    listed: str

    @classmethod
    def of(cls, model: str, verdict: Verdict, not_applicable: Iterable[Rule]) -> Recorded:
        """Record a verdict on a model that goes by some name."""
        check = verdict.check
        profile = check.profile
        return cls(
            model=model,
            version=str(check.version or ""),
            profile=check.profile_name,
            rule=check.rule.code,
            examined=verdict.outcome.examined,
            not_followed=len(profile.not_followed) if profile else 0,
            gaps=len(profile.project.gaps) if profile else 0,
            not_applicable=" ".join(rule.code for rule in not_applicable),
            listed="\n".join(f"{each.grade}: {each}" for each in verdict.listed),
            **{group: len(getattr(verdict, group)) for group in _GROUPS},
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


def counts_of(recorded: Iterable[Recorded], models: int) -> Counter[str]:
    """The numbers that close a run, by the names that the text reporter knows."""
    counts = Counter(models=models)
    profiles: dict[tuple[str, str], int] = {}
    gaps: dict[str, int] = {}
    inapplicable: dict[str, int] = {}
    for each in recorded:
        counts["checks"] += 1
        counts.update({group: getattr(each, group) for group in _GROUPS})
        counts["vacuous"] += each.examined == 0
        inapplicable[each.model] = len(each.not_applicable.split())
        gaps[each.model] = max(each.gaps, gaps.get(each.model, 0))
        if each.profile:
            profiles[each.model, each.profile] = each.not_followed
    counts["profiles"] = len(profiles)
    counts["not followed"] = sum(profiles.values())
    counts["gaps"] = sum(gaps.values())
    counts["not applicable"] = sum(inapplicable.values())
    return counts


def details_of(recorded: Iterable[Recorded], rules: Iterable[Rule]) -> Iterator[str]:
    """What the numbers hide, line by line: why rules do not apply, and what does not fail."""
    versions = {rule.code: rule.versions for rule in rules}
    for each in recorded:
        place = f"{each.model} {each.profile}"
        for code in each.not_applicable.split():
            why = f" ({versions[code]})" if code in versions else ""
            yield f"{each.model}: {code} does not apply to {each.version}{why}"
        if not each.examined:
            yield f"{place}: {each.rule} had nothing to look at"
        for line in each.listed.splitlines():
            yield f"{place}: {each.rule} {line}"
