"""The part of a run of pytest that its models take: from their files to what each item tells."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import cast

import pytest

from pytest_osm.checking.checks import Plan
from pytest_osm.errors import ConfigurationError
from pytest_osm.reporters.report import ModelReport
from pytest_osm.testrun.collectors import ModelFile
from pytest_osm.testrun.items import MessageItem, OsmItem, PlannedFile
from pytest_osm.testrun.planning import Planner
from pytest_osm.testrun.undisturbed import undisturbed

_MOST_PLANS = 8  # that wait for their items from the time when these were collected


class ModelRun:
    """The models of a run; what they have to tell without an item goes to `told`."""

    def __init__(
        self, config: pytest.Config, told: list[ModelReport], *, needs_overview: bool
    ) -> None:
        self.config = config
        self.told = told
        self.process = os.getpid()
        self.needs_overview = needs_overview
        self.planner = Planner(config)
        self.files: list[ModelFile] = []
        self.opened: set[Path] = set()
        self.are_collected = False
        self.items_left: Counter[PlannedFile] = Counter()
        self._register_marker("xdist_group", "keep a model on one worker")

    def collected(self, path: Path, parent: pytest.Collector) -> ModelFile:
        """The model at a path as what pytest collects."""
        model: ModelFile = ModelFile.from_parent(
            parent, path=path, planned=self._planned, needs_overview=self.needs_overview
        )
        self.files.append(model)
        return model

    def _planned(self, path: Path) -> Plan:
        self.opened.add(path)
        with undisturbed():
            plan = self.planner.plan(path)
        if self.are_collected:
            return plan
        for file in self.files[:-_MOST_PLANS]:  # which are planned again when their items run
            file.release()
        for rule in (check.rule for check in plan.checks):
            self._register_marker(rule.code, rule.summary)
        return plan

    def _register_marker(self, name: str, text: str) -> None:
        if not any(line.startswith(f"{name}:") for line in self.config.getini("markers")):
            self.config.addinivalue_line("markers", f"{name}: {text}")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Add a failing item when a name in the configuration fits nothing in any model."""
        try:
            self.planner.mistakes.require_none()
        except ConfigurationError as error:
            model = self.files[-1]
            report = ModelReport(model.nodeid, error=str(error))
            items.append(MessageItem.of(model, "configuration", report, error))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Count the items of each model, and tell of those without verdict if nobody else does."""
        self.are_collected = True
        items = [each for each in session.items if isinstance(each, OsmItem)]
        self.items_left = Counter(each.file for each in items)
        if self._are_deselected_by_marker:
            return
        for model in self.files:
            if model.without_verdict and model.without_verdict not in items:
                model.without_verdict.tell_unrun("not selected")
                self.told.append(cast("ModelReport", model.without_verdict.told))

    @property
    def _are_deselected_by_marker(self) -> bool:
        """Whether only `-m` can have deselected items that have the markers of all rules."""
        return bool(self.config.option.markexpr and not self.config.option.keyword)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Let go of a model after its last item; reruns of an item lie in between."""
        done = yield
        if isinstance(item, OsmItem):
            self.items_left[item.file] -= 1
            if not self.items_left[item.file]:
                item.file.release()
        return done

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Tell what an item found, or send it along with the report on it, if that travels."""
        report = yield
        told = item.found(report) if isinstance(item, OsmItem) else None
        if told and (hasattr(self.config, "workeroutput") or os.getpid() != self.process):
            from pytest_osm.reporters.report_json import dumps  # noqa: PLC0415 - 20 ms

            report.osm = dumps(told)  # type: ignore[attr-defined]  # they take what they are given
        elif told:
            self.told.append(told)
        return report
