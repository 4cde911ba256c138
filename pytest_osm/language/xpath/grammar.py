"""The grammar of Mendix XPath constraints, put together with parsy.

parsy is imported when the first constraint is met: it takes half the time that lark does.
Source: the reference guide on XPath constraints, and the constraints of real apps.
"""

from __future__ import annotations

from parsy import ParseError, Parser, alt, forward_declaration, index, regex, seq, string

from pytest_osm.language.xpath.syntax import (
    Expression,
    Literal,
    Operation,
    Path,
    PathSegment,
    Variable,
)
from pytest_osm.records import Record

_LONGEST = 50_000  # characters, of which a real constraint has some hundred

_space = regex(r"\s*")


def _token(parser: Parser) -> Parser:
    return parser << _space


def _symbol(text: str) -> Parser:
    return _token(string(text))


def _chain(operand: Parser, operators: Parser) -> Parser:
    """Operands with operators between them, grouped to the left."""

    def group(first: Expression, rest: list[tuple[str, Expression]]) -> Expression:
        for operator, other in rest:
            first = Operation(operator, (first, other))
        return first

    return seq(operand, seq(operators, operand).map(tuple).many()).combine(group)


_name = regex(r"[A-Za-z_][\w-]*")
_qualified = regex(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?")
_text = _token(regex(r"'((?:[^']|'')*)'", group=1)).map(
    lambda text: Literal(text.replace("''", "'"))
)
_number = _token(regex(r"\d+(\.\d+)?")).map(Literal)
_placeholder = _token(regex(r"\[%\w+%\]")).map(Literal)

_expression = forward_declaration()
_predicate = _symbol("[") >> _expression << _symbol("]")
_step = _token(seq(index, _qualified << _space, _predicate.many())).combine(
    lambda position, name, predicates: PathSegment(name, position, tuple(predicates))
)
_path = (_symbol("//").optional() >> _step.sep_by(_symbol("/"), min=1)).map(
    lambda segments: Path(tuple(segments))
)
_variable = _token(seq(string("$") >> _qualified, (string("/") >> _qualified).many())).combine(
    lambda name, members: Variable(name, tuple(members))
)
_function = seq(
    _name << _space << _symbol("("), _expression.sep_by(_symbol(",")) << _symbol(")")
).combine(lambda name, arguments: Operation(name, tuple(arguments)))
_negative = (_symbol("-") >> _expression).map(lambda operand: Operation("-", (operand,)))
_primary = alt(
    _symbol("(") >> _expression << _symbol(")"),
    _text,
    _number,
    _placeholder,
    _variable,
    _function,
    _path,
    _negative,
)
_product = _chain(_primary, _token(regex(r"\*|:|(div|mod)\b")))
_sum = _chain(_product, _token(regex(r"[+-]")))
_comparison = _chain(_sum, _token(regex(r"!=|<=|>=|=|<|>")))
_conjunction = _chain(_comparison, _token(regex(r"and\b")))
_expression.become(_chain(_conjunction, _token(regex(r"or\b"))))
_constraint = _space >> _predicate.many().map(tuple)


class NotParsed(Record, frozen=True, eq=True):
    """A constraint that does not follow the grammar, and where it leaves it."""

    reason: str


def parse(text: str) -> tuple[Expression, ...] | NotParsed:
    """The predicates of a constraint, an empty one included."""
    if len(text) > _LONGEST:
        return NotParsed(f"it is longer than {_LONGEST} characters")
    try:
        predicates: tuple[Expression, ...] = _constraint.parse(text)
    except ParseError as error:
        return NotParsed(f"unexpected text at position {error.index}")
    except RecursionError:
        return NotParsed("nested too deeply")
    return predicates
