"""What a parsed expression is made of, and what follows from its being true or false."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeAlias

from pytest_osm.records import Record


class KnownOutcome(NamedTuple):
    """A variable and a value: while the variable has that value, the thing in question holds."""

    variable: str
    value: bool


class Variable(Record, frozen=True):
    """A variable, whole: `$IsConnected`."""

    name: str


class Constant(Record, frozen=True):
    """true or false."""

    value: bool


class Not(Record, frozen=True):
    """The opposite of an expression."""

    operand: Expression


class All(Record, frozen=True):
    """`and`."""

    parts: tuple[Expression, ...]


class Any(Record, frozen=True):
    """`or`."""

    parts: tuple[Expression, ...]


class Choice(Record, frozen=True):
    """`if … then … else …`."""

    condition: Expression
    then: Expression
    otherwise: Expression


class Opaque(Record, frozen=True):
    """Anything whose truth depends on something else."""


Expression: TypeAlias = "Variable | Constant | Not | All | Any | Choice | Opaque"


def implies(
    expression: Expression, known: AbstractSet[KnownOutcome], *, outcome: bool = True
) -> bool:
    """Whether the thing in question must hold where an expression has an outcome.

    What can never be is followed by anything: `false` being true implies everything.
    """

    def of(part: Expression, *, outcome: bool = outcome) -> bool:
        return implies(part, known, outcome=outcome)

    if isinstance(expression, Variable):
        return (expression.name, outcome) in known
    if isinstance(expression, Constant):
        return expression.value is not outcome
    if isinstance(expression, Not):
        return of(expression.operand, outcome=not outcome)
    if isinstance(expression, (All, Any)):
        parts = (of(part) for part in expression.parts)
        return any(parts) if isinstance(expression, All) is outcome else all(parts)
    if isinstance(expression, Choice):
        return (of(expression.condition, outcome=True) or of(expression.then)) and (
            of(expression.condition, outcome=False) or of(expression.otherwise)
        )
    return False
