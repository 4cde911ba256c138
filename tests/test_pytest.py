"""`pytest --osm` in real runs of their own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import SEVEN, UNCOUNTED, failed, snapshot

from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    Entity,
    ListView,
    Module,
    NativeProfile,
    Page,
    WebProfile,
)

RULE = '''
from pytest_osm import Query, Severity, applies, rule

@rule("{code}", "{slug}", on=Query, applies=(applies(Severity.{severity}),), link="")
def {name}(query, profile):
    """A rule of ours.

    Because we say so.

    Instead: do something else.
    """
    {body}
'''


# As pytest-forked does: what a child process found arrives as plain data.
FORKING = """
import marshal, os, pytest
from _pytest.runner import runtestprotocol

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    found, told = os.pipe()
    if os.fork() == 0:
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        hook = item.config.hook.pytest_report_to_serializable
        data = [hook(config=item.config, report=each) for each in reports]
        with open(told, "wb") as pipe:
            marshal.dump(data, pipe)
        os._exit(0)
    os.close(told)
    with open(found, "rb") as pipe:
        data = marshal.load(pipe)
    for each in data:
        hook = item.config.hook.pytest_report_from_serializable
        report = hook(config=item.config, data=each)
        item.ihook.pytest_runtest_logreport(report=report)
    return True
