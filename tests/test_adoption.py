"""Switching the checks on for an app that has findings: baseline, acceptances, scope, audit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bson import decode, encode
from conftest import as_its_schema_says, run_command

from pytest_osm.checking.checks import Check
from pytest_osm.checking.findings import CheckResult
from pytest_osm.configuration.editing import edited_yaml
from pytest_osm.errors import ConfigurationError
from pytest_osm.testing import (
    App,
    Button,
    CallMicroflowActivity,
    CallNanoflow,
    Entity,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    WebProfile,
)

TOMORROW = "2099-12-31"
NOTHING = "rule: X, profile: a, unit: b, element: c"
pytestmark = pytest.mark.once


def app(*, lists: int = 1, module: str = "Sales", page: str = "Orders", rows: str = "all") -> App:
    modes = {"Order": "All", "Rush": "Online"} if rows == "all" else {"Rush": "Online"}
    return App(
        "11.6.0",
        Module(
            module,
            Entity("Order"),
            Entity("Rush", f"{module}.Order"),
            Page("Home", Button("Open", OpenPage(f"{module}.{page}"))),
            Page(page, *(ListView(f"{module}.Order") for _ in range(lists))),
        ),
        NativeProfile(
            home=f"{module}.Home", rows={f"{module}.{name}": mode for name, mode in modes.items()}
        ),
    )


@pytest.fixture
def osm(tmp_path: Path):
    """Run a command in the folder of the model."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_command(tmp_path, *arguments, COLUMNS="150")

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    app().write(tmp_path / "App.mpr")
    return tmp_path


def rewrite(folder: Path, changed: App) -> None:
    """Put another state of the app in the place of the one that is there."""
    for unit in (folder / "mprcontents").rglob("*.mxunit"):
        unit.unlink()
    changed.write(folder / "App.mpr")


def renamed(folder: Path) -> None:
    """Rename module, page and profile as Studio Pro does: all ids stay."""
    for unit in (folder / "mprcontents").rglob("*.mxunit"):
        changed = unit.read_bytes().replace(b"Sales", b"Shops").replace(b"Orders", b"Orderz")
        unit.write_bytes(changed.replace(b"NativePhone", b"NativeEmohp"))


def switch_one_call(folder: Path, *, off: bool) -> None:
    """Switch an activity of a nanoflow off or on, as a developer does: all ids stay."""
    for unit in (folder / "mprcontents").rglob("*.mxunit"):
        document = decode(unit.read_bytes())
        if document["$Type"] == "Microflows$Nanoflow":
            objects = document["ObjectCollection"]["Objects"][1:]
            next(each for each in objects if "Action" in each)["Disabled"] = off
            unit.write_bytes(encode(document))


