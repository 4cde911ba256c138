"""A profile judged with other modes again and again, each time only where they matter.

The first time, everything is judged, and notes are taken of the entities whose modes or rows were
asked for on the way. With other modes for some entities, only what asked for one of them can come
out differently.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import ParamSpec, TypeVar

from msgspec import field
from msgspec.structs import replace

from pytest_osm.checking.checks import Check, named_crashes, ordered, require_unchanged
from pytest_osm.checking.findings import Finding, new_findings
from pytest_osm.checking.selection import Selection
from pytest_osm.configuration.settings import Settings
from pytest_osm.facts.memory import Memory
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.subjects import SUBJECTS, Subject, SubjectKind
from pytest_osm.model.navigation import SyncMode
from pytest_osm.records import Record
from pytest_osm.what_if.differences import reported

_ALL = "*"  # instead of an entity: all rows were looked at
_Value = TypeVar("_Value")
_P = ParamSpec("_P")


class _Notes(Memory):
    """Answers, and the entities whose modes or rows were asked for to work out each."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: set[str] = set()

    def recall(self, question: Hashable, work_out: Callable[[], _Value]) -> _Value:
        """The answer; who asks again depends on the same entities."""
        answer, noted = super().recall(question, partial(self.while_noting, work_out))
        self.noted |= noted
        return answer

    def while_noting(
        self, work_out: Callable[_P, _Value], *args: _P.args, **options: _P.kwargs
    ) -> tuple[_Value, frozenset[str]]:
        """A value, and the entities that were asked for meanwhile."""
        before, self.noted = self.noted, set()
        try:
            return work_out(*args, **options), frozenset(self.noted)
        finally:
            self.noted = before

    def note_rows_of(self, entity: str) -> None:
        """That the rows of an entity are looked at."""
        self.noted.add(entity)

    def note_all_rows(self) -> None:
        """That all rows are looked at."""
        self.noted.add(_ALL)


class _WatchedModes(Mapping[str, EffectiveMode]):
    """Modes that are noted when they are looked at; which entities have one never changes."""

    def __init__(self, modes: Mapping[str, EffectiveMode], notes: _Notes) -> None:
        self._modes, self._notes = modes, notes

    def __getitem__(self, entity: str) -> EffectiveMode:
        self._notes.noted.add(entity)
        return self._modes[entity]

    def __contains__(self, entity: object) -> bool:
        return entity in self._modes

    def __iter__(self) -> Iterator[str]:
        return iter(self._modes)

    def __len__(self) -> int:
        return len(self._modes)


class _Kind(Record, frozen=True):
    """The candidates of one kind of subject, and the subjects that came of each."""

    kind: SubjectKind
    candidates: list[object]
    subjects: list[tuple[Subject, ...]] = field(default_factory=list)
    depending: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by entity

    @classmethod
    def of(cls, on: type, profile: Profile, notes: _Notes) -> _Kind:
        """Those of a profile that takes notes."""
        kind = SUBJECTS[on]
        found = cls(kind, list(kind.candidates(profile)))
        for number, candidate in enumerate(found.candidates):
            subjects, noted = notes.while_noting(found._subjects, candidate, profile)
            found.subjects.append(subjects)
            for entity in {_ALL} if on is Profile else noted:
                found.depending[entity].add(number)
        return found

    def anew(self, profile: Profile, changed: Iterable[str]) -> Mapping[int, tuple[Subject, ...]]:
        """What comes of the candidates that depend on changed entities, by their numbers."""
        numbers = set[int]().union(*(self.depending.get(each, ()) for each in changed))
        return {each: self._subjects(self.candidates[each], profile) for each in numbers}

    def _subjects(self, candidate: object, profile: Profile) -> tuple[Subject, ...]:
        return tuple(self.kind.subjects(candidate, profile))


