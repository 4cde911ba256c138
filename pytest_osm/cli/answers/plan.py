"""What `plan` tells programs."""

from __future__ import annotations

from typing import Literal, cast

from pytest_osm.cli.answers import ConfidenceWord
from pytest_osm.cli.answers.changes import OfflineDifference, PredictedFinding
from pytest_osm.cli.answers.modes import ModeInProfile
from pytest_osm.records import Record
from pytest_osm.what_if.groups import OnlineGroup
from pytest_osm.what_if.implied import Need
from pytest_osm.what_if.plan import OnlinePlan, PlannedRow


class NeedOfEntity(Record, frozen=True):
    """Why an entity must be Online: because another one is, for a rule and a place.

    `remedy` says what to do at the place instead.
    """

    entity: str
    because_of: str
    reason: str
    rule: str
    kind: str
    document: str
    element: str | None
    path: tuple[str, ...]
    confidence: ConfidenceWord
    remedy: str

    @classmethod
    def of(cls, need: Need) -> NeedOfEntity:
        """One need."""
        stated = need.statement
        return cls(
            entity=need.entity,
            because_of=need.because_of,
            reason=stated.implication.reason,
            rule=stated.rule.code,
            kind=stated.location.kind,
            document=stated.location.name,
            element=stated.location.element or None,
            path=stated.reached.path if stated.reached else (),
            confidence=cast("ConfidenceWord", stated.certainty.confidence.word),
            remedy=stated.rule.remedy,
        )


class RowToSet(Record, frozen=True):
    """A row of Configure synchronization to set to Online; `need` is null for what is asked for.

    `compatibility_mode` is true where devices of the version before would lose what they upload.
    """

    entity: str
    now: ModeInProfile
    need: NeedOfEntity | None
    compatibility_mode: bool

    @classmethod
    def of(cls, row: PlannedRow) -> RowToSet:
        """One row."""
        return cls(
            row.entity,
            ModeInProfile.of(row.mode),
            NeedOfEntity.of(row.need) if row.need else None,
            row.needs_compatibility,
        )


class ProfilePlan(Record, frozen=True):
    """How the entities become Online in a profile.

    `rows` are to be set, `obstacles` ask for entities that are to be kept as they are,
    `needed_already` are asked for by what is Online today. `unused` entities are not in the
    profile. `work` are the findings that come, the worst documents first; `unsure` ones are only
    counted, and so are parts of the model about which nothing is known.
    """

    name: str
    mendix_version: str
    rows: tuple[RowToSet, ...]
    obstacles: tuple[NeedOfEntity, ...]
    needed_already: tuple[NeedOfEntity, ...]
    online_already: tuple[str, ...]
    unused: tuple[str, ...]
    work: tuple[PredictedFinding, ...]
    unsure: int
    not_analysed: int
    not_readable: int
    disappearing: tuple[PredictedFinding, ...]
    offline: OfflineDifference | None

    @classmethod
    def of(cls, plan: OnlinePlan) -> ProfilePlan:
        """The plan of one profile."""
        return cls(
            plan.before.name,
            str(plan.before.version),
            tuple(map(RowToSet.of, plan.rows)),
            tuple(map(NeedOfEntity.of, plan.obstacles)),
            tuple(map(NeedOfEntity.of, plan.needed_already)),
            plan.online_already,
            plan.unused,
            tuple(map(PredictedFinding.of, plan.work)),
            plan.unsure,
            plan.not_analysed,
            plan.not_readable,
            tuple(map(PredictedFinding.of, plan.findings.disappearing)),
            OfflineDifference.of(plan.offline) if plan.offline else None,
        )


class ProfileGroups(Record, frozen=True):
    """The groups of entities that can only become Online together, the cheapest first."""

    name: str
    mendix_version: str
    groups: tuple[OnlineGroup, ...]


class PlanAnswer(Record, frozen=True):
    """What `pytest-osm plan --format json` prints: `plans` of named entities, else `groups`."""

    model: str
    plans: tuple[ProfilePlan, ...]
    groups: tuple[ProfileGroups, ...]
    not_checked: tuple[str, ...]
    schema: Literal[1] = 1
