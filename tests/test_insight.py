"""The commands that answer before and after a check: modes, why, what-if, upgrade."""

from __future__ import annotations

import csv
import json
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from conftest import as_its_schema_says, run_command

from pytest_osm.cli.options import _printed_into
from pytest_osm.testing import (
    AnyWidget,
    App,
    Association,
    Button,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    CreateObject,
    DataView,
    Entity,
    FromContext,
    Layout,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    ShowPage,
    Snippet,
    SnippetCall,
    TextBox,
    WebProfile,
)

SALES = Module(
    "Sales",
    Entity("Order"),
    Entity("Urgent", "Sales.Order"),
    Entity("Draft"),
    Entity("Unused"),
    Entity("Note", persistable=False),
    Association("Draft_Order", "Draft", "Order"),
    Layout("Phone"),
    Page(
        "Home",
        Button("A", OpenPage("Sales.Orders")),
        Button("B", CallNanoflow("Sales.Open")),
        Button("Server", CallMicroflow("Sales.Server")),
        layout="Sales.Phone",
    ),
    Page("Orders", SnippetCall("Sales.List"), Button("C", CallNanoflow("Sales.Open"))),
    Page("Others", SnippetCall("Sales.List")),
    Page("Lost", Button("Far", CallNanoflow("Sales.Farther"))),
    Page("OfServer"),
    Page("Alone"),
    Snippet("List", Pluggable("Sales.Order")),
    Nanoflow("Open", CreateObject("Sales.Draft"), ShowPage("Sales.Others")),
    Nanoflow("Farther", ShowPage("Sales.Farthest")),
    Page("Farthest", DataView(FromContext("Sales.Note"))),
    Microflow("Server", ShowPage("Sales.OfServer")),
)
DOUBT = "nobody chose the mode of Sales.Order: it is the default"
HOME = "profile NativePhone > home page > page Sales.Home"
ROWS = {"Sales.Urgent": "All", "Sales.Draft": "None"}
APP = App(
    "11.6.0",
    SALES,
    NativeProfile(home="Sales.Home", rows=ROWS),
    WebProfile(name="Web", home="Sales.Home", rows={**ROWS, "Sales.Order": "Online"}),
    WebProfile(kind="Responsive", home="Sales.Home"),
)


