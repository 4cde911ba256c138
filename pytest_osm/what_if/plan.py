"""What it takes to have some entities Online: what goes along, and the work that remains."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from pytest_osm.checking.checks import Check
from pytest_osm.checking.findings import Finding, new_findings
from pytest_osm.configuration.names import known
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.errors import UsageError
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.records import Record
from pytest_osm.rules.osm101_online_mode_too_old import online_mode_too_old
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


class PlannedRow(Record, frozen=True):
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


class OnlinePlan(Record, frozen=True):
    """How some entities of a profile become Online, without breaking a limit.

    Of those that are named, `online_already` need nothing, and `unused` ones are not in the
    profile. `obstacles` ask for entities that are to be kept as they are, `needed_already` are
    asked for by others that are Online today. `unsure` findings are less sure than is wanted.
    """

    before: Profile
    after: Profile
    rows: tuple[PlannedRow, ...]
    online_already: tuple[str, ...]
    unused: tuple[str, ...]
    kept: tuple[str, ...]
    needed_already: tuple[Need, ...]
    obstacles: tuple[Need, ...]
    findings: Difference
    unsure: int
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

    @property
    def not_analysed(self) -> int:
        """How many parts of what users reach could not be analysed."""
        return len(self.before.not_followed)

    @property
    def not_readable(self) -> int:
        """How many parts of the model could not be read."""
        return len(self.before.project.unreadable_parts)


def plan(
    profile: Profile, named: Iterable[str], settings: Settings, kept: Iterable[str] = ()
) -> OnlinePlan:
    """Plan to have some entities Online, while some others stay as they are.

    UsageError for an entity that is not there, or has no synchronization mode, and for a version
    of Mendix without Online mode.
    """
    require_online_mode(profile)
    chosen, staying = tuple(dict.fromkeys(named)), frozenset(kept)
    _require_modes(profile, chosen, staying)
    unused = tuple(name for name in chosen if name not in profile.modes)
    used = tuple(name for name in chosen if name in profile.modes)
    online = {name for name, mode in profile.modes.items() if not mode.is_offline}
    begin = Implied.of(profile.assuming(dict.fromkeys(used, SyncMode.ONLINE)), settings)
    implied = begin.by(used, already=online, kept=staying)
    changing = {name: implied.needs.get(name) for name in (*used, *implied.needs)}
    after = profile.assuming(dict.fromkeys(changing, SyncMode.ONLINE))
    compatible = {row.entity for row in profile.rows if row.config.compatibility_mode}
    incompatible = _without_compatibility(profile, after) | compatible
    is_so = tuple(name for name in used if name in online and profile.mode(name).is_configured)
    findings, unsure = _differing(profile, after, settings)
    return OnlinePlan(
        before=profile,
        after=after,
        rows=tuple(
            PlannedRow(profile.mode(name), need, name in incompatible)
            for name, need in changing.items()
            if name not in is_so
        ),
        online_already=is_so,
        unused=unused,
        kept=tuple(sorted(staying)),
        needed_already=tuple(
            each for each in _needed_already(profile, settings) if each.entity not in changing
        ),
        obstacles=implied.obstacles,
        findings=findings,
        unsure=unsure,
        offline=offline_change(profile, after),
    )


def require_online_mode(profile: Profile) -> None:
    """UsageError where the version of Mendix has no Online mode, as a rule says."""
    if online_mode_too_old.severity(profile.version):
        message = (
            f"there is no Online mode in Mendix {profile.version}, which {profile.name} is judged"
            f" by: {online_mode_too_old.remedy}"
        )
        raise UsageError(message)


def _require_modes(profile: Profile, chosen: Iterable[str], kept: AbstractSet[str]) -> None:
    for name in (*chosen, *kept):
        known(name, profile.domain.entities, "entity")
        if not profile.domain.is_synchronizable(name):
            message = f"{name} has no synchronization mode: only persistable entities have one"
            raise UsageError(message)
    for name in chosen:
        if name in kept:
            message = f"{name} cannot become Online and stay as it is"
            raise UsageError(message)


def _differing(before: Profile, after: Profile, settings: Settings) -> tuple[Difference, int]:
    """What tells two profiles apart, and how many findings come that are too unsure."""
    rules, least = select_rules(settings), settings.min_confidence
    now, then = (findings_of(each, rules, settings, Confidence.LOW) for each in (before, after))
    sure = ([each for each in found if each.confidence >= least] for found in (now, then))
    unsure = sum(each.confidence < least for each in new_findings(then, now))
    return difference(*map(tuple, sure)), unsure


def _needed_already(profile: Profile, settings: Settings) -> tuple[Need, ...]:
    implied = Implied.of(profile, settings)
    return tuple(implied.by(sorted(implied.online)).needs.values())


def _without_compatibility(before: Profile, after: Profile) -> frozenset[str]:
    """The entities whose rows need compatibility mode while devices of before are in the field."""
    rule = online_migration_without_compatibility
    severity = rule.severity(after.version)
    if severity is None:
        return frozenset()
    compared = after.compared_with(before)
    check = Check(after.project.path, rule, severity, after.version, compared)
    found = check.run().findings
    return frozenset(name for finding in found for name in finding.summarized)