class _Verdict(Record, frozen=True):
    """What a check finds, part by part: in what comes of a candidate, or is seen together."""

    check: Check
    kind: _Kind
    parts: dict[Hashable, dict[int, list[Subject]]]  # by the numbers of candidates
    parts_of: dict[int, set[Hashable]]
    grouped_by: frozenset[str]  # the entities that were asked for to tell the parts apart
    findings: dict[Hashable, tuple[Finding, ...]] = field(default_factory=dict)
    depending: dict[str, set[Hashable]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, check: Check, kind: _Kind, notes: _Notes) -> _Verdict:
        """That of a check on a profile that takes notes."""
        parts, asked = notes.while_noting(_parts, check, dict(enumerate(kind.subjects)))
        parts_of: dict[int, set[Hashable]] = defaultdict(set)
        for part, numbers in parts.items():
            for number in numbers:
                parts_of[number].add(part)
        verdict = cls(check, kind, parts, parts_of, asked)
        for part, subjects in parts.items():
            every = [each for found in subjects.values() for each in found]
            findings, noted = notes.while_noting(check.findings_about, every)
            verdict.findings[part] = findings
            for entity in noted:
                verdict.depending[entity].add(part)
        return verdict

    def appearing(
        self,
        profile: Profile,
        changed: Iterable[str],
        anew: Mapping[int, tuple[Subject, ...]],
        settings: Settings,
    ) -> tuple[Finding, ...]:
        """The findings that come with other modes of changed entities."""
        check = replace(self.check, profile=profile)
        if self.grouped_by.intersection(changed):
            anew = {**dict(enumerate(self.kind.subjects)), **anew}
        new_parts = _parts(check, anew)
        parts = set(new_parts).union(
            *(self.depending.get(each, ()) for each in changed),
            *(self.parts_of.get(number, ()) for number in anew),
        )
        subjects: list[Subject] = []
        for part in parts:
            known = self.parts.get(part, {})
            now = {number: found for number, found in known.items() if number not in anew}
            now |= new_parts.get(part, {})
            subjects += (each for number in sorted(now) for each in now[number])
        before = ordered(each for part in parts for each in self.findings.get(part, ()))
        after = check.findings_about(subjects)
        return new_findings(reported(after, settings), reported(before, settings))


def _parts(
    check: Check, subjects: Mapping[int, Iterable[Subject]]
) -> dict[Hashable, dict[int, list[Subject]]]:
    """Subjects by the parts of a verdict that they are seen in."""
    parts: dict[Hashable, dict[int, list[Subject]]] = {}
    for number, found in subjects.items():
        for each in found:
            whole = check.whole_around(each)
            part = number if whole is None else whole
            parts.setdefault(part, {}).setdefault(number, []).append(each)
    return parts


class Trials(Record, frozen=True):
    """The findings of a profile, ready for other modes to be tried."""

    profile: Profile
    settings: Settings
    _verdicts: tuple[_Verdict, ...]

    @classmethod
    def of(cls, profile: Profile, rules: Selection, settings: Settings) -> Trials:
        """Judge a profile as it is. RuleCrash as `Check.run`."""
        notes = _Notes()
        watched = profile.watched(notes)
        notes.recall("modes", lambda: _WatchedModes(profile.modes, notes))
        kinds: dict[type, _Kind] = {}
        verdicts = []
        for check in rules.checks_of((watched,)):
            if not check.skip_reason:
                on = check.rule.on
                with named_crashes(check.rule):
                    if on not in kinds:
                        kinds[on] = _Kind.of(on, watched, notes)
                    verdicts.append(_Verdict.of(check, kinds[on], notes))
        require_unchanged(profile)
        return cls(profile, settings, tuple(verdicts))

    def appearing(self, modes: Mapping[str, SyncMode]) -> tuple[Finding, ...]:
        """The findings that come with other modes for some entities that have one.

        Findings below the minimum confidence, and those in modules that are not reported, do not
        count. RuleCrash as `Check.run`.
        """
        profile, changed = self.profile.assuming(modes), (*modes, _ALL)
        anew: dict[type, Mapping[int, tuple[Subject, ...]]] = {}
        found: list[Finding] = []
        for each in self._verdicts:
            on = each.check.rule.on
            with named_crashes(each.check.rule):
                if on not in anew:
                    anew[on] = each.kind.anew(profile, changed)
                found += each.appearing(profile, changed, anew[on], self.settings)
        return tuple(found)
