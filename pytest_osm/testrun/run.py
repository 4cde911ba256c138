"""One pytest run with model checks in it: what it collects, hears, reports and writes."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from attrs import evolve

from pytest_osm.checking.checks import Plan
from pytest_osm.checking.mistakes import Mistakes
from pytest_osm.configuration.adjusting import assuming, without_acceptances
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import plan_checks
from pytest_osm.errors import ConfigurationError, OsmError, UsageError
from pytest_osm.extension.loading import load_plugins
from pytest_osm.readers.discovery import is_beside_model, is_export, is_model
from pytest_osm.reporters.output import Output, of_github, outputs_of
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.report_json import loads
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.rule import Rule
from pytest_osm.terminal.printable import printable
from pytest_osm.testrun.items import MessageItem, ModelFile, OsmItem
from pytest_osm.testrun.run_cache import run_cache
from pytest_osm.testrun.summary import section_lines

_NO_MODEL = "no Mendix model (.mpr) was found"


class OsmRun:
    """One pytest run with model checks in it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.models = 0
        self.collected: list[ModelFile] = []
        self.asked = {
            config.invocation_params.dir / each.partition("::")[0] for each in config.args
        }
        self.mistakes = Mistakes()
        self.told: list[str] = []
        self.lines: list[str] = []
        self._report: Report | None = None
        self.outputs = tuple(self._outputs())
        self._register_markers({rule.code: rule.summary for rule in _installed_rules()})

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Stay out of what Mendix keeps beside a model: thousands of files, and no tests.

        Only an export may be asked for, by its own name.
        """
        if not collection_path.is_dir() or not is_beside_model(collection_path):
            return None
        return None if collection_path in self.asked and is_export(collection_path) else True

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """Collect .mpr files, and the exports of models."""
        if not is_model(file_path):
            return None
        self.models += 1
        self._register_markers({"xdist_group": "keep a model on one worker"})
        needs_overview = any(each.reporter.needs_overview for each in self.outputs)
        model: ModelFile = ModelFile.from_parent(
            parent, path=file_path, plan=self.plan, needs_overview=needs_overview
        )
        self.collected.append(model)
        return model

    def plan(self, path: Path) -> Plan:
        """The checks of a model, with rules from the conftest.py files above it."""
        settings = assuming(self._configured(path), self.config.getoption("--osm-assume"))
        if self.config.getoption("--osm-no-accept"):
            settings = without_acceptances(settings)
        if self.config.getoption("--osm-strict"):
            settings = evolve(settings, strict=True)
        plan = plan_checks(path, settings, self._conftests(path))
        self.mistakes.add(plan)
        self._register_markers({check.rule.code: check.rule.summary for check in plan.checks})
        return plan

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Add a failing item when a name in the configuration fits nothing in any model."""
        try:
            self.mistakes.require_none()
        except ConfigurationError as error:
            model = self.collected[-1]
            report = ModelReport(model.nodeid, error=str(error))
            items.append(MessageItem.of(model, "configuration", report, error))

    def _configured(self, path: Path) -> Settings:
        """The configuration of a model as this run wants it."""
        settings = settings_for(path)
        is_distrusted = self.config.getoption("--osm-no-plugins")
        plugins = () if is_distrusted else settings.plugins
        return evolve(settings, plugins=plugins, cache=run_cache(self.config))

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

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Close with the numbers, and with the lists behind them if asked to."""
        if self.config.option.collectonly:
            return
        terminalreporter.section("osm")
        if not self.models:
            terminalreporter.line(_NO_MODEL, red=self._misses_model)
            return
        width = self.config.get_terminal_writer().fullwidth
        is_verbose = self.config.getoption("--osm-verbose")
        for line in (*section_lines(self.report(), width, is_verbose=is_verbose), *self.lines):
            terminalreporter.line(line)

    def report(self) -> Report:
        """What all checks came to that have run; asked for when they have.

        No property: pytest looks at the attributes of its plugins when it registers them.
        """
        if self._report is None:
            self._report = Report.merged(map(loads, self.told))
            if self._misses_model:
                missing = ModelReport(str(self.config.rootpath), error=_NO_MODEL)
                self._report = Report((missing,))
        return self._report

    @property
    def _misses_model(self) -> bool:
        return self.config.getoption("--osm") and not self.models

    def _outputs(self) -> Iterator[Output]:
        """The files that are asked for; the terminal belongs to pytest."""
        texts = list(self.config.getoption("--osm-output"))
        if page := self.config.getoption("--osm-report"):
            texts.append(f"html={page}")
        if not texts:
            return
        try:
            outputs = tuple(outputs_of(texts, self._reporters()))
        except OsmError as error:
            raise pytest.UsageError(printable(str(error))) from error
        for each in outputs:
            if each.path is None:
                message = f"--osm-output {each.reporter.name} needs a file: FORMAT=PATH"
                raise pytest.UsageError(message)
            yield each

    def _reporters(self) -> Mapping[str, Reporter]:
        """All formats; where a configuration has a mistake, which its models tell, our own."""
        root = self.config.rootpath / "model"
        try:
            return load_plugins(self._configured(root).plugins, self._conftests(root)).reporters
        except OsmError:
            return load_plugins().reporters

    def _write(self, session: pytest.Session) -> None:
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


def _installed_rules() -> Iterable[Rule]:
    try:
        return load_plugins().rules
    except OsmError as error:
        raise pytest.UsageError(printable(str(error))) from error
