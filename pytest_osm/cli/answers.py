"""What commands say as JSON, for programs; `docs/schemas` describes it, from these classes.

Keys are stable: a new `schema` number says that one has gone or means something else.
"""

from __future__ import annotations

import json
from typing import Any, Literal, cast

from attrs import AttrsInstance, asdict

from pytest_osm.checking.findings import Finding
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.overview.mode_table import ModeRow
from pytest_osm.overview.why import Answer, Listing
from pytest_osm.records import frozen
from pytest_osm.rules.page import RuleRecord
from pytest_osm.what_if import Upgrade, WhatIf

SeverityWord = Literal["info", "warning", "error"]
ConfidenceWord = Literal["low", "medium", "high"]
SourceWord = Literal["row", "derived", "version_default", "not_in_profile"]


@frozen
class StoredMode:
    """A synchronization mode: its stored name, and what Studio Pro shows."""

    mode: SyncMode
    caption: str

    @classmethod
    def of(cls, mode: SyncMode | None) -> StoredMode | None:
        """The mode, if there is one."""
        return cls(mode, mode.caption) if mode else None


@frozen
class ModeInProfile:
    """The mode that an entity has in a profile, and who decided it.

    `mode` is null outside the profile. `alternative` is what the mode may be instead, in versions
    whose default is not known for sure.
    """

    mode: SyncMode | None
    caption: str
    alternative: StoredMode | None
    source: SourceWord
    decided_by: str
    confidence: ConfidenceWord

    @classmethod
    def of(cls, mode: EffectiveMode, decided_by: str = "") -> ModeInProfile:
        """A mode, with the evidence for it where that is more than who decided it."""
        return cls(
            mode.mode,
            mode.mode.caption if mode.mode else str(mode),
            StoredMode.of(mode.alternative),
            cast("SourceWord", mode.source.name.lower()),
            decided_by or mode.source.value,
            cast("ConfidenceWord", mode.confidence.word),
        )


@frozen
class EntityInProfile:
    """An entity of a profile; each page counts with its snippets and layouts.

    `derived` is the mode that Studio Pro up to 10.24 works out; null for what is not used.
    """

    entity: str
    mode: ModeInProfile
    derived: StoredMode | None
    differs: bool
    pages: int
    nanoflows: int

    @classmethod
    def of(cls, row: ModeRow) -> EntityInProfile:
        """A row of the table of modes."""
        mode = ModeInProfile.of(row.mode, row.reason)
        derived = StoredMode.of(row.derived)
        return cls(row.entity, mode, derived, row.differs, row.pages, row.nanoflows)


@frozen
class ProfileModes:
    """The modes of a profile's entities."""

    name: str
    mendix_version: str
    entities: tuple[EntityInProfile, ...]


@frozen
class DifferentMode:
    """An entity that has another mode in another profile."""

    entity: str
    mode: ModeInProfile
    other_mode: ModeInProfile

    @classmethod
    def of(cls, mode: EffectiveMode, other: EffectiveMode) -> DifferentMode:
        """Two modes of one entity."""
        return cls(mode.entity, ModeInProfile.of(mode), ModeInProfile.of(other))


@frozen
class ProfileComparison:
    """Where the modes of a profile and another one differ."""

    name: str
    mendix_version: str
    other: str
    entities: tuple[DifferentMode, ...]


@frozen
class ModesAnswer:
    """What `pytest-osm modes --format json` prints; with `--against`, only `comparisons`."""

    model: str
    profiles: tuple[ProfileModes, ...]
    comparisons: tuple[ProfileComparison, ...]
    schema: Literal[1] = 1


@frozen
class RuleCount:
    """How many findings of a rule there would be."""

    rule: str
    findings: int


@frozen
class EntityCost:
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


@frozen
class ProfileCosts:
    """The entities of a profile that are not Online, the cheapest first."""

    name: str
    mendix_version: str
    entities: tuple[EntityCost, ...]


@frozen
class WhatIfAnswer:
    """What `pytest-osm what-if --format json` prints.

    `not_checked` names rules that have no part in the answer.
    """

    model: str
    profiles: tuple[ProfileCosts, ...]
    not_checked: tuple[str, ...]
    schema: Literal[1] = 1


@frozen
class PredictedFinding:
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


@frozen
class ChangedFinding:
    """A finding that stays, with another severity or confidence."""

    now: PredictedFinding
    then: PredictedFinding


@frozen
class ChangedMode:
    """An entity whose mode becomes another one."""

    entity: str
    now: ModeInProfile
    then: ModeInProfile


@frozen
class ProfileUpgrade:
    """What becomes of a profile in the other version."""

    name: str
    modes: tuple[ChangedMode, ...]
    appearing: tuple[PredictedFinding, ...]
    disappearing: tuple[PredictedFinding, ...]
    changing: tuple[ChangedFinding, ...]

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
        )


@frozen
class UpgradeAnswer:
    """What `pytest-osm upgrade --format json` prints."""

    model: str
    mendix_version: str
    to: str
    profiles: tuple[ProfileUpgrade, ...]
    not_checked: tuple[str, ...]
    schema: Literal[1] = 1


@frozen
class ListedPaths:
    """The first of some ways, each as its steps, and how many there are."""

    total: int
    shown: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, listing: Listing) -> ListedPaths:
        """A list that may be cut."""
        return cls(listing.total, listing.shown)


@frozen
class Reason:
    """Why a profile reaches a document or entity, or what is in between.

    `mode` is that of an entity. `leads_to` is what a document leads to, or what an entity is
    connected with.
    """

    profile: str
    kind: str
    name: str
    is_reached: bool
    obstacle: str | None
    mode: ModeInProfile | None
    paths: ListedPaths
    leads_to: ListedPaths

    @classmethod
    def of(cls, profile: Profile, answer: Answer, obstacle: str) -> Reason:
        """One answer of one profile."""
        return cls(
            profile=profile.name,
            kind=answer.kind,
            name=answer.name,
            is_reached=answer.is_reached,
            obstacle=obstacle or None,
            mode=ModeInProfile.of(answer.mode) if answer.mode else None,
            paths=ListedPaths.of(answer.paths),
            leads_to=ListedPaths.of(answer.leads_to),
        )


@frozen
class WhyAnswer:
    """What `pytest-osm why --format json` prints: one reason for each thing of that name."""

    model: str
    reasons: tuple[Reason, ...]
    schema: Literal[1] = 1


@frozen
class RulesAnswer:
    """What `pytest-osm rules --format json` and `explain --format json` print."""

    rules: tuple[RuleRecord, ...]
    schema: Literal[1] = 1


@frozen
class AnsweredSetting:
    """A setting: its value where it is configured, the place of that, and the default in words."""

    name: str
    value: Any
    place: str | None
    default: str


@frozen
class SettingsAnswer:
    """What `pytest-osm settings --format json` prints: files, selected rules, and each setting."""

    model: str
    configuration: str | None
    baseline: str | None
    plugins: tuple[str, ...]
    rules: tuple[str, ...]
    settings: tuple[AnsweredSetting, ...]
    schema: Literal[1] = 1


ANSWERS = {
    "modes": ModesAnswer,
    "rules": RulesAnswer,
    "settings": SettingsAnswer,
    "upgrade": UpgradeAnswer,
    "what-if": WhatIfAnswer,
    "why": WhyAnswer,
}


def json_of(answer: AttrsInstance) -> str:
    """An answer as JSON, its `schema` first."""
    record = asdict(answer)
    return json.dumps({"schema": record.pop("schema"), **record}, indent=2)
