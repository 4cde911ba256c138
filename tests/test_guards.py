"""Which ways through nanoflows pass a connection check, and which do not."""

from __future__ import annotations

import pytest

from pytest_osm.facts.accepted_checks import _believed_around
from pytest_osm.facts.connection_checks import ConnectionCheck
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.server_calls import ServerAccess, ServerCall
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.testing import (
    App,
    Break,
    Button,
    ByType,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    ChangeVariable,
    CreateVariable,
    DataView,
    FromNanoflow,
    If,
    JavaScriptAction,
    Loop,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    Page,
    Return,
    ShowMessage,
    ShowPage,
    While,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="c")
AGAIN = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="d")
CALL = CallMicroflowActivity("M.Server")
SAID = ShowMessage("There is no connection.")
OFFLINE = (SAID, Return())


def app(*activities: object, more: tuple[object, ...] = (), **profile: object) -> App:
    return App(
        "11.6.0",
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow("Main", *activities),
            Microflow("Server"),
            JavaScriptAction("Later"),
            *more,
        ),
        NativeProfile(**{"home": "M.Home", **profile}),
    )


def calls(profile: Profile) -> tuple[ServerCall, ...]:
    return tuple(
        each for each in subjects_of(ServerAccess, profile) if isinstance(each, ServerCall)
    )


@pytest.fixture
def routes(profile_of):
    """The unguarded ways to the server calls of an app, as text."""

    def routes(*activities: object, more: tuple[object, ...] = (), **profile: object) -> list[str]:
        described = app(*activities, more=more, **profile)
        return [
            " > ".join((*call.unguarded_path.reached.path, *call.unguarded_path.activities))
            for call in calls(profile_of(described))
            if call.unguarded_path
        ]

    return routes


START = 'page M.Home > button "Go" > nanoflow M.Main'
HOME = f"home page > {START}"


