"""Every way to accept findings in `pytest --osm`, in every output of the same run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from conftest import UNCOUNTED, failed

from pytest_osm import OsmFailure, plugin
from pytest_osm.readers.comparison_model import ComparisonModel
from pytest_osm.testing import App
from pytest_osm.testrun import planning

FORMATS = ("json", "sarif", "junit", "markdown", "gitlab", "html")
HOOK = """
import pytest, pytest_osm

def pytest_collection_modifyitems(items):
    for item in items:
        if item.name == "OSM301":
            {target}.add_marker(pytest.mark.{marker})
"""
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, bad_app: App) -> Run:
    """Run pytest on an app with OSM202 and OSM301, as GitHub does, with all outputs there are."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(pytester.path / "summary.md"))
    bad_app.write(pytester.path / "App.mpr")
    configure(pytester.path, ignore=[*UNCOUNTED, "OSM202"])
    pytester.makeini("[pytest]\naddopts = -p no:random-order --strict-markers\n")

    def run(*arguments: str) -> pytest.RunResult:
        outputs = (f"--osm-output={name}=out.{name}" for name in FORMATS)
        junit = "--junit-xml=pytest.xml"
        run = pytester.runpytest_subprocess if "-n" in arguments else pytester.runpytest_inprocess
        return run("--osm", "-rA", junit, *outputs, *arguments)

    return run


def configure(folder: Path, **settings: object) -> None:
    (folder / "osm.yaml").write_text(json.dumps(settings, indent=2))


def statuses(folder: Path) -> list[tuple[str, str | None]]:
    report = json.loads((folder / "out.json").read_text())
    return [(each["status"], each.get("reason")) for each in report["findings"]]


def suppressions(folder: Path) -> list[list[dict[str, Any]]]:
    (sarif,) = json.loads((folder / "out.sarif").read_text())["runs"]
    return [each.get("suppressions", []) for each in sarif["results"]]


def cases(path: Path) -> dict[str, ET.Element]:
    found = (case for case in ET.parse(path).iter("testcase"))
    return {str(case.get("name")).split()[0]: case for case in found}


def hook(marker: str, target: str = "item") -> str:
    return HOOK.format(target=target, marker=marker)


ACCEPTING = {
    "a marker of an item": hook("xfail(reason='later')"),
    "a marker of a profile": hook("xfail(reason='later')", "item.parent"),
    "a marker of a model": hook("xfail(reason='later')", "item.parent.parent"),
    "by the class": hook("xfail(reason='later', raises=pytest_osm.OsmFailure)"),
    "as a failed assertion": hook("xfail(reason='later', raises=AssertionError)"),
    "on a condition": hook("xfail(True, reason='later')"),
    "strictly": hook("xfail(reason='later', strict=True)"),
}
NOT_ACCEPTING = {
    "no marker": "",
    "another class": hook("xfail(reason='later', raises=ValueError)"),
    "on a condition that does not hold": hook("xfail(False, reason='later')"),
}
NOT_RUNNING = {
    "skip": hook("skip(reason='later')"),
    "skip on a condition": hook("skipif(True, reason='later')"),
    "expected, and not run": hook("xfail(reason='later', run=False)"),
}


