"""The pytest plugin: model files become test items, one per offline profile and rule.

This module is loaded in every pytest run of an environment that has the package. It imports
nothing but pytest and the standard library until a run with `--osm` meets a model.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

    from pytest_osm.checking.checks import Check, Plan
    from pytest_osm.checking.verdict import Verdict
    from pytest_osm.configuration.settings import Settings
    from pytest_osm.model.cache import Cache
    from pytest_osm.readers.unit_cache import UnitCache
    from pytest_osm.reporters.output import Output
    from pytest_osm.reporters.report import ModelReport, Report
    from pytest_osm.testrun.app import OsmApp

_CACHE: pytest.StashKey[UnitCache] = pytest.StashKey()
_NO_MODEL = "no Mendix model (.mpr) was found"
_UNSAFE_IN_NODE_IDS = str.maketrans({"[": "(", "]": ")", "/": "|", "\\": "|"})


class OsmFailure(Exception):
    """A check found something that counts; the text is the whole report on it."""


class AcceptedFindings(OsmFailure):
    """All that a check found is accepted in the configuration."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options that switch the plugin on."""
    group = parser.getgroup("osm", "Mendix Online synchronization mode")
    group.addoption("--osm", action="store_true", help="Check Mendix models (.mpr) as tests.")
    group.addoption(
        "--osm-verbose",
        action="store_true",
        help="List findings that do not fail, vacuous checks, and rules that do not apply.",
    )
    group.addoption(
        "--osm-assume",
        action="append",
        default=[],
        metavar="ENTITY=MODE",
        help="Judge as if the entity had this synchronization mode; may be repeated.",
    )
    group.addoption(
        "--osm-report",
        type=Path,
        metavar="PATH",
        help="Write a page with maps, findings, modes and the walk.",
    )
    group.addoption(
        "--osm-no-accept",
        action="store_true",
        help="Audit: as if nothing was accepted.",
    )
    group.addoption(
        "--osm-no-plugins",
        action="store_true",
        help="Run no code that a configuration of models names.",
    )
    group.addoption(
        "--osm-no-cache",
        action="store_true",
        help="Parse every document anew, and keep nothing.",
    )
    group.addoption(
        "--osm-output",
        action="append",
        default=[],
        metavar="FORMAT=PATH",
        help="Write a report, like sarif=osm.sarif; may be repeated.",
    )
    parser.addini("osm", "Check Mendix models (.mpr) as tests.", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the run, but only if asked to."""
    if not (config.getoption("--osm") or config.getini("osm")):
        return
    config.addinivalue_line("markers", "osm: a check of a Mendix model")
    config.pluginmanager.register(OsmRun(config), "osm-run")


def _cache(config: pytest.Config) -> Cache:
    """The cache that a whole run has."""
    from pytest_osm.model.cache import NO_CACHE  # noqa: PLC0415
    from pytest_osm.readers.unit_cache import UnitCache  # noqa: PLC0415

    if config.getoption("--osm-no-cache"):
        return NO_CACHE
    if _CACHE not in config.stash:
        config.stash[_CACHE] = cache = UnitCache()
        config.add_cleanup(cache.close)
    return config.stash[_CACHE]


@pytest.fixture(scope="session")
def osm_apps(pytestconfig: pytest.Config) -> Callable[[str | Path], OsmApp]:
    """Mendix apps by the path of their .mpr, relative to pytest's root folder; read once."""
    from pytest_osm.testrun.app import OsmApp  # noqa: PLC0415

    apps: dict[Path, OsmApp] = {}

    def osm_app(path: str | Path) -> OsmApp:
        absolute = pytestconfig.rootpath / path
        if not absolute.is_file():
            pytest.fail(f"there is no Mendix model {absolute}", pytrace=False)
        return apps.setdefault(absolute, OsmApp(absolute, _cache(pytestconfig)))

    return osm_app


@pytest.fixture(scope="session")
def osm_app(pytestconfig: pytest.Config, osm_apps: Callable[[str | Path], OsmApp]) -> OsmApp:
    """The one Mendix app below pytest's root folder."""
    from pytest_osm.readers.discovery import find_models  # noqa: PLC0415

    models = tuple(find_models(pytestconfig.rootpath))
    if len(models) != 1:
        there = ", ".join(str(model) for model in models) or "none"
        message = f"osm_app is for one model below {pytestconfig.rootpath}; there are: {there}"
        pytest.fail(message, pytrace=False)
    return osm_apps(models[0])


class OsmRun:
    """One pytest run with model checks in it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.models = 0
        self.asked = {
            config.invocation_params.dir / each.partition("::")[0] for each in config.args
        }
        self.told: list[str] = []
        self.lines: list[str] = []
        self._report: Report | None = None
        self.outputs = tuple(self._outputs())
        self._register_markers({rule.code: rule.summary for rule in _installed_rules()})

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Stay out of what Mendix keeps beside a model: thousands of files, and no tests.

        Only an export may be asked for, by its own name.
        """
        from pytest_osm.readers.discovery import is_beside_model, is_export  # noqa: PLC0415

        if not collection_path.is_dir() or not is_beside_model(collection_path):
            return None
        return None if collection_path in self.asked and is_export(collection_path) else True

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Collect .mpr files, and the exports of models."""
        from pytest_osm.readers.discovery import is_model  # noqa: PLC0415

        if not is_model(file_path):
            return None
        self.models += 1
        self._register_markers({"xdist_group": "keep a model on one worker"})
        return ModelFile.from_parent(parent, path=file_path, run=self)

    def plan(self, path: Path) -> Plan:
        """The checks of a model, with rules from the conftest.py files above it."""
        from pytest_osm.configuration.schema import assuming, without_acceptances  # noqa: PLC0415
        from pytest_osm.engine import plan_checks  # noqa: PLC0415

        settings = assuming(self._configured(path), self.config.getoption("--osm-assume"))
        if self.config.getoption("--osm-no-accept"):
            settings = without_acceptances(settings)
        plan = plan_checks(path, settings, self._conftests(path))
        self._register_markers({check.rule.code: check.rule.summary for check in plan.checks})
        return plan

    def _configured(self, path: Path) -> Settings:
        """The configuration of a model as this run wants it."""
        from attrs import evolve  # noqa: PLC0415

        from pytest_osm.configuration.locate import settings_for  # noqa: PLC0415

        settings = settings_for(path)
        is_distrusted = self.config.getoption("--osm-no-plugins")
        plugins = () if is_distrusted else settings.plugins
        return evolve(settings, plugins=plugins, cache=_cache(self.config))

    def _conftests(self, path: Path) -> tuple[ModuleType, ...]:
        above = [
            plugin
            for plugin in self.config.pluginmanager.get_plugins()
            if Path(file := getattr(plugin, "__file__", None) or "").name == "conftest.py"
            and Path(file).parent in path.parents
        ]
        return tuple(sorted(above, key=lambda conftest: str(conftest.__file__)))

    def _register_markers(self, markers: dict[str, str]) -> None:
        known = {line.partition(":")[0] for line in self.config.getini("markers")}
        for name in markers.keys() - known:
            self.config.addinivalue_line("markers", f"{name}: {markers[name]}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Do not let a run pass that was asked for a check and met no model."""
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["osm_models"] = self.models
            return
        if self._misses_model and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
        self._write(session)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear from a worker of pytest-xdist how many models it has seen."""
        seen = getattr(node, "workeroutput", {}).get("osm_models", 0)
        self.models = max(self.models, seen)

    def _outputs(self) -> Iterator[Output]:
        """The files that are asked for; the terminal belongs to pytest."""
        from pytest_osm.errors import OsmError  # noqa: PLC0415
        from pytest_osm.extension.loading import load_plugins  # noqa: PLC0415
        from pytest_osm.reporters.output import outputs_of  # noqa: PLC0415
        from pytest_osm.terminal.printable import printable  # noqa: PLC0415

        texts = list(self.config.getoption("--osm-output"))
        if page := self.config.getoption("--osm-report"):
            texts.append(f"html={page}")
        if not texts:
            return
        root = self.config.rootpath / "model"
        try:
            plugins = load_plugins(self._configured(root).plugins, self._conftests(root))
            outputs = tuple(outputs_of(texts, plugins.reporters))
        except OsmError as error:
            raise pytest.UsageError(printable(str(error))) from error
        for each in outputs:
            if each.path is None:
                message = f"--osm-output {each.reporter.name} needs a file: FORMAT=PATH"
                raise pytest.UsageError(message)
            yield each

    def _write(self, session: pytest.Session) -> None:
        from pytest_osm.errors import UsageError  # noqa: PLC0415
        from pytest_osm.reporters.output import of_github  # noqa: PLC0415
        from pytest_osm.reporters.reporter import Screen  # noqa: PLC0415
        from pytest_osm.terminal.printable import printable  # noqa: PLC0415

        for each in (*self.outputs, *of_github(os.environ)):
            try:
                if each.path is None:
                    self.lines += each.reporter.render(self.report(), Screen())
                else:
                    each.write(self.report())
                    self.lines.append(f"wrote {each.path}")
            except UsageError as error:
                session.exitstatus = pytest.ExitCode.USAGE_ERROR
                self.lines.append(printable(str(error)))

    @property
    def needs_overview(self) -> bool:
        """Whether a report is wanted that shows more than findings."""
        return any(each.reporter.needs_overview for each in self.outputs)

    @property
    def _misses_model(self) -> bool:
        return self.config.getoption("--osm") and not self.models

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Send what an item found along with the report on it, which may travel."""
        report = yield
        if call.when == "call" and isinstance(item, OsmItem):
            report.osm = item.told  # type: ignore[attr-defined]  # reports take what they are given
            if report.skipped and isinstance(report.longrepr, tuple):
                # Where it is, not where it was raised; pytest takes no line for an answer.
                place = (item.model, None, report.longrepr[2])
                report.longrepr = place  # type: ignore[assignment]
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what an item found, wherever it ran."""
        if told := getattr(report, "osm", ""):
            self.told.append(told)

    def report(self) -> Report:
        """What all checks came to that have run; asked for when they have.

        No property: pytest looks at the attributes of its plugins when it registers them.
        """
        from pytest_osm.reporters.report import ModelReport, Report  # noqa: PLC0415
        from pytest_osm.reporters.report_json import loads  # noqa: PLC0415

        if self._report is None:
            self._report = Report.merged(map(loads, self.told))
            if self._misses_model:
                missing = ModelReport(str(self.config.rootpath), error=_NO_MODEL)
                self._report = Report((missing,))
        return self._report

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Close with the numbers, and with the lists behind them if asked to."""
        from pytest_osm.reporters.formats.text import summary_lines  # noqa: PLC0415

        if self.config.option.collectonly:
            return
        terminalreporter.section("osm")
        if not self.models:
            terminalreporter.line(_NO_MODEL, red=self._misses_model)
            return
        width = self.config.get_terminal_writer().fullwidth
        lines = [*summary_lines(self.report().counts, width), *self._notes()]
        if self.config.getoption("--osm-verbose"):
            lines += self._details()
        lines += self.lines
        for line in lines:
            terminalreporter.line(line)

    def _notes(self) -> Iterator[str]:
        from pytest_osm.terminal.printable import printable  # noqa: PLC0415

        for model in self.report().models:
            yield from (printable(f"{model.path}: {note}") for note in model.notes)

    def _details(self) -> Iterator[str]:
        from pytest_osm.checking.verdict import Status  # noqa: PLC0415
        from pytest_osm.reporters.formats.text import hidden_details  # noqa: PLC0415
        from pytest_osm.terminal.printable import printable  # noqa: PLC0415

        unseen = (Status.BELOW_FAIL_ON, Status.BELOW_MIN_CONFIDENCE, Status.HIDDEN)
        for model in self.report().models:
            for label, text in hidden_details(model, statuses=unseen):
                yield printable(f"{model.path}: {label}: {text}")


class ModelFile(pytest.File):
    """A model; its items are grouped by profile."""

    def __init__(self, *, run: OsmRun, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.osm_run = run

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Read version and navigation, and no more.

        A model in trouble is one failing item: raising here would end the whole run.
        """
        from pytest_osm.reporters.report import ModelReport  # noqa: PLC0415

        try:
            plan = self.osm_run.plan(self.path)
        except Exception as error:  # noqa: BLE001 - it is raised again when the item runs
            report = ModelReport(self.nodeid, error=str(error))
            yield MessageItem.of(self, "configuration", report, error)
            return
        yield from self._items(plan, ModelReport.of(self.nodeid, plan))

    def _items(self, plan: Plan, report: ModelReport) -> Iterator[pytest.Item | pytest.Collector]:
        from attrs import evolve  # noqa: PLC0415

        from pytest_osm.checking.verdict import unmatched_acceptances  # noqa: PLC0415
        from pytest_osm.terminal.printable import printable  # noqa: PLC0415

        if plan.is_readable and not plan.offline_profiles:
            yield MessageItem.of(self, "no-offline-profile", report)
        names: Counter[str] = Counter()
        by_profile: dict[int, list[Check]] = {}
        for check in plan.checks:
            by_profile.setdefault(id(check.profile), []).append(check)
        for checks in by_profile.values():
            if checks[0].profile is None:
                yield from (CheckItem.of(self, check, plan) for check in checks)
                continue
            name = printable(checks[0].profile_name).replace("::", ":")
            name = name.translate(_UNSAFE_IN_NODE_IDS)
            names[name] += 1
            unique = name if names[name] == 1 else f"{name}-{names[name]}"
            yield ProfileNode.from_parent(self, name=unique, checks=checks, plan=plan)
        if stale := unmatched_acceptances(plan):
            error = OsmFailure("\n".join(stale))
            yield MessageItem.of(
                self, "acceptances", evolve(report, unmatched_acceptances=stale), error
            )


class ProfileNode(pytest.Collector):
    """A navigation profile of a model."""

    def __init__(self, *, checks: list[Check], plan: Plan, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.checks = checks
        self.plan = plan
        self.needs_overview = False

    def collect(self) -> Iterator[pytest.Item]:
        """One item per rule."""
        for check in self.checks:
            yield CheckItem.of(self, check, self.plan)


class OsmItem(pytest.Item):
    """An item about a model; `told` is what it found, a report as JSON."""

    told = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.add_marker(pytest.mark.osm)
        self.add_marker(pytest.mark.xdist_group(name=self.model))

    @property
    def model(self) -> str:
        """The path of the model as it stands in node ids."""
        return self.nodeid.partition("::")[0]

    def tell(self, report: ModelReport) -> None:
        """Have a report join that of the whole run."""
        from pytest_osm.reporters.report_json import dumps  # noqa: PLC0415

        self.told = dumps(report)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where and what: models have no lines."""
        return self.path, None, self.nodeid.partition("::")[2]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Findings and mistakes of the user as plain text, everything else with its traceback."""
        from pytest_osm.checking.findings import RuleCrash  # noqa: PLC0415
        from pytest_osm.errors import OsmError  # noqa: PLC0415
        from pytest_osm.terminal.printable import printable_lines  # noqa: PLC0415

        if isinstance(excinfo.value, RuleCrash):
            cause = "".join(format_exception(excinfo.value.__cause__))
            return printable_lines(f"{excinfo.value}\n\n{cause}")
        if isinstance(excinfo.value, (OsmError, OsmFailure)):
            return printable_lines(str(excinfo.value))
        return super().repr_failure(excinfo, style)


class MessageItem(OsmItem):
    """An item that says something about a model: by passing, or by raising an error."""

    def __init__(self, *, report: ModelReport, error: Exception | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.report = report
        self.error = error

    @classmethod
    def of(
        cls,
        parent: pytest.Collector,
        name: str,
        report: ModelReport,
        error: Exception | None = None,
    ) -> MessageItem:
        """The item that tells a report, and raises an error if there is one."""
        item: MessageItem = cls.from_parent(parent, name=name, report=report, error=error)
        return item

    def runtest(self) -> None:
        """Tell the report, and raise the error."""
        self.tell(self.report)
        if self.error is not None:
            raise self.error


class CheckItem(OsmItem):
    """One rule on one profile."""

    def __init__(self, *, check: Check, plan: Plan, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        from pytest_osm.checking.verdict import acceptances_for, baselined  # noqa: PLC0415
        from pytest_osm.timing import today  # noqa: PLC0415

        self.check = check
        self.plan = plan
        self.extra_keyword_matches.add(check.rule.slug)
        self.add_marker(getattr(pytest.mark, check.rule.code))
        entries = acceptances_for(check, plan.settings)
        valid = [entry.reason for entry in entries if not entry.is_expired(today())]
        valid += dict.fromkeys(plan.baseline.reason_of(each) for each in baselined(check, plan))
        if valid:
            reason = "; ".join(valid)
            self.add_marker(pytest.mark.xfail(raises=AcceptedFindings, strict=True, reason=reason))

    @classmethod
    def of(cls, parent: pytest.Collector, check: Check, plan: Plan) -> CheckItem:
        """The item of a check, named after its rule."""
        item: CheckItem = cls.from_parent(parent, name=check.rule.code, check=check, plan=plan)
        return item

    def runtest(self) -> None:
        """Run the check; raise what it found."""
        from attrs import evolve  # noqa: PLC0415

        from pytest_osm.checking.findings import CheckSkipped  # noqa: PLC0415
        from pytest_osm.checking.verdict import Status, judge  # noqa: PLC0415
        from pytest_osm.errors import OsmError  # noqa: PLC0415
        from pytest_osm.reporters.report import ModelReport  # noqa: PLC0415
        from pytest_osm.timing import today  # noqa: PLC0415

        report = ModelReport.of(self.model, self.plan)
        try:
            outcome = self.check.run()
        except CheckSkipped as skip:
            self.tell(evolve(report, skipped=(str(skip),)))
            pytest.skip(self.check.skip_reason)
        except OsmError as error:  # the rule crashed, or the model went away
            self.tell(report.with_crash(self.check, str(error)))
            raise
        verdict = judge(self.check, outcome, self.plan, today())
        self.user_properties += _properties(verdict)
        profiles = (self.check.profile,) if self.check.profile else ()
        self.tell(report.with_verdicts(profiles, (verdict,), needs_overview=self._portrays()))
        listed = verdict.of(Status.BELOW_FAIL_ON, Status.BELOW_MIN_CONFIDENCE)
        if listed:
            lines = (f"{finding.grade}: {finding}" for finding in listed)
            self.add_report_section("call", "osm", "\n".join(lines))
        if verdict.is_failure:
            raise OsmFailure("\n".join(self._failure(verdict)))
        if accepted := verdict.of(Status.ACCEPTED):
            raise AcceptedFindings("\n".join(map(str, accepted)))

    def _portrays(self) -> bool:
        """Whether to portray the profile: once is enough for a process."""
        node, file = self.getparent(ProfileNode), self.getparent(ModelFile)
        if node is None or node.needs_overview or not (file and file.osm_run.needs_overview):
            return False
        node.needs_overview = True
        return True

    def _failure(self, verdict: Verdict) -> Iterator[str]:
        """The first line is what the short summary and JUnit reports show."""
        from pytest_osm.reporters.formats.text import failure_lines, headline  # noqa: PLC0415
        from pytest_osm.reporters.reporter import Screen  # noqa: PLC0415

        yield headline(verdict)
        screen = Screen(self.config.get_terminal_writer().fullwidth)
        yield from failure_lines(verdict, screen)


def _properties(verdict: Verdict) -> Iterator[tuple[str, object]]:
    """The numbers of a check for the properties of JUnit reports."""
    yield from (("osm_rule", verdict.rule.code), ("osm_profile", verdict.profile))
    yield "osm_examined", verdict.examined
    counts = Counter(each.status for each in verdict.judged)
    yield from ((f"osm_{status.value}", count) for status, count in counts.items())


def _installed_rules() -> Iterable[Any]:
    from pytest_osm.errors import OsmError  # noqa: PLC0415
    from pytest_osm.extension.loading import load_plugins  # noqa: PLC0415
    from pytest_osm.terminal.printable import printable  # noqa: PLC0415

    try:
        return load_plugins().rules
    except OsmError as error:
        raise pytest.UsageError(printable(str(error))) from error
