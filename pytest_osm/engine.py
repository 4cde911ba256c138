"""From a path to checks, and from a check to findings: the same for every front end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

from msgspec.structs import replace

from pytest_osm.checking.acceptances import unmatched_acceptances
from pytest_osm.checking.baseline import SHRINK, Baseline, baseline_for
from pytest_osm.checking.checks import Check, NotApplicable, Plan, crash_of
from pytest_osm.checking.judged_model import JudgedModel
from pytest_osm.checking.selection import Selection, required_codes
from pytest_osm.checking.verdict import CheckRun, run_check
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import ConfigurationError, ReadError
from pytest_osm.extension.loading import Plugins, load_plugins
from pytest_osm.facts.location import Location
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.required_parts import RequiredPart
from pytest_osm.facts.subjects import Subject
from pytest_osm.facts.unreadable_model import UnreadableModel
from pytest_osm.model.documents import UnreadablePart
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.comparison_model import ComparisonModel
from pytest_osm.reporters.report import ModelReport
from pytest_osm.rules.rule import Rule, Severity

UNREADABLE = "OSM001"
INCOMPLETE = "OSM002"


def plan_checks(
    path: Path,
    settings: Settings,
    conftests: Iterable[ModuleType] = (),
    rules: Iterable[Rule] = (),
    base: ComparisonModel | None = None,
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
    except ReadError as error:
        return _unreadable(path, settings, plugins, error)
    model = JudgedModel.of(project, settings)
    if isinstance(project.navigation, UnreadablePart):
        return _without_navigation(model, plugins, project.navigation)
    model.require_profiles()
    profiles = model.profiles
    if base is not None:
        profiles = tuple(_compared(profiles, base.path, settings, plugins))
    selection = selection.for_profiles(compares=base is not None)
    return Plan(
        path=path,
        settings=settings,
        checks=tuple(selection.checks_of(profiles)),
        plugins=plugins.names,
        version=model.version,
        profiles=profiles,
        not_applicable=tuple(_not_applicable(selection.rules, profiles, model.version)),
        notes=tuple(model.notes),
        compared_with=base.name if base else "",
        baseline=_baseline(path, settings, plugins.rules),
        unknown=selection.unknown,
        unmatched=model.unmatched,
    )


def _opened(path: Path, settings: Settings, plugins: Plugins) -> JudgedModel:
    """A model whose navigation can be read; ReadError otherwise."""
    model = JudgedModel.of(plugins.read(path, settings.cache), settings)
    if isinstance(model.project.navigation, UnreadablePart):
        problem = f"the navigation document {model.project.navigation.problem}"
        raise ReadError(path, problem, "restore the file from git")
    return model


def _unreadable(path: Path, settings: Settings, plugins: Plugins, error: ReadError) -> Plan:
    """The plan for a model that cannot be read: one check, which fails."""
    subject = UnreadableModel(error, Location("model", path.name))
    check = _model_check(path, plugins, UNREADABLE, subject)
    return Plan(path, settings, (check,), plugins.names)


def _without_navigation(model: JudgedModel, plugins: Plugins, part: UnreadablePart) -> Plan:
    """The plan for a model whose navigation cannot be read: one check, which fails."""
    path, version = model.project.path, model.version
    subject = RequiredPart("the navigation document", Location("model", path.name), part)
    check = _model_check(path, plugins, INCOMPLETE, subject, version)
    return Plan(path, model.settings, (check,), plugins.names, version=version)


def _not_applicable(
    rules: Iterable[Rule], profiles: tuple[Profile, ...], version: MendixVersion
) -> Iterator[NotApplicable]:
    if any(profile.is_offline for profile in profiles):
        for rule in rules:
            if rule.severity(version) is None:
                yield NotApplicable(rule, version)


def _baseline(path: Path, settings: Settings, rules: tuple[Rule, ...]) -> Baseline:
    """The baseline of a model, which must not hold what nobody may accept."""
    if settings.ignores_baseline:
        return Baseline()
    baseline, required = baseline_for(path, settings), required_codes(settings, rules)
    refused = sorted({entry.identity.rule for entry in baseline.entries} & required)
    if refused:
        message = f"{', '.join(refused)} is required: it cannot be accepted; {SHRINK}"
        raise ConfigurationError(baseline.path, message)
    return baseline


def open_profiles(
    path: Path, settings: Settings, plugins: Plugins | None = None
) -> tuple[Profile, ...]:
    """The profiles of a model, as the settings have them judged.

    ReadError when the model or its navigation cannot be read; mistakes in the settings as for
    `plan_checks`.
    """
    model = _opened(path, settings, plugins or load_plugins(settings.plugins))
    model.require_profiles()
    for mistake in model.unmatched.values():
        raise mistake
    return model.profiles


def _compared(
    profiles: Iterable[Profile], base: Path, settings: Settings, plugins: Plugins
) -> Iterator[Profile]:
    """The profiles with those that they were before; a renamed one keeps its id.

    What the settings name need not have been there before.
    """
    before = _opened(base, replace(settings, profiles=()), plugins).profiles
    for profile in profiles:
        same = (
            each
            for each in before
            if each.name == profile.name or each.navigation.id == profile.navigation.id != b""
        )
        yield profile.compared_with(next(same, None))


def select_rules(settings: Settings, only: str = "", plugins: Plugins | None = None) -> Selection:
    """The rules for profiles that the settings select, or one rule, selected or not.

    Mistakes in the settings as for `plan_checks`; ConfigurationError for an unknown rule.
    """
    if only:
        settings = replace(settings, select=(Node(Path("check"), only),), ignore=())
    selection = Selection.of(settings, (plugins or load_plugins(settings.plugins)).rules)
    return selection.for_profiles(compares=True)


def _model_check(
    path: Path,
    plugins: Plugins,
    code: str,
    subject: Subject,
    version: MendixVersion | None = None,
) -> Check:
    """A check that no selection turns off: without it, nothing would be known."""
    rule = next(rule for rule in plugins.rules if rule.code == code)
    return Check(path, rule, Severity.ERROR, version, subject=subject)


def check_model(
    path: Path,
    settings: Settings,
    today: date,
    base: ComparisonModel | None = None,
    *,
    needs_overview: bool = False,
) -> ModelReport:
    """Plan the checks of the only model of a run, and carry them out.

    Errors as for `plan_checks`; and ConfigurationError for names in the settings that fit nothing.
    """
    plan = plan_checks(path, settings, base=base)
    for mistake in plan.unmatched.values():
        raise mistake
    report = carry_out(plan, today, needs_overview=needs_overview)
    plan.let_go()
    return report


def carry_out(plan: Plan, today: date, *, needs_overview: bool = False) -> ModelReport:
    """Run all checks of a plan, one after the other, and judge what they find.

    What was found in the base as well is known, and does not fail. A rule that crashes takes no
    other one with it. Profiles are portrayed if a reporter shows more than findings.
    """
    try:
        return _report(plan, today, needs_overview=needs_overview)
    except ReadError as error:  # it was readable a moment ago
        plugins = load_plugins(plan.settings.plugins)
        return _report(_unreadable(plan.path, plan.settings, plugins, error), today)


def _report(plan: Plan, today: date, *, needs_overview: bool = False) -> ModelReport:
    unknown: list[str] = []
    runs: list[CheckRun] = []
    for check in plan.checks:
        before, notes = check_before(check)
        unknown += notes
        run = run_check(check, plan, today, before)
        if isinstance(run.error, ReadError):
            raise run.error
        runs.append(run)
    verdicts = [run.verdict for run in runs if run.verdict]
    crashes = [str(run.error) for run in runs if run.error]
    report = ModelReport.of(plan.path.as_posix(), plan)
    try:
        report = report.with_verdicts(
            plan.offline_profiles, verdicts, needs_overview=needs_overview
        )
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - a fact that no rule asked for
        crashes.append(f"the report crashed: {crash_of(error)}")
        report = report.with_verdicts((), verdicts)
    return replace(
        report,
        crashes=tuple(crashes),
        skipped=tuple(dict.fromkeys(run.skip_message for run in runs if run.skip_message)),
        notes=(*report.notes, *dict.fromkeys(unknown)),
        unmatched_acceptances=unmatched_acceptances(plan),
    )


def check_before(check: Check) -> tuple[Check | None, tuple[str, ...]]:
    """The same check of the earlier state of the model, if there is one that it applies to.

    With what is to be said when its stored form has too little for the rule.
    """
    base = check.profile.base if check.profile else None
    if base is None or check.rule.severity(base.version) is None:
        return None, ()
    before = replace(check, profile=base, version=base.version)
    if before.skip_message:
        return None, (f"nothing is known of before about {before.skip_message}",)
    return before, ()
