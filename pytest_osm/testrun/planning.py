"""What a run of pytest checks in each model: its configuration as options and pytest have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType

import pytest
from msgspec import field
from msgspec.structs import replace

from pytest_osm.checking.checks import Plan
from pytest_osm.checking.mistakes import Mistakes
from pytest_osm.configuration.adjusting import assuming, within, without_acceptances
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance, Settings
from pytest_osm.engine import plan_checks
from pytest_osm.errors import OsmError
from pytest_osm.extension.loading import load_plugins
from pytest_osm.readers.comparison_model import ComparisonModel, compared
from pytest_osm.records import Record
from pytest_osm.reporters.output import Output, outputs_of
from pytest_osm.reporters.reporter import Reporter
from pytest_osm.terminal.printable import printable
from pytest_osm.testrun.run_cache import run_cache

XFAIL_OPTION = "osm_xfail"


class Planner(Record, frozen=True):
    """Plans the checks of one model after the other, for one run of pytest."""

    config: pytest.Config
    mistakes: Mistakes = field(default_factory=Mistakes)
    _bases: dict[Path, ComparisonModel | None] = field(default_factory=dict)
    _files_of_bases: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """Close what is open when pytest ends."""
        self.config.add_cleanup(self._files_of_bases.close)

    def plan(self, path: Path) -> Plan:
        """The checks of a model, with rules from the conftest.py files above it."""
        settings = self.settings(path)
        settings = replace(settings, xfail=(*settings.xfail, *self.acceptances()))
        if self.config.getoption("--osm-no-accept") or self.config.getoption("--runxfail"):
            settings = without_acceptances(settings)
        modules, documents, entities = (
            self.config.getoption(f"--osm-{what}") for what in ("module", "document", "entity")
        )
        settings = within(settings, modules, documents, entities, "--osm-{}")
        if self.config.getoption("--osm-strict"):
            settings = replace(settings, strict=True)
        plan = plan_checks(path, settings, self.conftests(path), base=self._base(path))
        self.mistakes.add(plan)
        return plan

    def _base(self, path: Path) -> ComparisonModel | None:
        """What a model is compared with, which is there until the run ends."""
        if path not in self._bases:
            base, base_path = map(self.config.getoption, ("--osm-base", "--osm-base-path"))
            before = self._files_of_bases.enter_context(compared(path, base, base_path))
            self._bases[path] = before
        return self._bases[path]

    def settings(self, path: Path) -> Settings:
        """The configuration of a model with what the run assumes, and only plugins it trusts."""
        settings = assuming(settings_for(path), self.config.getoption("--osm-assume"))
        is_distrusted = self.config.getoption("--osm-no-plugins")
        plugins = () if is_distrusted else settings.plugins
        return replace(settings, plugins=plugins, cache=run_cache(self.config))

    def conftests(self, path: Path) -> tuple[ModuleType, ...]:
        """The conftest.py files above a model, each of which may have rules."""
        above = [
            plugin
            for plugin in self.config.pluginmanager.get_plugins()
            if Path(file := getattr(plugin, "__file__", None) or "").name == "conftest.py"
            and Path(file).parent in path.parents
        ]
        return tuple(sorted(above, key=lambda conftest: str(conftest.__file__)))

    def acceptances(self) -> tuple[Acceptance, ...]:
        """The lines of `osm_xfail`; ConfigurationError for one that says too little."""
        source = self.config.inipath or Path(XFAIL_OPTION)
        lines = self.config.getini(XFAIL_OPTION)
        return tuple(_acceptance(Node(source, line)) for line in lines if line.strip())

    def outputs(self, texts: Iterable[str]) -> Iterator[Output]:
        """The files that are asked for; the terminal belongs to pytest. pytest.UsageError."""
        try:
            outputs = tuple(outputs_of(texts, self._reporters()))
        except OsmError as error:
            raise pytest.UsageError(printable(str(error))) from error
        for each in outputs:
            if each.path is None:
                message = f"--osm-output {each.reporter.name} needs a file: FORMAT=PATH"
                raise pytest.UsageError(message)
            yield each

    def _reporters(self) -> dict[str, Reporter]:
        """All formats; where a configuration has a mistake, which its models tell, our own."""
        root = self.config.rootpath / "model"
        try:
            return load_plugins(self.settings(root).plugins, self.conftests(root)).reporters
        except OsmError:
            return load_plugins().reporters


def _acceptance(line: Node) -> Acceptance:
    """The acceptance that "OSM301 NativePhone: a reason" states; the profile may be left out."""
    names, _, reason = (part.strip() for part in line.text().partition(": "))
    rule, _, profile = names.partition(" ")
    if not rule or not reason or "," in rule:
        shape = "RULE [PROFILE]: REASON, for one rule in a line"
        raise line.error(f"{XFAIL_OPTION} takes {shape}, not {line.text()!r}")
    place = f"{line.path.name}, {XFAIL_OPTION}"
    return Acceptance(Node(line.path, rule), reason, place, profile.strip(), is_of_run=True)
