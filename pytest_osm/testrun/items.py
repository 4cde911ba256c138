"""Models, profiles and checks as what pytest collects and runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from attrs import evolve

from pytest_osm.checking.checks import Check, Plan
from pytest_osm.checking.findings import RuleCrash
from pytest_osm.checking.verdict import (
    Status,
    Verdict,
    acceptances_for,
    baselined,
    run_check,
    unmatched_acceptances,
)
from pytest_osm.errors import OsmError
from pytest_osm.reporters.formats.text import failure_lines, headline
from pytest_osm.reporters.report import ModelReport
from pytest_osm.reporters.report_json import dumps
from pytest_osm.reporters.reporter import Screen
from pytest_osm.terminal.printable import printable, printable_lines
from pytest_osm.timing import today

_UNSAFE_IN_NODE_IDS = str.maketrans({"[": "(", "]": ")", "/": "|", "\\": "|"})


class OsmFailure(Exception):
    """A check found something that counts; the text is the whole report on it."""


class AcceptedFindings(OsmFailure):
    """All that a check found is accepted in the configuration."""


class ModelFile(pytest.File):
    """A model; its items are grouped by profile."""

    def __init__(
        self, *, plan: Callable[[Path], Plan], needs_overview: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.needs_overview = needs_overview

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Read version and navigation, and no more.

        A model in trouble is one failing item: raising here would end the whole run.
        """
        try:
            plan = self.plan(self.path)
        except Exception as error:  # noqa: BLE001 - it is raised again when the item runs
            report = ModelReport(self.nodeid, error=str(error))
            yield MessageItem.of(self, "configuration", report, error)
            return
        yield from self._items(plan, ModelReport.of(self.nodeid, plan))

    def _items(self, plan: Plan, report: ModelReport) -> Iterator[pytest.Item | pytest.Collector]:
        if plan.is_readable and not plan.offline_profiles:
            yield MessageItem.of(self, "no-offline-profile", report)
        if plan.is_readable:
            yield from self._profiles(plan)
        else:
            yield from (CheckItem.of(self, check, plan) for check in plan.checks)
        if plan.settings.strict and plan.is_readable:
            yield StrictItem.from_parent(self, name="strict", plan=plan, report=report)
        if unmatched := unmatched_acceptances(plan):
            error = OsmFailure("\n".join(unmatched))
            report = evolve(report, unmatched_acceptances=unmatched)
            yield MessageItem.of(self, "acceptances", report, error)

    def _profiles(self, plan: Plan) -> Iterator[pytest.Collector]:
        names: Counter[str] = Counter()
        for _, group in groupby(plan.checks, key=lambda check: id(check.profile)):
            checks = list(group)
            name = printable(checks[0].profile_name).replace("::", ":")
            name = name.translate(_UNSAFE_IN_NODE_IDS)
            names[name] += 1
            unique = name if names[name] == 1 else f"{name}-{names[name]}"
            yield ProfileNode.from_parent(
                self, name=unique, checks=checks, plan=plan, needs_overview=self.needs_overview
            )


class ProfileNode(pytest.Collector):
    """A navigation profile of a model."""

    def __init__(
        self, *, checks: list[Check], plan: Plan, needs_overview: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.checks = checks
        self.plan = plan
        self._needs_overview = needs_overview

    def collect(self) -> Iterator[pytest.Item]:
        """One item per rule."""
        for check in self.checks:
            yield CheckItem.of(self, check, self.plan)

    def takes_overview(self) -> bool:
        """Whether the item that asks is to send the overview along: one of a process is."""
        needed, self._needs_overview = self._needs_overview, False
        return needed


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
        self.told = dumps(report)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where and what: models have no lines."""
        return self.path, None, self.nodeid.partition("::")[2]

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Findings and mistakes of the user as plain text, everything else with its traceback."""
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


class StrictItem(OsmItem):
    """Fails when anything of a model was left out."""

    def __init__(self, *, plan: Plan, report: ModelReport, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.plan = plan
        self.report = report

    def runtest(self) -> None:
        """Tell what was left out, which may take all facts."""
        skipped = tuple(filter(None, (check.skip_message for check in self.plan.checks)))
        report = evolve(self.report.with_verdicts(self.plan.offline_profiles, ()), skipped=skipped)
        self.tell(report)
        if report.obstacles:
            raise OsmFailure("\n".join(report.obstacles))


class CheckItem(OsmItem):
    """One rule on one profile."""

    def __init__(self, *, check: Check, plan: Plan, **kwargs: Any) -> None:
        super().__init__(**kwargs)
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
        """Run the check, tell what came of it, and raise what it found."""
        run = run_check(self.check, self.plan, today())
        report = ModelReport.of(self.model, self.plan)
        needs_overview = bool(run.verdict) and self._takes_overview()
        self.tell(report.with_run(run, needs_overview=needs_overview))
        if run.error:  # the rule crashed, or the model went away
            raise run.error
        if run.verdict is None:
            pytest.skip(self.check.skip_reason)
        self.user_properties += _properties(run.verdict)
        self._raise(run.verdict)

    def _takes_overview(self) -> bool:
        node = self.getparent(ProfileNode)
        return node is not None and node.takes_overview()

    def _raise(self, verdict: Verdict) -> None:
        """Show what does not fail, and fail with what does."""
        listed = verdict.of(Status.BELOW_FAIL_ON, Status.BELOW_MIN_CONFIDENCE)
        if listed:
            text = "\n".join(f"{finding.grade}: {finding}" for finding in listed)
            self.add_report_section("call", "osm", text)
        if verdict.is_failure:
            screen = Screen(self.config.get_terminal_writer().fullwidth)
            # The first line is what the short summary and JUnit reports show.
            lines = (headline(verdict), *failure_lines(verdict, screen))
            raise OsmFailure("\n".join(lines))
        if accepted := verdict.of(Status.ACCEPTED):
            raise AcceptedFindings("\n".join(map(str, accepted)))


def _properties(verdict: Verdict) -> Iterator[tuple[str, object]]:
    """The numbers of a check for the properties of JUnit reports."""
    yield from (("osm_rule", verdict.rule.code), ("osm_profile", verdict.profile))
    yield "osm_examined", verdict.examined
    counts = Counter(each.status for each in verdict.judged)
    yield from ((f"osm_{status.name.lower()}", count) for status, count in counts.items())
