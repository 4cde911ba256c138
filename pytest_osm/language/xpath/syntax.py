"""What a parsed XPath constraint is made of. Positions are offsets into its text."""

from __future__ import annotations

from typing import TypeAlias

from pytest_osm.records import Record


class Literal(Record, frozen=True, eq=True):
    """A text, a number, or a token like [%CurrentUser%]."""

    text: str


class Variable(Record, frozen=True, eq=True):
    """A variable of the nanoflow or page, with the path to a member of it, if any."""

    name: str
    members: tuple[str, ...] = ()


class PathSegment(Record, frozen=True, eq=True):
    """A segment of a path: an association, an entity or an attribute, with its predicates."""

    name: str
    position: int
    predicates: tuple[Expression, ...] = ()

    @property
    def is_qualified(self) -> bool:
        """Whether it is an association or an entity; attributes have no module."""
        return "." in self.name


class Path(Record, frozen=True, eq=True):
    """A path from the object that is constrained."""

    segments: tuple[PathSegment, ...]


class Operation(Record, frozen=True, eq=True):
    """An operator or a function, with its operands."""

    operator: str
    operands: tuple[Expression, ...]


Expression: TypeAlias = "Literal | Variable | Path | Operation"
