"""From findings to pass or fail: what the team accepts, hides, or does not want to fail on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from msgspec import field
from msgspec.structs import replace

from pytest_osm.checking.acceptances import (
    acceptances_for,
    baselined,
    solved_entries,
    stale_entries,
)
from pytest_osm.checking.baseline import Baseline, Entry
from pytest_osm.checking.checks import Check, Plan
from pytest_osm.checking.findings import (
    CheckResult,
    CheckSkipped,
    Finding,
    FindingIdentity,
    FindingMatch,
    match_findings,
)
from pytest_osm.checking.problem import Problem
from pytest_osm.configuration.settings import Acceptance, Settings
from pytest_osm.errors import OsmError
from pytest_osm.records import Record, State
from pytest_osm.rules.page import RuleDescription


class Status(Enum):
    """What becomes of a finding; only failing ones count."""

    FAILING = "failing"
    ACCEPTED = "accepted"
    KNOWN = "known"  # was there before, in the model that it is compared with
    MINOR = "minor"  # less severe
    UNSURE = "unsure"  # less sure
    HIDDEN = "hidden"  # in a module that is not reported


class JudgedFinding(Record, frozen=True, eq=True):
    """A finding, what becomes of it, and if it is accepted, why, by which entry, until when."""

    finding: Finding
    status: Status
    reason: str = ""
    place: str = ""  # of the entry: a file and a line
    until: date | None = None

    @property
    def note(self) -> str:
        """What becomes of it, with all that is known of why; "" if it fails."""
        if self.status is Status.FAILING:
            return ""
        place = f" in {self.place}" if self.place else ""
        until = f" until {self.until}" if self.until else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{self.status.value}{place}{until}{reason}"


class Verdict(Record, frozen=True, eq=True):
    """What a check of one rule on one profile comes to.

    `examined` is how many subjects there were to look at. `stale_acceptances` are expired, or
    match no finding any more.
    """

    rule: RuleDescription
    profile: str
    examined: int
    judged: tuple[JudgedFinding, ...] = ()
    stale_acceptances: tuple[Problem, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, whatever becomes of them."""
        return tuple(each.finding for each in self.judged)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return self.of(Status.FAILING)

    @property
    def is_failure(self) -> bool:
        """Whether the check fails."""
        return bool(self.failing or self.stale_acceptances)

    @property
    def has_nothing_to_check(self) -> bool:
        """Whether there was nothing to look at, so that the absence of findings says nothing."""
        return self.examined == 0

    def of(self, *statuses: Status) -> tuple[Finding, ...]:
        """The findings of some statuses, one status after the other."""
        return tuple(
            each.finding for status in statuses for each in self.judged if each.status is status
        )


class CheckRun(Record, frozen=True):
    """What came of running a check: a verdict, or why there is none.

    `skip_message` says what the stored form of the model omits, `error` is a crash of the rule or
    of a fact, or that the model can no longer be read.
    """

    check: Check
    verdict: Verdict | None = None
    skip_message: str = ""
    error: OsmError | None = None


def run_check(check: Check, plan: Plan, today: date, base: Check | None = None) -> CheckRun:
    """Run a check and judge what it finds; what its base finds too was there before."""
    try:
        known = base.run().findings if base else ()
        return CheckRun(check, judge(check, check.run(), plan, today, known))
    except CheckSkipped as skip:
        return CheckRun(check, skip_message=str(skip))
    except OsmError as error:
        return CheckRun(check, error=error)


def judge(
    check: Check,
    result: CheckResult,
    plan: Plan,
    today: date,
    before: Iterable[Finding] = (),
) -> Verdict:
    """Say what becomes of each finding of a check."""
    settings = plan.settings
    entries = acceptances_for(check, settings)
    acceptor = _Acceptor.of(check, plan, entries, today)
    findings = [graded(finding, settings) for finding in result.findings]
    judged = [_judged(match, settings, acceptor) for match in match_findings(findings, before)]
    unused = [entry for entry in entries if entry not in acceptor.used]
    return Verdict(
        rule=RuleDescription.of(check.rule),
        profile=check.profile_name,
        examined=result.examined,
        judged=tuple(judged),
        stale_acceptances=(
            *stale_entries(check, plan, result, unused, today),
            *solved_entries(check, plan, acceptor.left_over),
        ),
    )


def _judged(match: FindingMatch, settings: Settings, acceptor: _Acceptor) -> JudgedFinding:
    """What becomes of a finding: whatever comes first hides, accepts, or lets it be.

    An entry for what the configuration hides accepts nothing. One for what only options hide does:
    it is of use whenever they are not there.
    """
    finding, status = match.finding, _status(match.finding, settings)
    is_hidden = not (settings.reports(finding.location) and settings.is_about(finding.entities))
    if is_hidden and not settings.is_scoped:
        return JudgedFinding(finding, Status.HIDDEN)
    accepted = acceptor.accepted(finding, is_failing=status is Status.FAILING)
    if is_hidden:
        return JudgedFinding(finding, Status.HIDDEN)
    if accepted:
        return accepted
    return JudgedFinding(finding, status if match.is_new else Status.KNOWN)


class _Acceptor(State):
    """What accepts the findings of one check. Mutable: it remembers what it has accepted."""

    entries: tuple[Acceptance, ...]
    baseline: Baseline
    of_baseline: Mapping[FindingIdentity, Entry]
    used: list[Acceptance] = field(default_factory=list)
    _accepted: Counter[FindingIdentity] = field(default_factory=Counter)

    @classmethod
    def of(
        cls, check: Check, plan: Plan, entries: tuple[Acceptance, ...], today: date
    ) -> _Acceptor:
        valid = tuple(entry for entry in entries if not entry.is_expired(today))
        there = {entry.identity: entry for entry in baselined(check, plan)}
        return cls(valid, plan.baseline, there)

    def accepted(self, finding: Finding, *, is_failing: bool) -> JudgedFinding | None:
        """A finding if something accepts it; a baseline does so only for what would fail."""
        accepted = JudgedFinding(finding, Status.ACCEPTED)
        for entry in self.entries:
            if entry.covers_location(finding.location):
                self.used.append(entry)
                return replace(accepted, reason=entry.reason, place=entry.place, until=entry.until)
        identity = finding.identity
        known = self.of_baseline.get(identity)
        if not is_failing or known is None or self._accepted[identity] == known.count:
            return None
        if not set(finding.summarized) <= set(known.summarized):
            return None
        self._accepted[identity] += 1
        return replace(accepted, reason=self.baseline.reason_of(known))

    @property
    def left_over(self) -> tuple[Entry, ...]:
        """The entries of the baseline that could have accepted more."""
        there = self.of_baseline.items()
        return tuple(each for identity, each in there if self._accepted[identity] < each.count)


def graded(finding: Finding, settings: Settings) -> Finding:
    """A finding with the severity that the team gives to its module, if it gives one."""
    severity = settings.severity_at(finding.location)
    return finding if severity is None else replace(finding, severity=severity)


def _status(finding: Finding, settings: Settings) -> Status:
    if finding.confidence < settings.min_confidence:
        return Status.UNSURE
    return Status.MINOR if finding.severity < settings.fail_on else Status.FAILING