@pytest.fixture
def run(tmp_path: Path):
    def run(
        *arguments: str, app: App | None = APP, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        if app:
            app.write(tmp_path / "App.mpr")
        return run_command(tmp_path, *arguments, **{"COLUMNS": "120", **environment})

    return run


def answered(run, command: str, *arguments: str, **app: App) -> dict[str, Any]:
    """What a command tells programs."""
    result = run(command, *arguments, "--format", "json", **app)
    assert result.returncode == 0, result.stderr
    return as_its_schema_says(command, result.stdout)


def words(line: str) -> str:
    return " ".join(line.split())


class TestModes:
    def table(self, output: str) -> list[str]:
        return [words(line) for line in output.splitlines()]

    def test_each_offline_profile_has_a_table(self, run) -> None:
        result = run("modes")

        assert result.returncode == 0
        lines = self.table(result.stdout)
        assert "profile NativePhone, Mendix 11.6.0" in lines
        assert "profile Web, Mendix 11.6.0" in lines
        assert not any("Responsive" in line for line in lines)
        assert "Sales.Order Online by default ≠ All Objects Mendix 2 0" in lines
        assert "Sales.Draft Nothing (clear data) Nothing (clear data) the profile 0 1" in lines
        assert "Sales.Urgent All Objects ≠ Nothing (preserve data) the profile 0 0" in lines

    @pytest.mark.slow
    def test_programs_get_no_marks(self, run) -> None:
        output = run("modes", "--format", "csv").stdout
        assert "Nothing (preserve data)" in output
        assert "≠" not in output

    def test_programs_get_stored_names_and_captions(self, run) -> None:
        answer = answered(run, "modes", "--assume", "Sales.Urgent=None", "--profile", "Web")

        (profile,) = answer["profiles"]
        modes = {row["entity"]: row for row in profile["entities"]}
        urgent = modes["Sales.Urgent"]
        assert (urgent["mode"]["mode"], urgent["mode"]["caption"]) == (
            "None",
            "Nothing (clear data)",
        )
        assert urgent["mode"]["source"] == "assumed"
        assert urgent["derived"]["mode"] == "NoneAndPreserveData"
        assert urgent["differs"]
        assert answer["model"] == "App.mpr"
        assert profile["mendix_version"] == "11.6.0"

    def test_programs_compare_profiles(self, run) -> None:
        answer = answered(run, "modes", "--against", "Web")

        (comparison,) = answer["comparisons"]
        assert (comparison["name"], comparison["other"]) == ("NativePhone", "Web")
        (entity,) = comparison["entities"]
        assert entity["entity"] == "Sales.Order"
        assert entity["mode"]["source"] == "version_default"
        assert entity["other_mode"]["source"] == "row"

    def test_a_derived_mode_has_its_evidence(self, run) -> None:
        output = run("modes", "--mendix-version", "10.24.2", "--profile", "NativePhone").stdout

        joined = words(output)
        assert "Sales.Order All Objects All Objects queried by snippet Sales.List" in joined

    def test_entities_that_are_not_used_have_no_derived_mode(self, run) -> None:
        output = run("modes", "--assume", "Sales.Unused=All", "--profile", "Web").stdout

        assert "Sales.Unused All Objects not used" in words(output)

    def test_what_is_assumed_counts(self, run) -> None:
        output = run("modes", "--assume", "Sales.Order=Never", "--profile", "Web").stdout

        assert "Sales.Order Never ≠ All Objects" in words(output)

    @pytest.mark.slow
    def test_filters(self, run) -> None:
        def entities(*arguments: str) -> set[str]:
            answer = answered(run, "modes", "--profile", "Web", *arguments)
            return {row["entity"] for row in answer["profiles"][0]["entities"]}

        everything = {"Sales.Draft", "Sales.Order", "Sales.Urgent"}
        assert entities() == everything
        assert entities("--mode", "online") == {"Sales.Order"}
        assert entities("--mode", "all objects", "--mode", "Online") == everything - {
            "Sales.Draft"
        }
        assert entities("--module", "Sa*") == everything
        assert entities("--differing") == everything - {"Sales.Draft"}

    def test_two_profiles_are_compared(self, run) -> None:
        output = run("modes", "--against", "Web", "--format", "markdown").stdout

        assert output.splitlines() == [
            "### profiles NativePhone and Web, where they differ",
            "",
            "| entity | NativePhone | Web |",
            "|---|---|---|",
            "| Sales.Order | Online by default | Online |",
        ]

    @pytest.mark.slow
    def test_a_file_instead_of_the_screen(self, run, tmp_path: Path) -> None:
        printed = run("modes", "--format", "csv").stdout
        written = run("modes", "-o", "csv=out/modes.csv")

        assert written.returncode == 0
        assert written.stdout == ""
        assert (tmp_path / "out" / "modes.csv").read_text("utf-8") == printed
        assert json.loads(run("why", "Sales.Order", "-o", "json").stdout)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("output", "said"),
        [
            ("cvs", "'cvs' is none of text, csv, markdown, json"),
            ("csv=", "a file is missing after csv="),
            ("csv=App.mpr/modes.csv", "cannot be written"),
        ],
    )
    def test_mistakes_in_an_output(self, run, output: str, said: str) -> None:
        result = run("modes", "-o", output)

        assert result.returncode == 2
        assert said in result.stderr

    def test_nothing_printed_is_nothing_written(self, tmp_path: Path) -> None:
        with _printed_into(tmp_path / "modes.csv"):
            pass

        assert not (tmp_path / "modes.csv").exists()

    def test_what_goes_wrong_leaves_the_file_as_it_is(self, run, tmp_path: Path) -> None:
        (tmp_path / "modes.csv").write_text("before")

        assert run("modes", "--profile", "Gone", "-o", "csv=modes.csv").returncode == 2
        assert (tmp_path / "modes.csv").read_text() == "before"

    def test_on_a_narrow_screen_the_modes_stay(self, run) -> None:
        lines = run("modes", "--profile", "Web", COLUMNS="40").stdout.splitlines()

        assert lines[1].split() == ["entity", "mode"]
        assert "Sales.Urgent  All Objects" in [line.rstrip() for line in lines]
        wide = run("modes", "--profile", "Web", COLUMNS="70").stdout.splitlines()
        assert wide[1].split() == ["entity", "mode", "derived"]

    def test_a_spreadsheet(self, run) -> None:
        rows = list(csv.DictReader(StringIO(run("modes", "--format", "csv").stdout)))

        assert len(rows) == 6
        assert rows[0]["profile"] == "NativePhone"
        assert {row["entity"] for row in rows} == {"Sales.Draft", "Sales.Order", "Sales.Urgent"}

    def test_a_name_with_a_bar_does_not_break_a_document(self, run) -> None:
        app = App(
            "11.6.0",
            Module("M", Entity("A|B"), Page("Home", ListView("M.A|B"))),
            NativeProfile(home="M.Home"),
        )

        assert "| M.A\\|B |" in run("modes", "--format", "markdown", app=app).stdout

    def test_nothing_to_show(self, run) -> None:
        app = App("11.6.0", Module("M", Page("Home")), NativeProfile(home="M.Home"))

        assert "nothing" in run("modes", app=app).stdout

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--mode", "Onlin"), "there is no mode Onlin; did you mean Online?"),
            (("--module", "Sale"), "there is no module Sale; did you mean Sales?"),
            (("--against", "Wob"), "there is no offline profile Wob; did you mean Web?"),
            (
                ("--profile", "Gone"),
                "App.mpr has no profile Gone; there are NativePhone, Responsive, Web",
            ),
            (("--assume", "Sales.Order"), "takes Module.Entity=Mode, not Sales.Order"),
            (("--assume", "Sales.Order=Al"), "--assume: unknown synchronization mode 'Al'"),
            (("gone.mpr",), "gone.mpr does not exist"),
        ],
    )
    def test_mistakes(self, run, arguments: tuple[str, ...], message: str) -> None:
        result = run("modes", *arguments)

        assert result.returncode == 2
        assert message in result.stderr

    def test_an_app_without_an_offline_profile(self, run) -> None:
        result = run("modes", app=App("11.6.0", Module("M"), WebProfile(kind="Responsive")))

        assert result.returncode == 2
        assert "App.mpr has no offline navigation profile" in result.stderr

    @pytest.mark.slow
    def test_one_of_several_models_must_be_named(self, run, tmp_path: Path) -> None:
        APP.write(tmp_path / "other" / "Other.mpr")

        assert "name one of the models: App.mpr, other/Other.mpr" in run("modes").stderr
        assert run("modes", "other").returncode == 0

    @pytest.mark.slow
    def test_a_model_that_cannot_be_read(self, run, tmp_path: Path) -> None:
        (tmp_path / "App.mpr").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
        assert "is a Git LFS pointer" in run("modes", app=None).stderr

        APP.write(tmp_path / "App.mpr")
        for unit in (tmp_path / "mprcontents").rglob("*.mxunit"):
            if b"Navigation$NavigationDocument" in unit.read_bytes()[:200]:
                unit.unlink()
        assert "the navigation document" in run("modes", app=None).stderr

    def test_the_configuration_of_another_place(self, run, tmp_path: Path) -> None:
        (tmp_path / "other.yaml").write_text("assume: {Sales.Order: Never}")

        assert "Sales.Order Never" in words(run("modes", "--config", "other.yaml").stdout)


