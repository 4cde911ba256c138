"""Comparing a model with an earlier one: only what is new fails."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from conftest import run_command, snapshot

from pytest_osm.testing import (
    App,
    Entity,
    JavaScriptAction,
    Module,
    NativeProfile,
    Page,
    Pluggable,
    Row,
)


def app(
    *entities: str,
    version: str = "11.12.0",
    rows: tuple[Row, ...] = (),
    profile: str = "NativePhone",
    module: str = "Sales",
) -> App:
    """An app with an online home page for each entity."""
    widgets = [Pluggable(f"{module}.{name}") for name in entities]
    named = [Entity(name) for name in ("Order", "Line", "Part")]
    return App(
        version,
        Module(module, *named, Page("Home", *widgets)),
        NativeProfile(name=profile, home=f"{module}.Home", rows=rows),
    )


def online(*names: str, module: str = "Sales") -> tuple[Row, ...]:
    return tuple(Row(f"{module}.{name}", "Online") for name in names)


@pytest.fixture
def run(tmp_path: Path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_command(tmp_path, "check", *arguments)

    return run


@pytest.fixture
def git(tmp_path: Path):
    def git(*arguments: str) -> None:
        identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "HOME": str(tmp_path)}
        committer = {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
        subprocess.run(
            ("git", *arguments),
            cwd=tmp_path,
            check=True,
            capture_output=True,
            env={**os.environ, **identity, **committer},
        )

    git("init", "--quiet")
    return git


class TestPaths:
    @pytest.mark.slow
    def test_what_was_there_before_is_known(self, run, tmp_path: Path) -> None:
        app("Order", rows=online("Order")).write(tmp_path / "old" / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "new" / "App.mpr")

        assert run("new").returncode == 1
        compared = run("new", "--base", "old")
        assert compared.returncode == 0
        assert "0 findings, 1 in base" in compared.stdout

    @pytest.mark.slow
    def test_what_is_known_is_counted(self, run, tmp_path: Path) -> None:
        app("Order", rows=online("Order")).write(tmp_path / "old" / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "new" / "App.mpr")

        compared = run("new", "--base", "old", "--statistics").stdout
        alone = run("old", "--statistics").stdout

        table = [line.split() for line in compared.splitlines()]
        heads = [line for line in table if line[:2] == ["rule", "failing"]]
        statuses = "failing accepted in base below fail-on below min-confidence hidden"
        assert heads == [["rule", *statuses.split()]]
        rows = [line[-6:] for line in table if line and line[0].startswith("OSM")]
        assert [(row[0], row[2]) for row in rows] == [("0", "1")]
        assert " known " not in alone

    def test_what_is_new_fails(self, run, tmp_path: Path) -> None:
        app("Order", rows=(Row("Sales.Order", "All"),)).write(tmp_path / "old" / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "new" / "App.mpr")

        compared = run("new", "--base", str(tmp_path / "old" / "App.mpr"), "--select", "OSM5")

        assert compared.returncode == 1
        assert "OSM503" in compared.stdout

    @pytest.mark.slow
    def test_a_finding_that_sums_up_more_is_new(self, run, tmp_path: Path) -> None:
        for name, entities in (("old", ("Order",)), ("new", ("Order", "Line"))):
            app(*entities).write(tmp_path / name / "App.mpr")

        assert run("new", "--base", "old", "--select", "OSM104").returncode == 1
        assert run("old", "--base", "new", "--select", "OSM104").returncode == 0

    def test_other_names_are_not_news(self, run, tmp_path: Path) -> None:
        rows = (*online("Order"), Row("Sales.Line", "Constrained"))
        app("Order", rows=rows).write(tmp_path / "old" / "App.mpr")
        source = (tmp_path / "old" / "App.mpr").read_bytes()
        renamed = tmp_path / "new" / "App.mpr"
        renamed.parent.mkdir()
        renamed.write_bytes(source)
        for unit in (tmp_path / "old" / "mprcontents").rglob("*"):
            target = (
                tmp_path
                / "new"
                / "mprcontents"
                / unit.relative_to(tmp_path / "old" / "mprcontents")
            )
            if unit.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                same_length = unit.read_bytes().replace(b"Sales", b"Shops")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(same_length.replace(b"NativePhone", b"NativeEmohp"))

        compared = run("new", "--base", "old")

        assert compared.returncode == 0, compared.stdout
        assert "3 in base" in compared.stdout

    def test_a_rule_that_did_not_apply_knows_nothing(self, run, tmp_path: Path) -> None:
        app("Order", rows=online("Order"), version="10.18.0").write(tmp_path / "old" / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "new" / "App.mpr")

        assert "OSM503" in run("new", "--base", "old").stdout

    def test_a_profile_that_is_new_has_nothing_to_be_compared_with(
        self, run, tmp_path: Path
    ) -> None:
        App("11.12.0", Module("Sales")).write(tmp_path / "old" / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "new" / "App.mpr")

        compared = run("new", "--base", "old")

        assert "OSM503" in compared.stdout
        assert "in base" not in compared.stdout

    @pytest.mark.slow
    def test_a_folder_with_several_models(self, run, tmp_path: Path) -> None:
        new = app("Order").write(tmp_path / "new" / "App.mpr")
        app("Order").write(tmp_path / "old" / "One.mpr")
        app("Order").write(tmp_path / "old" / "x" / "Two.mpr")
        assert (
            "--base old has 2 models to compare App.mpr with"
            in run(str(new), "--base", "old").stderr
        )

        app("Order").write(tmp_path / "old" / "y" / "App.mpr")
        assert run("new", "--base", "old").returncode == 0

    def test_a_connection_check_need_not_have_been_there(self, run, tmp_path: Path) -> None:
        App("11.12.0", Module("Sales", Page("Home")), NativeProfile(home="Sales.Home")).write(
            tmp_path / "old" / "App.mpr"
        )
        App(
            "11.12.0",
            Module("Sales", Page("Home"), JavaScriptAction("IsOnline")),
            NativeProfile(home="Sales.Home"),
        ).write(tmp_path / "new" / "App.mpr")
        (tmp_path / "new" / "osm.yaml").write_text("connection-checks: [Sales.IsOnline]")

        assert run("new", "--base", "old").returncode == 0

    def test_a_base_that_cannot_be_read(self, run, tmp_path: Path) -> None:
        app("Order").write(tmp_path / "new" / "App.mpr")
        (tmp_path / "old.mpr").write_bytes(b"")

        result = run("new", "--base", "old.mpr")

        assert result.returncode == 2
        assert "old.mpr" in result.stderr


class TestGit:
    @pytest.mark.parametrize("storage", [1, 2])
    def test_a_revision_is_read_without_touching_the_work_tree(
        self, run, git, tmp_path: Path, storage: int
    ) -> None:
        model = tmp_path / "apps" / "sales app" / "App.mpr"
        app("Order", rows=online("Order")).write(model, storage=storage)
        (tmp_path / "apps" / "other.txt").write_text("not part of the model")
        git("add", ".")
        git("commit", "--quiet", "-m", "one")
        git("tag", "before")
        rows = (*online("Order"), Row("Sales.Line", "Constrained"))
        app("Order", rows=rows).write(model, storage=storage)
        index = snapshot(tmp_path / ".git")
        tree = snapshot(tmp_path / "apps")

        compared = run("--base", "before")

        assert compared.returncode == 1
        assert "OSM108" in compared.stdout
        assert "OSM503" not in compared.stdout
        assert snapshot(tmp_path / "apps") == tree
        assert snapshot(tmp_path / ".git") == index

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("base", "message"),
        [
            ("gone", "--base gone is neither a model nor a revision of App.mpr in git"),
            ("--upload-pack=x", "is neither a model nor a revision of App.mpr in git"),
            ("HEAD", "--base HEAD has no App.mpr"),
        ],
    )
    def test_mistakes(self, run, git, tmp_path: Path, base: str, message: str) -> None:
        git("commit", "--quiet", "--allow-empty", "-m", "nothing")
        app("Order").write(tmp_path / "App.mpr")

        result = run(f"--base={base}")

        assert result.returncode == 2
        assert message in result.stderr

    def test_a_folder_that_is_no_repository(self, run, tmp_path: Path) -> None:
        app("Order").write(tmp_path / "App.mpr")

        assert "neither a model nor a revision" in run("--base", "HEAD").stderr


class TestMigration:
    def test_it_is_no_check_of_a_model_by_itself(self, run, tmp_path: Path) -> None:
        app("Order", rows=online("Order")).write(tmp_path / "App.mpr")

        assert "OSM601" not in run("-v", "--select", "OSM601,OSM002").stdout

    def test_by_itself_it_looks_at_nothing(self, run, tmp_path: Path) -> None:
        app("Order", rows=online("Order")).write(tmp_path / "App.mpr")

        result = run("--select", "OSM601")

        assert result.returncode == 2
        assert "no rule is left" in result.stderr

    def test_one_that_is_online_by_default_now(self, run, tmp_path: Path) -> None:
        app("Order", rows=(), version="10.24.0").write(tmp_path / "old" / "App.mpr")
        app("Order", rows=(), version="11.12.0").write(tmp_path / "new" / "App.mpr")

        output = run("new", "--base", "old", "--select", "OSM601").stdout

        assert "warning, medium confidence" in output
        assert "Sales.Order was All Objects and is Online by default" in " ".join(output.split())