@pytest.mark.slow
class TestBaseline:
    def test_files_are_named_as_they_are_seen(self, osm, folder: Path) -> None:
        app().write(folder / "apps" / "one" / "App.mpr")
        app().write(folder / "apps" / "two" / "App.mpr")

        written = osm("baseline", "--yes", "apps").stdout

        files = [line.partition(":")[0] for line in written.splitlines()]
        assert files == [str(Path("apps", name, "osm-baseline.yaml")) for name in ("one", "two")]

    @pytest.mark.slow
    def test_of_several_models_says_what_it_would_write(self, osm, folder: Path) -> None:
        files = [folder / name / "osm-baseline.yaml" for name in ("one", "two")]
        for file in files:
            app().write(file.with_name("App.mpr"))

        refused = osm("baseline", "one", "two")

        assert refused.returncode == 2
        assert [line.partition(":")[0] for line in refused.stdout.splitlines()] == [
            f"would write {file.relative_to(folder)}" for file in files
        ]
        assert "2 baselines would be written: add --yes, or name one model" in refused.stderr
        assert not any(file.exists() for file in files)

    @pytest.mark.slow
    @pytest.mark.parametrize(("answer", "code", "is_written"), [("y", 0, True), ("n", 130, False)])
    def test_of_several_models_asks_people(
        self, folder: Path, answer: str, code: int, is_written: bool
    ) -> None:
        pty = pytest.importorskip("pty")
        for name in ("one", "two"):
            app().write(folder / name / "App.mpr")
        keyboard, terminal = pty.openpty()
        os.write(keyboard, f"{answer}\n".encode())

        done = subprocess.run(
            (sys.executable, "-m", "pytest_osm", "baseline", "one", "two"),
            cwd=folder,
            stdin=terminal,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == code, done.stderr
        assert "Write 2 baselines? [y/N]" in done.stdout
        assert (folder / "one" / "osm-baseline.yaml").exists() == is_written

    def test_nothing_empty_is_written(self, osm, folder: Path) -> None:
        App("11.6.0", Module("M", Page("Home")), NativeProfile(home="M.Home")).write(
            folder / "clean" / "App.mpr"
        )

        result = osm("baseline", "clean")

        assert "osm-baseline.yaml: nothing to accept, 0 findings accepted" in result.stdout
        assert not (folder / "clean" / "osm-baseline.yaml").exists()

    def test_a_mistake_in_one_is_reported_of_its_model(self, osm, folder: Path) -> None:
        for name in ("one", "two"):
            app().write(folder / name / "App.mpr")
        (folder / "two" / "osm-baseline.yaml").write_text("version: 7\n")

        result = osm("check", "one", "two", "--output", "json=osm.json")

        assert result.returncode == 2
        models = json.loads((folder / "osm.json").read_text())["models"]
        assert [(Path(each["path"]).parent.name, bool(each["error"])) for each in models] == [
            ("one", False),
            ("two", True),
        ]

    def test_what_is_there_is_accepted_and_what_is_new_fails(self, osm, folder: Path) -> None:
        assert osm("check").returncode == 1

        written = osm("baseline")
        accepted = osm("check", "--show-accepted")
        rewrite(folder, app(lists=2))
        more = osm("check")

        assert written.stdout == "osm-baseline.yaml: 2 findings accepted, 0 removed\n"
        assert accepted.returncode == 0
        assert "accepted: in osm-baseline.yaml" in accepted.stdout
        assert more.returncode == 1
        assert "1 finding, 2 accepted" in more.stdout

    def test_names_do_not_matter(self, osm, folder: Path) -> None:
        osm("baseline")

        renamed(folder)

        result = osm("check")
        assert result.returncode == 0
        assert "Shops.Orderz" in osm("check", "--show-accepted").stdout

    def test_what_is_solved_is_to_be_taken_out(self, osm, folder: Path) -> None:
        osm("baseline")
        rewrite(folder, app(lists=0))

        stale = osm("check")
        shrunk = osm("baseline", "--shrink")

        assert stale.returncode == 1
        text = " ".join(stale.stdout.split())
        assert "OSM301 has fewer findings than accepted at page Sales.Orders" in text
        assert "run `pytest-osm baseline --shrink`" in text
        assert shrunk.stdout == "osm-baseline.yaml: 1 finding accepted, 1 removed\n"
        assert osm("check").returncode == 0
        assert osm("baseline", "--shrink").stdout.endswith(
            "nothing to remove, 1 finding accepted\n"
        )

    def test_shrinking_adds_nothing(self, osm, folder: Path) -> None:
        rewrite(folder, app(lists=0))
        osm("baseline")
        before = (folder / "osm-baseline.yaml").read_text()
        rewrite(folder, app())

        osm("baseline", "--shrink")

        assert (folder / "osm-baseline.yaml").read_text() == before

    def test_a_finding_that_sums_up_more_is_another_one(self, osm, folder: Path) -> None:
        rewrite(folder, app(rows="some"))
        osm("baseline")
        assert osm("check").returncode == 0
        text = (folder / "osm-baseline.yaml").read_text()

        (folder / "osm-baseline.yaml").write_text(
            text.replace("- Sales.Order\n", "- Sales.Note\n")
        )

        result = osm("check", "--select", "OSM104")
        assert result.returncode == 1

    def test_one_of_several_calls_in_a_finding_may_go_but_none_may_come(
        self, osm, tmp_path: Path
    ) -> None:
        calls = (CallMicroflowActivity("M.A"), CallMicroflowActivity("M.B"))
        App(
            "11.6.0",
            Module(
                "M",
                Page("Home", Button("Go", CallNanoflow("M.Work"))),
                Nanoflow("Work", *calls),
                Microflow("A"),
                Microflow("B"),
            ),
            NativeProfile(home="M.Home"),
        ).write(tmp_path / "App.mpr")

        osm("baseline", "App.mpr")
        assert "0 findings, 1 accepted" in osm("check", "App.mpr").stdout
        switch_one_call(tmp_path, off=True)
        assert osm("check", "App.mpr").returncode == 0
        osm("baseline", "App.mpr")
        switch_one_call(tmp_path, off=False)

        result = osm("check", "App.mpr")
        assert result.returncode == 1
        assert "asks the server in 2 places" in " ".join(result.stdout.split())

    def test_several_about_the_same_element_are_counted(self, osm, folder: Path) -> None:
        osm("baseline")
        text = (folder / "osm-baseline.yaml").read_text()

        (folder / "osm-baseline.yaml").write_text(text.replace("count: 1", "count: 3"))

        assert "has fewer findings than accepted" in " ".join(osm("check").stdout.split())
        assert osm("baseline", "--shrink").stdout.startswith("osm-baseline.yaml: 2 findings")

    def test_comments_and_reasons_stay(self, osm, folder: Path) -> None:
        rewrite(folder, app(lists=3))
        osm("baseline")
        path = folder / "osm-baseline.yaml"
        first, *rest = path.read_text().split("    - rule: OSM301\n")
        lists = [
            f"    # about list {number}\n    - rule: OSM301\n{text.rstrip()}\n"
            f"      reason: list {number}\n"
            for number, text in enumerate(rest)
        ]
        path.write_text("".join((first, *lists)))
        assert "accepted: list 1" in osm("check", "--show-accepted").stdout

        rewrite(folder, app(lists=2))
        osm("baseline", "--shrink")

        text = path.read_text()
        assert text.startswith("# Findings that are accepted")
        lines = [line.strip() for line in text.splitlines()]
        reasons = [line for line in lines if line.startswith("reason:")]
        assert len(reasons) == 2
        for reason in reasons:
            assert f"# about {reason.removeprefix('reason: ')}" in text

    def test_comments_about_the_next_one_stay(self, osm, folder: Path) -> None:
        rewrite(folder, app(lists=2))
        osm("baseline")
        path = folder / "osm-baseline.yaml"
        first, *rest = path.read_text().split("    - rule: OSM301\n")
        gone = rest[0].replace("element: ", "element: 0", 1).replace("unit: ", "unit: 0", 1)
        texts = [
            f"    # about list {n}\n    - rule: OSM301\n{each}"
            for n, each in enumerate((rest[0], gone, rest[1]))
        ]
        path.write_text("".join((first, *texts)))

        osm("baseline", "--shrink")

        comments = [line.strip() for line in path.read_text().splitlines() if "# about" in line]
        assert {"# about list 0", "# about list 2"} <= {*comments}

    def test_it_stands_where_the_settings_say(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("baseline: quality/known.yaml\n")
        (folder / "quality").mkdir()
        missing = osm("check")

        osm("baseline")

        assert missing.returncode == 2
        assert "known.yaml; `pytest-osm baseline` writes it" in missing.stderr
        assert "  ../App.mpr:\n" in (folder / "quality" / "known.yaml").read_text()
        assert osm("check").returncode == 0

    def test_several_models_share_a_file(self, osm, tmp_path: Path) -> None:
        for name in ("A", "B"):
            app().write(tmp_path / name / "App.mpr")
        (tmp_path / "osm.yaml").write_text("baseline: known.yaml\n")

        osm("baseline", "--yes")

        assert osm("check").returncode == 0
        text = (tmp_path / "known.yaml").read_text()
        assert [line for line in text.splitlines() if line.endswith("App.mpr:")] == [
            "  A/App.mpr:",
            "  B/App.mpr:",
        ]

    def test_entries_of_no_check_are_told(self, osm, folder: Path) -> None:
        osm("baseline")
        (folder / "osm.yaml").write_text("ignore: [OSM301]\n")

        result = osm("check")

        assert result.returncode == 1
        text = " ".join(result.stdout.split())
        assert "1 entry of OSM301 matches no check of App.mpr; run `pytest-osm" in text
        assert osm("check", "--select", "OSM202").returncode == 0

    def test_it_holds_in_a_comparison_too(self, osm, folder: Path) -> None:
        osm("baseline")

        result = osm("check", "--base", "App.mpr")

        assert result.returncode == 0
        assert "0 findings, 2 accepted" in result.stdout

    def test_a_model_that_is_gone_is_told(self, osm, folder: Path) -> None:
        osm("baseline")
        path = folder / "osm-baseline.yaml"
        path.write_text(path.read_text().replace("  App.mpr:", "  Old.mpr:"))

        result = osm("check")
        osm("baseline", "--shrink")

        text = " ".join(result.stdout.split())
        assert "osm-baseline.yaml: model Old.mpr does not exist; correct its path" in text
        assert "Old.mpr" not in path.read_text()

    def test_a_model_without_a_verdict_has_none(self, osm, folder: Path) -> None:
        (folder / "App.mpr").write_bytes(b"")

        result = osm("baseline")

        assert result.returncode == 2
        assert "App.mpr cannot be checked: " in result.stderr
        assert not (folder / "osm-baseline.yaml").exists()

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("version: 2\nmodels: {}\n", "is no baseline that this version understands"),
            ("version: 1\nmodels: {App.mpr: [{rule: OSM301}]}\n", "an entry has no profile"),
            (
                f"version: 1\nmodels: {{App.mpr: [{{{NOTHING}, count: 0}}]}}\n",
                "the count of an entry is not a positive number",
            ),
            ("version: 1\nmodels: {App.mpr: [{}]}\nmore: 1\n", "unknown key 'more'"),
            ("[", "not valid YAML"),
        ],
    )
    def test_mistakes_in_it_are_told(self, osm, folder: Path, text: str, problem: str) -> None:
        (folder / "osm-baseline.yaml").write_text(text)

        result = osm("check")

        assert result.returncode == 2
        assert "osm-baseline.yaml" in result.stderr
        assert problem in result.stderr

    def test_what_is_no_yaml_is_not_overwritten(self, osm, folder: Path) -> None:
        with pytest.raises(ConfigurationError, match="not valid YAML"):  # noqa: SIM117
            with edited_yaml(folder / "osm.yaml", "["):
                pass  # pragma: no cover - there is nothing to edit

        assert not (folder / "osm.yaml").exists()

    def test_pytest_and_the_hook_honour_it(self, osm, folder: Path, pytester) -> None:
        app().write(pytester.path / "App.mpr")
        osm("baseline", str(pytester.path))

        result = pytester.runpytest_subprocess("--osm")

        assert result.ret == 0
        assert result.parseoutcomes()["xfailed"] == 2
        hook = subprocess.run(["osm-check"], cwd=pytester.path, capture_output=True, check=False)
        assert hook.returncode == 0

    def test_solved_findings_fail_in_pytest(self, osm, pytester) -> None:
        app().write(pytester.path / "App.mpr")
        osm("baseline", str(pytester.path))
        rewrite(pytester.path, app(lists=0))

        result = pytester.runpytest_subprocess("--osm")

        result.stdout.fnmatch_lines(["*OSM301 has fewer findings than accepted*"])
        assert result.parseoutcomes()["failed"] == 1