@pytest.mark.once
@pytest.mark.slow
class TestOneVerdictInEveryOutput:
    def accepted_everywhere(self, folder: Path, result: pytest.RunResult) -> None:
        outcomes = result.parseoutcomes()
        assert outcomes.pop("xfailed") == 1
        assert outcomes in ({"passed": 5}, {"xpassed": 5})  # the latter for all of a profile
        result.stdout.fnmatch_lines(["1 model, *, 6 checks, 0 findings, 1 accepted,*"])
        result.stdout.no_fnmatch_line("::error*")
        assert statuses(folder) == [("accepted", "later")]
        assert json.loads((folder / "out.json").read_text())["exit_code"] == 0
        ((suppressed,),) = suppressions(folder)
        assert suppressed["justification"] == "later"
        skipped = cases(folder / "pytest.xml")["OSM301"].find("skipped")
        assert skipped is not None
        assert skipped.get("message") == "later"
        found = cases(folder / "pytest.xml")["OSM301"].iter("property")
        properties = {each.get("name"): each.get("value") for each in found}
        assert properties["osm_accepted"] == "1"
        assert "osm_failing" not in properties
        ours = cases(folder / "out.junit")["OSM301"]
        assert ours.find("failure") is None
        assert ours.find("skipped") is not None
        assert json.loads((folder / "out.gitlab").read_text()) == []
        page = (folder / "out.html").read_text()
        assert re.search(
            r"<dt>Why it does not fail</dt><dd>accepted( in [^<]+)?: later</dd>", page
        )
        assert "1 accepted" in (folder / "summary.md").read_text()

    @pytest.mark.parametrize("conftest", ACCEPTING.values(), ids=ACCEPTING)
    def test_accepted_by_a_marker(
        self, run: Run, pytester: pytest.Pytester, conftest: str
    ) -> None:
        pytester.makeconftest(conftest)

        self.accepted_everywhere(pytester.path, run())

    def test_accepted_by_a_marker_on_workers(self, run: Run, pytester: pytest.Pytester) -> None:
        pytester.makeconftest(ACCEPTING["a marker of an item"])

        self.accepted_everywhere(pytester.path, run("-n", "2"))

    @pytest.mark.parametrize(
        "option", ["osm_xfail = OSM301: later", "osm_xfail = OSM301 NativePhone: later"]
    )
    def test_accepted_in_the_configuration_of_pytest(
        self, run: Run, pytester: pytest.Pytester, option: str
    ) -> None:
        pytester.makeini(f"[pytest]\naddopts = -p no:random-order\n{option}\n")

        self.accepted_everywhere(pytester.path, run())

    def test_accepted_in_toml(self, run: Run, pytester: pytest.Pytester) -> None:
        (pytester.path / "tox.ini").unlink()
        lines = 'osm_xfail = ["mixed-generalization-query Native*: later"]\n'
        pytester.makepyprojecttoml(f"[tool.pytest.ini_options]\n{lines}")

        self.accepted_everywhere(pytester.path, run("-p", "no:random-order"))

    def test_accepted_in_osm_yaml(self, run: Run, pytester: pytest.Pytester) -> None:
        xfail = [{"rule": "OSM301", "reason": "later"}]
        configure(pytester.path, ignore=[*UNCOUNTED, "OSM202"], xfail=xfail)

        self.accepted_everywhere(pytester.path, run())

    @pytest.mark.parametrize("conftest", NOT_ACCEPTING.values(), ids=NOT_ACCEPTING)
    def test_not_accepted(self, run: Run, pytester: pytest.Pytester, conftest: str) -> None:
        pytester.makeconftest(conftest)

        result = run()

        result.assert_outcomes(failed=1, passed=5)
        result.stdout.fnmatch_lines(["1 model, *, 6 checks, 1 finding, *", "::error*OSM301*"])
        assert statuses(pytester.path) == [("failing", None)]
        assert suppressions(pytester.path) == [[]]
        assert cases(pytester.path / "pytest.xml")["OSM301"].find("failure") is not None
        assert cases(pytester.path / "out.junit")["OSM301"].find("failure") is not None
        assert len(json.loads((pytester.path / "out.gitlab").read_text())) == 1

    @pytest.mark.parametrize("conftest", NOT_RUNNING.values(), ids=NOT_RUNNING)
    def test_not_run(self, run: Run, pytester: pytest.Pytester, conftest: str) -> None:
        pytester.makeconftest(conftest)

        result = run()

        assert result.ret == pytest.ExitCode.OK
        result.stdout.fnmatch_lines(["1 rule skipped, 1 model, *, 5 checks, 0 findings, *"])
        assert statuses(pytester.path) == []
        report = json.loads((pytester.path / "out.json").read_text())
        assert report["models"][0]["skipped"] == ["OSM301 mixed-generalization-query: later"]

    def test_expected_strictly_and_not_found(self, run: Run, pytester: pytest.Pytester) -> None:
        pytester.makeconftest(hook("xfail(reason='later', strict=True)").replace("301", "104"))

        result = run("-k", "OSM104")

        result.assert_outcomes(failed=1, deselected=5)
        result.stdout.fnmatch_lines(["1 model, *, 0 findings, *1 outdated xfail entry"])
        said = "strict xfail marker of OSM104 (later) matches no finding in profile NativePhone"
        (model,) = json.loads((pytester.path / "out.json").read_text())["models"]
        assert model["xfail_complaints"] == [f"{said}; remove it"]
        assert said in (pytester.path / "out.html").read_text()

    def test_a_marker_and_osm_yaml_that_accepts_a_part(
        self, run: Run, pytester: pytest.Pytester
    ) -> None:
        xfail = [{"rule": "OSM301", "document": "Sales.Nowhere", "reason": "a part"}]
        configure(pytester.path, ignore=[*UNCOUNTED, "OSM202"], xfail=xfail)
        run().assert_outcomes(failed=1, passed=5)

        pytester.makeconftest(hook("xfail(reason='the rest')"))
        result = run()

        result.assert_outcomes(xfailed=1, passed=5)
        assert statuses(pytester.path) == [("accepted", "the rest")]

    def test_a_marker_on_what_osm_yaml_accepts_as_a_whole(
        self, run: Run, pytester: pytest.Pytester
    ) -> None:
        configure(
            pytester.path,
            ignore=[*UNCOUNTED, "OSM202"],
            xfail=[{"rule": "OSM301", "reason": "ours"}],
        )
        pytester.makeconftest(hook("xfail(reason='theirs', strict=True)"))

        run().assert_outcomes(xfailed=1, passed=5)

        assert statuses(pytester.path) == [("accepted", "ours")]

    def test_options_that_expect_nothing(self, run: Run, pytester: pytest.Pytester) -> None:
        pytester.makeini("[pytest]\naddopts = -p no:random-order\nosm_xfail = OSM301: later\n")

        for option in ("--osm-no-accept", "--runxfail"):
            run(option).assert_outcomes(failed=1, passed=5)
            assert statuses(pytester.path) == [("failing", None)]


