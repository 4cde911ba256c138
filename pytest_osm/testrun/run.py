"""One run of pytest that may meet models: which files are models, what was told, how it closes.

This module is loaded in every run with checks, so it imports little. What takes part in collecting
and running the items of models is `pytest_osm.testrun.models`, from the first model on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pytest_osm.readers.discovery import is_beside_model, is_export, is_model
from pytest_osm.terminal.abilities import PLAIN_FORMS
from pytest_osm.testrun.undisturbed import undisturbed

if TYPE_CHECKING:
    from pytest_osm.reporters.output import Output
    from pytest_osm.reporters.report import ModelReport, Report
    from pytest_osm.testrun.models import ModelRun

_ON_GITHUB = frozenset({"GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"})  # see `of_github`
_NO_MODEL = "no Mendix model (.mpr) was found"


class OsmRun:
    """One run of pytest that may meet models; `told` are reports on them, in parts."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.models_of_workers = 0  # of pytest-xdist
        self.told: list[ModelReport] = []
        self.lines: list[str] = []
        self.asked = {
            config.invocation_params.dir / each.partition("::")[0] for each in config.args
        }
        self.outputs = tuple(self._outputs())
        self._models: ModelRun | None = None
        self._report: Report | None = None

    def models(self) -> ModelRun:
        """What takes part in the run from the first model on.

        No property, nor is `report`: pytest looks at all attributes of its plugins.
        """
        if self._models is None:
            with undisturbed():
                from pytest_osm.testrun.models import ModelRun  # noqa: PLC0415

            needs_overview = any(each.reporter.needs_overview for each in self.outputs)
            self._models = ModelRun(self.config, self.told, needs_overview=needs_overview)
            self.config.pluginmanager.register(self._models, "osm-models")
        return self._models

    def number_of_models(self) -> int:
        """How many models this process or a worker has opened; others only lie beside tests."""
        return len(self._models.opened) if self._models else self.models_of_workers

    def report(self) -> Report:
        """What all checks came to that have run; asked for when they have."""
        from pytest_osm.reporters.report import Report  # noqa: PLC0415
        from pytest_osm.testrun.closing import failed  # noqa: PLC0415

        if self._report is None:
            missing = failed(str(self.config.rootpath), _NO_MODEL)
            self._report = missing if self._misses_model() else Report.merged(self.told)
        return self._report

    def pytest_sessionstart(self) -> None:
        """Let signs that the terminal lacks be shown in a plain form.

        pytest would show the whole failure that has one as a single line of escapes.
        """
        with suppress(AttributeError):  # of what is no stream of text
            stream: Any = self.config.get_terminal_writer()._file  # noqa: SLF001
            stream.reconfigure(errors=PLAIN_FORMS)

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
        return self.models().collected(file_path, parent)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what an item found in another process; workers of pytest-xdist pass it on."""
        told = getattr(report, "osm", "")
        if told and not hasattr(self.config, "workeroutput"):
            self._hear(told)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear from a worker of pytest-xdist how many models it met, and which have no verdict."""
        models, told = getattr(node, "workeroutput", {}).get("osm", (0, ()))
        self.models_of_workers = max(self.models_of_workers, models)
        self._hear(*told)

    def _hear(self, *told: str) -> None:
        from pytest_osm.reporters.report_json import loads  # noqa: PLC0415 - 20 ms

        self.told += map(loads, told)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Do not let a run pass that was asked for a check, and met no model or got no verdict."""
        if hasattr(self.config, "workeroutput"):
            from pytest_osm.reporters.report_json import dumps  # noqa: PLC0415 - 20 ms

            self.config.workeroutput["osm"] = self.number_of_models(), [*map(dumps, self.told)]
        elif not self.config.option.collectonly:
            session.exitstatus = self._exit_status(exitstatus)
            self._write(session)

    def _exit_status(self, exit_status: int) -> int:
        if exit_status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return exit_status
        if self._misses_model():
            return pytest.ExitCode.NO_TESTS_COLLECTED
        if self.told and self.report().counts.without_verdict:
            return pytest.ExitCode.TESTS_FAILED
        return exit_status

    def _write(self, session: pytest.Session) -> None:
        if not (self.outputs or _ON_GITHUB.intersection(os.environ)):
            return
        from pytest_osm.errors import UsageError  # noqa: PLC0415
        from pytest_osm.terminal.printable import printable  # noqa: PLC0415
        from pytest_osm.testrun.closing import written  # noqa: PLC0415

        try:
            for line in written(self.outputs, self.report()):
                self.lines.append(line)
        except UsageError as error:
            session.exitstatus = pytest.ExitCode.USAGE_ERROR
            self.lines.append(printable(str(error)))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Close with the numbers, and with the lists behind them if asked to."""
        if self.config.option.collectonly:
            return
        terminalreporter.section("osm")
        if self.number_of_models():
            from pytest_osm.testrun.closing import section_lines  # noqa: PLC0415

            width = self.config.get_terminal_writer().fullwidth
            is_verbose = self.config.getoption("--osm-verbose")
            for line in section_lines(self.report(), width, is_verbose=is_verbose):
                terminalreporter.line(line)
        else:
            terminalreporter.line(_NO_MODEL, red=self._misses_model())
        for line in self.lines:
            terminalreporter.line(line)

    def _misses_model(self) -> bool:
        return self.config.getoption("--osm") and not self.number_of_models()

    def _outputs(self) -> Iterator[Output]:
        """The files that are asked for; pytest.UsageError for unknown formats."""
        texts = list(self.config.getoption("--osm-output"))
        if page := self.config.getoption("--osm-report"):
            texts.append(f"html={page}")
        if texts:
            from pytest_osm.testrun.planning import Planner  # noqa: PLC0415

            yield from Planner(self.config).outputs(texts)
