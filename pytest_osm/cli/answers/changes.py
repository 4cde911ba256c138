"""What `what-if` and `upgrade` tell programs."""

from __future__ import annotations

from typing import Literal, cast

from pytest_osm.checking.findings import Finding
from pytest_osm.cli.answers import ConfidenceWord
from pytest_osm.cli.answers.modes import ModeInProfile
from pytest_osm.cli.answers.pages import DocumentWithoutConnection
from pytest_osm.overview.availability import AvailabilityCount
from pytest_osm.records import Record
from pytest_osm.what_if.differences import OfflineChange
from pytest_osm.what_if.online import WhatIf
from pytest_osm.what_if.upgrade import Upgrade

SeverityWord = Literal["info", "warning", "error"]


class RuleCount(Record, frozen=True):
    """How many findings of a rule there would be."""

    rule: str
    findings: int


class EntityCost(Record, frozen=True):
    """An entity, its mode now, and the findings that there would be with it Online."""

    entity: str
    mode: ModeInProfile
    errors: int
    warnings: int
    infos: int
    rules: tuple[RuleCount, ...]

    @classmethod
    def of(cls, tried: WhatIf) -> EntityCost:
        """One attempt."""
        rules = tuple(RuleCount(code, number) for code, number in tried.rules.items())
        return cls(tried.mode.entity, ModeInProfile.of(tried.mode), *tried.cost, rules)


class ProfileCosts(Record, frozen=True):
    """The entities of a profile that are not Online, the cheapest first."""

    name: str
    mendix_version: str
    entities: tuple[EntityCost, ...]


class WhatIfAnswer(Record, frozen=True):
    """What `pytest-osm what-if --format json` prints.

    `not_checked` names rules that have no part in the answer.
    """

    model: str
    profiles: tuple[ProfileCosts, ...]
    not_checked: tuple[str, ...]
    schema: Literal[1] = 1


class PredictedFinding(Record, frozen=True):
    """A finding that there would be, or that there would be no more.

    `path` is how users get there, from the profile on.
    """

    rule: str
    name: str
    severity: SeverityWord
    confidence: ConfidenceWord
    module: str | None
    kind: str
    document: str
    element: str | None
    unit_id: str | None
    text: str
    entities: tuple[str, ...]
    associations: tuple[str, ...]
    path: tuple[str, ...]
    remedy: str

    @classmethod
    def of(cls, finding: Finding) -> PredictedFinding:
        """A finding that nothing was decided about."""
        place = finding.location
        return cls(
            rule=finding.code,
            name=finding.slug,
            severity=cast("SeverityWord", finding.severity.word),
            confidence=cast("ConfidenceWord", finding.confidence.word),
            module=place.module.name or None,
            kind=place.kind,
            document=place.name,
            element=place.element or None,
            unit_id=place.unit_id or None,
            text=finding.text,
            entities=finding.entities,
            associations=finding.associations,
            path=finding.path,
            remedy=finding.remedy,
        )


class ChangedFinding(Record, frozen=True):
    """A finding that stays, with another severity or confidence."""

    now: PredictedFinding
    then: PredictedFinding


class ChangedMode(Record, frozen=True):
    """An entity whose mode becomes another one."""

    entity: str
    now: ModeInProfile
    then: ModeInProfile


class ChangedDocument(Record, frozen=True):
    """A page or nanoflow of which more works offline, or less."""

    now: DocumentWithoutConnection
    then: DocumentWithoutConnection


class OfflineDifference(Record, frozen=True):
    """How many pages and nanoflows work offline now and then, and those that differ."""

    pages_now: AvailabilityCount
    pages_then: AvailabilityCount
    nanoflows_now: AvailabilityCount
    nanoflows_then: AvailabilityCount
    documents: tuple[ChangedDocument, ...]

    @classmethod
    def of(cls, change: OfflineChange) -> OfflineDifference:
        """What one profile becomes."""
        return cls(
            change.before.pages,
            change.after.pages,
            change.before.nanoflows,
            change.after.nanoflows,
            tuple(
                ChangedDocument(*map(DocumentWithoutConnection.of, pair))
                for pair in change.documents
            ),
        )


class ProfileUpgrade(Record, frozen=True):
    """What becomes of a profile in the other version."""

    name: str
    modes: tuple[ChangedMode, ...]
    appearing: tuple[PredictedFinding, ...]
    disappearing: tuple[PredictedFinding, ...]
    changing: tuple[ChangedFinding, ...]
    offline: OfflineDifference | None

    @classmethod
    def of(cls, upgraded: Upgrade) -> ProfileUpgrade:
        """What one profile becomes."""
        found = upgraded.findings
        return cls(
            upgraded.profile.name,
            tuple(
                ChangedMode(before.entity, ModeInProfile.of(before), ModeInProfile.of(after))
                for before, after in upgraded.modes
            ),
            tuple(map(PredictedFinding.of, found.appearing)),
            tuple(map(PredictedFinding.of, found.disappearing)),
            tuple(
                ChangedFinding(PredictedFinding.of(before), PredictedFinding.of(after))
                for before, after in found.changing
            ),
            OfflineDifference.of(upgraded.offline) if upgraded.offline else None,
        )


class UpgradeAnswer(Record, frozen=True):
    """What `pytest-osm upgrade --format json` prints."""

    model: str
    mendix_version: str
    to: str
    profiles: tuple[ProfileUpgrade, ...]
    not_checked: tuple[str, ...]
    schema: Literal[1] = 1