@pytest.mark.once
@pytest.mark.slow
class TestMistakesInTheConfigurationOfPytest:
    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("OSM301", "*osm_xfail takes RULE [[]PROFILE]: REASON, for one *, not 'OSM301'"),
            ("OSM301, OSM302: x", "*osm_xfail takes RULE*, for one rule in a line, not 'OSM301,*"),
            ("OSM3O1: x", "tox.ini, osm_xfail: xfail of OSM3O1 names an unknown rule; did you*"),
            (
                "OSM301 Tablet: x",
                "*tox.ini: xfail of OSM301 Tablet matches no check of App*",
            ),
            (
                "OSM104: x",
                "*tox.ini, osm_xfail: xfail of OSM104 (x) matches no finding*",
            ),
        ],
    )
    def test_they_fail(self, run: Run, pytester: pytest.Pytester, line: str, said: str) -> None:
        pytester.makeini(f"[pytest]\naddopts = -p no:random-order\nosm_xfail = {line}\n")

        result = run()

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines([said])

    def test_a_line_may_be_for_one_of_several_models(
        self, run: Run, pytester: pytest.Pytester, app: App
    ) -> None:
        app.write(pytester.path / "other" / "Other.mpr")
        pytester.makeini(
            "[pytest]\naddopts = -p no:random-order\nosm_xfail = OSM301 NativePhone: later\n"
        )
        (pytester.path / "other" / "osm.yaml").write_text("ignore: [OSM301]\n")

        run().assert_outcomes(xfailed=1, passed=23)

    def test_what_is_required_cannot_be_accepted(
        self, run: Run, pytester: pytest.Pytester
    ) -> None:
        configure(pytester.path, require=["OSM301"])
        pytester.makeini("[pytest]\naddopts = -p no:random-order\nosm_xfail = OSM301: later\n")

        run().stdout.fnmatch_lines(["*OSM301 is required here: it cannot be accepted*"])


SELECTIONS = [
    ("-m", "OSM301"),
    ("-k", "NativePhone"),
    ("-k", "NativePhone", "-m", "OSM301"),
    ("App.mpr::NativePhone::OSM301",),
    ("--deselect", "App.mpr"),
]


