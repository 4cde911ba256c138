"""Mistakes in a configuration that only all models of a run together can show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import field

from pytest_osm.checking.acceptances import idle_acceptances
from pytest_osm.checking.checks import Plan
from pytest_osm.configuration.node import Node
from pytest_osm.errors import ConfigurationError
from pytest_osm.records import State


class Mistakes(State):
    """Names in configurations that fit nothing: it hears of one model after the other."""

    _of_files: dict[Path | None, Mapping[Node, ConfigurationError]] = field(default_factory=dict)
    _of_run: Mapping[Node, ConfigurationError] | None = None

    def add(self, plan: Plan) -> None:
        """Keep what fits nothing in a model either; one that cannot be read says nothing."""
        if plan.is_readable:
            home = plan.settings.path
            self._of_files[home] = _in_both(self._of_files.get(home), plan.unmatched)
            self._of_run = _in_both(self._of_run, idle_acceptances(plan))

    def require_none(self) -> None:
        """Raise ConfigurationError about the first name that fits nothing in any of the models."""
        for found in (*self._of_files.values(), self._of_run or {}):
            for mistake in found.values():
                raise mistake


def _in_both(
    before: Mapping[Node, ConfigurationError] | None, now: Mapping[Node, ConfigurationError]
) -> Mapping[Node, ConfigurationError]:
    """What was found for all models so far, and for one more."""
    return now if before is None else {node: before[node] for node in before if node in now}