class TestWhy:
    @pytest.mark.slow
    def test_programs_get_the_same(self, run) -> None:
        (phone, _) = answered(run, "why", "Sales.Others")["reasons"]

        assert (phone["kind"], phone["name"], phone["is_reached"]) == (
            "page",
            "Sales.Others",
            True,
        )
        assert phone["paths"]["total"] == 1
        assert phone["paths"]["shown"][0][-2:] == ["show page", "page Sales.Others"]
        assert phone["leads_to"]["shown"] == [
            ['snippet call "snippetCall1"', "snippet Sales.List"]
        ]
        assert phone["obstacle"] is None

        (phone, _) = answered(run, "why", "Sales.Alone")["reasons"]
        assert phone["obstacle"] == "nothing in the model refers to it"

        (phone, _) = answered(run, "why", "Sales.Order")["reasons"]
        assert phone["mode"]["caption"] == "Online"

    def lines(self, run, name: str) -> list[str]:
        result = run("why", name, COLUMNS="")
        assert result.returncode == 0, result.stderr
        return [line.strip() for line in result.stdout.partition("profile Web")[0].splitlines()]

    @pytest.mark.slow
    def test_long_lines_are_continued_below(self, run) -> None:
        lines = run("why", "Sales.Others", COLUMNS="60").stdout.splitlines()

        assert max(map(len, lines)) <= 60
        assert lines[2].startswith("    profile NativePhone > home page")
        assert lines[3].startswith("        ")
        assert "Sales.\n" not in "\n".join(lines)

    @pytest.mark.slow
    def test_all_shortest_ways_and_what_it_leads_to(self, run) -> None:
        assert self.lines(run, "Sales.Others") == [
            "profile NativePhone reaches page Sales.Others",
            "paths",
            f'{HOME} > button "B" > nanoflow Sales.Open > show page > page Sales.Others',
            "leads to",
            'snippet call "snippetCall1" > snippet Sales.List',
            "works offline: no (medium confidence)",
            (
                'snippet Sales.List, Pluggable "pluggable1": shows Sales.Order'
                f" (not checked before); medium confidence because {DOUBT}"
            ),
        ]
        paths = self.lines(run, "Sales.List")
        shown = 'snippet call "snippetCall1" > snippet Sales.List'
        assert paths[2:3] == [f'{HOME} > button "A" > page Sales.Orders > {shown}']
        assert 'Pluggable "pluggable1" > entity Sales.Order (query)' in paths

    def test_two_ways_of_the_same_length(self, run) -> None:
        pages = [Page(f"P{number}", Button("Go", OpenPage("M.End"))) for number in range(12)]
        home = Page("Home", *(Button(page.name, OpenPage(f"M.{page.name}")) for page in pages))
        app = App("11.6.0", Module("M", home, *pages, Page("End")), NativeProfile(home="M.Home"))

        lines = run("why", "M.End", app=app).stdout.splitlines()

        assert len([line for line in lines if line.endswith("> page M.End")]) == 10
        assert "    and 2 more" in lines

    def test_an_entity_has_its_mode_and_neighbours(self, run) -> None:
        lines = self.lines(run, "Sales.Order")

        assert "profile NativePhone reaches entity Sales.Order" in lines
        assert "mode: Online by default, the default of this Mendix version" in lines
        assert any(line.endswith('> Pluggable "pluggable1" (query)') for line in lines)
        assert "Sales.Draft_Order: Sales.Draft is Nothing (clear data)" in lines

    def test_an_entity_that_nothing_uses(self, run) -> None:
        lines = self.lines(run, "Sales.Unused")

        assert lines[0] == "profile NativePhone does not reach entity Sales.Unused"
        assert "no page shows it, and no nanoflow retrieves or creates it" in lines

    def test_an_entity_that_only_an_attribute_leads_to(self, run) -> None:
        shown = TextBox("M.Order.Number", over="M.Line_Order/M.Order")
        app = App(
            "11.6.0",
            Module(
                "M",
                Entity("Order", attributes={"Number": "String"}),
                Entity("Line"),
                Association("Line_Order", "Line", "Order"),
                Page("Home", DataView(FromContext("M.Line"), shown)),
            ),
            NativeProfile(home="M.Home", rows={"M.Order": "Online"}),
        )

        lines = run("why", "M.Order", app=app).stdout.splitlines()

        assert any('text box "textBox1" (reached over an association)' in line for line in lines)

    def test_a_page_that_only_an_unknown_key_names(self, run) -> None:
        hidden = Page("Hidden", AnyWidget("Forms$DivContainer", Secret="M.Far"))
        app = App(
            "11.6.0", Module("M", Page("Home"), hidden, Page("Far")), NativeProfile(home="M.Home")
        )

        output = run("why", "M.Far", app=app).stdout

        assert "only page M.Hidden refers to it, and users do not get there" in output

    def test_a_microflow_is_reached_and_leads_nowhere(self, run) -> None:
        lines = self.lines(run, "Sales.Server")

        assert (
            'profile NativePhone > home page > page Sales.Home > button "Server"'
            " > microflow Sales.Server" in lines
        )
        assert "leads to" not in lines

    @pytest.mark.slow
    def test_what_is_in_the_way(self, run) -> None:
        assert (
            "the nearest is microflow Sales.Server > show page > page Sales.OfServer"
            " (a microflow runs on the server and cannot lead there)"
            in self.lines(run, "Sales.OfServer")
        )
        assert "nothing in the model refers to it" in self.lines(run, "Sales.Alone")
        assert (
            "only nanoflow Sales.Farther refers to it, and users do not get there"
            in self.lines(run, "Sales.Farthest")
        )

    def test_nanoflows_that_only_call_each_other(self, run) -> None:
        app = App(
            "11.6.0",
            Module(
                "M",
                Page("Home"),
                Nanoflow("A", CallNanoflowActivity("M.B")),
                Nanoflow("B", CallNanoflowActivity("M.A")),
            ),
            NativeProfile(home="M.Home"),
        )

        assert "only nanoflow M.B refers to it" in run("why", "M.A", app=app).stdout

    def test_an_unknown_name_gets_a_suggestion(self, run) -> None:
        result = run("why", "Sales.Ordrs")

        assert result.returncode == 2
        assert "there is no Sales.Ordrs; did you mean Sales.Orders?" in result.stderr

    @pytest.mark.slow
    def test_a_model_may_be_named(self, run) -> None:
        assert run("why", "App.mpr", "Sales.Home").returncode == 0
        assert "takes a model" in run("why", "App.mpr", "Sales.Home", "x").stderr
        hint = "the model comes first: why App.mpr Sales.Home"
        assert hint in run("why", "Sales.Home", "App.mpr").stderr