@pytest.mark.once
@pytest.mark.slow
class TestNoVerdict:
    """What has no verdict fails the run, whatever is selected, skipped or expected."""

    @pytest.fixture(params=["unreadable", "misconfigured"])
    def said(self, pytester: pytest.Pytester, run: Run, request: pytest.FixtureRequest) -> str:
        if request.param == "unreadable":
            (pytester.path / "App.mpr").write_bytes(b"")
            return "the file is empty"
        configure(pytester.path, selct=[])
        return "unknown key 'selct'"

    @pytest.mark.parametrize("arguments", SELECTIONS, ids=" ".join)
    def test_selections(
        self, run: Run, pytester: pytest.Pytester, said: str, arguments: tuple[str, ...]
    ) -> None:
        pytester.makepyfile("def test_ours(): pass")

        result = run(*arguments)

        assert result.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.USAGE_ERROR)
        result.stdout.fnmatch_lines(["*1 model without a verdict"])
        assert said in result.stdout.str()
        assert json.loads((pytester.path / "out.json").read_text())["exit_code"] == 2

    @pytest.mark.parametrize("arguments", [("-n", "2"), ("-n", "2", "-k", "NativePhone")])
    def test_workers(
        self, run: Run, pytester: pytest.Pytester, said: str, arguments: tuple[str, ...]
    ) -> None:
        result = run(*arguments)

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*1 model without a verdict"])
        assert said in result.stdout.str()

    @pytest.mark.parametrize("marker", ["xfail(reason='x')", "skip", "xfail(run=False)"])
    def test_markers(self, run: Run, pytester: pytest.Pytester, said: str, marker: str) -> None:
        pytester.makeconftest(hook(marker).replace('item.name == "OSM301"', "True"))

        result = run()

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*1 model without a verdict"])
        assert said in result.stdout.str()

    def test_a_run_without_checks_of_models(
        self, run: Run, pytester: pytest.Pytester, said: str
    ) -> None:
        pytester.makepyfile("def test_ours(): pass")

        result = run("-m", "not osm")

        assert said not in result.stdout.str()
        assert result.ret == pytest.ExitCode.OK

    @pytest.mark.parametrize("marker", ["xfail(reason='x')", "xfail(run=False)", "skip"])
    def test_a_strict_run(self, run: Run, pytester: pytest.Pytester, marker: str) -> None:
        pytester.makeconftest(hook(marker).replace('item.name == "OSM301"', "item.name != 'x'"))
        configure(pytester.path, ignore=UNCOUNTED, strict=True)

        result = run()

        skips = "xfail(reason" not in marker
        assert (result.ret == pytest.ExitCode.TESTS_FAILED) is skips

    def test_a_crash_is_not_expected(self, run: Run, pytester: pytest.Pytester) -> None:
        rule = """
from pytest_osm import Query, Severity, applies, rule

@rule("ACME001", "crash", on=Query, applies=(applies(Severity.ERROR),), link="")
def crash(query, profile):
    '''One.

    Two.

    Instead: three.
    '''
    yield 1 / 0
"""
        pytester.makeconftest(rule + hook("xfail(reason='x')").replace("OSM301", "ACME001"))

        result = run("-k", "ACME001")

        result.assert_outcomes(failed=1, deselected=6)
        result.stdout.fnmatch_lines(["xfail accepts findings, not that there is no verdict"])


