"""XPath constraints are parsed as Mendix means them, and resolved or given up by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_osm.facts.constraints import ConstrainedQuery
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.language.xpath.grammar import NotParsed, parse
from pytest_osm.language.xpath.syntax import (
    Expression,
    Literal,
    Operation,
    Path,
    PathSegment,
    Variable,
)
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallNanoflow,
    Database,
    Entity,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Retrieve,
)


def one(text: str) -> Expression:
    parsed = parse(text)
    assert not isinstance(parsed, NotParsed), parsed
    (expression,) = parsed
    return expression


def names(path: Expression) -> list[str]:
    assert isinstance(path, Path)
    return [step.name for step in path.segments]


class TestGrammar:
    def test_a_comparison(self) -> None:
        assert one("[Name = 'x']") == Operation(
            "=", (Path((PathSegment("Name", 1),)), Literal("x"))
        )

    def test_several_predicates_on_several_lines(self) -> None:
        parsed = parse("\n[Active]\n\t[Number > 5.25]\n")

        assert isinstance(parsed, tuple)
        assert len(parsed) == 2

    def test_paths_over_associations_with_nested_predicates(self) -> None:
        path = one("[A.B_C/A.C[Name != empty]/A.C_D/A.D/Title]")

        assert names(path) == ["A.B_C", "A.C", "A.C_D", "A.D", "Title"]
        assert path.segments[1].predicates[0].operator == "!="
        assert path.segments[2].position == 26

    def test_doubled_quotes(self) -> None:
        assert one("[Name = '''it''s''']").operands[1] == Literal("'it's'")

    def test_tokens_inside_and_outside_of_texts(self) -> None:
        assert one("['[%CurrentUser%]' = id]").operands[0] == Literal("[%CurrentUser%]")
        assert one("[Time < [%CurrentDateTime%]]").operands[1] == Literal("[%CurrentDateTime%]")

    def test_variables_with_paths(self) -> None:
        assert one("[id = $Order/A.Order_B/A.B/Name]").operands[1] == Variable(
            "Order", ("A.Order_B", "A.B", "Name")
        )

    def test_functions_and_reversed_associations(self) -> None:
        assert one("[not(contains(Name, 'x')) or true()]").operator == "or"
        path = one("[A.Tree[reversed()]/A.Node]")
        assert path.segments[0].predicates == (Operation("reversed", ()),)

    def test_operators_bind_as_they_should(self) -> None:
        expression = one("[A or B and C = 1 + 2 * -3]")

        assert expression.operator == "or"
        conjunction = expression.operands[1]
        assert conjunction.operator == "and"
        comparison = conjunction.operands[1]
        assert comparison.operator == "="
        assert comparison.operands[1].operator == "+"
        assert comparison.operands[1].operands[1].operator == "*"

    def test_words_that_begin_like_operators(self) -> None:
        assert names(one("[order]")) == ["order"]
        assert one("[A = 4 div 2]").operands[1].operator == "div"

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_no_constraint_has_no_predicates(self, text: str) -> None:
        assert parse(text) == ()

    @pytest.mark.parametrize(
        ("text", "position"), [("[Name = ]", 8), ("Name", 0), ("[A]]", 3), ("[A = 'x]", 5)]
    )
    def test_what_does_not_follow_the_grammar_is_told_with_its_place(
        self, text: str, position: int
    ) -> None:
        parsed = parse(text)

        assert parsed == NotParsed(f"unexpected text at position {position}")

    def test_a_constraint_nested_beyond_reason_is_given_up(self) -> None:
        assert parse(f"[{'(' * 20_000}A{')' * 20_000}]") == NotParsed("nested too deeply")


literals = st.text(st.characters(blacklist_categories=("Cs",)), max_size=5).map(Literal)
variables = st.builds(
    Variable, st.just("Object"), st.lists(st.sampled_from(("Name", "A.B")), max_size=2).map(tuple)
)


def steps(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[PathSegment]:
    return st.builds(
        PathSegment,
        st.sampled_from(("Name", "A.B_C", "A.C")),
        st.just(0),
        st.lists(inner, max_size=1).map(tuple),
    )


expressions = st.recursive(
    literals | variables,
    lambda inner: (
        st.builds(Path, st.lists(steps(inner), min_size=1, max_size=3).map(tuple))
        | st.builds(Operation, st.sampled_from(("=", "and", "or", "+")), st.tuples(inner, inner))
        | st.builds(Operation, st.sampled_from(("not", "contains")), st.tuples(inner))
    ),
    max_leaves=8,
)


def written(expression: Expression) -> str:
    match expression:
        case Literal(text):
            return "'" + text.replace("'", "''") + "'"
        case Variable(name, members):
            return "/".join((f"${name}", *members))
        case Path(path_steps):
            return "/".join(
                step.name + "".join(f"[{written(each)}]" for each in step.predicates)
                for step in path_steps
            )
        case Operation(operator, (one, other)):
            return f"({written(one)} {operator} {written(other)})"
        case Operation(operator, operands):
            return f"{operator}({', '.join(written(each) for each in operands)})"
    raise AssertionError(expression)


def without_positions(expression: Expression) -> Expression:
    match expression:
        case Path(path_steps):
            return Path(
                tuple(
                    PathSegment(
                        step.name, 0, tuple(without_positions(each) for each in step.predicates)
                    )
                    for step in path_steps
                )
            )
        case Operation(operator, operands):
            return Operation(operator, tuple(without_positions(each) for each in operands))
    return expression


@given(expressions)
def test_what_is_written_is_read_back(expression: Expression) -> None:
    assert without_positions(one(f"[ {written(expression)}\n]")) == expression


@given(st.text(alphabet="[]()'/$.=<>AbC 1%\n-", max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    assert isinstance(parse(text), (tuple, NotParsed))


class TestResolution:
    @pytest.fixture
    def hops_of(self, profile_of):
        def hops_of(constraint: str) -> tuple[list[tuple[str, str, str]], list[str]]:
            app = App(
                "10.24.0",
                Module(
                    "M",
                    Entity("Person"),
                    Entity("Customer", "M.Person"),
                    Entity("Order"),
                    Entity("Draft", persistable=False),
                    Association("Order_Person", "Order", "Person"),
                    Association("Friends", "Person", "Person", many=True),
                    Association("Order_Draft", "Order", "Draft"),
                    Association("Draft", "Person", "Order"),
                    Page("Home", ListView(Database("M.Customer", constraint))),
                ),
                NativeProfile(home="M.Home"),
            )
            profile = profile_of(app)
            (query,) = subjects_of(ConstrainedQuery, profile)
            steps = query.steps
            return (
                [(step.association, step.source, step.target.entity) for step in steps],
                [each.reason for each in profile.not_followed],
            )

        return hops_of

    def test_an_inherited_association_in_reverse(self, hops_of) -> None:
        hops, problems = hops_of("[M.Order_Person/M.Order[Name = 'x']]")

        assert hops == [("M.Order_Person", "M.Customer", "M.Order")]
        assert problems == []

    def test_an_association_without_the_entity_it_leads_to(self, hops_of) -> None:
        assert hops_of("[M.Friends = $Friend]")[0] == [("M.Friends", "M.Customer", "M.Person")]

    def test_an_association_named_like_an_entity(self, hops_of) -> None:
        hops, problems = hops_of("[M.Draft/M.Order/M.Order_Person/M.Person/Name]")

        assert hops == [
            ("M.Draft", "M.Customer", "M.Order"),
            ("M.Order_Person", "M.Order", "M.Person"),
        ]
        assert problems == []

    def test_a_specialization_as_the_target(self, hops_of) -> None:
        hops, _ = hops_of("[M.Friends/M.Customer/M.Friends/M.Person/Name]")

        assert hops == [
            ("M.Friends", "M.Customer", "M.Customer"),
            ("M.Friends", "M.Customer", "M.Person"),
        ]

    def test_owners_and_system_associations(self, hops_of) -> None:
        hops, problems = hops_of(
            "[System.owner = '[%CurrentUser%]'][System.owner/System.User/System.Odd/System.Role]"
        )

        assert ("System.owner", "M.Customer", "System.User") in hops
        assert problems == []

    def test_nested_predicates_are_about_the_entity_they_stand_at(self, hops_of) -> None:
        hops, _ = hops_of("[M.Order_Person/M.Order[M.Order_Person/M.Person]]")

        assert hops == [
            ("M.Order_Person", "M.Customer", "M.Order"),
            ("M.Order_Person", "M.Order", "M.Person"),
        ]

    def test_an_object_that_is_not_persistable_has_no_mode(self, hops_of) -> None:
        assert hops_of("[M.Order_Person/M.Order/M.Order_Draft/M.Draft]")[0] == [
            ("M.Order_Person", "M.Customer", "M.Order")
        ]

    @pytest.mark.parametrize(
        ("constraint", "problem"),
        [
            ("[M.Gone/M.Order]", "M.Customer has no association M.Gone"),
            ("[M.Order_Draft/M.Draft]", "M.Customer has no association M.Order_Draft"),
            ("[System.Odd = $x]", "M.Customer has no association System.Odd"),
        ],
    )
    def test_what_cannot_be_resolved_is_listed(self, hops_of, constraint, problem) -> None:
        hops, problems = hops_of(constraint)

        assert hops == []
        assert problems == [problem]

    def test_what_cannot_be_parsed_is_listed(self, profile_of) -> None:
        app = App(
            "11.6.0",
            Module(
                "M",
                Entity("A"),
                Page("Home", Button("Go", CallNanoflow("M.F"))),
                Nanoflow("F", Retrieve("M.A", xpath="[Name = ]")),
            ),
            NativeProfile(home="M.Home"),
        )

        (unseen,) = profile_of(app).not_followed

        assert str(unseen).endswith("XPath constraint (unexpected text at position 8)")

    def test_a_query_for_what_has_no_mode_is_left_out(self, profile_of) -> None:
        view = Entity("View", source="view")
        page = Page("Home", ListView(Database("M.View", "[Name != empty]")))

        profile = profile_of(App("11.6.0", Module("M", view, page), NativeProfile(home="M.Home")))

        assert subjects_of(ConstrainedQuery, profile) == ()
        assert profile.not_followed == ()