class TestInOneNanoflow:
    def test_the_way_is_told_in_activities(self, routes) -> None:
        found = routes(Loop("Orders", (If("$x > 1", (SAID, CALL), caption="Many?"),)), SAID, CALL)

        assert found == [
            f"{HOME} > loop over $Orders > show message",
            f'{HOME} > loop over $Orders > decision "Many?" (true) > show message',
        ]

    def test_a_check_that_fails_leads_to_error_handling_without_a_result(self, routes) -> None:
        found = routes(OnError(CHECK, CALL), If("$c", (), OFFLINE))

        assert found == [f"{HOME} > call NanoflowCommons.IsConnectedToServer (on error)"]

    def test_an_object_type_decision_on_the_way_is_named(self, routes) -> None:
        found = routes(ByType("Person", {"M.Customer": (CALL,), "": ()}))

        assert found == [f"{HOME} > object type decision on $Person (M.Customer)"]

    @pytest.mark.parametrize("result", ["true", "$c"])
    def test_a_check_is_no_better_than_the_one_that_it_asks(self, routes, result: str) -> None:
        inner = Nanoflow("Inner", CHECK, Return(result), returns="Boolean")
        ask = CallNanoflowActivity("M.Inner", into="e")
        outer = Nanoflow("Outer", ask, Return("$e"), returns="Boolean")
        main = (CallNanoflowActivity("M.Outer", into="d"), If("$d", (CALL,), OFFLINE))

        assert bool(routes(*main, more=(inner, outer))) is (result == "true")

    def test_many_ways_to_the_same_callers_are_gone_once(self) -> None:
        def level(number: int) -> list[Reference]:
            return [Reference(DocumentKind.NANOFLOW, f"M.L{number}{side}") for side in "ab"]

        callers = {each: level(number + 1) for number in range(60) for each in level(number)}
        (refuted, _), top = level(0), level(60)

        assert list(_believed_around(refuted, callers, dict.fromkeys(top, True))) == top

    def test_only_what_is_left_behind_is_a_check_that_was_passed(self, profile_of) -> None:
        careful = Nanoflow("Careful", CALL, CHECK, Return("$c"), returns="Boolean")
        profile = profile_of(
            app(
                CallNanoflowActivity("M.Careful", into="d"), If("$d", (), OFFLINE), more=(careful,)
            )
        )

        (call,) = calls(profile)
        assert call.unguarded_path is not None
        assert call.unguarded_path.detail == (
            "path without a connection check: straight from the start of the nanoflow"
        )

    def test_a_path_says_whether_it_passes_a_check(self, profile_of) -> None:
        def details(*activities: object) -> list[str]:
            found = calls(profile_of(app(*activities)))
            return [each.unguarded_path.detail for each in found if each.unguarded_path]

        assert details(SAID, CALL) == ["path without a connection check: show message"]
        checked = 'call NanoflowCommons.IsConnectedToServer > decision "$c" (false)'
        assert details(CHECK, If("$c", (), (CALL,))) == [
            f"path when there is no connection: {checked}"
        ]

    def test_what_error_handling_does_is_no_side_of_the_decision(self, profile_of) -> None:
        profile = profile_of(app(OnError(CHECK, CALL, Return()), If("$c", (CALL,), OFFLINE)))

        (check,) = subjects_of(ConnectionCheck, profile)
        (fork,) = check.decisions
        assert fork.shared_nanoflows == ()
        assert not fork.does_nothing_offline

    def test_a_break_out_of_the_last_loop_in_a_loop_leads_back_to_that(self, routes) -> None:
        waiting = While("not($c)", (SAID, Break()))
        first = If("$first", (ChangeVariable("first", "false"),), (CALL,))

        found = routes(
            CreateVariable("first", "true"), AGAIN, While("not($d)", (first, CHECK, waiting))
        )

        assert len(found) == 1

    def test_another_way_round_the_check(self, routes) -> None:
        path_from_profile = f'{HOME} > decision "$Fast" (true)'
        assert routes(If("$Fast", (), (CHECK, If("$c", (), OFFLINE))), CALL) == [path_from_profile]

    def test_a_variable_that_gets_another_value(self, routes) -> None:
        assert routes(CHECK, ChangeVariable("c", "true"), If("$c", (CALL,), OFFLINE))
        assert routes(CHECK, CallMicroflowActivity("M.Server", "c"), If("$c", (CALL,), OFFLINE))

    def test_a_variable_that_gets_the_result(self, routes) -> None:
        assert not routes(
            CreateVariable("ready", "false"),
            If("$x", (CHECK, ChangeVariable("ready", "$c"))),
            If("$ready", (CALL,), OFFLINE),
        )

    def test_a_loop_that_goes_on_until_there_is_a_connection(self, routes) -> None:
        assert not routes(CHECK, While("not($c)", (SAID, CHECK)), CALL)
        assert not routes(CHECK, While("$c", (CALL, CHECK)), SAID)
        assert len(routes(CHECK, While("$c", (SAID, CHECK)), CALL)) == 1

    def test_a_loop_that_is_left_when_there_is_a_connection(self, routes) -> None:
        looking = Loop("Tries", (CHECK, If("$c", (Break(),), (SAID,))))
        assert len(routes(looking, CALL)) == 1  # the list may be empty
        assert not routes(Loop("Tries", (CHECK, If("$c", (Break(),), (Return(),)))), SAID)

    def test_a_branch_of_a_loop_that_is_left_without_one(self, routes) -> None:
        assert not routes(CHECK, Loop("L", (If("$c", (CALL,), (Break(),)),)))
        assert len(routes(CHECK, Loop("L", (If("$c", (Break(),), (CALL,)),)))) == 1

    def test_the_last_activity_of_a_loop_leads_back_though_its_errors_are_handled(
        self, routes
    ) -> None:
        handled = OnError(CALL, SAID, Break())
        body = (If("$x", (CHECK, If("$c", (), OFFLINE)), (handled,)),)
        assert len(routes(Loop("L", body), SAID)) == 1
        assert len(routes(Loop("L", (handled,)), CALL)) == 2

    def test_a_loop_at_the_end_of_another_one(self, routes) -> None:
        waiting = While("not($c)", (SAID, CHECK))
        assert len(routes(Loop("L", (CHECK, waiting)), CALL)) == 1  # the list may be empty
        assert not routes(Loop("L", (CHECK, While("$c", (CALL, Return())))), SAID)

    def test_too_many_combinations_of_checks_are_not_followed(self, profile_of) -> None:
        names = [f"v{number}" for number in range(8)]
        both = [
            If(
                f"$x{name}",
                (CallJavaScriptActivity(CHECK.javascript_action, into=name),),
                (CallJavaScriptActivity(CHECK.javascript_action, into=f"{name}b"),),
            )
            for name in names
        ]

        told = [f"${name} or ${name}b" for name in names]

        profile = profile_of(app(*both, If(" or ".join(told), (SAID,)), CALL))

        reasons = {each.reason for each in profile.not_followed}
        assert reasons == {"too many combinations of results"}
        assert len(calls(profile)) == 1

    def test_results_that_nobody_reads_any_more_are_no_combinations(self, profile_of) -> None:
        checks = [If(f"$x{n}", (CHECK, If("$c", (SAID,)))) for n in range(100)]

        profile = profile_of(app(*checks, CALL))

        assert profile.not_followed == ()
        assert len(calls(profile)) == 1

    def test_an_expression_that_cannot_be_read_is_not_followed(self, profile_of) -> None:
        profile = profile_of(app(CHECK, If("$c §", (CALL,), OFFLINE)))

        (unread,) = profile.not_followed
        assert str(unread) == (
            'nanoflow M.Main, decision "$c §": expression $c § (it does not follow the grammar'
            " known here)"
        )
        assert calls(profile)[0].unguarded_path