@pytest.mark.slow
class TestCitizenship:
    def test_what_others_compare_is_left_alone(self) -> None:
        class NoTruth:
            def __eq__(self, other: object) -> bool:
                raise AssertionError(other)

            __hash__ = None  # type: ignore[assignment]

        assert plugin.pytest_assertrepr_compare("==", [1], NoTruth()) is None

    def test_the_summary_of_a_job_needs_nothing_else_of_github(
        self, run: Run, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("GITHUB_ACTIONS")

        pytester.runpytest_inprocess("--osm")

        assert "1 finding" in (pytester.path / "summary.md").read_text()

    def test_findings_are_failed_assertions(self, run: Run, pytester: pytest.Pytester) -> None:
        assert issubclass(OsmFailure, AssertionError)

    @pytest.mark.parametrize("arguments", [(), ("-n", "2")])
    def test_the_short_summary_has_the_finding(self, run: Run, arguments: tuple[str, ...]) -> None:
        line = failed("App.mpr::NativePhone::OSM301", "1 finding: page Sales.Orders*")

        run(*arguments).stdout.fnmatch_lines([line])

    def test_options_of_checks_need_checks(self, pytester: pytest.Pytester) -> None:
        result = pytester.runpytest("--osm-output=json=x.json")

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["*--osm-output needs --osm, or osm = true in*"])

    def test_collecting_alone_writes_no_report(self, run: Run, pytester: pytest.Pytester) -> None:
        run("--co")

        assert not (pytester.path / "out.json").exists()

    def test_items_have_no_fixtures(self, run: Run, pytester: pytest.Pytester) -> None:
        pytester.makeconftest(
            "def pytest_collection_finish(session):\n"
            "    assert all(item.fixturenames == [] for item in session.items)\n"
        )

        assert run("--co").ret == pytest.ExitCode.OK

    def test_the_markers_are_always_there_in_order(self, pytester: pytest.Pytester) -> None:
        printed = pytester.runpytest("--markers").outlines

        ours = [line.split(":")[0] for line in printed if line.startswith("@pytest.mark.OSM")]
        assert len(ours) == 31
        assert ours == sorted(ours)

    def test_reruns_do_not_double_properties(self, run: Run, pytester: pytest.Pytester) -> None:
        pytester.makeconftest(
            """
            from _pytest.runner import runtestprotocol

            def pytest_runtest_protocol(item, nextitem):
                item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
                runtestprotocol(item, nextitem=nextitem, log=False)
                runtestprotocol(item, nextitem=nextitem)
                item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
                return True
            """
        )

        run()

        case = cases(pytester.path / "pytest.xml")["OSM301"]
        names = [each.get("name") for each in case.iter("property")]
        assert sorted(names) == sorted(set(names))
        assert "osm_rule" in names


