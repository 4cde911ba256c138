"""Reports for other programs, checked with packages that are not ours."""

from __future__ import annotations

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import as_its_schema_says, run_command

from pytest_osm.checking.findings import Finding
from pytest_osm.checking.verdict import JudgedFinding, Status, Verdict
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.extension.builtin import osm_reporters, osm_rules
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.reporters.formats.azure import AZURE
from pytest_osm.reporters.formats.github import GITHUB
from pytest_osm.reporters.formats.markdown import MARKDOWN
from pytest_osm.reporters.formats.sarif import SARIF
from pytest_osm.reporters.report import ModelReport, Report
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.rules.page import RuleDescription
from pytest_osm.rules.rule import Severity
from pytest_osm.testing import (
    App,
    Association,
    Button,
    Entity,
    Folder,
    ListView,
    Module,
    NativeProfile,
    OpenPage,
    Page,
    WebProfile,
)

SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "report.schema.json"
CONFIGURATION = """\
xfail:
  - {rule: OSM202, reason: "later, 100%"}
severity: {OSM305: info}
"""
TODAY = date(2026, 1, 1)
pytestmark = pytest.mark.once


def app(*, module: str = "Sales", page: str = "Orders", bonus: str = "") -> App:
    return App(
        "11.6.0",
        Module(
            module,
            Entity("Order"),
            Entity("Rush", f"{module}.Order"),
            Entity("Customer"),
            Association("Order_Customer", "Order", "Customer"),
            Page("Home", Button(f"Open{bonus}", OpenPage(f"{module}.{page}"))),
            Page(page, ListView(f"{module}.Order"), ListView(f"{module}.Customer")),
        ),
        NativeProfile(
            home=f"{module}.Home",
            rows={
                f"{module}.Order": "All",
                f"{module}.Rush": "Online",
                f"{module}.Customer": "Online",
            },
        ),
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a model in a folder."""
    (tmp_path / ".git").mkdir()
    app().write(tmp_path / "my app" / "App.mpr")
    (tmp_path / "osm.yaml").write_text(CONFIGURATION)
    return tmp_path


def check(
    folder: Path, *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return run_command(folder, "check", *arguments, **(environment or {}))


def report_on(app: App, folder: Path) -> Report:
    return Report((check_model(app.write(folder / "App.mpr"), Settings(), TODAY),))


class TestOutputs:
    def test_several_in_one_run(self, repository: Path) -> None:
        result = check(
            repository, "--output", "text", "--output", "sarif=out/osm.sarif", "--output", "github"
        )

        assert result.returncode == 1
        assert "my app/App.mpr (Mendix 11.6.0)" in result.stdout
        assert "\n::error file=my app/mprcontents/" in result.stdout
        assert json.loads((repository / "out" / "osm.sarif").read_text())["version"] == "2.1.0"

    @pytest.mark.slow
    def test_a_file_does_not_hide_the_text(self, repository: Path) -> None:
        plain = check(repository)

        assert check(repository, "--output", "junit=osm.xml").stdout == plain.stdout

    @pytest.mark.slow
    def test_something_else_that_is_printed_does(self, repository: Path) -> None:
        assert json.loads(check(repository, "--output", "json").stdout)["exit_code"] == 1

    @pytest.mark.slow
    @pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "gitlab", "junit"])
    @pytest.mark.parametrize(("select", "code"), [("OSM301", 1), ("OSM403", 0)])
    def test_the_format_never_changes_the_exit_code(
        self, repository: Path, form: str, select: str, code: int
    ) -> None:
        assert check(repository, "--select", select, "--output", form).returncode == code

    def test_an_unknown_format_is_a_mistake(self, repository: Path) -> None:
        result = check(repository, "--output", "sarfi=osm.sarif")

        assert result.returncode == 2
        assert "there is no output format sarfi; did you mean sarif?" in result.stderr

    def test_two_cannot_have_the_same_file(self, repository: Path) -> None:
        result = check(repository, "--output", "json=a", "--output", "sarif=a")

        assert result.returncode == 2
        assert "two outputs cannot be written into a" in result.stderr

    def test_formats_of_configured_plugins(self, repository: Path) -> None:
        (repository / "ours.py").write_text(
            "from pytest_osm import hookimpl, Reporter\n"
            "@hookimpl\n"
            "def osm_reporters():\n"
            "    yield Reporter('count', 'a number', lambda report, screen: ['here'])\n"
        )
        (repository / "osm.yaml").write_text("plugins: [ours.py]\n")

        assert check(repository, "--output", "count").stdout == "here\n"

    def test_text_says_in_which_folder_a_document_is(self, tmp_path: Path) -> None:
        home = Folder("Pages", Folder("Mobile", Page("Home", ListView("M.Order"))))
        App(
            "11.6.0",
            Module("M", Entity("Order"), Entity("Part", "M.Order"), home),
            NativeProfile(home="M.Home", rows={"M.Order": "All", "M.Part": "Online"}),
        ).write(tmp_path / "App.mpr")

        printed = check(tmp_path).stdout

        assert "   page M.Home  (in Pages > Mobile)\n" in printed

    def test_without_findings_there_is_a_report_all_the_same(self, tmp_path: Path) -> None:
        clean = App("11.6.0", Module("M", Page("Home")), WebProfile(kind="Phone"))
        clean.write(tmp_path / "App.mpr")

        check(tmp_path, "--output", "sarif=osm.sarif", "--output", "gitlab=gl.json")

        assert json.loads((tmp_path / "osm.sarif").read_text())["runs"][0]["results"] == []
        assert json.loads((tmp_path / "gl.json").read_text()) == []

    def test_without_a_verdict_the_report_of_last_time_does_not_stay(
        self, repository: Path
    ) -> None:
        (repository / "osm.sarif").write_text("old")
        (repository / "osm.yaml").write_text("select: [OSM99]\n")

        result = check(repository, "--output", "sarif=osm.sarif")

        assert result.returncode == 2
        (run,) = json.loads((repository / "osm.sarif").read_text())["runs"]
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        (problem,) = invocation["toolExecutionNotifications"]
        assert "there is no rule OSM99" in problem["message"]["text"]


@pytest.mark.parametrize(
    "reporter",
    [each for each in osm_reporters() if each.name not in ("mermaid", "dot")],
    ids=lambda each: each.name,
)
def test_every_format_but_diagrams_says_why_there_is_no_verdict(reporter: Reporter) -> None:
    report = Report((ModelReport("App.mpr", error="the disk is on fire"),))

    text = "\n".join(reporter.render(report, Screen()))

    assert "the disk is on fire" in text


class TestGitHub:
    def test_it_is_switched_on_where_it_is_understood(self, repository: Path) -> None:
        summary = repository / "summary.md"
        summary.write_text("before\n")

        result = check(
            repository,
            environment={"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)},
        )

        assert result.stdout.count("\n::") == 3
        assert summary.read_text("utf-8").startswith("before\n## Online synchronization\n")

    def test_what_programs_read_stays_as_it_is(self, repository: Path) -> None:
        result = check(repository, "--output", "json", environment={"GITHUB_ACTIONS": "true"})

        assert json.loads(result.stdout)

    def test_one_line_each_at_its_start(self, repository: Path) -> None:
        lines = check(repository, "--output", "github").stdout.splitlines()

        found = [
            re.fullmatch(r"::(\w+) file=([^,:]+),title=([^,:]+)::(.+)", each) for each in lines
        ]
        assert all(found)
        assert [(each[1], each[3][:6]) for each in found if each] == [
            ("error", "OSM301"),
            ("notice", "OSM305"),
            ("warning", "OSM502"),
        ]
        assert "%0Apath: profile NativePhone > home page > page Sales.Home > button" in lines[0]

    def test_names_cannot_give_commands(self, tmp_path: Path) -> None:
        hostile = app(bonus="\n::stop-commands::x\r%0A\u202e")

        lines = list(GITHUB.render(report_on(hostile, tmp_path), Screen()))

        assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
        assert all(
            "\u202e" not in line and "\n" not in line and "\r" not in line for line in lines
        )
        assert any("\\n::stop-commands::x\\r%250A" in line for line in lines)

    def test_issues_of_azure_pipelines(self, repository: Path) -> None:
        lines = check(repository, "--output", "azure").stdout.splitlines()

        found = [
            re.fullmatch(
                r"##vso\[task\.logissue type=(\w+);sourcepath=(.+);linenumber=1;code=(.*);\](.+)",
                each,
            )
            for each in lines
        ]
        assert [(each[1], each[3]) for each in found if each] == [
            ("error", "OSM301"),
            ("warning", "OSM502"),
        ]
        assert "%0AInstead: " in lines[0]

    def test_names_cannot_give_commands_to_azure(self, tmp_path: Path) -> None:
        hostile = app(bonus="\n##vso[task.complete]\r%0A;x=y")

        lines = list(AZURE.render(report_on(hostile, tmp_path), Screen()))

        assert all(line.startswith("##vso[task.logissue type=") for line in lines)
        assert any("\\n##vso[task.complete]\\r%AZP250A" in line for line in lines)

    def test_what_has_no_verdict_is_an_error(self, repository: Path) -> None:
        (repository / "my app" / "App.mpr").write_bytes(b"")

        (line,) = check(repository, "--output", "github", "--select", "OSM3").stdout.splitlines()

        assert line.startswith("::error file=my app/App.mpr,title=OSM001 ")

    def test_so_are_acceptances_to_mend(self, repository: Path) -> None:
        (repository / "osm.yaml").write_text("xfail: [{rule: OSM403, reason: none}]\n")

        lines = check(repository, "--output", "github").stdout.splitlines()

        start = "::error file=osm.yaml,line=1,title=pytest-osm::osm.yaml:1: xfail of OSM403"
        assert lines[-1].startswith(start)


class TestSarif:
    @pytest.fixture
    def log(self, repository: Path) -> dict[str, Any]:
        check(repository, "--output", "sarif=osm.sarif")
        log: dict[str, Any] = json.loads((repository / "osm.sarif").read_text())
        return log

    def test_it_is_valid(self, log: dict[str, Any]) -> None:
        pytest.importorskip("sarif_pydantic").Sarif.model_validate(log)

    def test_another_tool_reads_it(self, log: dict[str, Any], repository: Path) -> None:
        loader = pytest.importorskip("sarif.loader")
        records = loader.load_sarif_file(str(repository / "osm.sarif")).get_records()

        places = [(each["Severity"], each["Code"].split()[0], each["Line"]) for each in records]
        assert ("error", "OSM301", 1) in places
        assert all(each["Location"].startswith("my") for each in records)

    def test_places_are_files_of_the_repository(
        self, log: dict[str, Any], repository: Path
    ) -> None:
        results = log["runs"][0]["results"]

        for result in results:
            (location,) = result["locations"]
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert (repository / uri.replace("%20", " ")).is_file()
        found = next(each for each in results if each["ruleId"] == "OSM301")
        names = found["locations"][0]["logicalLocations"]
        assert [(each["kind"], each["name"]) for each in names] == [
            ("element", 'list view "listView1"'),
            ("page", "Sales.Orders"),
            ("module", "Sales"),
        ]

    def test_the_way_is_a_code_flow(self, log: dict[str, Any]) -> None:
        found = next(each for each in log["runs"][0]["results"] if each["ruleId"] == "OSM301")

        (flow,) = found["codeFlows"]
        steps = flow["threadFlows"][0]["locations"]
        texts = [each["location"]["message"]["text"] for each in steps]
        assert texts[0] == "profile NativePhone"
        assert texts[-1] == "page Sales.Orders"

    def test_accepted_findings_are_suppressed_with_their_reason(self, log: dict[str, Any]) -> None:
        accepted = next(each for each in log["runs"][0]["results"] if each["ruleId"] == "OSM202")

        (suppression,) = accepted["suppressions"]
        assert suppression == {"kind": "external", "justification": "later, 100%"}

    def test_rules_come_with_their_help(self, log: dict[str, Any]) -> None:
        rules = log["runs"][0]["tool"]["driver"]["rules"]
        found = next(each for each in log["runs"][0]["results"] if each["ruleId"] == "OSM301")

        rule = rules[found["ruleIndex"]]
        assert rule["id"] == "OSM301"
        assert rule["helpUri"].startswith("https://docs.mendix.com/")
        assert "Instead:" in rule["help"]["text"]

    def test_the_model_itself_is_a_place_too(self, repository: Path) -> None:
        (repository / "my app" / "App.mpr").write_bytes(b"")

        check(repository, "--output", "sarif=osm.sarif")

        log = json.loads((repository / "osm.sarif").read_text())
        pytest.importorskip("sarif_pydantic").Sarif.model_validate(log)
        (result,) = log["runs"][0]["results"]
        names = result["locations"][0]["logicalLocations"]
        assert [(each["kind"], each["name"]) for each in names] == [("model", "App.mpr")]

    def test_names_bring_no_control_characters(self, tmp_path: Path) -> None:
        lines = SARIF.render(report_on(app(bonus="\x1b[2J\u202e"), tmp_path), Screen())
        text = "\n".join(lines)

        assert "\\u202e" not in text.replace("\\\\u202e", "")
        assert "\\u001b" not in text

    def test_what_was_known_before_is_unchanged(self, repository: Path) -> None:
        check(repository, "--base", "my app/App.mpr", "--output", "sarif=osm.sarif")

        (run,) = json.loads((repository / "osm.sarif").read_text())["runs"]
        states = {
            each.get("baselineState") for each in run["results"] if "suppressions" not in each
        }
        assert states == {"unchanged"}


class TestFingerprints:
    def marks(self, report: Report) -> dict[str, str]:
        return {each.fingerprint: each.finding.code for each in report.results(*Status)}

    def test_each_finding_has_its_own(self, tmp_path: Path) -> None:
        report = report_on(app(), tmp_path)

        assert len(self.marks(report)) == len(list(report.results(*Status)))

    def test_they_are_the_same_for_both_storage_formats(self, tmp_path: Path) -> None:
        one, two = (
            check_model(
                app().write(tmp_path / f"{form}" / "App.mpr", storage=form), Settings(), TODAY
            )
            for form in (1, 2)
        )

        assert self.marks(Report((one,))) == self.marks(Report((two,)))


class TestOtherFormats:
    def test_json_is_as_its_schema_says(self, repository: Path) -> None:
        whole = json.loads(check(repository, "--output", "json").stdout)

        schema = json.loads(SCHEMA.read_text())
        as_its_schema_says("report", json.dumps(whole))
        described = schema["$defs"]["finding"]["properties"]
        assert all(each.keys() == described.keys() for each in whole["findings"])
        statuses = {each["status"] for each in whole["findings"]}
        assert statuses == {"failing", "accepted", "minor"}
        named = {each["rule"]: each["entities"] for each in whole["findings"]}
        assert named["OSM202"] == ["Sales.Rush", "Sales.Order"]
        assert named["OSM301"] == ["Sales.Order", "Sales.Rush"]

    def test_json_of_what_has_no_verdict(self, repository: Path) -> None:
        (repository / "my app" / "App.mpr").write_bytes(b"")

        whole = json.loads(check(repository, "--output", "json").stdout)

        as_its_schema_says("report", json.dumps(whole))
        assert (whole["exit_code"], len(whole["findings"])) == (2, 1)

    @pytest.mark.slow
    def test_gitlab(self, repository: Path) -> None:
        entries = json.loads(check(repository, "--output", "gitlab").stdout)

        assert len({each["fingerprint"] for each in entries}) == len(entries) == 3
        assert [each["severity"] for each in entries] == ["major", "info", "minor"]
        assert all((repository / each["location"]["path"]).is_file() for each in entries)

    def test_acceptances_to_mend_are_where_they_stand(self, repository: Path) -> None:
        (repository / "osm.yaml").write_text("xfail:\n- {rule: OSM403, reason: none}\n")
        outputs = ("azure=a.txt", "gitlab=g.json", "sarif=s.json")
        check(repository, *(word for each in outputs for word in ("--output", each)))

        issue = (repository / "a.txt").read_text().splitlines()[-1]
        assert "sourcepath=osm.yaml;linenumber=2;" in issue
        *_, entry = json.loads((repository / "g.json").read_text())
        assert entry["severity"] == "major"
        assert entry["location"] == {"path": "osm.yaml", "lines": {"begin": 2}}
        (run,) = json.loads((repository / "s.json").read_text())["runs"]
        (problem,) = run["invocations"][0]["toolExecutionNotifications"]
        place = problem["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "osm.yaml"
        assert place["region"]["startLine"] == 2

    def test_junit(self, repository: Path) -> None:
        (suite,) = ET.fromstring(check(repository, "--output", "junit").stdout)

        outcomes = {case.get("name", "")[:6]: {part.tag for part in case} for case in suite}
        assert outcomes["OSM301"] == {"failure"}
        assert outcomes["OSM202"] == {"skipped"}
        assert outcomes["OSM104"] == set()
        assert suite.get("tests") == str(len(suite))
        assert (suite.get("failures"), suite.get("skipped")) == ("2", "1")

    def test_junit_of_what_is_stale_and_what_crashed(self, repository: Path) -> None:
        (repository / "osm.yaml").write_text(
            "plugins: [ours.py]\n"
            "xfail:\n"
            "  - {rule: OSM301, reason: gone, model: Gone.mpr}\n"
            "  - {rule: OSM403, reason: not needed}\n"
        )
        (repository / "ours.py").write_text(
            "from pytest_osm import Query, Severity, applies, rule\n"
            "@rule('ACME001', 'broken', on=Query, applies=(applies(Severity.ERROR),))\n"
            "def broken(query, profile):\n"
            "    '''It crashes.\\n\\n    Instead: nothing.\\n    '''\n"
            "    yield 1 / 0\n"
        )

        (suite,) = ET.fromstring(check(repository, "--output", "junit").stdout)

        cases = {case.get("name", "").split()[0]: [part.tag for part in case] for case in suite}
        assert cases["error"] == ["error"]
        assert cases["xfail"] == ["failure"]
        assert cases["OSM403"] == ["failure"]
        messages = [part.get("message", "") for case in suite for part in case]
        outdated = "1 outdated xfail entry: osm.yaml:4: xfail"
        assert any(each.startswith(outdated) for each in messages)

    def test_a_file_outside_of_the_repository_has_an_address(self) -> None:
        finding = Finding(
            *("OSM107", "upload", "P", b"", Location("profile", "P"), "text"),
            *(Severity.WARNING, Confidence.HIGH),
        )
        rule = RuleDescription.of(next(each for each in osm_rules() if each.code == "OSM107"))
        judged = (JudgedFinding(finding, Status.FAILING),)
        uris = []
        for file in (
            "C:/my app/App.mpr",
            "//nas/share/App.mpr",
            "/a/App.mpr",
            "my app/App.mpr",
        ):
            model = ModelReport("App.mpr", file, verdicts=(Verdict(rule, "P", 1, judged),))
            log = json.loads("\n".join(SARIF.render(Report((model,)), Screen())))
            (location,) = log["runs"][0]["results"][0]["locations"]
            uris.append(location["physicalLocation"]["artifactLocation"]["uri"])

        assert uris == [
            "file:///C:/my%20app/App.mpr",
            "file://nas/share/App.mpr",
            "file:///a/App.mpr",
            "my%20app/App.mpr",
        ]

    def test_markdown_begins_with_the_worst_and_says_what_to_do(self, tmp_path: Path) -> None:
        lines = list(MARKDOWN.render(report_on(app(), tmp_path), Screen()))

        words = [re.match(r"\| (error|warning)", line) for line in lines]
        severities = [word[1] for word in words if word]
        assert {*severities} == {"error", "warning"}
        assert severities == sorted(severities)
        fixes = lines[lines.index("### How to fix it") :]
        assert "- OSM301: give the whole hierarchy one mode" in "\n".join(fixes)

    def test_markdown_is_bounded_and_escaped(self, tmp_path: Path) -> None:
        lists = [ListView("Sales.Order") for _ in range(250)]
        many = App(
            "11.6.0",
            Module(
                "Sales",
                Entity("Order"),
                Entity("R|sh", "Sales.Order"),
                Page("Home", *lists),
            ),
            NativeProfile(home="Sales.Home", rows={"Sales.Order": "All", "Sales.R|sh": "Online"}),
        )

        lines = list(MARKDOWN.render(report_on(many, tmp_path), Screen()))

        rows = [line for line in lines if line.startswith("| error")]
        assert rows
        assert all(re.sub(r"\\.", "", row).count("|") == 6 for row in rows)
        assert len([line for line in lines if line.startswith("| ")]) == 201
        assert any(line.endswith(" more.") for line in lines)

    def test_markdown_tells_problems_and_notes(self, tmp_path: Path) -> None:
        clean = App("11.6.0", Module("M", Page("Home")), WebProfile(kind="Phone"))

        text = "\n".join(MARKDOWN.render(report_on(clean, tmp_path), Screen()))

        assert "there is no offline profile in this app" in text
        assert "✅ 1 model, 0 offline profiles" in text


@pytest.mark.slow
class TestPytest:
    @pytest.mark.parametrize("arguments", [(), ("-n", "2")])
    def test_the_same_report_as_from_the_command(
        self, arguments: tuple[str, ...], pytester: pytest.Pytester, monkeypatch
    ) -> None:
        monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
        app().write(pytester.path / "App.mpr")
        (pytester.path / "osm.yaml").write_text(CONFIGURATION)
        check(pytester.path, "--output", "sarif=command.sarif")

        result = pytester.runpytest_subprocess(
            "--osm", "--osm-output=sarif=osm.sarif", "--osm-output=json=osm.json", *arguments
        )

        result.stdout.fnmatch_lines(["wrote osm.sarif", "wrote osm.json"])
        written = (pytester.path / "osm.sarif").read_text()
        assert written == (pytester.path / "command.sarif").read_text()

    @pytest.mark.parametrize(
        ("output", "message"),
        [
            ("sarif", "--osm-output sarif needs a file: FORMAT=PATH"),
            ("sarfi=x", "there is no output format sarfi; did you mean sarif?"),
        ],
    )
    def test_mistakes_end_the_run(
        self, output: str, message: str, pytester: pytest.Pytester
    ) -> None:
        result = pytester.runpytest_subprocess("--osm", f"--osm-output={output}")

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines([f"*{message}"])

    def test_formats_of_a_conftest(self, pytester: pytest.Pytester) -> None:
        app().write(pytester.path / "App.mpr")
        pytester.makeconftest(
            "from pytest_osm import hookimpl, Reporter\n"
            "@hookimpl\n"
            "def osm_reporters():\n"
            "    yield Reporter('count', 'a number', lambda report, screen: ['here'])\n"
        )

        pytester.runpytest_subprocess("--osm", "--osm-output=count=out.txt")

        assert (pytester.path / "out.txt").read_text() == "here\n"

    def test_a_run_without_a_model_says_so(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile("def test_ours(): pass")

        result = pytester.runpytest_subprocess("--osm", "--osm-output=sarif=osm.sarif")

        assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
        (run,) = json.loads((pytester.path / "osm.sarif").read_text())["runs"]
        (problem,) = run["invocations"][0]["toolExecutionNotifications"]
        assert problem["message"]["text"] == "no Mendix model (.mpr) was found"

    def test_acceptances_to_mend_are_no_missing_verdict(self, pytester: pytest.Pytester) -> None:
        app().write(pytester.path / "App.mpr")
        (pytester.path / "osm.yaml").write_text("xfail: [{rule: OSM999, reason: none}]\n")

        result = pytester.runpytest_subprocess("--osm", "--osm-output=json=osm.json")

        whole = json.loads((pytester.path / "osm.json").read_text())
        assert whole["exit_code"] == 1
        assert "an unknown rule" in whole["models"][0]["xfail_complaints"][0]
        assert "1 outdated xfail entry" in " ".join(result.outlines)

    def test_annotations_under_github(self, pytester: pytest.Pytester, monkeypatch) -> None:
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(pytester.path / "summary.md"))
        app().write(pytester.path / "App.mpr")

        result = pytester.runpytest_subprocess("--osm", "-k", "OSM301")

        result.stdout.fnmatch_lines(["::error file=*"])
        assert "OSM301" in (pytester.path / "summary.md").read_text()
