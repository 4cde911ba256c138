"""What can go wrong outside the model's own content: one class per thing a caller can react to."""

from __future__ import annotations

from pathlib import Path

from pytest_osm.records import define


class OsmError(Exception):
    """The base of every error that pytest-osm raises on purpose; its text is one sentence."""


@define  # exceptions carry a traceback that Python assigns, so they cannot be frozen
class ReadError(OsmError):
    """A model file that cannot be read: where, what is wrong with it, and what to do about it."""

    path: Path
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; {self.remedy}"


@define  # as ReadError
class UnitError(OsmError):
    """One unit of a model whose contents are missing or damaged; the rest of it is readable."""

    unit_id: str
    problem: str


@define  # as ReadError
class ConfigurationError(OsmError):
    """A mistake in osm.yaml or [tool.osm]; line and column count from 1, 0 when unknown."""

    path: Path
    problem: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        position = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path}{position}: {self.problem}"


class PluginError(OsmError):
    """A module with rules, readers or reporters that cannot be imported or registers nonsense."""


class RuleError(OsmError):
    """A rule with a malformed or taken code, or without what every rule must state."""


class UsageError(OsmError):
    """A request that cannot be fulfilled: an unknown rule, profile or path, or no model at all."""
