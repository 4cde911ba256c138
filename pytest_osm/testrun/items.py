"""Checks, and what else is to be said about a model, as what pytest runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from pytest_osm.checking.checks import Check, Plan
from pytest_osm.checking.verdict import CheckRun, Status, Verdict, run_check
from pytest_osm.engine import check_before
from pytest_osm.errors import ReadError
from pytest_osm.reporters.formats.text import failure_lines, headline
from pytest_osm.reporters.report import ModelReport
from pytest_osm.reporters.reporter import Screen
from pytest_osm.testrun.failures import OsmFailure, failure_repr
from pytest_osm.testrun.outcomes import agreed, skip_reason
from pytest_osm.timing import today


class PlannedFile(pytest.File):
    """A model with the plan of its checks.

    The plan holds all facts, from when an item asks for it until it is released.
    """

    def __init__(
        self, *, planned: Callable[[Path], Plan], needs_overview: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.planned = planned
        self.needs_overview = needs_overview
        self.portrayed: set[str] = set()

    @cached_property
    def plan(self) -> Plan:
        """The checks of the model, with only its navigation read. Errors as for `plan_checks`."""
        return self.planned(self.path)

    def release(self) -> None:
        """Let go of the model; an item that runs all the same reads it again."""
        plan: Plan | None = self.__dict__.pop("plan", None)
        if plan:
            plan.let_go()

    def takes_overview(self, profile: str) -> bool:
        """Whether the item that asks is to send the overview along: one of a process is."""
        is_first = self.needs_overview and profile not in self.portrayed
        self.portrayed.add(profile)
        return is_first


class OsmItem(pytest.Item):
    """An item about a model; `told` is what it found."""

    told: ModelReport | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fixturenames: list[str] = []  # which other plugins expect items to have
        self.add_marker(pytest.mark.osm)
        self.add_marker(pytest.mark.xdist_group(name=self.model))

    @property
    def model(self) -> str:
        """The path of the model as it stands in node ids."""
        return self.nodeid.partition("::")[0]

    @property
    def file(self) -> PlannedFile:
        """The model."""
        return cast("PlannedFile", self.getparent(PlannedFile))

    def tell_unrun(self, reason: str) -> None:
        """Have the whole run know of it although it does not run."""

    def found(self, report: pytest.TestReport) -> ModelReport | None:
        """What it found, as far as a report of pytest goes, which gets its properties."""
        if report.when == "setup" and report.skipped:
            self.tell_unrun(skip_reason(report))
        elif report.when != "call":
            return None
        if report.skipped and isinstance(report.longrepr, tuple):
            # Where it is, not where it was raised.
            report.longrepr = (self.model, 1, report.longrepr[2])
        told, self.told = self.told, None  # a rerun tells its own
        if told:
            told = agreed(told, report)
            others = (each for each in self.user_properties if not each[0].startswith("osm_"))
            ours = (each for verdict in told.verdicts for each in _properties(verdict))
            self.user_properties[:] = report.user_properties[:] = [*others, *ours]
        return told

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where and what: models have no lines, but pytest wants to count from one."""
        return self.path, 0, self.nodeid.partition("::")[2]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Findings and mistakes of the user as plain text, everything else with its traceback."""
        return failure_repr(excinfo, self.path) or super().repr_failure(excinfo, style)


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
        self.told = self.report
        if self.error is not None:
            raise self.error

    def tell_unrun(self, reason: str) -> None:  # noqa: ARG002
        """Tell why there is no verdict, if there is none."""
        self.told = self.report if self.report.error else None


class StrictItem(OsmItem):
    """Fails when anything of a model was left out."""

    def __init__(self, *, report: ModelReport, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.report = report

    def runtest(self) -> None:
        """Tell what was left out, which may take all facts."""
        plan = self.file.plan
        skipped = tuple(filter(None, (check.skip_message for check in plan.checks)))
        report = replace(self.report.with_verdicts(plan.offline_profiles, ()), skipped=skipped)
        self.told = report
        if report.obstacles:
            raise OsmFailure("\n".join(report.obstacles))


class CheckItem(OsmItem):
    """One rule on one profile; its number is that of the check in the plan of the model."""

    def __init__(self, *, number: int, slug: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.number = number
        self.slug = slug
        self.extra_keyword_matches.add(slug)
        self.add_marker(getattr(pytest.mark, self.name))

    @classmethod
    def of(cls, parent: pytest.Collector, number: int, check: Check) -> CheckItem:
        """The item of a check, named after its rule."""
        rule = check.rule
        item: CheckItem = cls.from_parent(parent, name=rule.code, number=number, slug=rule.slug)
        return item

    @property
    def check(self) -> Check:
        """The check; ReadError when the model has changed so much that there is none such."""
        checks = self.file.plan.checks
        if self.number >= len(checks) or checks[self.number].rule.code != self.name:
            raise ReadError(self.path, "was written while it was checked", "check it again")
        return checks[self.number]

    def runtest(self) -> None:
        """Run the check, tell what came of it, and raise what it found."""
        run = self._run()
        if run.error:  # the rule crashed, or the model went away
            raise run.error
        if run.verdict is None:
            pytest.skip(run.check.skip_reason)
        self._raise(run.verdict)

    def tell_unrun(self, reason: str) -> None:
        """Have the rule be among those that were skipped; a model without verdict says so."""
        if self.check.profile is None:
            self._run()
            return
        report = ModelReport.of(self.model, self.file.plan)
        self.told = replace(report, skipped=(f"{self.name} {self.slug}: {reason}",))

    def _run(self) -> CheckRun:
        """Run the check, and tell what came of it."""
        check, plan = self.check, self.file.plan
        before, notes = check_before(check)
        run = run_check(check, plan, today(), before)
        report = ModelReport.of(self.model, plan)
        is_portrayed = bool(run.verdict) and self.file.takes_overview(check.profile_name)
        report = report.with_run(run, needs_overview=is_portrayed)
        self.told = replace(report, notes=(*report.notes, *notes))
        return run

    def _raise(self, verdict: Verdict) -> None:
        """Show what does not fail, and fail with what does."""
        listed = verdict.of(Status.MINOR, Status.UNSURE)
        if listed:
            text = "\n".join(f"{finding.grade}: {finding}" for finding in listed)
            self.add_report_section("call", "osm", text)
        if verdict.is_failure:
            layout = self.config.getoption("--osm-format")
            width = self.config.get_terminal_writer().fullwidth
            screen = Screen(width, layout=layout, group_by="document")
            # The first line is what the short summary and JUnit reports show.
            lines = (headline(verdict), *failure_lines(verdict, screen))
            raise OsmFailure("\n".join(lines))
        accepted = [each for each in verdict.judged if each.status is Status.ACCEPTED]
        if accepted:
            pytest.xfail("; ".join(dict.fromkeys(each.reason for each in accepted)))


def _properties(verdict: Verdict) -> Iterator[tuple[str, object]]:
    """The numbers of a check for the properties of JUnit reports."""
    yield from (("osm_rule", verdict.rule.code), ("osm_profile", verdict.profile))
    yield "osm_examined", verdict.examined
    counts = Counter(each.status for each in verdict.judged)
    yield from ((f"osm_{status.name.lower()}", count) for status, count in counts.items())
