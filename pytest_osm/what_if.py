"""What would be otherwise: with an entity Online, or after an upgrade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pytest_osm.checking.findings import Finding, match_findings, new_findings
from pytest_osm.checking.selection import Selection
from pytest_osm.checking.verdict import graded
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.version import MendixVersion
from pytest_osm.overview.availability import WithoutConnection
from pytest_osm.records import frozen
from pytest_osm.rules.rule import Severity


@frozen
class Difference:
    """What tells two verdicts on the same app apart.

    `changing` are pairs of before and after, of findings that are graded otherwise.
    """

    appearing: tuple[Finding, ...]
    disappearing: tuple[Finding, ...]
    changing: tuple[tuple[Finding, Finding], ...]


@frozen
class WhatIf:
    """An entity, its mode now, and the findings that there would be with it Online."""

    mode: EffectiveMode
    appearing: tuple[Finding, ...]

    @property
    def cost(self) -> tuple[int, int, int]:
        """How many errors, warnings and infos there would be."""
        counts = Counter(finding.severity for finding in self.appearing)
        return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]

    @property
    def rules(self) -> Mapping[str, int]:
        """The codes of the rules that would not be kept to, with how often."""
        return Counter(finding.code for finding in self.appearing)


@frozen
class Upgrade:
    """What a profile becomes in another version: modes as pairs of before and after."""

    profile: Profile
    modes: tuple[tuple[EffectiveMode, EffectiveMode], ...]
    findings: Difference
    offline: OfflineChange | None  # None where the model is stored without control flow


@frozen
class OfflineChange:
    """What works offline before and after, in profiles that reach the same documents."""

    before: WithoutConnection
    after: WithoutConnection

    @property
    def documents(self) -> tuple[tuple[DocumentAvailability, DocumentAvailability], ...]:
        """Those that are different, before and after, in the order of after."""
        before = {each.reached.document.reference: each for each in self.before.documents}
        pairs = ((before[each.reached.document.reference], each) for each in self.after.documents)
        return tuple(pair for pair in pairs if pair[0].works_offline is not pair[1].works_offline)


def offline_change(before: Profile, after: Profile) -> OfflineChange | None:
    """What works offline in two states of a profile; None where a model does not say enough."""
    if any(ModelFeature.CONTROL_FLOW in each.project.omitted_features for each in (before, after)):
        return None
    return OfflineChange(WithoutConnection.of(before), WithoutConnection.of(after))


def what_if(profile: Profile, settings: Settings) -> tuple[WhatIf, ...]:
    """Each entity of the profile that is not Online tried as Online, the cheapest first.

    Findings below the minimum confidence, and those in modules that are not reported, do not
    count.
    """
    rules = select_rules(settings)
    today = _findings(profile, rules, settings)
    tried = []
    for mode in profile.modes.values():
        if mode.is_used and mode.is_offline:
            online = profile.assuming(mode.entity, SyncMode.ONLINE)
            appearing = new_findings(_findings(online, rules, settings), today)
            tried.append(WhatIf(mode, appearing))
    return tuple(sorted(tried, key=lambda each: (each.cost, each.mode.entity)))


def upgrade(profile: Profile, version: MendixVersion, settings: Settings) -> Upgrade:
    """What appears and what disappears when the app is judged as that of another version."""
    after = profile.at(version)
    rules = select_rules(settings)
    names = sorted({*profile.modes, *after.modes})
    modes = ((profile.mode(name), after.mode(name)) for name in names)
    return Upgrade(
        after,
        tuple(pair for pair in modes if str(pair[0]) != str(pair[1])),
        _difference(*(_findings(each, rules, settings) for each in (profile, after))),
        offline_change(profile, after),
    )


def not_judged(profiles: Iterable[Profile], settings: Settings) -> tuple[str, ...]:
    """The rules that can say nothing about profiles, each with what the stored form omits."""
    checks = select_rules(settings).checks_of(profiles)
    return tuple(dict.fromkeys(check.skip_message for check in checks if check.skip_message))


def _findings(profile: Profile, rules: Selection, settings: Settings) -> tuple[Finding, ...]:
    """The findings that the settings do not hide, accepted ones included."""
    return tuple(
        graded(finding, settings)
        for check in rules.checks_of((profile,))
        if not check.skip_reason
        for finding in check.run().findings
        if finding.confidence >= settings.min_confidence and settings.reports(finding.location)
    )


def _difference(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> Difference:
    changing = tuple(
        (match.known, match.finding)
        for match in match_findings(after, before)
        if match.known and match.known.grade != match.finding.grade
    )
    return Difference(new_findings(after, before), new_findings(before, after), changing)