@pytest.mark.once
@pytest.mark.slow
class TestBase:
    def test_only_what_is_new_fails(
        self, run: Run, pytester: pytest.Pytester, bad_app: App
    ) -> None:
        bad_app.write(pytester.path / "before" / "Old.mpr")
        (pytester.path / "conftest.py").write_text("collect_ignore = ['before']\n")

        result = run("--osm-base-path=before")

        result.assert_outcomes(passed=6)
        result.stdout.fnmatch_lines(["*0 findings, 1 known*compared with before/Old.mpr"])

    def test_a_base_is_made_once(
        self, run: Run, pytester: pytest.Pytester, bad_app: App, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = bad_app.write(pytester.path / "before" / "Old.mpr")
        made: list[Path] = []

        def compared(path: Path, _base: str | None, _path: Path | None) -> AbstractContextManager:
            made.append(path)
            return nullcontext(ComparisonModel(before, "before"))

        monkeypatch.setattr(planning, "compared", compared)
        pytester.makeconftest(
            """
            collect_ignore = ["before"]

            def pytest_collection_finish(session):
                session.items[0].file.release()
            """
        )

        run("--osm-base-path=before").assert_outcomes(passed=6)

        assert [path.name for path in made] == ["App.mpr"]

    def test_a_base_that_is_none(self, run: Run, pytester: pytest.Pytester) -> None:
        result = run("--osm-base=nowhere")

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*--base nowhere is neither a revision of App.mpr nor*"])


@pytest.mark.once
@pytest.mark.slow
class TestCost:
    def fleet(self, pytester: pytest.Pytester, bad_app: App, models: int) -> None:
        (pytester.path / "App.mpr").unlink()
        for number in range(models):
            bad_app.write(pytester.path / f"app{number:02}" / "App.mpr")
        pytester.makeconftest(
            """
            import pytest

            @pytest.hookimpl(wrapper=True, tryfirst=True)
            def pytest_runtest_protocol(item):
                done = yield
                files = {each.file for each in item.session.items}
                print("HELD", sum('plan' in vars(each) for each in files))
                return done

            def pytest_collection_finish(session):
                held = [str(each.file.path) for each in session.items if 'plan' in vars(each.file)]
                print("COLLECTED", len(set(held)))
            """
        )

    def test_a_model_is_let_go_of_after_its_last_item(
        self, run: Run, pytester: pytest.Pytester, bad_app: App
    ) -> None:
        self.fleet(pytester, bad_app, 12)

        printed = run("-s").stdout.str()

        collected = [line for line in printed.splitlines() if line.startswith("COLLECTED")]
        held = [int(words) for words in printed.split("HELD ")[1:] for words in words.split()[:1]]
        assert collected == ["COLLECTED 8"]
        assert len(held) == 12 * 6
        assert held[-1] == 0
        assert max(held[-6:-1]) == 1

    def test_an_item_that_runs_again_reads_the_model_again(
        self, run: Run, pytester: pytest.Pytester
    ) -> None:
        pytester.makeconftest(
            """
            def pytest_runtestloop(session):
                for _ in range(2):
                    for item, nextitem in zip(session.items, [*session.items[1:], None]):
                        item.ihook.pytest_runtest_protocol(item=item, nextitem=nextitem)
                return True
            """
        )

        run().assert_outcomes(failed=2, passed=10)

    def test_a_model_that_is_another_when_it_is_read_again(
        self, run: Run, pytester: pytest.Pytester, bad_app: App
    ) -> None:
        pytester.makeconftest(
            """
            def pytest_runtestloop(session):
                for item in session.items[-1:]:
                    item.file.release()
                    item.file.path.write_bytes(b"")
                    item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
                return True
            """
        )

        run().stdout.fnmatch_lines(["*was written while it was checked*"])

    def test_a_run_without_models_loads_no_rule(self, pytester: pytest.Pytester) -> None:
        pytester.makeini("[pytest]\nosm = true\n")
        pytester.makepyfile(
            """
            import sys

            def test_nothing():
                assert not [name for name in sys.modules if "pytest_osm.rules" in name]
            """
        )

        assert pytester.runpytest_subprocess().ret == pytest.ExitCode.OK

    def test_reading_a_model_is_no_rules_time(self, run: Run) -> None:
        result = run("--durations=0", "-vv")

        result.stdout.fnmatch_lines(["*s setup *App.mpr::NativePhone::OSM002"])


@pytest.mark.once
@pytest.mark.slow
class TestScope:
    def test_what_is_asked_for(self, run: Run) -> None:
        run("--osm-document=Sales.Home").assert_outcomes(passed=6)
        run("--osm-module=Sales", "--osm-entity=Sales.Order").assert_outcomes(failed=1, passed=5)

    def test_what_does_not_exist(self, run: Run) -> None:
        result = run("--osm-entity=Order")

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*--osm-entity: there is no entity Order; did you mean*"])

    def test_one_line_each(self, run: Run) -> None:
        run("--osm-format=grouped").stdout.fnmatch_lines(
            ["page Sales.Orders (*)", "  error OSM301 *"]
        )

        result = run("--osm-format=concise")

        result.stdout.fnmatch_lines(["NativePhone: page Sales.Orders, *: error OSM301 the query*"])

    def test_what_is_accepted_elsewhere_is_not_outdated(
        self, run: Run, pytester: pytest.Pytester
    ) -> None:
        xfail = [{"rule": "OSM301", "reason": "later"}]
        configure(pytester.path, ignore=[*UNCOUNTED, "OSM202"], xfail=xfail)

        run("--osm-document=Sales.Home").assert_outcomes(passed=6)

    def test_what_is_accepted_where_nothing_is_reported_is_outdated(
        self, run: Run, pytester: pytest.Pytester
    ) -> None:
        xfail = [{"rule": "OSM301", "reason": "later"}]
        hidden = {"ignore": ["Sales.*"]}
        configure(pytester.path, ignore=[*UNCOUNTED, "OSM202"], xfail=xfail, documents=hidden)

        run().assert_outcomes(failed=1, passed=5)
