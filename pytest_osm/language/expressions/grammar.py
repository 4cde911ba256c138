"""The grammar of Mendix expressions, put together with parsy and imported when one is met.

Only what carries the truth of a Boolean variable is kept apart; the rest becomes `Opaque`.
Source: the reference guide on expressions, and the decisions of real apps.
"""

from __future__ import annotations

from collections.abc import Callable

from parsy import ParseError, Parser, alt, fail, forward_declaration, regex, seq, string, success

from pytest_osm.language.expressions.syntax import (
    All,
    Any,
    Choice,
    Constant,
    Expression,
    Not,
    Opaque,
    Variable,
)

_space = regex(r"(\s|//[^\n]*|/\*([^*]|\*(?!/))*\*/)*")
_LONGEST = 50_000  # characters, of which a real expression has some hundred
_KEYWORDS = frozenset({"and", "or", "if", "then", "else", "div", "mod"})


def _token(parser: Parser) -> Parser:
    return parser << _space


def _symbol(text: str) -> Parser:
    return _token(string(text))


def _keyword(word: str) -> Parser:
    return _token(regex(rf"{word}\b"))


def _opaque(parser: Parser) -> Parser:
    return parser.result(Opaque())


def _chain(operand: Parser, operators: Parser) -> Parser:
    """One operand as it is; several with operators between them are no truth to follow."""
    return seq(operand, (operators >> operand).many()).combine(
        lambda first, others: Opaque() if others else first
    )


def _joined(
    operand: Parser, word: str, junction: Callable[[tuple[Expression, ...]], Expression]
) -> Parser:
    """One operand as it is; several with a word between them as one expression."""
    return operand.sep_by(_keyword(word), min=1).map(
        lambda parts: junction(tuple(parts)) if len(parts) > 1 else parts[0]
    )


def _word(name: str) -> Parser:
    if name in _KEYWORDS:
        return fail("an operand")
    constants: dict[str, Expression] = {
        "true": Constant(value=True),
        "false": Constant(value=False),
    }
    return success(constants.get(name, Opaque()))


def _compared(first: Expression, others: list[tuple[str, Expression]]) -> Expression:
    """`x = true` and the like; every other comparison is opaque."""
    if not others:
        return first
    ((operator, second), *more) = others
    if isinstance(first, Constant):
        first, second = second, first
    if more or not isinstance(second, Constant) or operator not in ("=", "!="):
        return Opaque()
    return first if second.value is (operator == "=") else Not(first)


_expression = forward_declaration()
_text = _token(regex(r"'([^']|'')*'"))
_number = _token(regex(r"\d+(\.\d+)?"))
_placeholder = _token(regex(r"\[%\w+%\]"))
_name = regex(r"[A-Za-z_]\w*")
_member = regex(r"/[\w.]+")
_variable = _token(seq(string("$") >> _name, _member.many())).combine(
    lambda name, members: Opaque() if members else Variable(name)
)
_arguments = _symbol("(") >> _expression.sep_by(_symbol(",")) << _symbol(")")
_not = _keyword("not") >> _symbol("(") >> _expression.map(Not) << _symbol(")")
_function = _token(regex(r"(?!(not|if)\b)[A-Za-z_]\w*")) >> _arguments  # which have begun before
_constant = _token(regex(r"@?[A-Za-z_]\w*(\.\w+)+"))
_choice = seq(
    _keyword("if") >> _expression,
    _keyword("then") >> _expression,
    _keyword("else") >> _expression,
).combine(Choice)
_primary = alt(
    _symbol("(") >> _expression << _symbol(")"),
    _choice,
    _not,
    _opaque(alt(_text, _number, _placeholder, _function, _constant)),
    _variable,
    _token(_name).bind(_word),
    _opaque(_symbol("-") >> _expression),
)
_product = _chain(_primary, _token(regex(r"\*|:|(div|mod)\b")))
_sum = _chain(_product, _token(regex(r"[+-]")))
_comparison = seq(_sum, seq(_token(regex(r"!=|<=|>=|=|<|>")), _sum).map(tuple).many()).combine(
    _compared
)
_conjunction = _joined(_comparison, "and", All)
_expression.become(_joined(_conjunction, "or", Any))
_whole = _space >> _expression


def parse(text: str) -> Expression | None:
    """An expression; None for text that does not follow the grammar, or is far too long."""
    if len(text) > _LONGEST:
        return None
    try:
        expression: Expression = _whole.parse(text)
    except (ParseError, RecursionError):
        return None
    return expression
