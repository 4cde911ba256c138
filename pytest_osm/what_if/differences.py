"""What tells two states of a profile apart: in findings, and in what works offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_osm.checking.findings import Finding, match_findings, new_findings
from pytest_osm.checking.selection import Selection
from pytest_osm.checking.verdict import graded
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.overview.availability import WithoutConnection
from pytest_osm.records import Record


class Difference(Record, frozen=True):
    """What tells two verdicts on the same app apart.

    `changing` are pairs of before and after, of findings that are graded otherwise.
    """

    appearing: tuple[Finding, ...]
    disappearing: tuple[Finding, ...]
    changing: tuple[tuple[Finding, Finding], ...]


class OfflineChange(Record, frozen=True):
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
    now, then = map(WithoutConnection.if_known, (before, after))
    return OfflineChange(now, then) if now and then else None


def not_judged(profiles: Iterable[Profile], settings: Settings) -> tuple[str, ...]:
    """The rules that can say nothing about profiles, each with what the stored form omits."""
    checks = select_rules(settings).checks_of(profiles)
    return tuple(dict.fromkeys(check.skip_message for check in checks if check.skip_message))


def findings_of(
    profile: Profile,
    rules: Selection,
    settings: Settings,
    least: Confidence | None = None,
) -> tuple[Finding, ...]:
    """The findings that the settings do not hide, accepted ones included.

    They are at least as sure as the settings want, unless another confidence is named.
    """
    return tuple(
        finding
        for check in rules.checks_of((profile,))
        if not check.skip_reason
        for finding in reported(check.run().findings, settings, least)
    )


def reported(
    findings: Iterable[Finding], settings: Settings, least: Confidence | None = None
) -> Iterator[Finding]:
    """Those that the settings do not hide, graded as they want."""
    confidence = settings.min_confidence if least is None else least
    for finding in findings:
        if finding.confidence >= confidence and settings.reports(finding.location):
            yield graded(finding, settings)


def difference(before: tuple[Finding, ...], after: tuple[Finding, ...]) -> Difference:
    """What comes, goes and is graded otherwise."""
    changing = tuple(
        (match.known, match.finding)
        for match in match_findings(after, before)
        if match.known and match.known.grade != match.finding.grade
    )
    return Difference(new_findings(after, before), new_findings(before, after), changing)