"""


def rule(code="ACME001", slug="our-own", severity="ERROR", body='yield f"{query.entity}!"') -> str:
    name = slug.replace("-", "_")
    return RULE.format(code=code, slug=slug, severity=severity, name=name, body=body)


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "120")
    pytester.makeini("[pytest]\naddopts = --strict-markers -p no:random-order\n")
    pytester.makepyprojecttoml(f"[tool.osm]\nignore = {UNCOUNTED!r}\n")

    def run(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_subprocess("-W", "error", *arguments)

    return run


@pytest.fixture
def good(pytester: pytest.Pytester, app: App) -> Path:
    return app.write(pytester.path / "good" / "App.mpr")


@pytest.fixture
def bad(pytester: pytest.Pytester, bad_app: App) -> Path:
    return bad_app.write(pytester.path / "bad" / "App.mpr")


def node_ids(result: pytest.RunResult) -> list[str]:
    return [line for line in result.outlines if "::" in line and " " not in line]


@pytest.mark.slow
class TestCollecting:
    def test_without_the_option_nothing_happens_at_all(self, run, bad: Path) -> None:
        result = run("-p", "no:cacheprovider")

        assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
        result.stdout.no_fnmatch_line("*osm*mpr*")

    def test_one_item_per_profile_and_rule_that_applies(self, run, good: Path) -> None:
        result = run("--osm", "--collect-only", "-q")

        assert node_ids(result) == [f"good/App.mpr::NativePhone::{code}" for code in SEVEN]

    def test_the_ini_option_switches_it_on(self, run, good: Path, pytester) -> None:
        pytester.makeini("[pytest]\nosm = true\n")

        assert run().ret == pytest.ExitCode.OK

    def test_a_model_is_collected_when_it_is_named(self, run, bad: Path) -> None:
        assert run("--osm", str(bad)).ret == pytest.ExitCode.TESTS_FAILED

    def test_what_lies_beside_a_model_is_not_walked(self, run, good: Path, pytester) -> None:
        for name in ("mprcontents", "deployment", "node_modules", ".mendix-cache"):
            folder = good.parent / name
            folder.mkdir(exist_ok=True)
            (folder / f"test_{name.strip('.')}.py").write_text("def test_inside(): assert False")
        elsewhere = pytester.path / "deployment"
        elsewhere.mkdir()
        (elsewhere / "test_ours.py").write_text("def test_ours(): pass")

        result = run("--osm")

        result.assert_outcomes(passed=8)

    def test_characters_that_would_break_an_id_are_replaced(self, run, pytester) -> None:
        profiles = (WebProfile(kind="PhoneOffline", name=name) for name in ("a::b[c]", "d", "d"))
        App("11.6.0", Module("M"), *profiles).write(pytester.path / "App.mpr")

        ids = node_ids(run("--osm", "--collect-only", "-q", "-k", "OSM104"))

        assert ids == ["App.mpr::a:b(c)::OSM104", "App.mpr::d::OSM104", "App.mpr::d-2::OSM104"]

    def test_names_cannot_steer_the_terminal(self, run, pytester) -> None:
        evil = "\x1b[2J\u202e"
        home = Page("Home", ListView("M.A", name=evil))
        App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), home),
            NativeProfile(name=evil, home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        ).write(pytester.path / "App.mpr")

        printed = run("--osm", "-v", "-rA", "--color=no").stdout.str()

        assert "\x1b" not in printed
        assert "\u202e" not in printed
        assert "\\x1b" in printed

    def test_the_order_is_always_the_same(self, run, good: Path, bad: Path) -> None:
        first, second = (node_ids(run("--osm", "--collect-only", "-q")) for _ in range(2))

        assert first == second
        assert len(first) == 14

    def test_an_app_without_an_offline_profile_has_one_item_that_passes(
        self, run, pytester
    ) -> None:
        App("11.6.0", Module("M"), WebProfile(kind="Responsive")).write(pytester.path / "App.mpr")

        result = run("--osm", "-v")

        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines(["App.mpr::no-offline-profile PASSED*"])

    def test_other_tests_of_the_suite_go_on_beside_a_broken_model(self, run, pytester) -> None:
        (pytester.path / "Broken.mpr").write_bytes(b"")
        pytester.makepyfile("def test_ours(): pass")

        result = run("--osm")

        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(
            [failed("Broken.mpr::OSM001", "1 finding: model Broken.mpr: the file is empty*")]
        )

    def test_a_missing_navigation_document_fails(self, run, good: Path) -> None:
        for file in (good.parent / "mprcontents").rglob("*.mxunit"):
            if b"Navigation$NavigationDocument" in file.read_bytes():
                file.unlink()

        result = run("--osm")

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*the navigation document cannot be read*"])

    def test_a_run_that_finds_no_model_does_not_pass(self, run, pytester) -> None:
        pytester.makepyfile("def test_ours(): pass")

        result = run("--osm")

        assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED
        result.stdout.fnmatch_lines(["no Mendix model (.mpr) was found"])

    def test_a_run_that_always_has_the_option_may_find_none(self, run, pytester) -> None:
        pytester.makeini("[pytest]\nosm = true\n")
        pytester.makepyfile("def test_ours(): pass")

        assert run().ret == pytest.ExitCode.OK

    def test_collecting_reads_no_page(self, run, good: Path, pytester) -> None:
        for file in (good.parent / "mprcontents").rglob("*.mxunit"):
            if b"Forms$Page" in file.read_bytes():
                file.write_bytes(b"never read")

        result = run("--osm", "--collect-only")

        assert result.ret == pytest.ExitCode.OK

    def test_collecting_parses_no_domain_model(self, run, good: Path, pytester) -> None:
        pytester.makeconftest(
            """
            from pytest_osm.model.project import Project

            def never(self, header):
                assert not header.type.startswith("DomainModels$"), header.type
                return parsed(self, header)

            parsed, Project._parse = Project._parse, never
            """
        )

        result = run("--osm", "--collect-only", "-q")

        assert node_ids(result) == [f"good/App.mpr::NativePhone::{code}" for code in SEVEN]


class TestFailures:
    def test_a_finding_fails_and_says_everything(self, run, bad: Path) -> None:
        result = run("--osm")

        result.assert_outcomes(failed=2, passed=5)
        result.stdout.fnmatch_lines(
            [
                '1 finding: page Sales.Orders, list view "listView1": the query selects *',
                "    error OSM301: *",
                '*path  home page > page Sales.Home > button "Orders"*',
                "*fix *one mode*(pytest-osm explain OSM301)*",
                failed("bad/App.mpr::NativePhone::OSM301", "1 finding: page Sales.Orders*"),
            ]
        )

    @pytest.mark.slow
    def test_the_first_line_counts_and_reaches_the_junit_report(
        self, run, bad: Path, pytester
    ) -> None:
        run("--osm", "--junit-xml=report.xml")

        cases = ET.parse(pytester.path / "report.xml").iter("testcase")
        failures = {case.get("name"): case.find("failure") for case in cases}
        assert failures["OSM301"].get("message").startswith("1 finding: page Sales.Orders")
        assert failures["OSM104"] is None

    @pytest.mark.slow
    def test_the_junit_report_carries_the_numbers(self, run, bad: Path, pytester) -> None:
        run("--osm", "--junit-xml=report.xml", "-k", "OSM301")

        properties = {
            each.get("name"): each.get("value")
            for each in ET.parse(pytester.path / "report.xml").iter("property")
        }
        assert properties["osm_rule"] == "OSM301"
        assert properties["osm_profile"] == "NativePhone"
        assert properties["osm_failing"] == "1"

    @pytest.mark.slow
    def test_a_rule_that_crashes_fails_alone_and_names_the_place(
        self, run, bad: Path, pytester
    ) -> None:
        pytester.makeconftest(rule(body="yield 1 / 0"))

        result = run("--osm")

        result.assert_outcomes(failed=3, passed=5)
        result.stdout.fnmatch_lines(
            [
                "ACME001 our-own crashed at page Sales.Orders, list view*ZeroDivisionError*",
                "*yield 1 / 0*",
            ]
        )

    @pytest.mark.slow
    def test_a_model_that_goes_while_it_is_checked_is_an_error_in_one_sentence(
        self, run, bad: Path, pytester
    ) -> None:
        pytester.makeconftest(
            "import shutil\n"
            "def pytest_collection_finish(session):\n"
            f"    shutil.rmtree({str(bad.parent / 'mprcontents')!r})\n"
        )

        result = run("--osm", "-k", "OSM002")

        result.assert_outcomes(failed=1, deselected=6)
        result.stdout.fnmatch_lines(["*cannot be read*is missing*"])

    @pytest.mark.slow
    def test_nothing_is_written(self, run, good: Path, bad: Path, pytester) -> None:
        before = snapshot(pytester.path / "good") | snapshot(pytester.path / "bad")

        run("--osm")

        assert snapshot(pytester.path / "good") | snapshot(pytester.path / "bad") == before


@pytest.mark.slow
class TestSelecting:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("-k", "OSM301"),
            ("-k", "mixed-generalization-query"),
            ("-m", "OSM301"),
            ("bad/App.mpr::NativePhone::OSM301",),
        ],
    )
    def test_one_rule(self, run, bad: Path, arguments: tuple[str, ...]) -> None:
        result = run("--osm", *arguments)

        assert result.parseoutcomes()["failed"] == 1
        assert "passed" not in result.parseoutcomes()

    def test_the_marker_of_all_checks(self, run, good: Path, pytester) -> None:
        pytester.makepyfile("def test_ours(): pass")

        assert run("--osm", "-m", "osm").parseoutcomes() == {"passed": 7, "deselected": 1}
        assert run("--osm", "-m", "not osm").parseoutcomes() == {"passed": 1, "deselected": 7}

    def test_markers_are_registered(self, run) -> None:
        result = run("--osm", "--markers")

        result.stdout.fnmatch_lines(
            [
                "@pytest.mark.osm:*",
                "@pytest.mark.OSM301: mixed generalization query; see pytest-osm explain OSM301",
            ]
        )

    def test_deselecting_by_id(self, run, bad: Path) -> None:
        result = run("--osm", "--deselect", "bad/App.mpr::NativePhone::OSM301")

        result.assert_outcomes(failed=1, passed=5, deselected=1)

    @pytest.mark.once
    def test_last_failed(self, run, bad: Path) -> None:
        run("--osm")

        result = run("--osm", "--lf")

        result.assert_outcomes(failed=2)


@pytest.mark.slow
class TestTogetherWithOtherPlugins:
    @pytest.mark.parametrize("options", [(), ("--dist", "loadgroup")])
    def test_xdist_gives_the_same_verdict(
        self, run, good: Path, bad: Path, options: tuple[str, ...]
    ) -> None:
        alone = run("--osm")
        spread = run("--osm", "-n", "2", *options)

        assert spread.parseoutcomes() == alone.parseoutcomes() == {"failed": 2, "passed": 12}
        numbers = [line for line in alone.outlines if line.startswith("2 models, ")]
        assert len(numbers) == 1
        spread.stdout.fnmatch_lines(numbers)

    @pytest.mark.once
    def test_xdist_without_a_model_does_not_pass(self, run, pytester) -> None:
        pytester.makepyfile("def test_ours(): pass")

        assert run("--osm", "-n", "2").ret == pytest.ExitCode.NO_TESTS_COLLECTED

    @pytest.mark.once
    def test_a_model_stays_on_one_worker(self, run, good: Path, bad: Path) -> None:
        result = run("--osm", "-n", "2", "--dist", "loadfile", "-v")

        workers: dict[str, set[str]] = {}
        for line in result.outlines:
            if line.startswith("[gw") and "App.mpr::" in line:
                workers.setdefault(line.split()[-1].split("::")[0], set()).add(line[:5])
        assert [len(each) for each in workers.values()] == [1, 1]

    def fleet(self, pytester: pytest.Pytester, models: int) -> None:
        """Many small apps, and a note of who explores which."""
        app = App(
            "11.6.0",
            Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
            NativeProfile(home="Sales.Home", rows={"Sales.Order": "All"}),
        )
        for number in range(models):
            app.write(pytester.path / f"app{number:03}" / "App.mpr")
        (pytester.path / "osm.yaml").write_text("select: [OSM301, OSM302]\n")
        pytester.makeconftest(
            """
            import os
            from pathlib import Path
            from pytest_osm.facts import profile_usage

            explore, notes = profile_usage.explore, Path(__file__).with_name("explored.txt")

            def noting(project, navigation):
                with notes.open("a") as file:
                    worker = os.environ.get("PYTEST_XDIST_WORKER")
                    print(worker, project.path.parent.name, file=file)
                return explore(project, navigation)

            profile_usage.explore = noting
            """
        )

    def test_each_of_two_hundred_models_is_read_by_one_worker(self, pytester) -> None:
        self.fleet(pytester, 200)
        # What is said of groups is lost on pytest 9.2: pytest-dev/pytest-xdist#1386.
        dist = "loadgroup" if pytest.version_tuple < (9, 2) else "loadfile"
        result = pytester.runpytest_subprocess("--osm", "-n", "2", "--dist", dist)
        result.assert_outcomes(passed=400)
        explored = (pytester.path / "explored.txt").read_text().split()
        assert sorted(explored[1::2]) == [f"app{number:03}" for number in range(200)]
        assert set(explored[::2]) == {"gw0", "gw1"}

    @pytest.mark.once
    def test_the_shares_of_several_machines_are_the_whole(self, pytester) -> None:
        self.fleet(pytester, 6)
        for group in ("1", "2"):
            result = pytester.runpytest_subprocess("--osm", "--splits", "2", "--group", group)
            result.assert_outcomes(passed=6, deselected=6)
        explored = (pytester.path / "explored.txt").read_text().split()
        assert sorted(explored[1::2]) == [f"app{number:03}" for number in range(6)]

    def test_the_items_of_a_model_are_a_group_for_xdist(
        self, run, good: Path, bad: Path, pytester
    ) -> None:
        pytester.makeconftest(
            "def pytest_collection_finish(session):\n"
            "    for item in session.items:\n"
            "        print('GROUP', item.get_closest_marker('xdist_group').kwargs['name'])\n"
        )

        result = run("--osm", "--collect-only", "-s")

        groups = [line for line in result.outlines if line.startswith("GROUP")]
        assert groups == ["GROUP bad/App.mpr"] * 7 + ["GROUP good/App.mpr"] * 7

    def test_without_the_cache(self, run, bad: Path) -> None:
        run("--osm", "-p", "no:cacheprovider").assert_outcomes(failed=2, passed=5)

    def test_random_order(self, run, good: Path, bad: Path, pytester) -> None:
        pytester.makeini("[pytest]\naddopts = --strict-markers\n")

        result = run("--osm", "--random-order", "--random-order-bucket=global")

        result.assert_outcomes(failed=2, passed=12)

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
    def test_items_may_run_in_processes_of_their_own(self, run, bad: Path, pytester) -> None:
        pytester.makeconftest(FORKING)

        result = run("--osm", "--osm-output", "json=osm.json")

        result.assert_outcomes(failed=2, passed=5)
        result.stdout.fnmatch_lines(["1 model, 1 offline profile, 7 checks, 2 findings*"])
        (model,) = json.loads((pytester.path / "osm.json").read_text("utf-8"))["models"]
        assert len(model["checks"]) == 7

    def test_only_tests_have_their_asserts_rewritten(self, run, bad: Path, pytester) -> None:
        pytester.makeconftest(
            "import pytest\n"
            "pytest.register_assert_rewrite('pytest_osm.checking', 'pytest_osm.engine')\n"
        )
        pytester.makepyfile(
            test_asserts="""
            import pytest_osm.checking.findings, pytest_osm.engine, sys

            def test_this_is_rewritten_and_those_are_not():
                loaded = {n for n, each in sys.modules.items() if "@pytest_ar" in vars(each)}
                assert __name__ in loaded
                assert not {"pytest_osm.checking.findings", "pytest_osm.engine"} & loaded
            """
        )

        run("--osm").assert_outcomes(failed=2, passed=6)

    @pytest.mark.parametrize("fixture", ["osm_apps", "osm_profile"])
    def test_nor_do_fixtures_have_them_rewritten(self, run, bad, pytester, fixture: str) -> None:
        pytester.makeconftest(
            "import pytest\npytest.register_assert_rewrite('pytest_osm.checking')\n"
        )
        pytester.makepyfile(
            f"""
            import sys

            def test_policy({fixture}):
                assert "@pytest_ar" not in vars(sys.modules["pytest_osm.checking.findings"])
            """
        )

        run().assert_outcomes(passed=1)

    def test_xdist_missing(self, run, bad: Path) -> None:
        run("--osm", "-p", "no:xdist").assert_outcomes(failed=2, passed=5)


@pytest.mark.slow
class TestExpectedFailures:
    def configure(self, pytester, *entries: dict[str, str]) -> None:
        text = json.dumps({"xfail": entries, "ignore": UNCOUNTED}, indent=2)
        (pytester.path / "bad" / "osm.yaml").write_text(text)

    def test_a_rule_that_is_accepted_is_an_expected_failure(self, run, bad, pytester) -> None:
        self.configure(
            pytester,
            {"rule": "OSM301", "reason": "rewrite in spring"},
            {"rule": "OSM202", "profile": "Native*", "reason": "fine"},
        )

        result = run("--osm", "-rx")

        result.assert_outcomes(xfailed=2, passed=5)
        result.stdout.fnmatch_lines(["XFAIL bad/App.mpr::NativePhone::OSM301 - rewrite in*"])

    def test_a_document_pattern_forgives_what_it_matches_and_no_more(
        self, run, bad, pytester
    ) -> None:
        self.configure(pytester, {"rule": "OSM301", "document": "Sales.Or*", "reason": "known"})
        run("--osm", "-k", "OSM301").assert_outcomes(xfailed=1, deselected=6)

        self.configure(pytester, {"rule": "OSM301", "document": "Other.*", "reason": "known"})
        result = run("--osm", "-k", "OSM301")

        result.assert_outcomes(failed=1, deselected=6)
        result.stdout.fnmatch_lines(
            ["*osm.yaml:3: xfail of OSM301 (known) is for Other.*, but the findings are in*"]
        )

    def test_an_entry_that_is_not_needed_any_more_fails_with_its_line(
        self, run, bad, pytester
    ) -> None:
        self.configure(pytester, {"rule": "OSM104", "reason": "solved long ago"})

        result = run("--osm", "-k", "OSM104")

        result.assert_outcomes(failed=1, deselected=6)
        result.stdout.fnmatch_lines(["*osm.yaml:3: xfail of OSM104 (solved long ago)*"])

    def test_an_expired_entry_fails_with_its_line_and_the_findings(
        self, run, bad, pytester
    ) -> None:
        self.configure(
            pytester, {"rule": "OSM301", "reason": "until spring", "until": "2020-03-31"}
        )

        result = run("--osm", "-k", "OSM301")

        result.assert_outcomes(failed=1, deselected=6)
        result.stdout.fnmatch_lines(
            [
                "1 finding, 1 outdated xfail entry: page Sales.Orders*",
                "*osm.yaml:3: *expired on 2020-03-31",
            ]
        )

    def test_an_entry_for_no_check_is_a_failing_item(self, run, bad, pytester) -> None:
        self.configure(
            pytester,
            {"rule": "OSM301", "profile": "Tablet", "reason": "x"},
            {"rule": "OSM101", "reason": "of another time"},
        )

        result = run("--osm", "-k", "acceptances")

        result.assert_outcomes(failed=1, deselected=7)
        result.stdout.fnmatch_lines(
            [
                "osm.yaml:3: xfail of OSM301 in profile Tablet matches no check of App.mpr*",
                "osm.yaml:8: xfail of OSM101 matches no check of App.mpr of Mendix 11.6.0*",
            ]
        )

    def test_a_crash_is_never_forgiven(self, run, bad, pytester) -> None:
        pytester.makeconftest(rule(body="yield 1 / 0"))
        self.configure(pytester, {"rule": "ACME001", "reason": "x"})

        run("--osm", "-k", "ACME001").assert_outcomes(failed=1, deselected=7)

    def test_a_conftest_can_mark_items_like_any_others(self, run, bad, pytester) -> None:
        pytester.makeconftest(
            "import pytest\n"
            "def pytest_collection_modifyitems(items):\n"
            "    for item in items:\n"
            "        if item.name in ('OSM301', 'OSM202'):\n"
            "            item.add_marker(pytest.mark.xfail(reason='later'))\n"
        )

        run("--osm").assert_outcomes(xfailed=2, passed=5)


@pytest.mark.slow
class TestConftestRules:
    def test_a_rule_in_a_conftest_is_an_item_with_a_marker(self, run, bad, pytester) -> None:
        pytester.makeconftest(rule())

        result = run("--osm", "-m", "ACME001")

        result.assert_outcomes(failed=1, deselected=7)
        result.stdout.fnmatch_lines(["    error ACME001: *"])

    def test_it_is_for_models_below_it_only(self, run, good, bad, pytester) -> None:
        (good.parent / "conftest.py").write_text(rule())

        ids = node_ids(run("--osm", "--collect-only", "-q", "-k", "ACME001"))

        assert ids == ["good/App.mpr::NativePhone::ACME001"]

    def test_a_code_that_is_taken_fails_and_leaves_other_tests_alone(
        self, run, bad, pytester
    ) -> None:
        pytester.makeconftest(rule("ACME001", "one") + rule("ACME001", "two"))
        pytester.makepyfile("def test_ours(): pass")

        result = run("--osm")

        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(["*there are two rules ACME001*"])

    def test_a_malformed_rule_ends_the_run_as_any_broken_conftest_does(
        self, run, bad, pytester
    ) -> None:
        pytester.makeconftest(rule(code="acme-1"))

        result = run("--osm")

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["*'acme-1' is not a rule code*"])

    def test_a_reader_that_breaks_fails_one_item_with_its_traceback(
        self, run, bad, pytester
    ) -> None:
        pytester.makeconftest(
            "import pytest_osm\n"
            "@pytest_osm.hookimpl\n"
            "def osm_read(path):\n"
            "    raise ValueError('broken reader')\n"
        )
        pytester.makepyfile("def test_ours(): pass")

        result = run("--osm")

        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(["*raise ValueError('broken reader')*"])

    def test_a_hook_can_give_rules_too(self, run, bad, pytester) -> None:
        pytester.makepyfile(ours=rule())
        pytester.makeconftest(
            "import ours, pytest_osm\n"
            "@pytest_osm.hookimpl\n"
            "def osm_rules():\n"
            "    return [ours.our_own]\n"
        )

        run("--osm", "-k", "ACME001").assert_outcomes(failed=1, deselected=7)


class TestConfiguration:
    @pytest.mark.slow
    def test_a_mistake_is_one_failing_item_with_its_place(self, run, bad, pytester) -> None:
        (bad.parent / "osm.yaml").write_text("select: [OSM3O1]\n")
        pytester.makepyfile("def test_ours(): pass")

        result = run("--osm")

        result.assert_outcomes(passed=1, failed=1)
        result.stdout.fnmatch_lines(["*osm.yaml:1:10: there is no rule OSM3O1; did you mean*"])

    def test_severity_and_threshold_decide_on_failure(self, run, bad) -> None:
        (bad.parent / "osm.yaml").write_text(
            f"severity: {{OSM301: warning}}\nfail-on: error\nignore: {UNCOUNTED}\n"
        )

        result = run("--osm", "--osm-verbose")

        result.assert_outcomes(passed=7)
        result.stdout.fnmatch_lines(["*2 minor*", "*OSM301 warning: page Sales.Orders*"])


@pytest.mark.slow
class TestSummary:
    def test_it_counts_everything(self, run, good, bad) -> None:
        result = run("--osm")

        result.stdout.fnmatch_lines(
            [
                "2 models, 2 offline profiles, 14 checks, 2 findings, *6 rules for other*",
            ]
        )

    def test_what_was_not_seen_is_listed_once(self, run, pytester) -> None:
        home = Page("Home", Button("Go", CallNanoflow("M.Gone")))
        App("11.6.0", Module("M", home), NativeProfile(home="M.Home")).write(
            pytester.path / "App.mpr"
        )

        lines = run("--osm", "--osm-verbose").outlines

        unseen = [line for line in lines if "not analysed: NativePhone: " in line]
        assert len(unseen) == 1
        assert "nanoflow M.Gone" in unseen[0]

    def test_a_model_without_an_offline_profile_is_said(self, run, pytester) -> None:
        App("11.6.0", Module("M"), WebProfile(kind="Phone")).write(pytester.path / "App.mpr")

        run("--osm").stdout.fnmatch_lines(
            ["1 model, 0 offline profiles, 0 checks, 0 findings", "App.mpr: there is no offline*"]
        )

    def test_what_has_no_verdict_is_counted(self, run, bad, pytester) -> None:
        pytester.makeconftest(rule(body="yield 1 / 0"))
        run("--osm", "-k", "ACME").stdout.fnmatch_lines(["1 model, *, 0 checks*, 1 rule crashed"])

        (bad.parent / "osm.yaml").write_text("selct: []\n")
        run("--osm").stdout.fnmatch_lines(["1 model, *, 0 checks*, 1 model without a verdict"])

    def test_only_models_that_were_asked_for_are_counted(self, run, bad, app) -> None:
        app.write(bad.parent / "Sibling.mpr", storage=1)

        result = run("--osm", str(bad))

        result.stdout.fnmatch_lines(["1 model, 1 offline profile, 7 checks*"])

    def test_assumptions_are_said(self, run, bad) -> None:
        (bad.parent / "osm.yaml").write_text("mendix-version: '10.18'\n")

        run("--osm").stdout.fnmatch_lines(["bad/App.mpr: judged as Mendix 10.18.0; the model *"])

    def test_a_mistake_is_told_without_xdist_and_with_strict_markers(self, run, bad) -> None:
        (bad.parent / "osm.yaml").write_text("selct: []\n")

        result = run("--osm", "-p", "no:xdist")

        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["*unknown key 'selct'; did you mean select?*"])

    def test_the_verbose_option_lists_what_the_numbers_hide(self, run, good) -> None:
        result = run("--osm", "--osm-verbose")

        result.stdout.fnmatch_lines(
            [
                "good/App.mpr: other version: OSM101 * does not apply to Mendix 11.6.0 *",
                "good/App.mpr: nothing to check: NativePhone: OSM202 *",
            ]
        )

    def test_findings_in_marketplace_modules_are_hidden_and_counted(self, run, pytester) -> None:
        (sales,) = [
            Module("Sales", Page("Home"), marketplace=True),
        ]
        App("11.6.0", sales, NativeProfile(home="Sales.Home")).write(pytester.path / "App.mpr")

        assert run("--osm").ret == pytest.ExitCode.OK
