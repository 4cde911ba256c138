"""The command, in processes of its own and in a real terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import as_its_schema_says, run_command, run_program, snapshot

from pytest_osm import engine
from pytest_osm._version import __version__
from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.settings import Settings
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.reporters.finding_lines import finding_lines
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Button,
    CallNanoflow,
    Entity,
    Folder,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    Snippet,
    SnippetCall,
    WebProfile,
)

COMMAND = (sys.executable, "-m", "pytest_osm")


@pytest.fixture
def run(tmp_path: Path):
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run_command(tmp_path, *arguments, **environment)

    return run


@pytest.fixture
def good(tmp_path: Path, app: App) -> Path:
    return app.write(tmp_path / "good" / "App.mpr")


@pytest.fixture
def bad(tmp_path: Path, bad_app: App) -> Path:
    return bad_app.write(tmp_path / "bad" / "App.mpr")


class TestExitCodes:
    def test_zero_whatever_is_found(self, run, bad: Path) -> None:
        result = run("check", "--exit-zero")

        assert result.returncode == 0
        assert "OSM301" in result.stdout
        (bad.parent / "App.mpr").write_bytes(b"")
        assert run("check", "--exit-zero").returncode == 2

    def test_quiet_and_verbose(self, run, bad: Path) -> None:
        result = run("check", "-q", "-v")

        assert result.returncode == 2
        assert "--quiet and --verbose exclude each other" in result.stderr

    def test_an_output_without_its_file(self, run, bad: Path) -> None:
        result = run("check", "-o", "json=")

        assert result.returncode == 2
        assert "an output needs a file after json=" in result.stderr

    def test_clean(self, run, good: Path) -> None:
        result = run("check")

        assert result.returncode == 0
        assert "0 findings" in result.stdout

    def test_findings(self, run, bad: Path) -> None:
        assert run("check").returncode == 1

    @pytest.mark.slow
    @pytest.mark.parametrize(("threshold", "code"), [("info", 1), ("warning", 1), ("error", 0)])
    def test_findings_below_the_threshold(self, run, bad: Path, threshold: str, code: int) -> None:
        result = run("check", "--ignore", "OSM301", "--fail-on", threshold)

        assert result.returncode == code
        assert ("warning OSM202" in result.stdout) is bool(code)
        assert "warning OSM202" in run("check", "-v", "--fail-on", threshold).stdout

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "no Mendix model (.mpr) in or below"),
            (("nowhere",), "nowhere does not exist"),
            (("--no-such-option",), "No such option"),
            (("--fail-on", "fatal"), "Invalid value for '--fail-on'"),
            (("--mendix-version", "new"), "'new' is not a Mendix version"),
        ],
    )
    def test_wrong_usage(self, run, arguments: tuple[str, ...], message: str) -> None:
        result = run("check", *arguments)

        assert result.returncode == 2
        assert message in result.stderr
        assert "Traceback" not in result.stderr

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--select", "OSM3O1"), "--select: there is no rule OSM3O1; did you mean OSM301?"),
            (("--ignore", "OSM"), "no rule is left"),
            (("--profile", "Tablet"), "has no profile Tablet"),
            (("--profile", "Native*", "--profile", "Tab*"), "has no profile Tab*"),
            (("--output", "xml"), "there is no output format xml"),
            (("--config", "gone.yaml"), "gone.yaml: cannot be read"),
        ],
    )
    def test_what_cannot_be_fulfilled(self, run, good, arguments, message) -> None:
        result = run("check", *arguments)

        assert result.returncode == 2
        assert message in result.stderr

    def test_a_model_that_cannot_be_read_takes_no_other_with_it(
        self, run, bad: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "Broken.mpr").write_bytes(b"")

        result = run("check")

        assert result.returncode == 2
        assert "error OSM001: " in result.stdout
        assert "restore the file from git" in result.stdout
        assert "error OSM301: " in result.stdout

    def test_a_model_that_goes_while_it_is_checked(
        self, bad_app: App, tmp_path: Path, monkeypatch
    ) -> None:
        model = bad_app.write(tmp_path / "App.mpr", storage=1)
        opened = engine.plan_checks

        def open_and_lose(*arguments, **options):
            plan = opened(*arguments, **options)
            model.unlink()
            return plan

        monkeypatch.setattr(engine, "plan_checks", open_and_lose)

        report = engine.check_model(model, Settings(), date(2026, 1, 1))

        assert report.exit_code == 2
        assert [finding.code for finding in report.failing] == ["OSM001"]

    def test_a_rule_that_crashes(self, run, bad: Path) -> None:
        (bad.parent / "ours.py").write_text(
            "from pytest_osm import Query, Severity, applies, rule\n"
            '@rule("ACME001", "ours", on=Query, applies=(applies(Severity.ERROR),))\n'
            "def ours(query, profile):\n"
            '    """Ours.\n\n    Why.\n\n    Instead: that."""\n'
            "    yield query.nonsense\n"
        )
        (bad.parent / "osm.yaml").write_text("plugins: [ours.py]\n")

        result = run("check")

        assert result.returncode == 2
        assert "ACME001 ours crashed at page Sales.Orders" in result.stdout
        assert "error OSM301: " in result.stdout


class TestProgram:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "arguments",
        [
            ("--version",),
            ("--help",),
            ("chek",),
            ("check",),
            ("check", "--exit-zero"),
            ("check", "-o", "json"),
            ("check", "gone.mpr"),
            ("modes",),
            ("why", "Sales.Order"),
            ("report", "-o", "mermaid"),
            ("rules", "--format", "json"),
            ("explain", "OSM301"),
            ("settings",),
            ("baseline",),
        ],
    )
    def test_as_a_process_it_says_what_it_says_in_tests(
        self, tmp_path: Path, bad_app: App, arguments: tuple[str, ...]
    ) -> None:
        for name in ("here", "program"):
            bad_app.write(tmp_path / name / "App.mpr")
        clean = {each: os.environ[each] for each in os.environ if not each.startswith("GITHUB")}
        clean.pop("COLUMNS", None)

        here = run_command(tmp_path / "here", *arguments)
        program = run_program(tmp_path / "program", arguments, clean)

        assert here.returncode == program.returncode
        assert here.stdout == program.stdout.replace(
            str(tmp_path / "program"), str(tmp_path / "here")
        )
        assert here.stderr == program.stderr


class TestModels:
    @pytest.mark.slow
    def test_the_folder_of_units_stands_for_the_model_beside_it(self, run, bad: Path) -> None:
        contents = bad.parent / "mprcontents"
        unit = next(contents.rglob("*.mxunit"))
        for place in (contents, unit.parent, unit):
            result = run("check", str(place))
            assert result.returncode == 1, result.stderr
            assert "OSM301" in result.stdout

        bad.unlink()
        result = run("check", "bad/mprcontents")
        assert result.returncode == 2
        assert f"no Mendix model (.mpr) beside {Path('bad/mprcontents')}" in result.stderr


class TestText:
    def test_what_was_not_checked_comes_with_advice(self, run, tmp_path: Path) -> None:
        unknown = AnyWidget("Forms$FutureWidget", Inner=AnyPart("Forms$Other"))
        App(
            "11.6.0",
            Module("M", Entity("A"), Page("Home", unknown, ListView("M.A"))),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        ).write(tmp_path / "App.mpr")

        short, whole = (run("check", *more, COLUMNS="400").stdout for more in ((), ("-v",)))

        assert "not analysed (-v lists them): pytest-osm does not understand these" in short
        assert "\nnothing to check" not in short
        assert "\nnot analysed: pytest-osm does not understand these" in whole
        assert "\nnothing to check: the profile has nothing that these rules look at" in whole

    @pytest.mark.slow
    def test_other_places_that_lead_there_are_counted(self, run, tmp_path: Path) -> None:
        def written(users: int) -> str:
            pages = [Page(f"P{number}", SnippetCall("M.List")) for number in range(users)]
            home = Page("Home", *(Button(page.name, OpenPage(f"M.{page.name}")) for page in pages))
            snippet = Snippet("List", Pluggable("M.A"))
            entities = (Entity("A"), Entity("B", "M.A"))
            rows = {"M.A": "All", "M.B": "Online"}
            App(
                "11.6.0",
                Module("M", home, *pages, snippet, *entities),
                NativeProfile(home="M.Home", rows=rows),
            ).write(tmp_path / "App.mpr")
            output = run("check", "--select", "OSM301", "App.mpr").stdout
            assert "1 finding" in output
            return " ".join(output.split())

        assert '> snippet call "snippetCall1" and 9 other ways fix' in written(10)
        assert '> snippet call "snippetCall1" and 1 other way fix' in written(2)
        assert '> snippet call "snippetCall1" fix' in written(1)

    def test_it_groups_by_profile_and_document_and_says_everything(self, run, bad) -> None:
        lines = run("check", "bad/App.mpr").stdout.splitlines()

        assert lines[0] == "bad/App.mpr (Mendix 11.6.0)"
        assert "  profile NativePhone" in lines
        assert "   page Sales.Orders" in lines
        text = " ".join(" ".join(lines).split())
        assert 'error OSM301: list view "listView1": the query selects Sales.Order' in text
        assert 'path home page > page Sales.Home > button "Orders"' in text
        assert "fix give the whole hierarchy one mode" in text
        assert "(pytest-osm explain OSM202)" in text
        assert "1 error, 1 warning in 2 documents" in text
        assert "1 model, 1 offline profile, " in text
        assert "checks, 2 findings" in text

    def test_what_is_bad_comes_first(self, run, bad: Path) -> None:
        output = run("check", "bad/App.mpr").stdout

        assert output.index("error OSM301") < output.index("warning OSM202")

    def test_much_is_summed_up(self, run, tmp_path: Path) -> None:
        lists = (ListView("M.A", name=f"list{number}") for number in range(4))
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), Page("Home", *lists)),
            NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "Online"}),
        ).write(tmp_path / "App.mpr")

        lines = run("check", "--select", "OSM301").stdout.splitlines()

        assert "4 errors in 1 document" in lines
        assert "most: OSM301 mixed-generalization-query (4)" in lines
        assert sum(line.startswith("      path  ") for line in lines) == 1

    def test_a_long_way_is_told_without_its_middle(self, run, tmp_path: Path) -> None:
        pages = [
            Page(f"P{number}", Button(f"Next{number}", OpenPage(f"M.P{number + 1}")))
            for number in range(9)
        ]
        last = Page("P9", ListView("M.A"))
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), *pages, last),
            NativeProfile(home="M.P0", rows={"M.A": "All", "M.B": "Online"}),
        ).write(tmp_path / "App.mpr")

        short, whole = (run("check", "--select", "OSM301", *more).stdout for more in ((), ("-v",)))

        assert "path  home page > ... 11 steps in between ... > button" in short
        assert "page M.P1 > ... 8 steps in between ... > button" in " ".join(whole.split())
        assert '> button "Next8"' in " ".join(short.split())

    @pytest.mark.slow
    def test_of_many_findings_each_gets_fewer_lines(self, run, tmp_path: Path) -> None:
        same = [Pluggable("M.A", name=f"list{number}") for number in range(6)]
        pages = [
            Page(f"P{number}", Button("Next", OpenPage(f"M.P{number + 1}")), *same)
            for number in range(9)
        ]
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), *pages, Page("P9")),
            NativeProfile(home="M.P0", rows={"M.A": "All", "M.B": "Online"}),
        ).write(tmp_path / "App.mpr")

        short, whole = (run("check", "--select", "OSM301", *more).stdout for more in ((), ("-v",)))

        lines = short.splitlines()
        assert len([line for line in lines if '"list0" and 5 more like it: ' in line]) == 9
        assert not any('"list1"' in line for line in lines)
        assert len(lines) < 9 * 4 + 10
        assert "54 errors in 9 documents" in lines
        assert "start with: page M.P0 (6 errors)" in lines
        assert whole.count('"list1": the query selects M.A') == 9

    def test_the_folders_around_a_document_find_a_place(self, run, tmp_path: Path) -> None:
        folders = Folder("Native screens", Folder("Lists", Page("Home", ListView("M.A"))))
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), folders),
            NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "Online"}),
        ).write(tmp_path / "App.mpr")

        wide, narrow = (
            run("check", "--rule", "OSM301", COLUMNS=width).stdout.splitlines()
            for width in ("100", "40")
        )

        assert "   page M.Home  (in Native screens > Lists)" in wide
        assert "   page M.Home" in narrow
        assert "      in    Native screens > Lists" in narrow

    def test_much_that_is_one_finding(self) -> None:
        finding = Finding(
            *("OSM107", "upload", "P", b"", Location("profile", "P"), "text"),
            *(Severity.WARNING, Confidence.HIGH),
            details=("one", "two", "three"),
            summarized=("M.A", "M.B"),
        )

        lines = list(finding_lines(finding, Screen()))

        assert lines[1:4] == ["        one", "        two", "        ... and 1 more with -v"]

    def test_nothing_to_say_in_one_line(self, run, good: Path) -> None:
        lines = run("check", "good/App.mpr", "--format", "concise").stdout.splitlines()

        assert lines[0].startswith("1 model, ")

    def test_one_line_each(self, run, bad: Path) -> None:
        lines = run("check", "bad/App.mpr", "--format", "concise").stdout.splitlines()

        assert lines[0].startswith(
            'bad/App.mpr: page Sales.Orders, list view "listView1": error OSM301 the query selects'
        )
        assert lines[1].startswith("bad/App.mpr: domain model Sales, ")
        assert lines[2] == ""
        assert lines[3].startswith("1 model, 1 offline profile, ")

    @pytest.mark.parametrize(
        ("by", "headings"),
        [
            ("rule", ["OSM301 mixed-generalization-query (1)", "OSM202 online-specialization-o"]),
            ("document", ["page Sales.Orders (1)", "domain model Sales (1)"]),
            ("entity", ["Sales.Order (2)", "Sales.UrgentOrder (2)"]),
        ],
    )
    def test_in_groups(self, run, bad: Path, by: str, headings: list[str]) -> None:
        found = run("check", "bad/App.mpr", "--group-by", by).stdout

        for heading in headings:
            assert f"\n{heading}" in found

    def test_only_the_numbers(self, run, bad: Path) -> None:
        lines = run("check", "bad/App.mpr", "-q").stdout.splitlines()

        assert lines[:3] == [
            "bad/App.mpr (Mendix 11.6.0)",
            "",
            "1 error, 1 warning in 2 documents",
        ]

    @pytest.mark.parametrize(
        ("options", "codes"),
        [
            (("--module", "Sales"), {"OSM202", "OSM301"}),
            (("--document", "Sales.Ord*"), {"OSM301"}),
            (("--entity", "Sales.UrgentOrder", "--rule", "OSM202"), {"OSM202"}),
        ],
    )
    def test_what_is_asked_for(
        self, run, bad: Path, options: tuple[str, ...], codes: set[str]
    ) -> None:
        found = run("check", "bad/App.mpr", *options)

        assert {code for code in ("OSM202", "OSM301") if code in found.stdout} == codes
        assert found.returncode == 1

    def test_what_is_elsewhere_is_not_asked_for(self, run, tmp_path: Path) -> None:
        App(
            "11.6.0",
            Module(
                "M",
                Entity("A"),
                Page("Home", Button("Go", OpenPage("M.Far"))),
                Page("Far", Pluggable("M.A")),
            ),
            NativeProfile(home="M.Home", bottom_bar={"Far": "M.Far"}, rows={"M.A": "Online"}),
        ).write(tmp_path / "App.mpr")

        def places(*options: str) -> set[str]:
            found = run("check", "--select", "OSM502", "--format", "concise", *options).stdout
            return {line.split(": ")[1] for line in found.splitlines() if " OSM502 " in line}

        assert places() == {"page M.Home", "navigation profile NativePhone"}
        assert places("--document", "M.Home") == {"page M.Home"}
        assert places("--module", "M") == {"page M.Home"}
        assert places("--entity", "M.A") == {"page M.Home", "navigation profile NativePhone"}
        assert "hidden" not in run("check", "--document", "M.Home", "-v").stdout.split("\n1 ")[0]

    @pytest.mark.parametrize(
        ("option", "said"),
        [
            ("--module=Sale", "--module: there is no module Sale; did you mean Sales?"),
            ("--document=Sales.Ordrs", "--document: there is no document Sales.Ordrs; did you"),
            ("--entity=Order", "--entity: there is no entity Order; did you mean Sales.Order?"),
        ],
    )
    def test_what_does_not_exist(self, run, bad: Path, option: str, said: str) -> None:
        found = run("check", "bad/App.mpr", option)

        assert found.returncode == 2
        assert said in found.stderr

    def test_the_remedy_is_told_once_per_rule(self, run, tmp_path: Path) -> None:
        views = ListView("M.A", name="one"), ListView("M.A", name="two")
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), Page("Home", *views)),
            NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "Online"}),
        ).write(tmp_path / "App.mpr")

        output = run("check", "--select", "OSM301").stdout

        assert output.count("the query selects M.A") == 2
        assert output.count("fix ") == 1

    def test_the_verbose_option_lists_what_the_numbers_hide(self, run, good: Path) -> None:
        output = run("check", "-v").stdout

        assert "OSM101 online-mode-too-old does not apply to Mendix 11.6.0" in output
        assert "nothing to check NativePhone: OSM202 online-spec" in " ".join(output.split())

    def test_what_cannot_be_read_is_counted_and_listed(self, run, good: Path) -> None:
        for file in (good.parent / "mprcontents").rglob("*.mxunit"):
            if b"Forms$Page" in file.read_bytes():
                file.unlink()

        output = " ".join(run("check", "-v", "--select", "OSM301").stdout.split())

        assert "1 part not readable" in output
        assert "not readable unit " in output

    def test_what_was_not_followed_is_counted_and_listed(self, run, tmp_path: Path) -> None:
        page = Page("Home", Button("Go", CallNanoflow("M.Gone")))
        App("11.6.0", Module("M", page), NativeProfile(home="M.Home")).write(tmp_path / "App.mpr")

        output = run("check", "-v").stdout

        assert "1 part not analysed" in " ".join(output.split())
        assert 'NativePhone: page M.Home, button "Go": nanoflow M.Gone' in output

    def test_an_app_without_an_offline_profile_says_so(self, run, tmp_path: Path) -> None:
        App("11.6.0", Module("M"), WebProfile(kind="Phone")).write(tmp_path / "App.mpr")

        result = run("check")

        assert result.returncode == 0
        assert "there is no offline profile in this app" in result.stdout

    @pytest.mark.slow
    def test_findings_in_marketplace_modules_are_counted_and_shown_on_request(
        self, run, tmp_path: Path
    ) -> None:
        bought = Module("Bought", Nanoflow("Get", Retrieve("M.A")), marketplace=True)
        home = Page("Home", Button("Get", CallNanoflow("Bought.Get")))
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), home),
            bought,
            NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        ).write(tmp_path / "App.mpr")

        hidden = run("check", "--select", "OSM301", "-v")
        (tmp_path / "osm.yaml").write_text("modules: {marketplace: true}\n")
        shown = run("check", "--select", "OSM301")

        assert hidden.returncode == 0
        text = " ".join(hidden.stdout.split())
        assert "1 hidden elsewhere" in text
        assert "hidden NativePhone: OSM301 error: nanoflow Bought.Get" in text
        assert shown.returncode == 1

    def test_names_cannot_steer_the_terminal(self, run, tmp_path: Path) -> None:
        evil = "\x1b[2J\u202eevil\n"
        home = Page("Home", ListView("M.A", name=evil))
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), home),
            NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        ).write(tmp_path / "App.mpr")

        output = run("check", "--color", "never").stdout

        assert "\x1b" not in output
        assert "\u202e" not in output
        assert "\\x1b[2J\\u202eevil\\n" in output

    def test_accepted_findings_and_stale_entries_are_shown(self, run, bad: Path) -> None:
        (bad.parent / "osm.yaml").write_text(
            "xfail:\n- {rule: OSM301, reason: later, until: 2099-12-31}\n"
            "- {rule: OSM101, reason: never}\n"
        )

        output = run("check", "--show-accepted").stdout
        found = json.loads(run("check", "--output", "json").stdout)["findings"]
        accepted = next(each for each in found if each["status"] == "accepted")

        assert "error OSM301: " in output
        said = "(accepted in osm.yaml:2 until 2099-12-31: later)"
        assert said in " ".join(output.split())
        assert accepted["accepted_at"] == "osm.yaml:2"
        assert accepted["accepted_until"] == "2099-12-31"
        assert "error OSM301" not in run("check").stdout
        assert "not shown: 1 accepted (--show-accepted)" in run("check").stdout
        assert "xfail  osm.yaml:3: xfail of OSM101 matches no check of App.mpr" in output
        assert "1 outdated xfail entry" in " ".join(output.split())

    def test_a_profile_of_an_unknown_type_is_said(self, run, tmp_path: Path) -> None:
        class Embedded:
            def stored(self, context):
                return context.element("Navigation$EmbeddedNavigationProfile", Name="Car")

        App("11.12.0", Module("M"), Embedded()).write(tmp_path / "App.mpr")

        output = " ".join(run("check").stdout.split())

        assert "the unknown type Navigation$EmbeddedNavigationProfile is not judged" in output


class TestLooking:
    def test_folders_that_hold_no_apps_of_the_team_are_left_out(
        self, run, app: App, tmp_path: Path
    ) -> None:
        for name in (".hidden", "env/lib", "app", "app/deployment", "deployment"):
            app.write(tmp_path / name / "App.mpr")
        (tmp_path / "env" / "pyvenv.cfg").touch()

        lines = run("check").stdout.splitlines()

        models = [line.partition(" ")[0] for line in lines if line.endswith("(Mendix 11.6.0)")]
        assert models == ["app/App.mpr", "deployment/App.mpr"]


class TestOptions:
    @pytest.mark.slow
    def test_select_takes_codes_names_and_beginnings(self, run, bad: Path) -> None:
        for value in ("OSM301,OSM202", "OSM3,OSM2", "mixed-generalization-query,OSM202"):
            output = run("check", "--select", value).stdout
            assert "checks, 2 findings" in output, value

    @pytest.mark.slow
    def test_a_profile_can_be_singled_out(self, run, tmp_path: Path) -> None:
        App("11.6.0", Module("M"), NativeProfile(), WebProfile(kind="PhoneOffline")).write(
            tmp_path / "App.mpr"
        )

        assert "1 offline profile" in run("check", "--profile", "PhoneOffline").stdout
        assert "2 offline profiles" in run("check").stdout

    def test_a_model_can_be_judged_as_another_version(self, run, good: Path) -> None:
        output = run("check", "--mendix-version", "10.18").stdout

        assert "judged as Mendix 10.18.0; the model is of 11.6.0" in output

    def test_a_version_nobody_knows_yet_is_said(self, run, good: Path) -> None:
        assert "newer than 11.15" in run("check", "--mendix-version", "12.0").stdout

    def test_a_configuration_can_be_named(self, run, bad: Path, tmp_path: Path) -> None:
        (tmp_path / "strict.yaml").write_text("select: [OSM202]\n")

        assert "1 check, 1 finding" in run("check", "--config", "strict.yaml").stdout

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("arguments", "environment", "colored"),
        [
            (("--color", "always"), {}, True),
            (("--color", "never"), {}, False),
            ((), {}, False),
            (("--color", "always"), {"NO_COLOR": "1"}, True),
        ],
    )
    def test_colour(self, run, bad: Path, arguments, environment, colored: bool) -> None:
        assert ("\x1b[" in run("check", *arguments, **environment).stdout) is colored


class TestTerminal:
    def output(self, *arguments: str, cwd: Path, command=COMMAND, **environment: str) -> str:
        """What appears in a real terminal of 80 columns."""
        pty = pytest.importorskip("pty")
        main, terminal = pty.openpty()
        process = subprocess.Popen(
            (*command, *arguments),
            cwd=cwd,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment},
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        chunks = []
        while True:
            try:
                chunk = os.read(main, 65536)
            except OSError:
                break
            if not chunk:
                break
            chunks.append(chunk)
        process.wait()
        os.close(main)
        return b"".join(chunks).decode()

    def test_it_is_coloured_and_fits(self, bad: Path) -> None:
        output = self.output("check", cwd=bad.parent)

        assert "\x1b[31m" in output
        plain = [line for line in output.splitlines() if "\x1b" not in line]
        assert max(len(line) for line in plain if "https://" not in line) <= 80

    def test_a_rule_is_explained_with_headings_and_whole_links(self, tmp_path: Path) -> None:
        output = self.output("explain", "OSM303", cwd=tmp_path)

        assert "## Why" not in output
        lines = [line.strip() for line in output.splitlines()]
        addresses = [line for line in lines if "https://" in line]
        assert addresses
        assert all(re.fullmatch(r"https://\S+/", line) for line in addresses)
        others = (line for line in lines if line not in addresses and "\x1b" not in line)
        assert max(map(len, others)) <= 80

    def test_people_who_wait_see_a_progress_bar(self, tmp_path: Path) -> None:
        program = (
            "from pytest_osm.terminal.progress_bar import ProgressBar;"
            "bar = ProgressBar.of(2); bar.show();"
            "bar.start('App.mpr'); bar.bar.refresh(); bar.finish(); bar.bar.refresh(); bar.close()"
        )

        output = self.output(cwd=tmp_path, command=(sys.executable, "-c", program))

        assert "reading App.mpr" in output
        assert "1/2" in output

    def test_no_color_is_respected(self, bad: Path) -> None:
        assert "\x1b[31m" not in self.output("check", cwd=bad.parent, NO_COLOR="1")


def test_nothing_is_written(run, good: Path, bad: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path)

    run("check")

    assert snapshot(tmp_path) == before


class TestRules:
    def test_all_rules_are_listed_with_their_versions(self, run) -> None:
        output = run("rules").stdout

        assert "OSM301" in output
        assert "since 10.19: error" in output

    def test_programs_get_all_rules(self, run) -> None:
        told = as_its_schema_says("rules", run("rules", "--format", "json").stdout)["rules"]

        assert {"OSM001", "OSM301", "OSM601"} <= {each["code"] for each in told}

    @pytest.mark.slow
    def test_a_rule_is_explained_by_code_or_name(self, run) -> None:
        by_code = run("explain", "osm301").stdout

        assert by_code == run("explain", "mixed-generalization-query").stdout
        assert "Give the whole hierarchy one mode" in by_code
        assert "| Mendix versions | since 10.19: error |" in by_code

    def test_a_rule_is_explained_to_programs(self, run) -> None:
        answer = as_its_schema_says("rules", run("explain", "OSM402", "--format", "json").stdout)
        (told,) = answer["rules"]

        assert told["name"] == "microflow-online-return"
        assert told["severities"][1] == {
            "severity": "warning",
            "since": "10.21",
            "before": "10.24",
        }
        assert told["steps"]
        assert told["studio_pro_code"] is None

    def test_the_number_of_a_consistency_error_is_told_where_it_is_known(self, run) -> None:
        assert "| Studio Pro error code | CE6206 |" in run("explain", "OSM306").stdout

    def test_a_rule_about_the_file_has_no_page_in_the_guide(self, run) -> None:
        assert "## Read more" not in run("explain", "OSM001").stdout

    def test_an_unknown_rule_gets_a_suggestion(self, run) -> None:
        result = run("explain", "OSM3001")

        assert result.returncode == 2
        assert "did you mean OSM301?" in result.stderr

    @pytest.mark.slow
    def test_a_broken_configuration_is_told_here_too(self, run, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_text("plugins: [no_such_module]\n")

        for arguments in (("rules",), ("explain", "OSM301")):
            result = run(*arguments)
            assert result.returncode == 2
            assert "osm.yaml:1:11: plugin no_such_module fails to import" in result.stderr

    @pytest.mark.slow
    def test_the_commands_are_listed(self, run) -> None:
        listed = run("--help").stdout.partition("Commands:\n")[2].partition("\n\n")[0]
        names = [line.split()[0] for line in listed.splitlines()]
        assert {"accept", "check", "explain", "what-if", "why"} < {*names}
        for name in names:
            told = run(name, "--help").stdout
            assert f"Usage: pytest-osm {name} " in told
            assert f"  pytest-osm {name}" in told.partition("Examples:")[2]

    def test_an_unknown_command(self, run) -> None:
        result = run("chekc")
        assert result.returncode == 2
        assert "there is no command chekc; did you mean check?" in result.stderr

    def test_a_model_instead_of_a_command(self, run) -> None:
        result = run("App.mpr")
        assert result.returncode == 2
        assert "to check a model: pytest-osm check App.mpr" in result.stderr

    def test_a_format_of_reports_instead_of_a_layout(self, run) -> None:
        result = run("check", "--format", "json")
        assert result.returncode == 2
        assert "To print json: --output json" in result.stderr

    def test_the_version(self, run) -> None:
        assert run("--version").stdout.strip() == f"pytest-osm, version {__version__}"
