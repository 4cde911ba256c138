"""Models and their profiles as what pytest collects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

import pytest
from msgspec.structs import replace

from pytest_osm.checking.acceptances import unmatched_acceptances
from pytest_osm.checking.checks import Plan
from pytest_osm.reporters.report import ModelReport
from pytest_osm.terminal.printable import printable
from pytest_osm.testrun.failures import OsmFailure
from pytest_osm.testrun.items import CheckItem, MessageItem, OsmItem, PlannedFile, StrictItem
from pytest_osm.testrun.markers import rule_markers
from pytest_osm.testrun.undisturbed import undisturbed

if TYPE_CHECKING:
    from pytest_osm.facts.profile import Profile

_UNSAFE_IN_NODE_IDS = str.maketrans({"[": "(", "]": ")", "/": "|", "\\": "|"})


class ModelFile(PlannedFile):
    """A model; its items are grouped by profile. One says why there is no verdict, if need be."""

    without_verdict: OsmItem | None = None

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Read version and navigation, and no more.

        A model in trouble is one failing item: raising here would end the whole run.
        """
        try:
            plan = self.plan
        except Exception as error:  # noqa: BLE001 - it is raised again when the item runs
            report = ModelReport(self.nodeid, error=str(error))
            yield self._in_trouble(MessageItem.of(self, "configuration", report, error))
            return
        yield from self._items(plan, ModelReport.of(self.nodeid, plan))

    def _items(self, plan: Plan, report: ModelReport) -> Iterator[pytest.Item | pytest.Collector]:
        if plan.is_readable and not plan.offline_profiles:
            yield MessageItem.of(self, "no-offline-profile", report)
        if plan.is_readable:
            yield from self._profiles(plan)
        else:
            for number, check in enumerate(plan.checks):
                yield self._in_trouble(CheckItem.of(self, number, check))
        if plan.settings.strict and plan.is_readable:
            yield StrictItem.from_parent(self, name="strict", report=report)
        if unmatched := unmatched_acceptances(plan):
            error = OsmFailure("\n".join(map(str, unmatched)))
            report = replace(report, unmatched_acceptances=unmatched)
            yield MessageItem.of(self, "acceptances", report, error)

    def _in_trouble(self, item: OsmItem) -> OsmItem:
        """The item that says why there is no verdict; `-m` finds it in place of all checks."""
        for code in rule_markers():
            item.add_marker(getattr(pytest.mark, code))
        self.without_verdict = item
        return item

    def _profiles(self, plan: Plan) -> Iterator[pytest.Collector]:
        names: Counter[str] = Counter()
        numbered = enumerate(plan.checks)
        for _, group in groupby(numbered, key=lambda each: id(each[1].profile)):
            numbers = tuple(number for number, _ in group)
            name = printable(plan.checks[numbers[0]].profile_name).replace("::", ":")
            name = name.translate(_UNSAFE_IN_NODE_IDS)
            names[name] += 1
            unique = name if names[name] == 1 else f"{name}-{names[name]}"
            yield ProfileNode.from_parent(self, name=unique, numbers=numbers)


class ProfileNode(pytest.Collector):
    """A navigation profile of a model."""

    parent: ModelFile

    def __init__(self, *, numbers: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.numbers = numbers

    def collect(self) -> Iterator[pytest.Item]:
        """One item per rule."""
        checks = self.parent.plan.checks
        for number in self.numbers:
            yield CheckItem.of(self, number, checks[number])

    def setup(self) -> None:
        """Read what the profile reaches, for which no rule is to blame."""
        # The first rule that needs what cannot be read says why.
        with undisturbed(), suppress(Exception):
            profile = self.parent.plan.checks[self.numbers[0]].profile
            cast("Profile", profile).read()
