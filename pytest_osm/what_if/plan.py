"""What it takes to have some entities Online: what goes along, and the work that remains."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from pytest_osm.checking.checks import Check
from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.names import known
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.errors import UsageError
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.records import frozen
from pytest_osm.rules.osm601_online_migration_without_compatibility import (
    online_migration_without_compatibility,
)
from pytest_osm.what_if.differences import (
    Difference,
    OfflineChange,
    difference,
    findings_of,
    offline_change,
)
from pytest_osm.what_if.implied import Implied, Need


@frozen
class PlannedRow:
    """An entity that becomes Online: its mode now, and why it must, unless it is asked for.

    `needs_compatibility` says that devices of the version before would lose what they upload.
    """

    mode: EffectiveMode
    need: Need | None
    needs_compatibility: bool

    @property
    def entity(self) -> str:
        """The qualified name of the entity."""
        return self.mode.entity


@frozen(eq=False)
class OnlinePlan:
    """How some entities of a profile become Online, without breaking a limit.

    `needed_already` are entities that those which are Online today ask for, whatever is planned;
    `online_already` are named, and need nothing.
    `obstacles` are what asks for entities that are to stay as they are.
    """

    before: Profile
    after: Profile
    rows: tuple[PlannedRow, ...]
    online_already: tuple[str, ...]
    needed_already: tuple[Need, ...]
    obstacles: tuple[Need, ...]
    findings: Difference
    offline: OfflineChange | None

    @property
    def work(self) -> tuple[Finding, ...]:
        """The findings that come with it, the worst documents first."""
        worst: dict[str, int] = {}
        for each in self.findings.appearing:
            place = each.location.document
            worst[place] = max(worst.get(place, 0), each.severity)

        def order(finding: Finding) -> tuple[int, str, int]:
            place = finding.location.document
            return -worst[place], place, -finding.severity

        return tuple(sorted(self.findings.appearing, key=order))


def plan(
    profile: Profile, named: Iterable[str], settings: Settings, kept: Iterable[str] = ()
) -> OnlinePlan:
    """Plan to have some entities Online, while some others stay as they are.

    UsageError for an entity that is not there, or that has no synchronization mode.
    """
    chosen, staying = dict.fromkeys(named), frozenset(kept)
    for name in (*chosen, *staying):
        known(name, profile.domain.entities, "entity")
        if not profile.domain.is_synchronizable(name):
            message = f"{name} has no synchronization mode: only persistable entities have one"
            raise UsageError(message)
    for name in chosen:
        if name in staying:
            message = f"{name} cannot become Online and stay as it is"
            raise UsageError(message)
    today = _needed_already(profile, settings)
    online = {name for name, mode in profile.modes.items() if not mode.is_offline}
    begin = Implied.of(profile.assuming(dict.fromkeys(chosen, SyncMode.ONLINE)), settings)
    implied = begin.by(chosen, already=online | {each.entity for each in today}, kept=staying)
    changing = {name: implied.needs.get(name) for name in (*chosen, *implied.needs)}
    after = profile.assuming(dict.fromkeys(changing, SyncMode.ONLINE))
    incompatible = _without_compatibility(profile, after)
    rules = select_rules(settings)
    return OnlinePlan(
        profile,
        after,
        tuple(
            PlannedRow(profile.mode(name), need, name in incompatible)
            for name, need in changing.items()
            if profile.mode(name).is_offline or name not in profile.modes
        ),
        tuple(name for name in chosen if name in online),
        tuple(each for each in today if each.entity not in changing),
        implied.obstacles,
        difference(*(findings_of(each, rules, settings) for each in (profile, after))),
        offline_change(profile, after),
    )


def _needed_already(profile: Profile, settings: Settings) -> tuple[Need, ...]:
    implied = Implied.of(profile, settings)
    return tuple(implied.by(sorted(implied.online)).needs.values())


def _without_compatibility(before: Profile, after: Profile) -> frozenset[str]:
    """The entities whose rows need compatibility mode while devices of before are in the field."""
    rule = online_migration_without_compatibility
    severity = rule.severity(after.version)
    if severity is None:
        return frozenset()
    compared = evolve(after, base=before)
    check = Check(after.project.path, rule, severity, after.version, compared)
    found = check.run().findings
    return frozenset(name for finding in found for name in finding.summarized)
