"""Mistakes in a configuration that only all models of a run together can show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import field

from pytest_osm.checking.checks import Plan
from pytest_osm.configuration.node import Node
from pytest_osm.errors import ConfigurationError
from pytest_osm.records import define


@define
class Mistakes:
    """Names in configurations that fit nothing. Mutable: it hears of one model after the other."""

    _of_all: dict[Path | None, Mapping[Node, ConfigurationError]] = field(factory=dict, init=False)

    def add(self, plan: Plan) -> None:
        """Keep what fits nothing in a model either; one that cannot be read says nothing."""
        if plan.is_readable:
            before = self._of_all.get(plan.settings.path, plan.unmatched)
            both = {node: before[node] for node in before if node in plan.unmatched}
            self._of_all[plan.settings.path] = both

    def require_none(self) -> None:
        """Raise ConfigurationError about the first name that fits nothing in any of the models."""
        for mistake in (each for found in self._of_all.values() for each in found.values()):
            raise mistake
