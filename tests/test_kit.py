"""The public test kit: every part can be written and is known to the readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pytest_osm.testing as kit
from pytest_osm.errors import ConfigurationError
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.unread import UnknownConstruct
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.testing import (
    App,
    Association,
    Button,
    ByType,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Cast,
    Change,
    ClosePage,
    Commit,
    Container,
    Create,
    CreateList,
    CreateObject,
    Database,
    DataGrid,
    DataView,
    DeleteObject,
    Disabled,
    Entity,
    Example,
    Folder,
    FromContext,
    FromMicroflow,
    FromNanoflow,
    If,
    Image,
    JavaScriptAction,
    Layout,
    ListenTo,
    ListOperation,
    ListView,
    Loop,
    Menu,
    MenuBar,
    MenuItem,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    NewButton,
    OnError,
    OpenPage,
    Over,
    Page,
    Pluggable,
    ReferenceSelector,
    Retrieve,
    RetrieveOver,
    Return,
    Row,
    ShowPage,
    Snippet,
    SnippetCall,
    Synchronize,
    TextBox,
    UnknownAction,
    WebProfile,
    check_example,
    findings_of,
)

EVERYTHING = App(
    "11.6.0",
    Module(
        "M",
        Entity("A", attributes={"Name": "String", "No": "AutoNumber", "Sum": "Calculated"}),
        Entity("B", "M.A"),
        Association("A_B", "A", "B"),
        Association("A_User", "A", "System.User", many=True, both=True),
        Folder(
            "Pages",
            Page(
                "Home",
                ListView(Database("M.A", "[Name = 'x']", "M.A_B/M.B"), on_click=ClosePage()),
                DataGrid(
                    FromMicroflow("M.Server"),
                    NewButton("M.A", "M.Second"),
                    name="grid",
                ),
                DataView(
                    FromContext("M.A"),
                    TextBox("M.A.Name"),
                    Image("M.A"),
                    ReferenceSelector("M.B.Name", "M.A_B/M.B", "[Name != empty]"),
                ),
                DataView(FromContext("")),
                DataView(ListenTo("grid"), ListView(Over("M.A_B/M.B"))),
                Pluggable(FromNanoflow("M.Client"), on_click=CallMicroflow("M.Server")),
                Container(Button("New", Create("", "M.Second", "M.A_B/M.B"))),
                SnippetCall("M.Part"),
                layout="M.Base",
                parameters={"A": "M.A"},
            ),
            Page("Second", Button("Beam", UnknownAction())),
        ),
        Snippet("Part", Button("Go", CallNanoflow("M.Client")), parameters={"A": "M.A"}),
        Layout("Base", MenuBar(menu="M.Menu"), web=True),
        Menu("Menu", MenuItem("Home", OpenPage("M.Home"))),
        Nanoflow(
            "Client",
            Retrieve("M.A", "List", "[Name = 'x']"),
            ListOperation("Head", "List", "First"),
            If("$First = empty", (Return("empty"),)),
            RetrieveOver("M.A_B", "First", "B"),
            CreateList("M.A"),
            CreateObject("M.A", "New", {"M.A.Name": "'x'", "M.A_B": "$B"}),
            Change("New", {"M.A.Name": "'y'"}),
            Commit("New"),
            DeleteObject("New"),
            Disabled(ShowPage("M.Second")),
            Loop("List", (CallNanoflowActivity("M.Client"),)),
            ByType("First", {"M.B": (Cast("Special"),), "": ()}),
            CallJavaScriptActivity("M.Script", "Result", {"entity": "entity:M.A", "x": "1"}),
            OnError(CallMicroflowActivity("M.Server", "Answer"), ShowPage("M.Second")),
            OnError(CallMicroflowActivity("M.Server", "Answer"), Return("empty")),
            Synchronize(("New",)),
            Synchronize(),
            Return("$First"),
            parameters={"A": "M.A", "List": "[M.A]", "Text": ""},
            returns="M.A",
        ),
        Microflow("Server", returns="[M.A]"),
        JavaScriptAction("Script", returns="M.A", returns_list=True),
    ),
    NativeProfile(home="M.Home", rows=(Row("M.A", "Constrained", "[Name = 'x']"),)),
    WebProfile(home="M.Home"),
)


def facts(app: App, folder: Path) -> tuple[object, ...]:
    project = read_mpr(app.write(folder / "App.mpr"))
    profile = Profile.of(project, project.profiles[0], project.version)
    return (
        sorted(str(each.document) for each in profile.reach.reached.values()),
        [(each.entity, each.kind) for each in profile.access.queries],
        [(each.entity, each.kind) for each in profile.access.uses],
        {name: mode.mode for name, mode in profile.usage.derived_modes.items()},
    )


def test_only_what_is_meant_to_be_unknown_is_unknown(tmp_path: Path) -> None:
    project = read_mpr(EVERYTHING.write(tmp_path / "App.mpr"))

    unknown = [
        element_path.element.storage_type
        for kind in DocumentKind
        for name in project.names(kind)
        for element_path in project.document(Reference(kind, name)).root.walk()
        if isinstance(element_path.element, UnknownConstruct)
    ]

    assert unknown == ["Forms$TeleportClientAction"]


@pytest.mark.parametrize("version", ["7.23.0", "8.18.0", "9.24.0", "10.4.0", "10.14.0"])
def test_an_app_of_any_version_has_the_same_facts(version: str, tmp_path: Path) -> None:
    assert facts(EVERYTHING.at(version), tmp_path / "a") == facts(EVERYTHING, tmp_path / "b")


def test_every_name_of_the_kit_is_there() -> None:
    assert all(hasattr(kit, name) for name in kit.__all__)


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="there is no rule OSM999"):
        findings_of(EVERYTHING, "OSM999")


def test_a_path_of_odd_length_is_an_error(tmp_path: Path) -> None:
    app = App("11.6.0", Module("M", Page("P", ListView(Over("M.A_B")))), NativeProfile())

    with pytest.raises(ValueError, match="argument"):
        app.write(tmp_path / "App.mpr")


def test_an_app_is_told_in_words() -> None:
    told = str(EVERYTHING)

    assert re.findall(r"[A-Z]\w+\(\w+=", told) == []
    for line in (
        "native profile NativePhone, home M.Home",
        "  M.A is Constrained [Name = 'x']",
        "  nanoflow Client, with A: M.A, List: [M.A], Text: , returns M.A",
        "    retrieve M.A[Name = 'x'], into $List",
        "    if $First = empty",
        "    create M.A, set M.A.Name = 'x', M.A_B = $B, into $New",
        "    disabled: show page M.Second",
        "    if it is a M.B",
        "    on error",
        "      show page M.Second",
    ):
        assert line in told.splitlines()


class TestExamples:
    APP = App(
        "11.6.0",
        Module("M", Entity("A"), Entity("B", "M.A"), Page("Home", ListView("M.A"))),
        NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "Online"}),
    )

    def test_one_that_is_judged_as_it_says_passes(self) -> None:
        example = Example("mixed", self.APP, ("selects M.A",), "error", "high")
        check_example(example, "OSM301")
        assert str(example) == "mixed"

    @pytest.mark.parametrize(
        ("example", "message"),
        [
            (Example("", APP), "0 findings expected, found"),
            (Example("", APP, ("gone",)), "nothing says 'gone', found"),
            (Example("", APP, ("M.A",), severity="info"), "severity info expected, found error"),
            (Example("", APP, confidence="low"), "confidence low expected, found high"),
        ],
    )
    def test_another_fails_and_shows_the_app(self, example: Example, message: str) -> None:
        with pytest.raises(AssertionError, match=re.escape(message)) as failure:
            check_example(example, "OSM301")

        assert str(self.APP) in str(failure.value)

    def test_all_are_tests_of_pytest(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(
            """
            from pytest_osm.testing import App, Example, Module, example_tests

            test_examples = example_tests("OSM301", Example("an empty app", App("11.6.0")))
            """
        )

        result = pytester.runpytest("-v")

        result.stdout.fnmatch_lines(["*::test_examples?an empty app-v1? PASSED*"])
        result.assert_outcomes(passed=2)


def test_an_app_of_anything_else() -> None:
    with pytest.raises(TypeError, match="an app consists of modules and profiles"):
        App("11.6.0", "Sales")
    with pytest.raises(ValueError, match="is not a Mendix version"):
        App("eleven")