class TestWhatIf:
    APP = App(
        "11.15.0",
        Module(
            "M",
            Entity("A"),
            Entity("B", "M.A"),
            Entity("C"),
            Entity("D"),
            Page("Home", Button("Go", CallNanoflow("M.Work")), ListView("M.A")),
            Nanoflow("Work", Retrieve("M.B"), Retrieve("M.C"), CallMicroflowActivity("M.Server")),
            Microflow("Server"),
        ),
        NativeProfile(
            home="M.Home",
            rows={"M.A": "All", "M.B": "All", "M.C": "All", "M.D": "All"},
        ),
    )

    def test_the_cheapest_come_first(self, run) -> None:
        answer = answered(run, "what-if", app=self.APP)

        (profile,) = answer["profiles"]
        rows = profile["entities"]
        assert [(row["entity"], row["errors"], row["warnings"]) for row in rows] == [
            ("M.C", 0, 1),
            ("M.A", 1, 1),
            ("M.B", 1, 2),
        ]
        assert [[each["rule"] for each in row["rules"]] for row in rows] == [
            ["OSM501"],
            ["OSM301", "OSM503"],
            ["OSM202", "OSM301", "OSM501"],
        ]
        told = words(run("what-if", app=self.APP).stdout)
        assert "M.B All Objects 1 2 0 OSM202, OSM301, OSM501" in told

    def test_a_rule_that_would_find_several_things_is_counted(self, run) -> None:
        texts = ListView("M.A", TextBox("M.A.X"), name="one"), ListView("M.A", name="two")
        app = App(
            "11.6.2",
            Module("M", Entity("A", attributes={"X": "String"}), Page("Home", *texts)),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        )

        assert "OSM305 x2" in run("what-if", app=app).stdout

    def test_nothing_breaks(self, run) -> None:
        app = App(
            "11.15.0",
            Module(
                "M",
                Entity("A"),
                Page("Home", Button("Go", CallNanoflow("M.Make"))),
                Nanoflow("Make", CreateObject("M.A")),
            ),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        )

        assert "M.A All Objects 0 0 0" in words(run("what-if", app=app).stdout)

    def test_a_finding_that_sums_up_one_more_is_news(self, run) -> None:
        beta = App(
            "10.20.0",
            Module(
                "M", Entity("A"), Entity("B"), Page("Home", Pluggable("M.A"), Pluggable("M.B"))
            ),
            NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        )

        (profile,) = answered(run, "what-if", app=beta)["profiles"]

        (row,) = profile["entities"]
        assert row["entity"] == "M.B"
        assert row["rules"] == [{"rule": "OSM102", "findings": 1}]

    def test_a_choice_of_online_is_no_news_to_those_that_are_so_by_default(self, run) -> None:
        rows = {"M.A": "All", "M.B": "All", "M.C": "All"}
        undecided = Page("Second", Pluggable("M.D"))
        (module,) = self.APP.modules
        app = App(
            "11.15.0",
            Module("M", *module.contents, undecided),
            NativeProfile(home="M.Home", bottom_bar={"Two": "M.Second"}, rows=rows),
        )

        output = run("what-if", "--format", "json", app=app).stdout

        assert "OSM104" not in output


