"""Which entities must be Online together: the closure of what the rules state.

Each statement is of one kind: as soon as any of some entities is Online, all of some others must
be. So the smallest set that breaks no rule is what the named entities lead to, and nothing has
to be tried out.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from pytest_osm.checking.selection import Selection
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, weakest
from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import ONLINE_BY_DEFAULT, ModeSource
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.subjects import Subject, subjects_of
from pytest_osm.records import Record
from pytest_osm.rules.implication import Implication
from pytest_osm.rules.rule import Rule, Severity


class Statement(Record, frozen=True):
    """What a rule asks of entities, and the place in the model that makes it ask."""

    rule: Rule
    implication: Implication
    location: Location
    reached: ReachedDocument | None
    certainty: Certainty


class Need(Record, frozen=True):
    """Why an entity must be Online: another one is, and a rule forbids that it is not."""

    entity: str
    because_of: str
    statement: Statement

    def __str__(self) -> str:
        said = f"{self.because_of} is Online, and {self.statement.implication.reason}"
        return f"{said} ({self.statement.location})"


def statements(
    profile: Profile, rules: Selection, settings: Settings, least: Confidence
) -> Iterator[Statement]:
    """What the rules ask of a profile, apart from hints and from what they are too unsure of."""
    for check in rules.checks_of((profile,)):
        rule = check.rule
        if rule.implies is None or check.severity is Severity.INFO or check.skip_reason:
            continue
        subjects: tuple[Subject, ...] = subjects_of(rule.on, profile)
        for subject in subjects:
            if settings.reports(subject.location):
                for implication in rule.implies(subject, profile):
                    certainty = _certainty(rule, implication, subject)
                    if certainty.confidence >= least:
                        yield Statement(
                            rule, implication, subject.location, subject.reached, certainty
                        )


def _certainty(rule: Rule, implication: Implication, subject: Subject) -> Certainty:
    way = subject.reached.certainty if subject.reached else CERTAIN
    return weakest(Certainty(rule.confidence), implication.certainty, way)


class ImpliedEntities(Record, frozen=True):
    """What must be Online with some entities, nearest first, and what stands in the way of it.

    `needs` are those of entities that are not Online yet. `obstacles` are needs of entities that
    are to stay as they are.
    """

    needs: Mapping[str, Need]
    obstacles: tuple[Need, ...]


class Implied(Record, frozen=True, dict=True):
    """The statements about a profile, ready to be followed."""

    profile: Profile
    statements: tuple[Statement, ...]
    min_confidence: Confidence

    @cached_property
    def _by_premise(self) -> Mapping[str, list[Statement]]:
        found: dict[str, list[Statement]] = defaultdict(list)
        for each in self.statements:
            for entity in each.implication.any_of:
                found[entity].append(each)
        return found

    @classmethod
    def of(cls, profile: Profile, settings: Settings) -> Implied:
        """Those about a profile, by the rules that the settings select.

        What is of low confidence asks for nothing, though it may be reported.
        """
        least = max(settings.min_confidence, Confidence.MEDIUM)
        stated = tuple(statements(profile, select_rules(settings), settings, least))
        return cls(profile, stated, least)

    @property
    def online(self) -> frozenset[str]:
        """The entities that are Online as it is, be it only where a constraint steps to them."""
        profile = self.profile
        passed = profile.passed_entities if profile.version >= ONLINE_BY_DEFAULT else ()
        return frozenset(
            name
            for name in (*profile.modes, *passed)
            if self._is_sure(name) and (name not in profile.modes or profile.mode(name).is_online)
        )

    def by(
        self,
        begin: Iterable[str],
        *,
        already: AbstractSet[str] = frozenset(),
        kept: AbstractSet[str] = frozenset(),
    ) -> ImpliedEntities:
        """What Online entities lead to, besides what is so already; in what order is stable."""
        needs: dict[str, Need] = {}
        obstacles: dict[tuple[str, Statement], Need] = {}
        pending = deque(begin)
        seen = {*pending, *already}
        followed: set[tuple[Statement, bool]] = set()
        while pending:
            entity = pending.popleft()
            is_chosen = entity in needs or not self._is_by_default(entity)
            for statement in self._by_premise.get(entity, ()):
                if (statement, is_chosen) in followed:
                    continue
                followed.add((statement, is_chosen))
                for other in statement.implication.all_of:
                    if other in seen or not self._breaks(other, is_chosen=is_chosen):
                        continue
                    if statement.implication.is_of_use and not self._meet(entity, other):
                        continue
                    need = Need(other, entity, statement)
                    if other in kept:
                        obstacles.setdefault((other, statement), need)
                    else:
                        needs[other] = need
                        seen.add(other)
                        pending.append(other)
        return ImpliedEntities(needs, tuple(obstacles.values()))

    def _breaks(self, other: str, *, is_chosen: bool) -> bool:
        """Whether it is wrong as it is beside one that is Online, by choice or by default."""
        shares_default = not is_chosen and self._is_by_default(other)
        return self.is_wrong_beside_online(other) and not shares_default

    def _meet(self, online: str, offline: str) -> bool:
        """Whether it is sure enough that the profile uses both, one of them with a row."""
        modes = self.profile.mode(online), self.profile.mode(offline)
        certainties = [mode.derivation.certainty for mode in modes if mode.derivation]
        is_used = modes[0].is_used and (modes[1].is_used or not modes[1].is_configured)
        least = min((each.confidence for each in certainties), default=Confidence.HIGH)
        return (least if is_used else min(least, Confidence.MEDIUM)) >= self.min_confidence

    def is_wrong_beside_online(self, entity: str) -> bool:
        """Whether it is on the device for sure, where a statement may ask for another mode."""
        return self.profile.mode(entity).is_offline and self._is_sure(entity)

    def _is_sure(self, entity: str) -> bool:
        return self.profile.mode(entity).confidence >= self.min_confidence

    def _is_by_default(self, entity: str) -> bool:
        source = self.profile.mode(entity).source
        return source in (ModeSource.VERSION_DEFAULT, ModeSource.NOT_IN_PROFILE)