class TestAcrossNanoflows:
    SUB = Nanoflow("Sub", CALL)

    def test_the_way_leads_through_the_call(self, routes) -> None:
        found = routes(SAID, CallNanoflowActivity("M.Sub"), more=(self.SUB,))

        assert found == [f"{HOME} > show message, call nanoflow > nanoflow M.Sub"]

    def test_guarded_by_every_caller(self, routes) -> None:
        guarded = (CHECK, If("$c", (CallNanoflowActivity("M.Sub"),), OFFLINE))
        assert not routes(*guarded, more=(self.SUB,))

    def test_one_caller_does_not_check(self, routes) -> None:
        guarded = (CHECK, If("$c", (CallNanoflowActivity("M.Sub"),), OFFLINE))
        other = Nanoflow("Other", CallNanoflowActivity("M.Sub"))
        found = routes(CallNanoflowActivity("M.Other"), *guarded, more=(self.SUB, other))

        assert len(found) == 1
        assert found[0].endswith("nanoflow M.Other > call nanoflow > nanoflow M.Sub")

    def test_a_page_calls_it_as_well(self, routes) -> None:
        guarded = (CHECK, If("$c", (CallNanoflowActivity("M.Sub"), ShowPage("M.Second")), OFFLINE))
        second = Page("Second", DataView(FromNanoflow("M.Sub")))

        (path_from_profile,) = routes(*guarded, more=(self.SUB, second))

        assert path_from_profile.endswith('page M.Second > data view "dataView1" > nanoflow M.Sub')

    def test_the_profile_starts_with_it(self, routes) -> None:
        found = routes(CALL, home="", home_nanoflow="M.Main")

        assert found == ["home page > nanoflow M.Main"]

    def test_nanoflows_that_call_each_other(self, routes) -> None:
        round_and_round = Nanoflow("Sub", CallNanoflowActivity("M.Main"), CALL)
        assert len(routes(CallNanoflowActivity("M.Sub"), more=(round_and_round,))) == 1

    def test_the_result_is_handed_on_as_an_argument(self, routes) -> None:
        sub = Nanoflow("Sub", If("$Ready", (CALL,), OFFLINE), parameters={"Ready": "Boolean"})

        assert not routes(
            CHECK, CallNanoflowActivity("M.Sub", arguments={"Ready": "$c"}), more=(sub,)
        )
        assert routes(CHECK, CallNanoflowActivity("M.Sub", arguments={"Ready": "$x"}), more=(sub,))

    def test_what_javascript_calls_later_may_have_been_checked_there(self, profile_of) -> None:
        later = CallJavaScriptActivity("M.Later", arguments={"entity": "nanoflow:M.Sub"})
        described = app(later, more=(self.SUB,))

        (call,) = calls(profile_of(described))

        assert call.unguarded_path
        assert not call.unguarded_path.reached.is_certain

    def test_a_certain_way_is_told_before_a_shorter_doubtful_one(self, profile_of) -> None:
        later = CallJavaScriptActivity("M.Later", arguments={"entity": "nanoflow:M.Sub"})
        described = app(later, SAID, CallNanoflowActivity("M.Sub"), more=(self.SUB,))

        (call,) = calls(profile_of(described))

        assert call.unguarded_path
        assert call.unguarded_path.reached.is_certain


class TestChecks:
    def is_check(self, profile_of, *activities: object, others: tuple[object, ...] = ()) -> bool:
        """Whether a nanoflow with these activities is a check of its own."""
        own = Nanoflow("Own", *activities, returns="Boolean")
        described = app(
            CallNanoflowActivity("M.Own", into="ready"),
            If("$ready", (CALL,), OFFLINE),
            more=(own, *others),
        )
        found = [call for call in calls(profile_of(described)) if "M.Main" in str(call.location)]
        return found[0].unguarded_path is None

    def test_the_result_as_it_is(self, profile_of) -> None:
        assert self.is_check(profile_of, CHECK, Return("$c"))

    def test_the_result_and_something_else(self, profile_of) -> None:
        assert self.is_check(profile_of, CHECK, Return("$c and $Setting"))
        assert not self.is_check(profile_of, CHECK, Return("$c or $Setting"))

    def test_true_where_there_is_a_connection_only(self, profile_of) -> None:
        decide = If("$c", (Return("true"),), (SAID, Return("false")))
        assert self.is_check(profile_of, CHECK, decide)
        assert not self.is_check(profile_of, CHECK, If("$c", (Return("true"),), (Return("true"),)))

    def test_a_check_of_a_check(self, profile_of) -> None:
        inner = Nanoflow("Inner", CHECK, Return("$c"), returns="Boolean")
        outer = (CallNanoflowActivity("M.Inner", into="i"), Return("$i"))
        assert self.is_check(profile_of, *outer, others=(inner,))

    def test_one_that_waits_until_there_is_a_connection(self, profile_of) -> None:
        waiting = While("not($c)", (SAID, CHECK))
        assert self.is_check(profile_of, CHECK, waiting, Return("true"))

    def test_no_check_in_it_or_no_result(self, profile_of) -> None:
        assert not self.is_check(profile_of, Return("$Setting"))
        assert not self.is_check(profile_of, CHECK, Return())

    def test_a_result_of_no_check_with_the_same_name(self, profile_of) -> None:
        own = CallJavaScriptActivity("M.Later", into="c")
        assert not self.is_check(profile_of, own, Return("$c"))
