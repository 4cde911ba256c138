"""What can go wrong outside the model's own content: one class per thing a caller can react to."""

from __future__ import annotations

from pathlib import Path


class OsmError(Exception):
    """The base of every error that pytest-osm raises on purpose; its text is one sentence."""


class ReadError(OsmError):
    """A model file that cannot be read: where, what is wrong with it, and what to do about it."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(path, problem, remedy)
        self.path, self.problem, self.remedy = path, problem, remedy

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; {self.remedy}"


class UnitError(OsmError):
    """One unit of a model whose contents are missing or damaged; the rest of it is readable."""

    def __init__(self, unit_id: str, problem: str) -> None:
        super().__init__(unit_id, problem)
        self.unit_id, self.problem = unit_id, problem


class ConfigurationError(OsmError):
    """A mistake in osm.yaml or [tool.osm]; line and column count from 1, 0 when unknown."""

    def __init__(self, path: Path, problem: str, line: int = 0, column: int = 0) -> None:
        super().__init__(path, problem, line, column)
        self.path, self.problem, self.line, self.column = path, problem, line, column

    def __str__(self) -> str:
        position = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path}{position}: {self.problem}"


class PluginError(OsmError):
    """A module with rules, readers or reporters that cannot be imported or registers nonsense."""


class RuleError(OsmError):
    """A rule with a malformed or taken code, or without what every rule must state."""


class UsageError(OsmError):
    """A request that cannot be fulfilled: an unknown rule, profile or path, or no model at all."""