class TestUpgrade:
    def test_entities_that_turn_online_and_what_follows(self, run) -> None:
        app = App(
            "10.24.0",
            Module(
                "M",
                Entity("A"),
                Entity("B"),
                Association("A_B", "A", "B"),
                Page("Home", ListView("M.A"), ListView("M.B")),
                Nanoflow("New", CreateObject("M.A")),
            ),
            NativeProfile(home="M.Home", rows={"M.A": "Online"}),
        )

        answer = answered(run, "upgrade", "--to", "11.15", app=app)

        assert (answer["mendix_version"], answer["to"]) == ("10.24.0", "11.15.0")
        (profile,) = answer["profiles"]
        (mode,) = profile["modes"]
        assert mode["entity"] == "M.B"
        assert (mode["now"]["mode"], mode["now"]["source"]) == ("All", "derived")
        assert (mode["then"]["mode"], mode["then"]["source"]) == ("Online", "version_default")
        assert {each["rule"] for each in profile["appearing"]} == {"OSM104"}
        assert {each["rule"] for each in profile["disappearing"]} == {"OSM201", "OSM305"}

        output = run("upgrade", "--to", "11.15", "--format", "csv", app=app).stdout
        rows = list(csv.DictReader(StringIO(output)))
        assert [(row["change"], row["rule"] or row["entity"]) for row in rows] == [
            ("mode", "M.B"),
            ("appears", "OSM104"),
            ("disappears", "OSM201"),
            ("disappears", "OSM305"),
            ("offline", ""),
        ]

    @pytest.mark.slow
    def test_findings_that_are_graded_otherwise(self, run) -> None:
        app = App(
            "11.10.0",
            Module(
                "M",
                Entity("A", attributes={"Number": "AutoNumber"}),
                Page("Home", Button("New", CallNanoflow("M.New"))),
                Nanoflow("New", CreateObject("M.A")),
            ),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        )

        (profile,) = answered(run, "upgrade", "--to", "11.15", app=app)["profiles"]
        (changing,) = profile["changing"]

        assert changing["now"]["rule"] == changing["then"]["rule"] == "OSM405"
        assert (changing["now"]["severity"], changing["then"]["severity"]) == ("error", "warning")
        assert changing["now"]["path"][0] == "home page"
        assert "nothing" in run("upgrade", "--to", "11.15", app=app).stdout

    def test_a_version_that_nobody_knows(self, run) -> None:
        told = run("upgrade", "--to", "99.1").stderr

        assert "note: Mendix 99.1.0 is newer than 11.15, the latest version known here" in told

    @pytest.mark.slow
    def test_a_version_is_needed(self, run) -> None:
        assert run("upgrade").returncode == 2
        assert run("upgrade", "--to", "next").returncode == 2


@pytest.mark.slow
def test_check_takes_assumptions_too(run) -> None:
    result = run("check", "--assume", "Sales.Order=All", "--select", "OSM104")

    assert result.returncode == 0
    assert "assumed that Sales.Order is All Objects" in result.stdout
    assert run("check", "--assume", "x", app=None).returncode == 2


def test_pytest_takes_assumptions_too(pytester: pytest.Pytester) -> None:
    APP.write(pytester.path / "App.mpr")

    without = pytester.runpytest("--osm", "-k", "OSM104")
    assumed = pytester.runpytest(
        "--osm", "-k", "OSM104", "--osm-assume", "Sales.Order=All Objects"
    )

    without.assert_outcomes(failed=1, passed=1, deselected=without.parseoutcomes()["deselected"])
    assumed.assert_outcomes(passed=2, deselected=assumed.parseoutcomes()["deselected"])
