"""Exports to YAML: the same model as in an .mpr, as far as they keep it, and no silent rest."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from runpy import run_path
from shutil import copytree
from uuid import UUID

import pytest
from bson import decode
from conftest import run_command, snapshot
from hypothesis import given, strategies
from msgspec.structs import replace
from ruamel.yaml import YAML
from seeding import DATA, WITH_REAL_APPS

from pytest_osm import OsmApp
from pytest_osm.checking.findings import CheckSkipped, fingerprints
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model, plan_checks
from pytest_osm.errors import ReadError, RuleError, UnitError, UsageError
from pytest_osm.extension.builtin import osm_rules
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.store import Unit
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers import yaml_unit
from pytest_osm.readers.comparison_model import ComparisonModel
from pytest_osm.readers.discovery import find_models
from pytest_osm.readers.export import read_export
from pytest_osm.readers.yaml_unit import decode_unit
from pytest_osm.reporters.formats.text import hidden_details
from pytest_osm.rules.rule import Severity, applies, rule
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallMicroflowActivity,
    CallNanoflow,
    Database,
    DataView,
    Entity,
    Example,
    Folder,
    Layout,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Over,
    Page,
    Snippet,
    SnippetCall,
)
from pytest_osm.testing.exporting import write_export
from pytest_osm.testing.writing import WrittenUnit

RULES = {rule.code: rule for rule in osm_rules()}
EXAMPLES = [
    pytest.param(path.name[:6].upper(), example, id=f"{path.name[:6]}-{example.name}")
    for path in sorted((Path(__file__).parent / "rules").glob("osm[1-9]*.py"))
    for kind in ("INVALID", "VALID")
    for example in run_path(str(path))[kind]
]
pytestmark = pytest.mark.once
TODAY = date(2026, 11, 1)
# An export does not say where a retrieve arrives that follows an association.
THROUGH_AN_ASSOCIATION = (
    "retrieved in a nanoflow, directly and over an association",
    "a retrieve over an association, with medium confidence",
    "a retrieve over an association of an offline entity",
)
# What the properties of a pluggable widget are, and whether a file manager uploads, is dropped.
UNKNOWN_MODULES = ("of a module that was deleted", "not used,")
BY_DESCRIPTION = (
    "changed by a pluggable uploader",
    "changed by a file manager",
    "a file manager that gives files changes nothing",
    "an image that shows the associated object sets nothing",
    "the image of an associated object, with medium confidence",
    "the image of an associated object that is offline",
    "the image of the object, with medium confidence",
)
# A pluggable widget goes by the name of its kind, which is in what the usual form drops.
WIDGET = re.compile(r'\w+( \w+)? "(pluggable|orders|Image)')


def only(code: str) -> Settings:
    return Settings(select=(Node(Path("test"), code),), min_confidence=Confidence.LOW)


def said(model: Path, code: str, base: Path | None = None) -> list[object]:
    """What a rule finds in every profile, and what a model says of its offline profiles."""
    plan = plan_checks(model, only(code), base=ComparisonModel(base, "base") if base else None)
    checks = [check for check in plan.checks if check.rule.code == code]
    findings = [each for check in checks if not check.skip_reason for each in check.run().findings]
    return [
        [(str(each), each.grade, each.path) for each in findings],
        [
            (
                sorted(map(str, profile.reach.reached)),
                {name: str(mode) for name, mode in profile.modes.items()},
                sorted(
                    f"{each.kind} {each.entity} {each.location}" for each in profile.access.queries
                ),
            )
            for profile in plan.offline_profiles
        ],
        list(fingerprints(findings)),
    ]


def unnamed(value: object) -> object:
    return WIDGET.sub(r'widget "\2', repr(value))


@pytest.mark.slow
class TestEquivalence:
    @pytest.mark.parametrize(("code", "example"), EXAMPLES)
    def test_a_raw_export_is_the_model(self, code: str, example: Example, tmp_path: Path) -> None:
        said_of = []
        for name in ("v2", "v1", "raw"):
            bases = [example.base] if example.base else []
            models = [
                each.export(tmp_path / name / str(number), "raw", marketplace=True)
                if name == "raw"
                else each.write(tmp_path / name / str(number) / "App.mpr", storage=int(name[1]))
                for number, each in enumerate([example.app, *bases])
            ]
            said_of.append(said(models[0], code, *models[1:]))
        assert said_of[0] == said_of[1] == said_of[2]
        if not example.base:
            for form in ("usual", "early"):
                exported = example.app.export(tmp_path / form, form, marketplace=True)
                self.says_less_and_says_so(code, example.name, form, said_of[0], exported)

    def says_less_and_says_so(
        self, code: str, example: str, form: str, said_of_model: list[object], exported: Path
    ) -> None:
        (found, facts, _), (of_export, facts_of_export, _) = said_of_model, said(exported, code)
        plan = plan_checks(exported, only(code))
        if any(check.skip_reason for check in plan.checks):
            assert RULES[code].required_features
            assert of_export == []
        elif form == "early" and any(each in example for each in UNKNOWN_MODULES):
            assert of_export == [], "early releases do not say which modules there are"
        elif example in BY_DESCRIPTION:
            assert of_export == found or all(" confidence" in repr(each) for each in of_export)
        else:
            assert sorted(unnamed(each) for each in found) == sorted(
                unnamed(each) for each in of_export
            )
        if example in THROUGH_AN_ASSOCIATION:
            told = [str(each) for each in plan.offline_profiles[0].not_followed]
            assert any("the entities that it connects are unknown" in each for each in told)
        elif example not in BY_DESCRIPTION:
            assert [(reached, modes) for reached, modes, _ in facts] == [
                (reached, modes) for reached, modes, _ in facts_of_export
            ]
            assert sorted(unnamed(each) for *_, queries in facts for each in queries) == sorted(
                unnamed(each) for *_, queries in facts_of_export for each in queries
            )

    def test_a_baseline_of_the_model_holds_for_the_raw_export(
        self, bad_app: App, tmp_path: Path
    ) -> None:
        model = bad_app.write(tmp_path / "App.mpr")
        run(tmp_path, "baseline", str(model))
        bad_app.export(tmp_path / "raw", "raw")
        written = (tmp_path / "osm-baseline.yaml").read_text()
        (tmp_path / "raw" / "osm-baseline.yaml").write_text(
            written.replace("App.mpr", "Metadata.yaml")
        )
        checked = run(tmp_path, "check", "raw")
        assert checked.returncode == 0, checked.stdout
        assert "0 findings, 2 accepted" in checked.stdout


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command(folder, *arguments, COLUMNS="150")


class TestLines:
    """Findings lead to lines of the exported files."""

    def lines_of(self, exported: Path, file: str, text: str) -> list[int]:
        lines = (exported.parent / file).read_text().splitlines()
        return [number for number, line in enumerate(lines, 1) if text in line]

    @pytest.mark.once
    def test_every_format_has_them(self, bad_app: App, tmp_path: Path) -> None:
        exported = bad_app.export(tmp_path / "modelsource")
        file = "modelsource/Sales/Orders.Forms$Page.yaml"
        (line,) = self.lines_of(exported, "Sales/Orders.Forms$Page.yaml", "XPathSource")
        outputs = [f"--output={name}={name}.out" for name in ("json", "sarif", "gitlab", "github")]
        checked = run(tmp_path, "check", *outputs)
        assert f"at    Sales/Orders.Forms$Page.yaml:{line}" in checked.stdout
        whole = json.loads((tmp_path / "json.out").read_text())
        found = {each["rule"]: (each["file"], each["line"]) for each in whole["findings"]}
        assert found["OSM301"] == (file, line)
        entities = self.lines_of(exported, "Sales/DomainModels$DomainModel.yaml", "EntityImpl")
        assert found["OSM202"][1] == entities[1]
        sarif = json.loads((tmp_path / "sarif.out").read_text())["runs"][0]["results"]
        places = [each["locations"][0]["physicalLocation"] for each in sarif]
        assert {each["region"]["startLine"] for each in places} == {n for _, n in found.values()}
        last = sarif[-1]["codeFlows"][0]["threadFlows"][0]["locations"][-1]["location"]
        assert last["physicalLocation"]["region"]["startLine"] == line
        gitlab = json.loads((tmp_path / "gitlab.out").read_text())
        assert line in [each["location"]["lines"]["begin"] for each in gitlab]
        assert f"file={file},line={line}," in (tmp_path / "github.out").read_text()

    def test_rows_have_them_though_nothing_has_an_id(self, bad_app: App, tmp_path: Path) -> None:
        project = read_export(bad_app.export(tmp_path))
        rows = project.profiles[0].rows
        lines = (tmp_path / "Navigation$NavigationDocument.yaml").read_text().splitlines()
        assert [lines[row.line - 1].strip() for row in rows] == [
            "- $Type: Navigation$OfflineEntityConfig"
        ] * 2
        assert all(row.id == b"" for row in rows)

    def test_models_have_none(self, bad_app: App, tmp_path: Path) -> None:
        run(tmp_path, "check", str(bad_app.write(tmp_path / "App.mpr")), "--output=json=j.out")
        findings = json.loads((tmp_path / "j.out").read_text())["findings"]
        assert [each["line"] for each in findings] == [None, None]


CONNECTED = App(
    "11.6.0",
    Module(
        "Sales",
        Entity("Order"),
        Entity("Line"),
        Association("Line_Order", "Line", "Order"),
        Microflow("Send"),
        Nanoflow("Ask", CallMicroflowActivity("Sales.Send")),
        Page("Home", ListView("Sales.Order"), Button("Ask", CallNanoflow("Sales.Ask"))),
    ),
    NativeProfile(home="Sales.Home", rows={"Sales.Order": "All"}),
)
FLOW = "the export does not say in which order the activities of a nanoflow run"


class TestSkipping:
    def test_rules_say_what_they_need(self) -> None:
        ends, flow = ModelFeature.ASSOCIATION_ENDS, ModelFeature.CONTROL_FLOW
        assert {
            code: set(rule.required_features)
            for code, rule in RULES.items()
            if rule.required_features
        } == {
            "OSM201": {ends},
            "OSM203": {ends},
            "OSM303": {ends},
            "OSM501": {flow},
            "OSM502": {flow},
            "OSM504": {flow},
        }

    def test_a_skipped_rule_is_told_and_nothing_else_than_skipped_ones_is_no_verdict(
        self, tmp_path: Path
    ) -> None:
        exported = CONNECTED.export(tmp_path)
        report = check_model(exported, Settings(), TODAY)
        assert f"OSM501 server-call-without-connection-check: {FLOW}" in report.skipped
        assert report.exit_code == 0
        assert ("skipped", report.skipped[0]) in hidden_details(report)
        assert report.counts.skipped == len(report.skipped) == 5
        nothing = check_model(exported, only("OSM501"), TODAY)
        assert nothing.exit_code == 2
        raw = check_model(CONNECTED.export(tmp_path / "raw", "raw"), only("OSM501"), TODAY)
        assert (raw.exit_code, raw.skipped) == (1, ())

    @pytest.mark.slow
    def test_in_pytest(self, pytester: pytest.Pytester) -> None:
        CONNECTED.export(pytester.path / "modelsource")
        result = pytester.runpytest_subprocess("--osm", "-rs", "-k", "OSM501 or OSM301")
        result.assert_outcomes(passed=1, skipped=1)
        result.stdout.fnmatch_lines(
            [
                "1 rule skipped, 1 model, 1 offline profile, 1 check, 0 findings, *",
                f"SKIPPED [[]1] modelsource/Metadata.yaml:1: {FLOW}",
            ]
        )

    @pytest.mark.slow
    def test_own_rules_inherit_the_need_of_their_subjects(self, pytester: pytest.Pytester) -> None:
        CONNECTED.export(pytester.path / "modelsource")
        pytester.makeconftest(
            '''
            from pytest_osm import ServerAccess, Severity, applies, rule

            @rule("ACME1000", "any-call", on=ServerAccess, applies=(applies(Severity.ERROR),))
            def any_call(access, profile):
                """Nothing may call.

                Instead: do not.
                """
                yield "calls"
            '''
        )
        result = pytester.runpytest_subprocess("--osm", "-k", "ACME1000")
        result.assert_outcomes(skipped=1)

    def test_a_need_is_a_detail(self) -> None:
        with pytest.raises(RuleError, match="ACME1000: required_features are ModelFeatures"):

            @rule(
                "ACME1000",
                "odd",
                on=Profile,
                applies=(applies(Severity.ERROR),),
                required_features=("flows",),
            )
            def odd(profile, same):
                """Odd.

                Instead: even.
                """

    def test_fixtures_do_not_give_what_is_not_there(self, tmp_path: Path) -> None:
        profile = OsmApp(CONNECTED.export(tmp_path)).profile()
        assert profile.pages == ("Sales.Home",)
        with pytest.raises(UsageError, match=FLOW):
            profile.server_calls  # noqa: B018 - it raises
        with pytest.raises(CheckSkipped, match=f"OSM501 .*: {FLOW}"):
            profile.check("OSM501")
        with pytest.raises(CheckSkipped, match="which entities an association connects"):
            profile.check("OSM303")

    @pytest.mark.slow
    @pytest.mark.parametrize("asked", [("what-if",), ("upgrade", "--to", "11.10")])
    def test_what_would_be_says_what_it_leaves_out(
        self, asked: tuple[str, ...], tmp_path: Path
    ) -> None:
        CONNECTED.export(tmp_path / "modelsource")
        done = run(tmp_path, *asked)
        assert done.returncode == 0, done.stderr
        assert f"not checked: OSM501 server-call-without-connection-check: {FLOW}" in done.stderr
        assert "OSM303 read-only-association-write" in done.stderr
        CONNECTED.write(tmp_path / "App.mpr")
        assert run(tmp_path, *asked).stderr == ""

    def test_the_page_says_what_was_skipped(self, tmp_path: Path) -> None:
        CONNECTED.export(tmp_path / "modelsource")
        assert run(tmp_path, "report", "modelsource", "-o", "html=report.html").returncode == 0
        assert "5 rules skipped:" in (tmp_path / "report.html").read_text("utf-8")


MARKET = App(
    "11.6.0",
    Module(
        "Market",
        Entity("Base"),
        Layout("Phone"),
        Snippet("Head"),
        Page("About"),
        marketplace=True,
    ),
    Module("Unused", Entity("Thing"), marketplace=True),
    Module(
        "Sales",
        Entity("Order", "Market.Base"),
        Page(
            "Home",
            ListView("Sales.Order", on_click=OpenPage("Market.About")),
            SnippetCall("Market.Head"),
            layout="Market.Phone",
        ),
    ),
    NativeProfile(home="Sales.Home", rows={"Sales.Order": "All"}),
)


class TestLeftOutModules:
    @pytest.mark.parametrize("form", ["usual", "raw", "early"])
    def test_one_that_is_reached_is_a_gap(self, form: str, tmp_path: Path) -> None:
        report = check_model(MARKET.export(tmp_path, form), Settings(), TODAY)
        assert [finding.text for finding in report.failing] == [
            "module Market is not in the export: the profile needs it"
        ]
        assert "with the Marketplace modules" in report.failing[0].remedy

    def test_with_all_modules_nothing_is_missing(self, tmp_path: Path) -> None:
        exported = MARKET.export(tmp_path, marketplace=True)
        report = check_model(exported, Settings(), TODAY)
        assert report.failing == ()
        assert read_export(exported).modules["Market"].is_from_marketplace

    def test_its_entities_are_unknown(self, tmp_path: Path) -> None:
        domain = read_export(MARKET.export(tmp_path)).domain
        assert not domain.knows_module("Market.Base")
        assert domain.knows_module("Sales.Order")
        assert domain.knows_module("Gone.Thing")
        early = read_export(MARKET.export(tmp_path / "early", "early")).domain
        assert not early.knows_module("Gone.Thing")

    @pytest.mark.parametrize(
        ("widget", "rows"),
        [
            (ListView("Market.Base"), {}),
            (DataView("Sales.Order", ListView(Over("M.To/Market.Base"))), {}),
            (ListView("Sales.Order"), {"Market.Base": "Online"}),
        ],
    )
    def test_a_module_is_needed_for_its_entities_too(
        self, widget: object, rows: dict[str, str], tmp_path: Path
    ) -> None:
        app = App(
            "11.6.0",
            Module("Market", Entity("Base"), marketplace=True),
            Module("Sales", Entity("Order"), Page("Home", widget)),
            NativeProfile(home="Sales.Home", rows=rows),
        )
        report = check_model(app.export(tmp_path), only("OSM002"), TODAY)
        assert [each.location.name for each in report.failing] == [
            "NativePhone" if rows else "Sales.Home"
        ]

    def test_a_constraint_that_steps_into_one_is_not_followed(self, tmp_path: Path) -> None:
        constraint = "[Sales.Order_Base/Market.Base/Name = 'a']"
        app = App(
            "11.6.0",
            Module("Market", Entity("Base"), marketplace=True),
            Module(
                "Sales",
                Entity("Order"),
                Association("Order_Base", "Order", "Market.Base"),
                Page("Home", ListView(Database("Sales.Order", constraint))),
            ),
            NativeProfile(home="Sales.Home", rows={"Sales.Order": "All"}),
        )
        plan = plan_checks(app.export(tmp_path), only("OSM302"))
        told = [str(each) for each in plan.offline_profiles[0].not_followed]
        assert "nothing is known here about Market.Base" in told[0]


class TestFiles:
    @pytest.mark.skipif(sys.platform == "win32", reason="the export has them, Windows does not")
    def test_names_that_files_cannot_have(self, tmp_path: Path) -> None:
        long = "A" * 60
        app = App(
            "11.6.0",
            Module(
                f"M{long}",
                Entity("Order"),
                Folder(
                    'odd/name: "a"..b',
                    Page(f"P{long}", ListView(f"M{long}.Order")),
                    Folder("CON", Page("Home", Button("Go", OpenPage(f"M{long}.P{long}")))),
                ),
            ),
            NativeProfile(home=f"M{long}.Home"),
        )
        project = read_export(app.export(tmp_path))
        assert list(project.modules) == [f"M{long}"]
        assert project.names(DocumentKind.PAGE) == (f"M{long}.Home", f"M{long}.P{long}")
        assert project.document(Reference(DocumentKind.PAGE, f"M{long}.P{long}")) is not None
        assert project.unreadable_parts == ()
        assert any("_TRUNCATED_" in name for name in snapshot(tmp_path))

    def test_without_its_index_a_long_name_is_what_the_folder_is_called(
        self, tmp_path: Path
    ) -> None:
        app = App("11.6.0", Module("M" * 60, Entity("Order")), NativeProfile(home=""))
        exported = app.export(tmp_path)
        (tmp_path / "app.yaml").unlink()
        assert "_TRUNCATED_" in next(iter(read_export(exported).modules))

    def test_two_files_with_one_document_are_two_gaps(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path)
        page = tmp_path / "Sales" / "Home.Forms$Page.yaml"
        (tmp_path / "Sales" / "Old").mkdir()
        (tmp_path / "Sales" / "Old" / page.name).write_bytes(page.read_bytes())
        report = check_model(exported, Settings(), TODAY)
        assert report.exit_code == 1
        assert (
            "is one of 2 files with a Forms$Page Home: empty the folder and export again"
        ) in report.failing[0].text
        assert len(report.unreadable_parts) == 2

    def test_an_excluded_document_may_share_the_name(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path)
        page = tmp_path / "Sales" / "Home.Forms$Page.yaml"
        text = page.read_text().replace("Excluded: false\n", "")
        (tmp_path / "Sales" / "Old.Forms$Page.yaml").write_text(f"Excluded: true\n{text}")
        assert read_export(exported).names(DocumentKind.PAGE) == ("Sales.Home",)
        assert check_model(exported, Settings(), TODAY).exit_code == 0

    def test_folders_that_are_too_deep_lose_their_module(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path)
        page = tmp_path / "Sales" / "Home.Forms$Page.yaml"
        (tmp_path / "deep").mkdir()
        page.rename(tmp_path / "deep" / page.name)
        report = check_model(exported, Settings(), TODAY)
        assert report.unreadable_parts == (
            "unit deep/Home.Forms$Page.yaml lies in no module: its folders are nested too deep",
        )

    def test_a_listed_module_without_domain_model(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path)
        (tmp_path / "Sales" / "DomainModels$DomainModel.yaml").unlink()
        report = check_model(exported, Settings(), TODAY)
        (finding,) = report.failing
        assert "is missing: there is no Sales/DomainModels$DomainModel.yaml" in finding.text

    @pytest.mark.parametrize("how", ["gone", "excluded"])
    @pytest.mark.parametrize("form", ["usual", "raw"])
    def test_a_file_that_a_profile_needs(
        self, app: App, tmp_path: Path, form: str, how: str
    ) -> None:
        """Two documents of one name are one file, and what is left may be the excluded one."""
        exported = app.export(tmp_path, form)
        page = tmp_path / "Sales" / "Home.Forms$Page.yaml"
        if how == "gone":
            page.unlink()
        else:
            text = page.read_text()
            page.write_text(text.replace("Excluded: false\n", "") + "Excluded: true\n")

        (finding,) = check_model(exported, Settings(), TODAY).failing
        assert finding.code == "OSM002"
        assert "page Sales.Home cannot be read: the export has no file of it" in finding.text
        assert finding.remedy.startswith("empty the folder and export the model again")

    def test_rows_say_nothing_while_modules_are_left_out(self, tmp_path: Path) -> None:
        rows = {"Sales.Order": "Online"}
        model = App(
            "11.6.0",
            Module("Market", Page("Tools"), marketplace=True),
            Module("Sales", Entity("Order"), Page("Home")),
            NativeProfile(home="Sales.Home", rows=rows),
        )
        settings = Settings(fail_on=Severity.INFO, select=(Node(Path("x"), "OSM105"),))
        whole = model.export(tmp_path / "whole", "raw", marketplace=True)
        without = model.export(tmp_path / "without", "raw")

        assert len(check_model(whole, settings, TODAY).failing) == 1
        assert check_model(without, settings, TODAY).failing == ()

    def test_the_folder_that_mxlint_writes_to_is_found(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path / "app" / ".mendix-cache" / "modelsource")
        assert [*find_models(tmp_path)] == [exported]
        model = app.write(tmp_path / "app" / "App.mpr")
        assert [*find_models(tmp_path)] == [model], "the model is the better source"

    def test_a_damaged_file_is_a_gap(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path)
        page = tmp_path / "Sales" / "Home.Forms$Page.yaml"
        page.write_text(page.read_text() + "  - odd: [\n")
        (finding,) = check_model(exported, Settings(), TODAY).failing
        assert "is damaged: line" in finding.text
        page.unlink()
        page.mkdir()
        (profile,) = check_model(exported, Settings(), TODAY).profiles
        assert "page Sales.Home" in str(profile.not_followed)

    @pytest.mark.skipif(sys.platform == "win32", reason="no permissions")
    def test_an_unreadable_file_is_a_gap(self, app: App, tmp_path: Path, monkeypatch) -> None:
        exported = app.export(tmp_path, "raw")
        project = read_export(exported)
        units = project.store.units
        page = next(each for each in units if each.file.endswith("Page.yaml"))
        (tmp_path / page.file).unlink()
        (tmp_path / page.file).mkdir()
        with pytest.raises(UnitError) as raised:
            project.store.contents(page)
        assert raised.value.problem.startswith("cannot be read")
        assert project.store._unit(page.file).guid == ""

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "is empty"),
            ("- a\n", "is empty"),
            ("ProductVersion: [\n", "is damaged: line 2"),
            ("ProductVersion: soon\n", "states the product version 'soon'"),
            ("ProductVersion: 6.10.1\n", "was written by Mendix 6.10.1"),
        ],
    )
    def test_metadata_that_says_nothing(self, text: str, problem: str, tmp_path: Path) -> None:
        (tmp_path / "Metadata.yaml").write_text(text)
        with pytest.raises(ReadError, match=re.escape(problem)):
            read_export(tmp_path / "Metadata.yaml")

    def test_metadata_that_is_gone(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="cannot be opened"):
            read_export(tmp_path / "Metadata.yaml")

    def test_modules_as_early_releases_listed_them(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path, "early")
        listed = "Modules:\n- Name: Sales\n  Attributes:\n    FromAppStore: true\n"
        exported.write_text(f"{exported.read_text()}{listed}")
        assert read_export(exported).modules["Sales"].is_from_marketplace

    def test_only_what_is_reached_is_parsed(self, tmp_path: Path, monkeypatch) -> None:
        parsed: list[str] = []

        def decode(unit: Unit, contents: bytes) -> object:
            parsed.append(unit.file)
            return decode_unit(unit, contents)

        monkeypatch.setattr(yaml_unit, "decode_unit", decode)
        others = [Page(f"Page{number}", ListView("Sales.Order")) for number in range(50)]
        app = App(
            "11.6.0",
            Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order")), *others),
            NativeProfile(home="Sales.Home"),
        )
        assert check_model(app.export(tmp_path), Settings(), TODAY).exit_code == 1
        assert sorted(parsed) == [
            "Navigation$NavigationDocument.yaml",
            "Sales/DomainModels$DomainModel.yaml",
            "Sales/Home.Forms$Page.yaml",
            "Settings$ProjectSettings.yaml",
        ]


class TestFinding:
    def test_exports_are_known_by_their_metadata(self, app: App, tmp_path: Path) -> None:
        exported = app.export(tmp_path / "modelsource")
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "Metadata.yaml").write_text("Version: 1\n")
        (tmp_path / "folder" / "Metadata.yaml").mkdir(parents=True)
        assert list(find_models(tmp_path)) == [exported]

    def test_metadata_that_cannot_be_read_is_of_no_export(
        self, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        app.export(tmp_path)

        def refuse(_: Path) -> bytes:
            raise PermissionError

        monkeypatch.setattr("pytest_osm.readers.discovery.read_file", refuse)
        assert list(find_models(tmp_path)) == []

    def test_beside_its_model_an_export_is_left_alone(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        exported = app.export(tmp_path / "modelsource")
        assert list(find_models(tmp_path)) == [model]
        assert list(find_models(tmp_path / "modelsource")) == [exported]

    @pytest.mark.slow
    def test_pytest_collects_it_unless_it_lies_beside_its_model(
        self, app: App, pytester: pytest.Pytester
    ) -> None:
        app.export(pytester.path / "modelsource")
        result = pytester.runpytest_subprocess("--osm", "--collect-only", "-q", "-k", "OSM301")
        assert "modelsource/Metadata.yaml::NativePhone::OSM301" in result.stdout.str()
        app.write(pytester.path / "App.mpr")
        result = pytester.runpytest_subprocess("--osm", "--collect-only", "-q", "-k", "OSM301")
        assert "modelsource" not in result.stdout.str()
        asked = ("--osm", "--collect-only", "-q", "-k", "OSM301", "modelsource")
        result = pytester.runpytest_subprocess(*asked)
        assert "modelsource/Metadata.yaml::NativePhone::OSM301" in result.stdout.str()

    @pytest.mark.slow
    def test_a_baseline_without_ids_goes_by_names(self, bad_app: App, tmp_path: Path) -> None:
        bad_app.export(tmp_path / "modelsource")
        assert run(tmp_path, "check").returncode == 1
        assert run(tmp_path, "baseline", "modelsource").returncode == 0
        assert run(tmp_path, "check").returncode == 0
        text = (tmp_path / "modelsource" / "osm-baseline.yaml").read_text()
        assert "profile: NativePhone" in text
        assert "unit: page Sales.Orders" in text

    @pytest.mark.slow
    def test_comparing_with_a_revision_and_a_folder(self, tmp_path: Path) -> None:
        def app(mode: str) -> App:
            entities = (Entity("Order"), Entity("Rush", "Sales.Order"))
            rows = {"Sales.Order": "All", "Sales.Rush": mode}
            return App(
                "11.6.0",
                Module("Sales", *entities, Page("Home", ListView("Sales.Order"))),
                NativeProfile(home="Sales.Home", rows=rows),
            )

        app("All").export(tmp_path / "before")
        app("All").export(tmp_path / "now")
        for arguments in (
            ("init", "-q"),
            ("add", "."),
            ("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "before"),
        ):
            subprocess.run(("git", *arguments), cwd=tmp_path, check=True)
        app("Online").export(tmp_path / "now")
        for base in ("HEAD", "before"):
            checked = run(tmp_path, "check", "now", "--base", base, "--select", "OSM202,OSM301")
            assert (checked.returncode, "2 findings" in checked.stdout) == (1, True), checked
            same = run(tmp_path, "check", "before", "--base", base, "--select", "OSM202,OSM301")
            assert same.returncode == 0, same

    def test_a_base_that_cannot_tell_makes_nothing_known(self, tmp_path: Path) -> None:
        CONNECTED.write(tmp_path / "App.mpr")
        CONNECTED.export(tmp_path / "before")
        selected = ("--select", "OSM501,OSM301")
        done = run(tmp_path, "check", "App.mpr", "--base", "before/Metadata.yaml", *selected)
        assert done.returncode == 1
        assert "1 finding" in done.stdout
        assert "skipped" not in done.stdout
        note = "nothing is known of before about OSM501 server-call-without-connection-check: "
        assert f"{note}{FLOW}" in " ".join(done.stdout.split())

    def test_nothing_is_written(self, bad_app: App, tmp_path: Path) -> None:
        exported = bad_app.export(tmp_path / "modelsource")
        before = snapshot(tmp_path)
        check_model(exported, Settings(), TODAY)
        assert snapshot(tmp_path) == before


UNIT = Unit("a.yaml", "", "Documents", "a.yaml")


class TestYaml:
    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("a: &x [1]\nb: *x\n", "line 2: there is an alias, as in no export"),
            ("a: " + "[" * 10_000, "line 1: it is nested too deep"),
            ("- " * 20_000, "line 1: it is nested too deep"),
            ("? [1]\n: 2\n", "it has a key that is no text"),
            ("", "it is no mapping"),
            ("- a\n", "it is no mapping"),
            ("a: 'b\n", "line"),
            ('a: "\0"\n', "characters are not allowed"),
        ],
    )
    @pytest.mark.parametrize("pure", [False, pytest.param(True, marks=pytest.mark.slow)])
    def test_what_no_export_has(self, text: str, problem: str, pure: bool, monkeypatch) -> None:
        monkeypatch.setattr(yaml_unit, "YAML", partial(YAML, pure=pure))
        with pytest.raises(UnitError) as raised:
            decode_unit(UNIT, text.encode())
        assert raised.value.problem.startswith("is damaged: ")
        assert problem in raised.value.problem

    @pytest.mark.parametrize("pure", [False, True])
    def test_values(self, pure: bool, monkeypatch) -> None:
        monkeypatch.setattr(yaml_unit, "YAML", partial(YAML, pure=pure))
        text = (
            '\ufeff$Type: A$B\na: "No"\nb: No\nc: true\nd: null\ne: []\nf: {}\ng: 12\nh: -0.5\n'
            "i: |-\n  x\n  y\nj: !!python/object/apply:os.system [id]\nk: ~\nl:\nm: '1'\n"
            "n: {subtype: 0, data: [1, 255]}\no: {subtype: 0, data: [256]}\n"
            "p: {subtype: 0, data: [true]}\nq: {subtype: 0, data: x}\nr: \xe9\n---\nz: 1\n"
        )
        assert decode_unit(UNIT, text.encode()) == {
            "$Type": "A$B",
            "a": "No",
            "b": "No",
            "c": True,
            "d": None,
            "e": [],
            "f": {},
            "g": 12,
            "h": -0.5,
            "i": "x\ny",
            "j": ["id"],
            "k": None,
            "l": None,
            "m": "1",
            "n": b"\x01\xff",
            "o": {"subtype": 0, "data": [256]},
            "p": {"subtype": 0, "data": [True]},
            "q": {"subtype": 0, "data": "x"},
            "r": "\xe9",
        }

    @given(strategies.binary(max_size=200))
    def test_any_bytes_give_a_mapping_or_one_sentence(self, contents: bytes) -> None:
        try:
            said = decode_unit(UNIT, contents)
        except UnitError as error:
            said = error.problem
        assert isinstance(said, dict) or "\n" not in said

    def test_a_guid_needs_sixteen_bytes(self) -> None:
        head = "$ID:\n    subtype: 0\n    data:\n" + "".join(f"        - {n}\n" for n in range(16))
        assert yaml_unit.stored_guid(head.encode()) == "03020100-0504-0706-0809-0a0b0c0d0e0f"
        assert yaml_unit.stored_guid(head.replace("- 15", "- 999").encode()) == ""
        assert yaml_unit.stored_guid(head.replace("- 15\n", "").encode()) == ""
        assert yaml_unit.stored_guid(b"$Type: A$B\n") == ""


class TestRealExport:
    pytestmark = WITH_REAL_APPS

    def test_both_parsers_read_the_same(self, unpacked, monkeypatch) -> None:
        folder = unpacked("mxlint-yaml-10.7", "Metadata.yaml").parent
        files = sorted(folder.rglob("*.yaml"), key=lambda path: path.stat().st_size)[:60]
        read = {}
        for pure in (False, True):
            monkeypatch.setattr(yaml_unit, "YAML", partial(YAML, pure=pure))
            read[pure] = [yaml_unit.parse_yaml(path.read_bytes()) for path in files]
        assert read[True] == read[False]

    def test_an_offline_profile_in_it(self, unpacked, tmp_path: Path) -> None:
        """The web profile made an offline one that starts on the accounts.

        Predicted by hand from the files: the grid at line 661 asks for accounts, the overview
        leads to the pages that edit one, and nobody has chosen a mode for anything.
        """
        folder = tmp_path / "modelsource"
        copytree(unpacked("mxlint-yaml-10.7", "Metadata.yaml").parent, folder)
        navigation = folder / "Navigation$NavigationDocument.yaml"
        text = navigation.read_text().replace("Kind: Responsive", "Kind: ResponsiveOffline", 1)
        home = "Page: Administration.Account_Overview"
        navigation.write_text(text.replace("Page: MyFirstModule.Home_Web", home, 1))
        settings = replace(Settings(), mendix_version=MendixVersion.parse("11.6.0"))
        plan = plan_checks(folder / "Metadata.yaml", settings)
        profile = plan.offline_profiles[0]
        accounts = [
            each for each in profile.access.queries if each.entity == "Administration.Account"
        ]
        assert ("Account_Overview", 661) in [
            (each.location.name.rpartition(".")[2], each.location.line) for each in accounts
        ]
        pages = {each.document.name for each in profile.reach.of_kind(DocumentKind.PAGE)}
        assert {
            "Administration.Account_Overview",
            "Administration.Account_Edit",
            "Administration.UserRole_Select",
        } <= pages
        report = check_model(folder / "Metadata.yaml", settings, TODAY)
        implicit = [each for each in report.failing if each.code == "OSM104"]
        assert "Administration.Account" in implicit[0].summarized
        assert report.unreadable_parts == ()

    def test_a_real_app_says_the_same_as_far_as_its_export_keeps_it(
        self, seeded, tmp_path: Path
    ) -> None:
        rows = (f"{DATA}.AtlasPeople=Online", f"{DATA}.TaskInbox=Online")
        model = seeded("atlas-11.0", "--version", "11.6.0", *rows)
        profile = plan_checks(model, Settings()).offline_profiles[0]
        reached = {each.document.unit.id for each in profile.reach.reached.values()}
        units = [
            WrittenUnit(
                UUID(unit.id),
                UUID(unit.container),
                unit.containment,
                json.loads(
                    json.dumps(decode((model.parent / unit.file).read_bytes()), default=list)
                ),
            )
            for unit in profile.project.store.units
            if (unit.containment != "Documents" or unit.id in reached)
            and (model.parent / unit.file).exists()
        ]
        folder = tmp_path / "modelsource"
        exported = write_export(folder, "11.6.0", units, "usual", marketplace=True)
        of_model, of_export = (
            {
                (each.code, each.location.document, each.text, each.grade)
                for each in check_model(path, Settings(), TODAY).failing
            }
            for path in (model, exported)
        )
        lost = of_model - of_export
        assert of_export < of_model
        assert {code for code, *_ in lost} == {"OSM501", "OSM502"}
        assert f"nanoflow {DATA}.DS_GetPeople" in {document for _, document, *_ in lost}
