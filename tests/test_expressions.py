"""What follows from an expression of a nanoflow being true, and from its being false."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_osm.language.expressions.grammar import parse
from pytest_osm.language.expressions.syntax import Expression, Opaque, implies

CONNECTED = frozenset({("c", True)})


def implied(text: str, *, outcome: bool = True) -> bool:
    parsed = parse(text)
    assert parsed is not None, text
    return implies(parsed, CONNECTED, outcome=outcome)


class TestTrue:
    @pytest.mark.parametrize(
        "text",
        [
            "$c",
            " ( $c ) ",
            "$c = true",
            "true = $c",
            "$c != false",
            "not(not($c))",
            "not ($c = false)",
            "$c and $other",
            "$a/Name != empty and $c and length($b) > 3",
            "($a or $b) and $c",
            "$c or ($c and $b)",
            "if $c then $b else false",
            "if $other then $c else $c",
            "if $c then true else false",
            "if not($c) then false else $b",
            "$c // is there a connection?\n and true",
            "$c /* still */ and 1 + 2 * 3 >= -4",
            "false",
            "$c and $kind = M.Kind.Fast and @M.Limit > 2 and 'it''s' != [%CurrentUser%]",
        ],
    )
    def test_implies_a_connection(self, text: str) -> None:
        assert implied(text)

    @pytest.mark.parametrize(
        "text",
        [
            "$other",
            "$c/Attribute",
            "$c or $other",
            "not($c)",
            "$c = false",
            "$c != true",
            "$c = $other",
            "$c = true = true",
            "true",
            "if $other then $c else true",
            "toString($c) = 'true'",
            "empty",
            "'$c'",
        ],
    )
    def test_implies_nothing(self, text: str) -> None:
        assert not implied(text)


class TestFalse:
    @pytest.mark.parametrize("text", ["not($c)", "$c = false", "not($c) or $other", "true"])
    def test_implies_a_connection(self, text: str) -> None:
        assert implied(text, outcome=False)

    @pytest.mark.parametrize("text", ["$c", "not($c) and $other", "false"])
    def test_implies_nothing(self, text: str) -> None:
        assert not implied(text, outcome=False)


@pytest.mark.parametrize("text", ["", "and", "$c and", "if $c then $b", "($c", "$c $b", "not $"])
def test_other_text_is_no_expression(text: str) -> None:
    assert parse(text) is None


def test_an_expression_that_is_nested_too_deeply_is_none() -> None:
    assert parse("(" * 5000 + "$c" + ")" * 5000) is None


def test_a_long_expression_is_one() -> None:
    assert implied(" and ".join(["$other"] * 3000 + ["$c"]))


def of_both(mendix: str, python: str):
    """A condition made of others, written in Mendix and in Python."""
    return lambda *parts: (
        mendix.format(*(part[0] for part in parts)),
        python.format(*(part[1] for part in parts)),
    )


conditions = st.recursive(
    st.sampled_from(
        (("$c", "c"), ("$d", "d"), ("true", "True"), ("false", "False"), ("$d/Size > 2", "d"))
    ),
    lambda inner: st.one_of(
        st.builds(of_both("not({})", "(not {})"), inner),
        st.builds(of_both("({} and {})", "({} and {})"), inner, inner),
        st.builds(of_both("({} or {})", "({} or {})"), inner, inner),
        st.builds(of_both("({} = false)", "(not {})"), inner),
        st.builds(
            of_both("(if {} then {} else {})", "({1} if {0} else {2})"), inner, inner, inner
        ),
    ),
    max_leaves=8,
)


@given(conditions, st.booleans(), st.booleans())
def test_what_is_implied_holds(condition: tuple[str, str], outcome, d) -> None:
    text, python = condition
    parsed = parse(text)
    assert parsed is not None

    if implies(parsed, CONNECTED, outcome=outcome):
        without_connection = eval(python, {"c": False, "d": d})
        assert without_connection is not outcome


@given(st.text(alphabet="$cd()'=!/ andortrueifhnlsx1.,[]%", max_size=40))
def test_no_text_raises(text: str) -> None:
    parsed: Expression | None = parse(text)
    assert parsed is None or implies(parsed, frozenset()) in (True, False)
    assert not implies(Opaque(), CONNECTED)