@pytest.mark.slow
class TestAudit:
    def test_nothing_is_accepted(self, osm, folder: Path) -> None:
        osm("baseline", "--config", str(folder / "none.yaml"))
        (folder / "osm.yaml").write_text("xfail: [{rule: OSM202, reason: later}]\n")
        osm("baseline")
        assert osm("check").returncode == 0

        result = osm("check", "--no-accept")

        assert result.returncode == 1
        assert "2 findings" in result.stdout

    def test_nothing_is_accepted_in_pytest(self, osm, pytester) -> None:
        app().write(pytester.path / "App.mpr")
        osm("baseline", str(pytester.path))

        result = pytester.runpytest_subprocess("--osm", "--osm-no-accept")

        assert result.parseoutcomes()["failed"] == 2

    @pytest.mark.parametrize(
        "text", ["ignore: [mixed-generalization-query]", "xfail: [{rule: OSM301, reason: no}]"]
    )
    def test_a_required_rule_cannot_be_given_up(self, osm, folder: Path, text: str) -> None:
        (folder / "osm.yaml").write_text(f"require: [OSM301]\n{text}\n")

        result = osm("check")

        assert result.returncode == 2
        assert "is required here: it cannot be" in result.stderr

    def test_a_required_rule_does_not_get_into_a_baseline(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("require: [OSM301]\n")

        assert osm("baseline").stdout.startswith("osm-baseline.yaml: 1 finding accepted")
        refused = osm("accept", "OSM301", "--reason", "no")

        assert refused.returncode == 2
        assert "OSM301 is required here" in refused.stderr
        assert osm("check").returncode == 1

    def test_what_an_edited_baseline_says_of_a_required_rule_does_not_count(
        self, osm, folder: Path
    ) -> None:
        osm("baseline")
        (folder / "osm.yaml").write_text("require: [OSM301]\n")

        result = osm("check")

        assert result.returncode == 2
        assert "osm-baseline.yaml: OSM301 is required: it cannot be accepted" in result.stderr
        osm("baseline", "--shrink")
        assert "error OSM301: " in osm("check").stdout


class TestAccept:
    def two_profiles(self, folder: Path) -> None:
        hierarchy = Entity("A"), Entity("B", "M.A")
        rows = {"M.A": "All", "M.B": "Online"}
        App(
            "11.6.0",
            Module(
                "M",
                *hierarchy,
                Page("Phone", ListView("M.A"), ListView("M.A", name="second")),
                Page("Tablet", ListView("M.A")),
            ),
            NativeProfile(home="M.Phone", rows=rows),
            WebProfile(name="Web", home="M.Tablet", rows=rows),
        ).write(folder / "App.mpr")

    def test_what_one_profile_has_needs_not_be_in_the_other(self, osm, tmp_path: Path) -> None:
        self.two_profiles(tmp_path)
        accepted = osm("accept", "OSM301", "--document", "M.Phone", "--reason", "later").stdout
        assert "2 findings of OSM301 accepted; new ones there are too" in accepted

        result = osm("check", "--select", "OSM301", "--format", "concise")

        assert result.returncode == 1
        assert "M.Tablet" in result.stdout
        assert "outdated" not in result.stdout

    def test_what_no_profile_has_is_outdated_in_each(self, osm, tmp_path: Path) -> None:
        self.two_profiles(tmp_path)
        (tmp_path / "osm.yaml").write_text(
            "xfail: [{rule: OSM301, document: M.Gone, reason: later}]\n"
        )

        said = " ".join(osm("check", "--select", "OSM301").stdout.split())

        assert "is for M.Gone, but the findings are in M.Phone" in said
        assert "is for M.Gone, but the findings are in M.Tablet" in said

    def test_many_that_nothing_has_do_not_run_the_other_profile_again(
        self, osm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.two_profiles(tmp_path)
        entries = "".join(
            f"  - {{rule: OSM301, document: M.Gone{number}, reason: later}}\n"
            for number in range(50)
        )
        (tmp_path / "osm.yaml").write_text(f"xfail:\n{entries}")
        ran: list[str] = []
        run = Check.run

        def counted(check: Check) -> CheckResult:
            ran.append(check.profile_name)
            return run(check)

        monkeypatch.setattr(Check, "run", counted)
        monkeypatch.delenv("OSM_AS_PROGRAM", raising=False)
        osm("check", "--select", "OSM301")

        assert sorted(ran) == ["NativePhone", "NativePhone", "Web", "Web"]

    def test_an_expired_entry_is_told_once(self, osm, tmp_path: Path) -> None:
        self.two_profiles(tmp_path)
        (tmp_path / "osm.yaml").write_text(
            "xfail: [{rule: OSM301, reason: later, until: 2020-01-01}]\n"
        )

        assert osm("check", "--select", "OSM301").stdout.count("expired on 2020-01-01") == 1

    def test_what_is_accepted_already(self, osm, tmp_path: Path) -> None:
        self.two_profiles(tmp_path)
        osm("baseline")

        result = osm("accept", "OSM301", "--reason", "later")

        assert result.returncode == 2
        assert "3 findings of OSM301 accepted already, and none fails" in result.stderr

    def test_what_would_not_fail_is_counted_apart(self, osm, tmp_path: Path) -> None:
        self.two_profiles(tmp_path)
        (tmp_path / "osm.yaml").write_text("severity: {OSM301: info}\nfail-on: error\n")
        assert osm("accept", "OSM301", "--reason", "later").returncode == 2

        (tmp_path / "osm.yaml").write_text("select: [OSM2, OSM3]\nfail-on: info\n")
        told = osm("accept", "OSM202", "--reason", "later").stdout
        assert "2 findings of OSM202 accepted; new" in told

    def test_what_it_accepts_of_all_documents_is_said(self, osm, folder: Path) -> None:
        said = osm("accept", "OSM301", "--reason", "later").stdout

        assert said.endswith("accepted; new ones are too (--document accepts less)\n")

    @pytest.mark.slow
    def test_it_edits_the_file_and_keeps_the_rest(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text(
            "# ours\nfail-on: warning  # for now\nxfail:\n"
            "  # the first\n  - rule: OSM202\n    reason: 'later'\n"
        )

        result = osm(
            "accept", "osm301", "--document", "Sales.*", "--reason", "May", "--until", TOMORROW
        )

        assert result.stdout.endswith(
            "osm.yaml: 1 finding of OSM301 accepted; new ones there are too\n"
        )
        assert (folder / "osm.yaml").read_text() == (
            "# ours\nfail-on: warning  # for now\nxfail:\n"
            "  # the first\n  - rule: OSM202\n    reason: 'later'\n"
            f"  - rule: OSM301\n    document: Sales.*\n    reason: May\n    until: {TOMORROW}\n"
        )
        assert osm("check").returncode == 0

    def test_it_makes_the_file(self, osm, folder: Path) -> None:
        osm("accept", "OSM202", "--reason", "later", "--profile", "Native*")

        assert (folder / "osm.yaml").read_text() == (
            "xfail:\n  - rule: OSM202\n    profile: Native*\n    reason: later\n"
        )

    def test_a_file_of_comments_keeps_them(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("# ours\n")

        assert osm("accept", "OSM202", "--reason", "two\nlines").returncode == 0

        assert (folder / "osm.yaml").read_text() == (
            "# ours\nxfail:\n  - rule: OSM202\n    reason: two lines\n"
        )

    @pytest.mark.slow
    def test_a_file_for_several_models_gets_the_path(self, osm, tmp_path: Path) -> None:
        for name in ("A", "B"):
            app().write(tmp_path / name / "App.mpr")
        (tmp_path / "osm.yaml").write_text("select: [OSM301]\n")

        osm("accept", "OSM301", "A", "--reason", "later")

        assert "model: A/App.mpr" in (tmp_path / "osm.yaml").read_text()
        assert osm("check", "A").returncode == 0
        assert osm("check", "B").returncode == 1

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (("OSM3O1",), "there is no rule OSM3O1; did you mean OSM301?"),
            (("OSM301", "--document", "Nope"), "OSM301 has no failing finding there"),
            (("OSM301", "--document", "Nope"), "it fails in page Sales.Orders"),
            (("OSM403",), "it fails nowhere"),
            (("OSM301", "--reason", " "), "a reason is needed"),
            (("mixed-generalisation-query",), "did you mean mixed-generalization-query?"),
            (("OSM301", "--until", "2020-01-01"), "2020-01-01 has passed"),
        ],
    )
    def test_what_makes_no_sense_changes_nothing(
        self, osm, folder: Path, arguments: tuple[str, ...], problem: str
    ) -> None:
        result = osm("accept", "--reason", "x", *arguments)

        assert result.returncode == 2
        assert problem in result.stderr
        assert not (folder / "osm.yaml").exists()

    def test_a_file_that_cannot_be_written(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").mkdir()

        result = osm("accept", "OSM301", "--reason", "x")

        assert result.returncode == 2
        assert "osm.yaml cannot be written: " in result.stderr

    def test_toml_is_edited_by_hand(self, osm, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[tool.osm]\nfail-on = 'warning'\n")

        result = osm("accept", "OSM301", "--reason", "x")

        assert result.returncode == 2
        assert "[[tool.osm.xfail]]" in result.stderr

    def test_all_that_is_wrong_is_told_at_once(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text(
            "xfail:\n"
            "  - {rule: OSM999, reason: unknown}\n"
            "  - {rule: OSM403, reason: unused}\n"
            "  - {rule: OSM301, reason: expired, until: 2020-01-01}\n"
        )

        text = " ".join(osm("check").stdout.split())

        assert "osm.yaml:2: xfail of OSM999 names an unknown rule" in text
        assert "osm.yaml:3: xfail of OSM403 (unused) matches no finding" in text
        assert "osm.yaml:4: xfail of OSM301 (expired) expired" in text

    def test_an_unknown_rule_is_told_in_narrowed_runs_too(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("xfail: [{rule: OSM999, reason: unknown}]\n")

        assert "an unknown rule" in osm("check", "--select", "OSM403").stdout


class TestScope:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("scope", "code"),
        [
            ("modules: {only: [Other (optional)]}", 0),
            ("modules: {only: [Sal*]}", 1),
            ("modules: {ignore: [Sales]}", 0),
            ("documents: {ignore: ['Sales.Ord*']}", 0),
            ("documents: {only: ['Sales.Home']}", 0),
            ("documents: {only: ['*.Orders']}", 1),
            ("modules: {severity: {'S*': info}}", 0),
            ("modules: {severity: {'T* (optional)': info}}", 1),
        ],
    )
    def test_patterns_choose_what_counts(self, osm, folder: Path, scope: str, code: int) -> None:
        (folder / "osm.yaml").write_text(f"select: [OSM301]\n{scope}\n")

        assert osm("check").returncode == code

    def test_insight_grades_like_a_check(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("modules: {severity: {'*': info}}\n")

        answer = as_its_schema_says("what-if", osm("what-if", "--format", "json").stdout)

        (row,) = answer["profiles"][0]["entities"]
        assert (row["errors"], row["warnings"]) == (0, 0)
        assert row["infos"] > 0

    def test_a_severity_of_a_module_is_shown(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("select: [OSM301]\nmodules: {severity: {'*': info}}\n")

        assert "info OSM301: " in osm("check", "-v").stdout


class TestSettings:
    def test_each_value_has_its_source(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text("\nfail-on: error\nignore: [OSM301]\n")

        lines = osm("settings").stdout.splitlines()

        table = {line.split("  ")[0]: " ".join(line.split()) for line in lines}
        assert table["fail-on"] == 'fail-on "error" (osm.yaml:2)'
        assert table["ignore"] == 'ignore ["OSM301"] (osm.yaml:3)'
        assert table["preset"] == "preset recommended (default)"
        assert "OSM301" not in table["rules"]
        assert (
            table["baseline"]
            == "baseline osm-baseline.yaml next to the model, if it exists (default)"
        )

    def test_each_entry_has_a_line(self, osm, folder: Path) -> None:
        (folder / "osm.yaml").write_text(
            "xfail:\n- {rule: OSM301, reason: later}\n- {rule: OSM302, reason: never}\n"
        )

        lines = osm("settings").stdout.splitlines()

        (first,) = [number for number, line in enumerate(lines) if line.startswith("xfail")]
        assert " ".join(lines[first].split()) == (
            'xfail {"rule": "OSM301", "reason": "later"} (osm.yaml:2)'
        )
        assert lines[first + 1].strip() == '{"rule": "OSM302", "reason": "never"}'

    def test_toml_and_json(self, osm, folder: Path) -> None:
        (folder / "pyproject.toml").write_text("[tool.osm]\nfail-on = 'error'\n")

        whole = as_its_schema_says("settings", osm("settings", "--format", "json").stdout)

        assert whole["configuration"].endswith("pyproject.toml")
        settings = {each["name"]: each for each in whole["settings"]}
        assert settings["fail-on"]["value"] == "error"
        assert settings["fail-on"]["place"] == "pyproject.toml:2"
        assert settings["preset"]["value"] is settings["preset"]["place"] is None


class TestNumbers:
    def test_statistics(self, osm, folder: Path) -> None:
        lines = [
            " ".join(line.split()) for line in osm("check", "--statistics").stdout.splitlines()
        ]

        assert "findings by rule" in lines
        assert "OSM301 mixed-generalization-query 1 0 0 0 0" in lines
        assert "Sales 2 0 0 0 0" in lines
        assert "medium 1 0 0 0 0" in lines
        assert "high 1 0 0 0 0" in lines

    def test_durations(self, osm, folder: Path) -> None:
        text = osm("check", "--durations").stdout

        assert " seconds of work" in text
        assert "rule OSM301 mixed-generalization-query" in text
        assert "fact reach" in text
        assert "parsing documents" in text

    def test_they_do_not_get_into_what_programs_read(self, osm, folder: Path) -> None:
        result = osm("check", "--output", "json", "--statistics")

        assert json.loads(result.stdout)
        assert "findings by rule" in result.stderr
