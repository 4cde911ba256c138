"""From a path to checks, and from a check to findings: the same for every front end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from attrs import evolve

from pytest_osm.checking.baseline import SHRINK, Baseline, baseline_for
from pytest_osm.checking.checks import Check, NotApplicable, Plan, crash_of
from pytest_osm.checking.findings import CheckSkipped, RuleCrash
from pytest_osm.checking.selection import Selection, required_codes
from pytest_osm.checking.verdict import Verdict, judge, unmatched_acceptances
from pytest_osm.configuration.node import Node, suggestion
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import ConfigurationError, ReadError, UsageError
from pytest_osm.extension.loading import Plugins, load_plugins
from pytest_osm.facts.guards import CALLABLE, DEFAULT_CHECKS
from pytest_osm.facts.location import Location
from pytest_osm.facts.mode_comparisons import ModeComparison
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.subjects import RequiredPart
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.navigation import NavigationDocument, NavigationProfile
from pytest_osm.model.project import Project, UnreadablePart
from pytest_osm.model.version import MendixVersion
from pytest_osm.reporters.report import ModelReport
from pytest_osm.rules.rule import Rule, Severity

LATEST_KNOWN = MendixVersion(11, 15, 999)
UNREADABLE = "OSM001"
INCOMPLETE = "OSM002"


def plan_checks(
    path: Path,
    settings: Settings,
    conftests: Iterable[ModuleType] = (),
    rules: Iterable[Rule] = (),
    base: Path | None = None,
) -> Plan:
    """Open a model as far as its navigation, and list the checks in their final order.

    With a base, the profiles know what they were in an earlier state of the model. A model that
    cannot be opened has one check, which fails; a base that cannot is a ReadError. Mistakes in the
    settings, unknown rules and broken plugins raise ConfigurationError, PluginError, RuleError or
    UsageError.
    """
    plugins = load_plugins(settings.plugins, conftests, rules)
    selection = Selection.of(settings, plugins.rules)
    try:
        project = plugins.read(path, settings.cache)
        navigation = project.navigation
    except ReadError as error:
        check = _model_check(path, plugins, UNREADABLE, error)
        return Plan(path, settings, (check,), plugins.names)
    version = settings.mendix_version or project.version
    if isinstance(navigation, UnreadablePart):
        need = RequiredPart("the navigation document", Location("model", path.name), navigation)
        check = evolve(_model_check(path, plugins, INCOMPLETE, need), version=version)
        return Plan(path, settings, (check,), plugins.names, version=version)
    profiles = tuple(_profiles(project, version, settings))
    _require_profiles(settings, project)
    _require_connection_checks(settings, project)
    if base is not None:
        profiles = tuple(_compared(profiles, base, settings))
    selected = [
        rule
        for rule in selection.rules
        if rule.on is not ReadError and (rule.on is not ModeComparison or base is not None)
    ]
    if not selected:
        message = "no rule is left: the selected ones look at unreadable models or at comparisons"
        raise UsageError(message)
    return Plan(
        path=path,
        settings=settings,
        checks=tuple(_checks(profiles, selected, selection)),
        plugins=plugins.names,
        version=version,
        profiles=profiles,
        not_applicable=tuple(
            NotApplicable(rule, version)
            for rule in selected
            if rule.severity(version) is None and any(each.is_offline for each in profiles)
        ),
        notes=tuple(_notes(project, navigation, profiles, version, settings)),
        baseline=_baseline(path, settings, plugins.rules),
        unknown=selection.unknown,
    )


def _baseline(path: Path, settings: Settings, rules: tuple[Rule, ...]) -> Baseline:
    """The baseline of a model, which must not hold what nobody may accept."""
    if settings.ignores_baseline:
        return Baseline()
    baseline, required = baseline_for(path, settings), required_codes(settings, rules)
    refused = sorted({entry.rule for entry in baseline.entries} & required)
    if refused:
        message = f"{', '.join(refused)} is required: it cannot be accepted; {SHRINK}"
        raise ConfigurationError(baseline.path, message)
    return baseline


def open_profiles(path: Path, settings: Settings) -> tuple[Profile, ...]:
    """The profiles of a model, as the settings have them judged.

    ReadError when the model or its navigation cannot be read; mistakes in the settings as for
    `plan_checks`.
    """
    project = _open(path, settings)
    _require_profiles(settings, project)
    _require_connection_checks(settings, project)
    version = settings.mendix_version or project.version
    return tuple(_profiles(project, version, settings))


def _open(path: Path, settings: Settings) -> Project:
    project = load_plugins(settings.plugins).read(path, settings.cache)
    if isinstance(project.navigation, UnreadablePart):
        problem = f"the navigation document {project.navigation.problem}"
        raise ReadError(path, problem, "restore the file from git")
    return project


def _compared(profiles: Iterable[Profile], base: Path, settings: Settings) -> Iterator[Profile]:
    """The profiles with those that they were before; a renamed one keeps its id.

    What the settings name need not have been there before.
    """
    project = _open(base, settings)
    version = settings.mendix_version or project.version
    before = tuple(_profiles(project, version, evolve(settings, profiles=())))
    for profile in profiles:
        same = (
            each
            for each in before
            if each.name == profile.name or each.navigation.id == profile.navigation.id != b""
        )
        yield evolve(profile, base=next(same, None))


def checker(settings: Settings, only: str = "") -> Callable[[Profile], tuple[Check, ...]]:
    """A function that gives the checks of a profile, or those of one rule, selected or not.

    Mistakes in the settings as for `plan_checks`; ConfigurationError for an unknown rule.
    """
    if only:
        settings = evolve(settings, select=(Node(Path("check"), only),), ignore=())
    selection = Selection.of(settings, load_plugins(settings.plugins).rules)
    rules = [rule for rule in selection.rules if rule.on is not ReadError]
    return lambda profile: tuple(_checks((profile,), rules, selection))


def _checks(
    profiles: tuple[Profile, ...],
    rules: Iterable[Rule],
    selection: Selection,
) -> Iterator[Check]:
    for profile in profiles:
        for rule in rules:
            severity = selection.severity(rule, profile.version)
            if severity is not None and _concerns(rule, profile):
                yield Check(profile.project.path, rule, severity, profile.version, profile)


def _concerns(rule: Rule, profile: Profile) -> bool:
    """Online profiles are left alone, except for rows that do not belong there."""
    if rule.on is ModeComparison and profile.base is None:
        return False
    if rule.only_online_profiles:
        return not profile.is_offline and bool(profile.rows)
    return profile.is_offline


def _model_check(path: Path, plugins: Plugins, code: str, subject: object) -> Check:
    """A check that no selection turns off: without it, nothing would be known."""
    rule = next(rule for rule in plugins.rules if rule.code == code)
    return Check(path, rule, Severity.ERROR, subjects=(subject,))


def _profiles(project: Project, version: MendixVersion, settings: Settings) -> Iterator[Profile]:
    for profile in project.profiles:
        if not settings.profiles or profile.name in settings.profiles:
            checks = (*DEFAULT_CHECKS, *(each.text() for each in settings.connection_checks))
            yield Profile(project, assumed(profile, settings), version, checks)


def assumed(profile: NavigationProfile, settings: Settings) -> NavigationProfile:
    """The profile as it would be with the assumed modes configured."""
    if not settings.assume or not profile.is_offline:
        return profile
    for entity, mode in settings.assume.items():
        profile = profile.with_row(entity, mode)
    return profile


def _require_profiles(settings: Settings, project: Project) -> None:
    there = tuple(profile.name for profile in project.profiles)
    missing = [name for name in settings.profiles if name not in there]
    if missing:
        hint = suggestion(missing[0], there)
        message = f"{project.path} has no profile {', '.join(missing)}{hint}"
        raise UsageError(message)


def _require_connection_checks(settings: Settings, project: Project) -> None:
    """Configured connection checks must be there, if their module is: others are of other apps."""
    for node in settings.connection_checks:
        name = node.text()
        known = tuple(each for kind in CALLABLE for each in project.names(kind))
        if name in known or name.partition(".")[0] not in project.modules:
            continue
        if name in project.names(DocumentKind.MICROFLOW):
            raise node.error(f"{name} is a microflow, which cannot run without a connection")
        hint = suggestion(name, known)
        raise node.error(f"there is no JavaScript action or nanoflow {name}{hint}")


def _notes(
    project: Project,
    navigation: NavigationDocument,
    profiles: tuple[Profile, ...],
    version: MendixVersion,
    settings: Settings,
) -> Iterator[str]:
    if version > LATEST_KNOWN:
        latest = f"{LATEST_KNOWN.major}.{LATEST_KNOWN.minor}"
        yield f"Mendix {version} is newer than {latest}, the latest version known here"
    for entity, mode in settings.assume.items():
        yield f"assumed that {entity} is {mode.caption}"
    if version != project.version:
        yield f"judged as Mendix {version}; the model is of {project.version}"
    for child in navigation.children:
        if not isinstance(child, NavigationProfile):
            yield f"a profile of the unknown type {child.storage_type} is not judged"
    if not any(profile.is_offline for profile in profiles):
        where = "among the selected ones" if settings.profiles else "in this app"
        yield f"there is no offline profile {where}: no limit of Online mode applies"


def check_model(
    path: Path,
    settings: Settings,
    today: date,
    base: Path | None = None,
    *,
    needs_overview: bool = False,
) -> ModelReport:
    """Run all checks of a model, one after the other, and judge what they find.

    With a base, what was found there as well is known, and does not fail. A rule that crashes
    takes no other one with it. Profiles are portrayed if a reporter shows more than findings.
    Errors as for `plan_checks`.
    """
    plan = plan_checks(path, settings, base=base)
    try:
        return _run(plan, today, needs_overview=needs_overview)
    except ReadError as error:  # it was readable a moment ago
        check = _model_check(path, load_plugins(settings.plugins), UNREADABLE, error)
        return _run(Plan(path, settings, (check,)), today)


def _run(plan: Plan, today: date, *, needs_overview: bool = False) -> ModelReport:
    verdicts: list[Verdict] = []
    crashes: list[str] = []
    skipped: list[str] = []
    unknown: list[str] = []
    for check in plan.checks:
        before = _before(check)
        if before and before.skip_message:
            unknown.append(f"nothing is known of before about {before.skip_message}")
            before = None
        try:
            known = before.run().findings if before else ()
            verdicts.append(judge(check, check.run(), plan, today, known))
        except CheckSkipped as skip:
            skipped.append(str(skip))
        except RuleCrash as crash:
            crashes.append(str(crash))
    report = ModelReport.of(str(plan.path), plan)
    try:
        report = report.with_verdicts(
            plan.offline_profiles, verdicts, needs_overview=needs_overview
        )
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - a fact that no rule asked for
        crashes.append(f"the report crashed: {crash_of(error)}")
        report = report.with_verdicts((), verdicts)
    return evolve(
        report,
        crashes=tuple(crashes),
        skipped=tuple(dict.fromkeys(skipped)),
        notes=(*report.notes, *dict.fromkeys(unknown)),
        unmatched_acceptances=unmatched_acceptances(plan),
    )


def _before(check: Check) -> Check | None:
    """The same check of the earlier state of the model, if there is one that it applies to."""
    base = check.profile.base if check.profile else None
    if base is None or check.rule.severity(base.version) is None:
        return None
    return evolve(check, profile=base, version=base.version)
