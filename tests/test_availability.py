"""What of pages and nanoflows works without a connection."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import pairwise
from pathlib import Path
from runpy import run_path

import pytest
from conftest import as_its_schema_says, run_command

from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.homes import Home
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.server_calls import ServerAccess
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.testing import (
    AnyActivity,
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Container,
    ContinueOnError,
    DataView,
    Entity,
    FromMicroflow,
    FromNanoflow,
    If,
    JavaScriptAction,
    Layout,
    ListView,
    Loop,
    Menu,
    MenuBar,
    MenuItem,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    RetrieveOver,
    Return,
    ShowMessage,
    ShowPage,
    Snippet,
    SnippetCall,
    WebProfile,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="c")
CALL = CallMicroflowActivity("M.Server")
SAID = ShowMessage("Hello")
NO_CONNECTION = (ShowMessage("There is no connection."), Return())


def app(*parts: object, home: str = "M.Home", **profile: object) -> App:
    """M.On is Online, M.Off is on the device."""
    return App(
        "11.6.0",
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Entity("On"),
            Entity("Off"),
            Association("On_Off", "On", "Off"),
            Microflow("Server"),
            Microflow("Get", returns="M.Off"),
            JavaScriptAction("Later"),
            *parts,
        ),
        NativeProfile(**{"home": home, "rows": {"M.On": "Online", "M.Off": "All"}, **profile}),
    )


def named(profile: Profile) -> dict[str, DocumentAvailability]:
    return {each.name: each for each in subjects_of(DocumentAvailability, profile)}


@pytest.fixture
def works(profile_of):
    """Whether a page or nanoflow of the app works offline, with confidence if it is not high."""

    def works(described: App, name: str) -> str:
        found = named(profile_of(described))
        verdict, confidence = found[name].works_offline.value, found[name].certainty.confidence
        return verdict if confidence.word == "high" else f"{verdict} {confidence.word}"

    return works


class TestNanoflows:
    @pytest.mark.parametrize(
        ("activities", "verdict"),
        [
            ((ShowMessage("Hi"),), "yes"),
            ((Retrieve("M.Off", into="x"),), "yes"),
            ((CALL,), "no"),
            ((Retrieve("M.On", into="x"),), "no"),
            # Without a connection, only the side of the decision without one is left.
            ((CHECK, If("$c", (CALL,), NO_CONNECTION)), "partly"),
            ((CHECK, If("not($c)", NO_CONNECTION), CALL), "partly"),
            ((CHECK, If("$c", (), (ShowMessage("Trying"),)), CALL), "no"),
            # A check that is not decided on changes nothing.
            ((CHECK, CALL), "no"),
            # Another decision may go either way.
            ((If("$x > 1", (CALL,)),), "partly"),
            ((If("$x > 1", (CALL,), (Retrieve("M.On", into="x"),)),), "no"),
            # A loop may have nothing to go through.
            ((Loop("Orders", (CALL,)),), "partly"),
            # An error handler goes on.
            ((OnError(CALL, ShowMessage("It failed"), Return()),), "partly"),
            ((OnError(CALL, CALL),), "no"),
            # What an association leads to may be there already.
            ((RetrieveOver("M.On_Off", "Off", into="x"),), "no medium"),
            ((If("$x > 1", (RetrieveOver("M.On_Off", "Off", into="x"),)), CALL), "no"),
            # Opening another page counts for that page.
            ((ShowPage("M.Online"),), "yes"),
        ],
    )
    def test_alone(self, works, activities: tuple[object, ...], verdict: str) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Page("Online", ListView("M.On")),
            Nanoflow("Main", *activities, parameters={"Off": "M.Off", "Orders": "[M.Off]"}),
        )
        assert works(described, "M.Main") == verdict

    @pytest.mark.parametrize(
        ("inner", "outer", "verdict"),
        [
            ((CALL,), (CallNanoflowActivity("M.Inner"),), "no"),
            ((CALL,), (CHECK, If("$c", (CallNanoflowActivity("M.Inner"),))), "partly"),
            ((CALL,), (OnError(CallNanoflowActivity("M.Inner"), Return()),), "partly"),
            ((CHECK, If("$c", (CALL,))), (CallNanoflowActivity("M.Inner"),), "partly"),
            ((Return(),), (CallNanoflowActivity("M.Inner"),), "yes"),
            # JavaScript may call what it is given, or not.
            (
                (CALL,),
                (CallJavaScriptActivity("M.Later", arguments={"then": "nanoflow:M.Inner"}),),
                "partly medium",
            ),
            # One that calls itself on each way never comes to an end; the other one does.
            ((CALL, CallNanoflowActivity("M.Inner")), (CallNanoflowActivity("M.Inner"),), "no"),
            (
                (If("$x", (CALL, CallNanoflowActivity("M.Inner"))),),
                (CallNanoflowActivity("M.Inner"),),
                "partly",
            ),
        ],
    )
    def test_with_another_one(
        self, works, inner: tuple[object, ...], outer: tuple[object, ...], verdict: str
    ) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow("Inner", *inner),
            Nanoflow("Main", *outer),
        )
        assert works(described, "M.Main") == verdict

    def test_a_check_that_asks_the_server_itself(self, works) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow("Ping", CALL, CHECK, Return("$c"), returns="Boolean"),
            Nanoflow("Main", CallNanoflowActivity("M.Ping", into="p"), SAID),
        )
        assert works(described, "M.Ping") == "no"
        assert works(described, "M.Main") == "no"
        assert works(described, "M.Home") == "partly"

    def test_a_check_that_is_accepted_may_ask(self, profile_of) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow("Ping", OnError(CALL, Return("false")), Return("true"), returns="Boolean"),
            Nanoflow("Main", CallNanoflowActivity("M.Ping", into="p"), If("$p", (SAID,))),
        )
        profile = profile_of(described)
        accepting = Profile.of(
            profile.project, profile.navigation, profile.version, accepted_checks=("M.Ping",)
        )
        assert named(accepting)["M.Main"].works
        assert not named(profile)["M.Main"].works

    def test_doubts_go_through_calls(self, works) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow(
                "Inner", RetrieveOver("M.On_Off", "Off", into="x"), parameters={"Off": "M.Off"}
            ),
            Nanoflow("Main", CallNanoflowActivity("M.Inner")),
        )
        assert works(described, "M.Inner") == "no medium"
        assert works(described, "M.Main") == "no medium"
        assert works(described, "M.Home") == "partly medium"

    def test_an_end_that_asks_is_none(self, works) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow(
                "Main",
                Return("$On/M.On_Off/M.Off/M.On_Off/M.On/Name"),
                parameters={"On": "M.On"},
                returns="String",
            ),
        )
        assert works(described, "M.Main") == "no medium"

    def test_errors_that_are_ignored_stop_nothing(self, works) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow("Inner", CALL),
            Nanoflow(
                "Main",
                ContinueOnError(CALL),
                ContinueOnError(CallNanoflowActivity("M.Inner")),
            ),
        )
        assert works(described, "M.Main") == "partly"

    @pytest.mark.parametrize(
        ("home", "name"),
        [
            (Page("Home", Button("Go", CallNanoflow("M.Gone"))), "M.Home"),
            (Page("Home", SnippetCall("M.Gone")), "M.Home"),
            (Page("Home", Button("Go", CallNanoflow("M.Main"))), "M.Main"),
        ],
    )
    def test_what_is_missing_or_unknown_is_not_taken_for_working(
        self, works, home: Page, name: str
    ) -> None:
        odd = Nanoflow("Main", AnyActivity("Microflows$UnknownAction"))
        assert works(app(home, odd), name) == "yes medium"

    def test_a_check_of_its_own_does_not_fail(self, works) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Main"))),
            Nanoflow("IsThere", CHECK, Return("$c"), returns="Boolean"),
            Nanoflow(
                "Main",
                CallNanoflowActivity("M.IsThere", into="there"),
                If("$there", (CALL,), NO_CONNECTION),
            ),
        )
        assert works(described, "M.IsThere") == "yes"
        assert works(described, "M.Main") == "partly"

    def test_a_long_chain_is_followed_to_its_end(self, works) -> None:
        names = [f"N{number}" for number in range(300)]
        chain = [
            Nanoflow(name, CallNanoflowActivity(f"M.{after}")) for name, after in pairwise(names)
        ]
        first = Page("Home", Button("Go", CallNanoflow("M.N0")))
        assert works(app(first, *chain, Nanoflow(names[-1], CALL)), "M.N0") == "no"
        assert works(app(first, *chain, Nanoflow(names[-1], OnError(CALL))), "M.N0") == "partly"


class TestPages:
    @pytest.mark.parametrize(
        ("widgets", "verdict"),
        [
            ((), "yes"),
            ((ListView("M.Off"),), "yes"),
            ((ListView("M.On"),), "no"),
            ((Pluggable("M.On"),), "no"),
            ((ListView("M.On"), ListView("M.Off")), "partly"),
            ((ListView("M.On"), Pluggable("M.On", name="more")), "no"),
            # What is around counts, not what is inside of it.
            ((ListView("M.Off", ListView("M.On")),), "partly"),
            ((ListView("M.On", ListView("M.Off")),), "no"),
            ((Container(ListView("M.On")),), "no"),
            # What a flow gives.
            ((DataView(FromMicroflow("M.Get")),), "no"),
            ((DataView(FromNanoflow("M.FromServer")),), "no"),
            ((DataView(FromNanoflow("M.IfConnected")),), "partly"),
            ((DataView(FromNanoflow("M.Local")),), "yes"),
            # Buttons are no data.
            ((Button("Go", CallMicroflow("M.Server")),), "partly"),
            ((ListView("M.Off"), Button("Go", CallNanoflow("M.FromServer"))), "partly"),
            ((ListView("M.On"), Button("Go", CallMicroflow("M.Server"))), "no"),
            ((Button("Go", OpenPage("M.Other")),), "yes"),
            # Snippets are a part of the page, and what they are in is around their contents.
            ((SnippetCall("M.Online"),), "no"),
            ((SnippetCall("M.Online"), ListView("M.Off")), "partly"),
            ((ListView("M.Off", SnippetCall("M.Online")),), "partly"),
            ((SnippetCall("M.Local"), ListView("M.On")), "partly"),
        ],
    )
    def test_by_what_it_shows(self, works, widgets: tuple[object, ...], verdict: str) -> None:
        got = Retrieve("M.Off", into="found")
        described = app(
            Page("Home", *widgets),
            Page("Other", ListView("M.On")),
            Snippet("Online", ListView("M.On")),
            Snippet("Local", ListView("M.Off")),
            Nanoflow("FromServer", CALL, got, Return("$found"), returns="M.Off"),
            Nanoflow(
                "IfConnected", CHECK, If("$c", (CALL,)), got, Return("$found"), returns="M.Off"
            ),
            Nanoflow("Local", got, Return("$found"), returns="M.Off"),
        )
        assert works(described, "M.Home") == verdict

    def test_an_object_that_is_handed_over_may_be_loaded(self, works) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Open"))),
            Page("Detail", DataView("M.On"), parameters={"On": "M.On"}),
            Nanoflow("Open", ShowPage("M.Detail", {"On": "$On"}), parameters={"On": "M.On"}),
        )
        assert works(described, "M.Detail") == "no medium"

    def test_menus_are_a_part_of_what_shows_them(self, works) -> None:
        described = app(
            Menu("Main", MenuItem("Fetch", CallMicroflow("M.Server"))),
            Page("Home", MenuBar("M.Main")),
        )
        assert works(described, "M.Home") == "partly"

    def test_a_login_page_is_opened_by_nothing_that_checks(self, profile_of) -> None:
        described = App(
            "11.6.0",
            Module("M", Entity("On"), Page("Home"), Page("Login", Pluggable("M.On"))),
            WebProfile(home="M.Home", login="M.Login", rows={"M.On": "Online"}),
        )
        assert not named(profile_of(described))["M.Login"].is_guarded

    def test_what_a_layout_shows_is_hardly_a_part_of_each_page(self, works) -> None:
        described = app(
            Layout("Main", ListView("M.On")), Page("Home", ListView("M.Off"), layout="M.Main")
        )
        assert works(described, "M.Home") == "partly low"

    def test_after_a_check_it_still_needs_the_server(self, profile_of) -> None:
        described = app(
            Page("Home", Button("Go", CallNanoflow("M.Open"))),
            Page("Online", ListView("M.On")),
            Nanoflow("Open", CHECK, If("$c", (ShowPage("M.Online"),), NO_CONNECTION)),
        )
        found = named(profile_of(described))
        assert found["M.Online"].works_offline.value == "no"
        assert found["M.Online"].is_guarded
        assert found["M.Open"].works


EXAMPLES = [
    pytest.param(example.app, id=f"{path.name[:6]}-{example.name}")
    for path in sorted((Path(__file__).parent / "rules").glob("osm50[123]*.py"))
    for kind in ("INVALID", "VALID")
    for example in run_path(str(path))[kind]
]


class TestAgreement:
    """It never says that something works of which a rule says that it asks the server."""

    @pytest.mark.parametrize("described", EXAMPLES)
    def test_with_what_the_rules_look_at(self, profile_of, described: App) -> None:
        profile = profile_of(described)
        works = {
            each.location.document: each for each in subjects_of(DocumentAvailability, profile)
        }
        for access in subjects_of(ServerAccess, profile):
            if access.location.document in works:
                assert not works[access.location.document].works
        shown = {
            f"page {each.page}": bool(each.online_data)
            for kind in (PageOpening, Home)
            for each in subjects_of(kind, profile)
        }
        for page, is_online in shown.items():
            assert not (is_online and works[page].works)


APP = app(
    Page("Home", ListView("M.Off"), Button("Go", CallNanoflow("M.Fetch"))),
    Page("Online", ListView("M.On")),
    Page("Alone", Button("Show", OpenPage("M.Online"))),
    Nanoflow("Fetch", CHECK, If("$c", (CALL,)), If("$x", (CALL,)), ShowPage("M.Alone")),
    Nanoflow("Hello", ShowMessage("Hello")),
    Page("Start", Button("Hi", CallNanoflow("M.Hello"))),
    bottom_bar={"Start": "M.Start"},
)


@pytest.fixture
def run(tmp_path: Path):
    def run(*arguments: str, app: App = APP):
        app.write(tmp_path / "App.mpr")
        return run_command(tmp_path, *arguments, COLUMNS="120")

    return run


class TestCommands:
    def test_the_worst_pages_come_first(self, run) -> None:
        lines = [" ".join(line.split()) for line in run("pages").stdout.splitlines()]

        assert lines == [
            "profile NativePhone, Mendix 11.6.0: pages that work offline: 2 of 4, partly 1, not 1",
            "page or nanoflow works offline what asks the server connection checked",
            "page M.Online no shows M.On no",
            "page M.Home partly runs nanoflow M.Fetch no",
            "nanoflow M.Fetch partly calls microflow M.Server partly",
        ]

    def test_filters(self, run) -> None:
        output = run("pages", "--works", "no", "--works", "partly", "--format", "csv").stdout
        assert [row["page or nanoflow"] for row in csv.DictReader(StringIO(output))] == [
            "page M.Online",
            "page M.Home",
            "nanoflow M.Fetch",
        ]
        assert "page M.Start" in run("pages", "--works", "yes").stdout
        assert "page M.Start" in run("pages", "--format", "csv").stdout
        assert "M.Online" not in run("pages", "--module", "Nano*").stdout
        wrong = run("pages", "--module", "Mm")
        assert wrong.returncode == 2
        assert "there is no module Mm; did you mean M?" in wrong.stderr

    def test_programs_get_every_place(self, run) -> None:
        output = run("pages", "--format", "json", "--works", "partly").stdout
        (profile,) = as_its_schema_says("pages", output)["profiles"]

        assert profile["pages"] == {"yes": 2, "partly": 1, "no": 1}
        assert profile["nanoflows"] == {"yes": 1, "partly": 1, "no": 0}
        assert [each["name"] for each in profile["documents"]] == ["M.Home", "M.Fetch"]
        asked = profile["documents"][1]["needs"]
        assert [(each["text"], each["is_checked"]) for each in asked] == [
            ("calls microflow M.Server", False),
            ("calls microflow M.Server", True),
        ]

    def test_why_tells_what_asks_and_where(self, run) -> None:
        lines = run("why", "M.Home").stdout.splitlines()

        at = lines.index("  works offline: partly")
        assert lines[at + 1] == '    button "Go": runs nanoflow M.Fetch (not checked before)'
        (reason,) = as_its_schema_says("why", run("why", "M.Home", "--format", "json").stdout)[
            "reasons"
        ]
        assert reason["without_connection"]["works_offline"] == "partly"

    def test_why_names_the_part_of_a_page_that_asks(self, run) -> None:
        described = app(
            Layout("Main", ListView("M.On")), Page("Home", ListView("M.Off"), layout="M.Main")
        )
        output = " ".join(run("why", "M.Home", app=described).stdout.split())

        assert "works offline: partly (low confidence)" in output
        assert (
            'layout M.Main, list view "listView1": shows M.On (not checked before); low confidence'
            " because the data is in the layout, which many pages have"
        ) in output

    def test_an_upgrade_may_take_pages_away(self, run) -> None:
        described = App(
            "10.24.0",
            Module("M", Entity("A"), Page("Home", ListView("M.A"))),
            NativeProfile(home="M.Home"),
        )
        output = run("upgrade", "--to", "11.15", "--format", "csv", app=described).stdout
        (row,) = (row for row in csv.DictReader(StringIO(output)) if row["change"] == "offline")
        assert (row["page or nanoflow"], row["works offline now"]) == ("page M.Home", "yes")
        assert (row["then"], row["what asks the server then"]) == (
            "no (medium confidence)",
            "shows M.A",
        )
        output = run("upgrade", "--to", "11.15", "--format", "json", app=described).stdout
        (profile,) = as_its_schema_says("upgrade", output)["profiles"]
        assert profile["offline"]["pages_now"] == {"yes": 1, "partly": 0, "no": 0}
        assert profile["offline"]["pages_then"] == {"yes": 0, "partly": 0, "no": 1}
        assert "pages that work offline: 1 of 1, partly 0, not 0" not in output

    def test_what_is_less_sure_is_left_to_why(self, run) -> None:
        described = app(
            Layout("Main", ListView("M.On")),
            Page("Home", Button("Go", CallMicroflow("M.Server")), layout="M.Main"),
        )
        output = run("pages", app=described).stdout
        assert "calls microflow M.Server" in output
        assert "shows M.On" not in output
        assert "shows M.On" in run("why", "M.Home", app=described).stdout

    def test_a_report_has_a_table(self, run, tmp_path: Path) -> None:
        run("report", "--output", "html=page.html")
        page = (tmp_path / "page.html").read_text("utf-8")

        assert "Pages that work offline: 2 of 4, partly 1, not 1" in page
        assert "runs nanoflow M.Fetch" in page

    def test_a_report_of_what_works_offline_altogether(self, run, tmp_path: Path) -> None:
        run("report", "--output", "html=page.html", app=app(Page("Home")))
        page = (tmp_path / "page.html").read_text("utf-8")

        assert "partly 0, not 0. No page or nanoflow asks the server." in page
        assert "What asks the server" not in page


class TestExports:
    """An export may leave out how the objects of a nanoflow follow on each other."""

    @pytest.fixture
    def exported(self, tmp_path: Path) -> Path:
        return APP.export(tmp_path / "modelsource", "usual", marketplace=True)

    def test_it_says_that_it_cannot_know(self, exported: Path, tmp_path: Path) -> None:
        result = run_command(tmp_path, "pages", str(exported))

        assert result.returncode == 2
        assert "does not say in which order the activities of a nanoflow run" in result.stderr

    def test_other_answers_leave_it_out(self, exported: Path, tmp_path: Path) -> None:
        assert "works offline" not in run_command(tmp_path, "why", str(exported), "M.Home").stdout
        result = run_command(tmp_path, "upgrade", str(exported), "--to", "11.15", "-o", "json")
        (profile,) = as_its_schema_says("upgrade", result.stdout)["profiles"]
        assert profile["offline"] is None
        run_command(tmp_path, "report", str(exported), "--output", "html=page.html")
        assert "work offline" not in (tmp_path / "page.html").read_text("utf-8")


def test_policies(pytester: pytest.Pytester) -> None:
    APP.write(pytester.path / "App.mpr")
    pytester.makepyfile(
        """
        from pytest_osm import assert_none

        def test_pages(osm_profile):
            assert osm_profile.pages_offline.at("M.Start")[0].works
            assert len(osm_profile.nanoflows_offline) == 2
            broken = osm_profile.pages_offline.where(lambda page: not page.works)
            assert_none(broken, because="technicians work in cellars")

        def test_entities(osm_profile):
            osm_profile.pages_offline.online
        """
    )
    result = pytester.runpytest("--osm")
    result.stdout.fnmatch_lines(
        [
            "*2 pages, but there should be none: technicians work in cellars",
            "*page M.Home",
            "*works offline: partly, it runs nanoflow M.Fetch",
            "*UsageError: pages have no entities",
        ]
    )
