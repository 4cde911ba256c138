"""What a team has accepted: which entries are for a check, and which are for nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from pytest_osm.checking.baseline import SHRINK, Baseline, Entry
from pytest_osm.checking.checks import Check, Plan
from pytest_osm.checking.findings import CheckResult
from pytest_osm.checking.problem import Problem
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance, Settings
from pytest_osm.errors import ConfigurationError, OsmError
from pytest_osm.facts.location import Location
from pytest_osm.readers.discovery import repository_path
from pytest_osm.rules.wording import listed
from pytest_osm.terminal.printable import shortened

_MOST_PLACES = 3


def baselined(check: Check, plan: Plan) -> tuple[Entry, ...]:
    """The entries of the baseline that are for a check."""
    if check.profile is None:
        return ()
    return plan.baseline.of(check.rule.code, check.profile.navigation.id, check.profile_name)


def solved_entries(check: Check, plan: Plan, entries: tuple[Entry, ...]) -> Iterator[Problem]:
    """A complaint about entries of the baseline that accept more than a check finds."""
    if entries:
        code = check.rule.code
        places = "; ".join(each.at for each in entries[:_MOST_PLACES])
        others = len(entries) - _MOST_PLACES
        more = f" and {others} more" if others > 0 else ""
        text = f"{code} has fewer findings than accepted at {places}{more}; {SHRINK}"
        yield _of_baseline(plan.baseline, text)


def acceptances_for(check: Check, settings: Settings) -> tuple[Acceptance, ...]:
    """The xfail entries that name the rule, the profile and the model of a check."""
    return tuple(
        entry
        for entry in settings.xfail
        if entry.rule.text() in check.rule.names
        and entry.covers_profile(check.profile_name)
        and entry.covers_model(check.path)
    )


def unmatched_acceptances(plan: Plan) -> tuple[Problem, ...]:
    """Complaints about entries that belong to no rule, to no check of the model, or to no model.

    Where options narrow a run, only those that belong to no rule.
    """
    complaints = (
        _of_entry(entry, f"xfail of {shortened(entry.rule.text())} {complaint}")
        for entry in plan.settings.xfail
        for complaint in _complain(entry, plan)
    )
    unchecked = (_of_baseline(plan.baseline, text) for text in _unchecked(plan))
    return (*complaints, *unchecked)


def _of_entry(entry: Acceptance, text: str) -> Problem:
    """A complaint about an xfail entry, which begins with its place."""
    return Problem(f"{entry.place}: {text}", repository_path(entry.rule.path), entry.rule.line)


def _of_baseline(baseline: Baseline, text: str) -> Problem:
    return Problem(f"{baseline.path.name}: {text}", repository_path(baseline.path))


def _unchecked(plan: Plan) -> Iterator[str]:
    if not plan.is_readable or plan.settings.is_narrowed:
        return
    covered = {entry.identity for check in plan.checks for entry in baselined(check, plan)}
    others = [entry for entry in plan.baseline.entries if entry.identity not in covered]
    if others:
        codes = ", ".join(sorted({entry.identity.rule for entry in others}))
        entries = (
            f"1 entry of {codes} matches"
            if len(others) == 1
            else f"{len(others)} of {codes} match"
        )
        yield f"{entries} no check of {plan.path.name}; {SHRINK}"
    for unknown in plan.baseline.unknown_models:
        yield f"model {unknown} does not exist; correct its path, or {SHRINK}"


def _complain(entry: Acceptance, plan: Plan) -> Iterator[str]:
    name = entry.rule.text()
    if name in plan.unknown:
        yield f"names an unknown rule{plan.unknown[name]}"
    elif plan.settings.is_narrowed:
        return
    elif not entry.covers_model(plan.path):
        if not entry.has_model:
            yield f"names model {entry.model}, which does not exist"
    elif not entry.is_of_run and _is_idle(entry, plan):
        profile = f"in profile {entry.profile} " if entry.profile else ""
        version = f" of Mendix {plan.version}" if plan.version else ""
        yield f"{profile}matches no check of {plan.path.name}{version}; remove or change it"


def idle_acceptances(plan: Plan) -> dict[Node, ConfigurationError]:
    """The acceptances of all models of a run that belong to no check of one, each as a mistake."""
    if plan.settings.is_narrowed:
        return {}
    return {
        entry.rule: ConfigurationError(
            entry.rule.path,
            f"xfail of {' '.join(filter(None, (entry.rule.text(), entry.profile)))} matches no"
            f" check of {plan.path.name}, of Mendix {plan.version}; remove or change it",
        )
        for entry in plan.settings.xfail
        if entry.is_of_run and entry.rule.text() not in plan.unknown and _is_idle(entry, plan)
    }


def _is_idle(entry: Acceptance, plan: Plan) -> bool:
    return not any(entry in acceptances_for(check, plan.settings) for check in plan.checks)


def stale_entries(
    check: Check, plan: Plan, result: CheckResult, unused: Iterable[Acceptance], today: date
) -> Iterator[Problem]:
    """Complaints about entries for a check that are expired, or accept nothing.

    An entry for several profiles need not accept something in each of them.
    """
    entries = tuple(unused)
    is_asked = any(not entry.is_expired(today) for entry in entries)
    elsewhere = _places_elsewhere(check, plan) if is_asked else {}
    for entry in entries:
        if entry.is_expired(today):
            complaint = f"expired on {entry.until}"
        elif any(
            entry.covers_profile(profile) and any(map(entry.covers_location, places))
            for profile, places in elsewhere.items()
        ):
            continue
        elif entry.document and result.findings:
            places = listed(sorted(finding.location.name for finding in result.findings))
            complaint = f"is for {entry.document}, but the findings are in {places}"
        else:
            where = f"profile {check.profile_name} of {check.path.name}"
            complaint = f"matches no finding in {where}; remove it"
        what = f"xfail of {entry.rule.text()} ({entry.reason})"
        yield _of_entry(entry, f"{what} {complaint}")


def _places_elsewhere(check: Check, plan: Plan) -> dict[str, list[Location]]:
    """Where the same rule has findings in other profiles; each is run once for that."""
    found: dict[str, list[Location]] = {}
    for other in plan.checks:
        if other.rule is check.rule and other.profile_name != check.profile_name:
            with suppress(OsmError):  # which that check itself tells
                places = (each.location for each in other.run().findings)
                found[other.profile_name] = [*filter(plan.settings.reports, places)]
    return found
