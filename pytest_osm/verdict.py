"""From findings to pass or fail: what the team accepts, hides, or does not want to fail on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from pytest_osm.checks import Check, Plan
from pytest_osm.configuration.settings import Acceptance, Settings
from pytest_osm.findings import Finding, Outcome, news


@frozen
class Verdict:
    """The findings of one check, each in exactly one group.

    `failing` are the ones that count. `known` were there before, in the model that it is compared
    with. `possible` are below the minimum confidence, `minor` below the severity to fail on,
    `hidden` in modules that are not reported. `stale` are acceptances that are expired or that
    nothing needs any more.
    """

    check: Check
    outcome: Outcome
    failing: tuple[Finding, ...] = ()
    accepted: tuple[tuple[Finding, Acceptance], ...] = ()
    possible: tuple[Finding, ...] = ()
    minor: tuple[Finding, ...] = ()
    hidden: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether the check fails."""
        return bool(self.failing or self.stale)

    @property
    def listed(self) -> tuple[Finding, ...]:
        """The findings that are shown and do not fail the check."""
        return (*self.minor, *self.possible)


def judge(
    check: Check,
    outcome: Outcome,
    settings: Settings,
    today: date,
    before: Iterable[Finding] = (),
) -> Verdict:
    """Sort the findings of a check into the groups of a verdict."""
    new = {id(finding) for finding in news(outcome.findings, before)}
    entries = acceptances_for(check, settings)
    valid = [entry for entry in entries if not entry.is_expired(today)]
    names = ("failing", "possible", "minor", "hidden", "known")
    groups: dict[str, list[Finding]] = {name: [] for name in names}
    accepted: list[tuple[Finding, Acceptance]] = []
    for finding in outcome.findings:
        entry = _accepting(finding, valid)
        if not settings.modules.reports(finding.location.module):
            groups["hidden"].append(finding)
        elif entry:
            accepted.append((finding, entry))
        elif id(finding) not in new:
            groups["known"].append(finding)
        else:
            groups[_group(finding, settings)].append(finding)
    used = [entry for _, entry in accepted]
    return Verdict(
        check,
        outcome,
        accepted=tuple(accepted),
        stale=tuple(_stale(check, outcome, entries, used, today)),
        **{name: tuple(findings) for name, findings in groups.items()},
    )


def acceptances_for(check: Check, settings: Settings) -> tuple[Acceptance, ...]:
    """The xfail entries that name the rule, the profile and the model of a check."""
    return tuple(
        entry
        for entry in settings.xfail
        if entry.rule.text() in (check.rule.code, check.rule.slug)
        and entry.covers_profile(check.profile_name)
        and entry.covers_model(check.path)
    )


def unmatched_acceptances(plan: Plan) -> tuple[str, ...]:
    """Complaints about entries that belong to none of the model's checks, or to no model."""
    return tuple(
        complaint for entry in plan.settings.xfail for complaint in _complain(entry, plan)
    )


def _complain(entry: Acceptance, plan: Plan) -> Iterator[str]:
    what = f"{entry.place}: xfail of {entry.rule.text()}"
    if not entry.covers_model(plan.path):
        if not entry.has_model:
            yield f"{what} is for model {entry.model}, and there is no such model"
    elif not any(entry in acceptances_for(check, plan.settings) for check in plan.checks):
        profile = f" in profile {entry.profile}" if entry.profile else ""
        version = f" of Mendix {plan.version}" if plan.version else ""
        yield f"{what}{profile} is for no check of {plan.path.name}{version}; remove or narrow it"


def _group(finding: Finding, settings: Settings) -> str:
    if finding.confidence < settings.min_confidence:
        return "possible"
    return "minor" if finding.severity < settings.fail_on else "failing"


def _accepting(finding: Finding, entries: list[Acceptance]) -> Acceptance | None:
    return next((entry for entry in entries if entry.covers_location(finding.location)), None)


def _stale(
    check: Check,
    outcome: Outcome,
    entries: tuple[Acceptance, ...],
    used: list[Acceptance],
    today: date,
) -> Iterator[str]:
    for entry in entries:
        what = f"{entry.place}: xfail of {entry.rule.text()} ({entry.reason})"
        if entry.is_expired(today):
            yield f"{what} has expired on {entry.until}"
        elif entry in used:
            continue
        elif entry.document and outcome.findings:
            places = ", ".join(sorted({finding.location.name for finding in outcome.findings}))
            yield f"{what} is for {entry.document}, but the findings are in {places}"
        else:
            where = f"profile {check.profile_name} of {check.path.name}"
            yield f"{what} is not needed for {where}; remove it, or narrow it to where it is"
