"""What a parsed XPath constraint is made of. Positions are offsets into its text."""

from __future__ import annotations

from typing import TypeAlias

from pytest_osm.records import frozen


@frozen(eq=True)
class Literal:
    """A text, a number, or a token like [%CurrentUser%]."""

    text: str


@frozen(eq=True)
class Variable:
    """A variable of the nanoflow or page, with the path to a member of it, if any."""

    name: str
    members: tuple[str, ...] = ()


@frozen(eq=True)
class PathSegment:
    """A segment of a path: an association, an entity or an attribute, with its predicates."""

    name: str
    position: int
    predicates: tuple[Expression, ...] = ()

    @property
    def is_qualified(self) -> bool:
        """Whether it is an association or an entity; attributes have no module."""
        return "." in self.name


@frozen(eq=True)
class Path:
    """A path from the object that is constrained."""

    segments: tuple[PathSegment, ...]


@frozen(eq=True)
class Operation:
    """An operator or a function, with its operands."""

    operator: str
    operands: tuple[Expression, ...]


Expression: TypeAlias = "Literal | Variable | Path | Operation"
