"""Comparing a model with an earlier one: only what is new fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import run_command, snapshot

from pytest_osm.errors import UsageError
from pytest_osm.readers import git_revision
from pytest_osm.readers.comparison_model import comparison_model
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

pytestmark = pytest.mark.once


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
        assert "0 findings, 1 known" in compared.stdout

    @pytest.mark.slow
    def test_what_is_known_is_counted(self, run, tmp_path: Path) -> None:
        app("Order", rows=online("Order")).write(tmp_path / "old" / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "new" / "App.mpr")

        compared = run("new", "--base", "old", "--statistics").stdout
        alone = run("old", "--statistics").stdout

        table = [line.split() for line in compared.splitlines()]
        heads = [line for line in table if line[:2] == ["rule", "failing"]]
        statuses = "failing accepted known minor unsure hidden"
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
        assert "3 known" in compared.stdout

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
        assert "known" not in compared.stdout

    @pytest.mark.slow
    def test_a_folder_with_several_models(self, run, tmp_path: Path) -> None:
        new = app("Order").write(tmp_path / "new" / "App.mpr")
        app("Order").write(tmp_path / "old" / "One.mpr")
        app("Order").write(tmp_path / "old" / "x" / "Two.mpr")
        assert "old has 2 models to compare App.mpr with" in run(str(new), "--base", "old").stderr

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
            ("gone", "--base gone is neither a revision of App.mpr nor a model: git does not"),
            ("--upload-pack=x", "is neither a revision of App.mpr nor a model: git does not"),
            ("HEAD", "revision HEAD has no App.mpr"),
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

        told = run("--base", "HEAD").stderr
        assert "HEAD is neither a revision of App.mpr nor a model: fatal: not a git rep" in told

    def test_a_folder_cannot_take_the_place_of_a_revision(self, run, git, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")
        git("add", ".")
        git("commit", "--quiet", "-m", "one")
        git("branch", "stable")
        app("Order", rows=online("Order")).write(tmp_path / "App.mpr")
        app("Order", rows=online("Order")).write(tmp_path / "stable" / "App.mpr")

        by_name = run("App.mpr", "--base", "stable")
        by_path = run("App.mpr", "--base-path", "stable")

        assert by_name.returncode == 1
        assert "; compared with revision stable (" in by_name.stdout
        assert by_path.returncode == 0
        assert "; compared with stable/App.mpr" in " ".join(by_path.stdout.split())
        both = run("App.mpr", "--base-path", "stable", "--base", "stable")
        assert (both.returncode, "exclude each other" in both.stderr) == (2, True)
        gone = run("App.mpr", "--base-path", "gone")
        assert (gone.returncode, "gone does not exist" in gone.stderr) == (2, True)

    @pytest.mark.slow
    def test_an_export_with_all_its_folders(self, run, git, tmp_path: Path) -> None:
        app("Order", rows=online("Order")).export(tmp_path / "app" / "raw", "raw")
        git("add", ".")
        git("commit", "--quiet", "-m", "one")

        compared = run("app/raw", "--base", "HEAD")

        assert compared.returncode == 0, compared.stdout
        assert "1 known" in compared.stdout

    def test_git_is_not_here(self, tmp_path: Path) -> None:
        app("Order").write(tmp_path / "App.mpr")

        result = run_command(tmp_path, "check", "--base", "HEAD", PATH=str(tmp_path))

        assert (result.returncode, "git is not installed" in result.stderr) == (2, True)

    def test_a_revision_that_no_command_line_can_hold(self, git, tmp_path: Path) -> None:
        model = app("Order").write(tmp_path / "App.mpr")
        with (
            pytest.raises(UsageError, match="git cannot be run: embedded null byte"),
            comparison_model(model, "HEAD\0"),
        ):
            pass


@pytest.fixture
def repository(git, tmp_path: Path):
    """A repository whose first commit has the model `before`, and no findings since."""

    def commit() -> Path:
        model = app("Order", rows=online("Order")).write(tmp_path / "App.mpr")
        git("add", ".")
        git("commit", "--quiet", "-m", "before")
        git("tag", "before")
        app().write(model)
        git("commit", "--quiet", "--all", "-m", "after")
        return model

    return commit


def asked_to_run(marker: Path) -> str:
    return f"touch {marker}"


class TestPartialClones:
    """What is not here is not fetched: the message says how to."""

    @pytest.mark.parametrize("what", ["blob:none", "tree:0"])
    def test_objects_that_are_not_here(
        self, repository, git, run, tmp_path: Path, what: str
    ) -> None:
        repository()
        git("config", "uploadpack.allowFilter", "true")
        git("clone", "--quiet", f"--filter={what}", tmp_path.as_uri(), "partial")

        compared = run("partial", "--base", "before")

        assert compared.returncode == 2
        told = "this clone does not have all files of before: `git diff --stat before` fetches"
        assert told in compared.stderr

        git("-C", "partial", "diff", "--stat", "before")
        assert run("partial", "--base", "before").returncode == 0

    def test_commits_that_are_not_here(self, repository, git, run, tmp_path: Path) -> None:
        repository()
        git("clone", "--quiet", "--depth=1", tmp_path.as_uri(), "shallow")

        told = run("shallow", "--base", "before").stderr

        assert "this clone is shallow: `git fetch --unshallow` brings the rest of it" in told

    def test_damaged_objects(self, repository, run, tmp_path: Path) -> None:
        repository()
        for file in (tmp_path / ".git" / "objects").glob("??/*"):
            contents = file.read_bytes()
            if len(contents) > 1000:
                file.chmod(0o600)
                file.write_bytes(contents[:500])

        compared = run("--base", "before")

        assert compared.returncode == 2
        assert "does not have all files of before" in compared.stderr


class TestHostileRepositories:
    """Whatever a repository names as a program, it does not run."""

    def test_filters_of_files(self, repository, git, run, tmp_path: Path) -> None:
        marker = tmp_path / "ran"
        (tmp_path / ".gitattributes").write_text("* filter=evil diff=evil export-subst\n")
        repository()
        for key in ("filter.evil.smudge", "filter.evil.process", "diff.evil.textconv"):
            git("config", key, asked_to_run(marker))
        assert run("--base", "before").returncode == 0
        assert not marker.exists()

    def test_remotes_of_partial_clones(self, repository, git, run, tmp_path: Path) -> None:
        marker = tmp_path / "ran"
        repository()
        git("config", "uploadpack.allowFilter", "true")
        git("clone", "--quiet", "--filter=blob:none", tmp_path.as_uri(), "partial")
        for key, value in (
            ("remote.origin.url", f"ext::sh -c 'touch {marker}'"),
            ("protocol.ext.allow", "always"),
            ("core.sshCommand", asked_to_run(marker)),
            ("remote.origin.uploadpack", asked_to_run(marker)),
        ):
            git("-C", "partial", "config", key, value)

        assert "does not have all files" in run("partial", "--base", "before").stderr
        git("-C", "partial", "config", "remote.origin.url", "ssh://localhost/x")
        assert "does not have all files" in run("partial", "--base", "before").stderr
        assert not marker.exists()

    @pytest.mark.slow
    def test_every_key_of_git_that_can_name_a_program(
        self, repository, git, tmp_path: Path
    ) -> None:
        """All keys that this git knows, one after the other, each with a program to run."""
        marker = tmp_path / "ran"
        script = tmp_path / "script"
        script.write_text(f"#!/bin/sh\ntouch {marker}\n")
        script.chmod(0o755)
        (tmp_path / ".gitattributes").write_text("* filter=x diff=x merge=x\n")
        model = repository()
        config = tmp_path / ".git" / "config"
        original = config.read_text()
        listed = subprocess.run(
            ("git", "help", "--config-for-completion"), capture_output=True, text=True, check=True
        ).stdout.split()
        listed += ["filter.x.smudge", "filter.x.clean", "filter.x.process", "diff.x.textconv"]
        keys = [re.sub(r"<[^>]*>", "x", key) for key in listed if key.count(".") >= 1]
        assert len(keys) > 300
        for key in keys:
            section, *names, name = key.split(".")
            of = f' "{".".join(names)}"' if names else ""
            if not name or not name[0].isalpha() or "*" in key:
                continue
            config.write_text(f"{original}\n[{section}{of}]\n\t{name} = {script}\n")
            with suppress(UsageError), comparison_model(model, "before"):
                pass
            assert not marker.exists(), key

    def test_a_bare_repository_in_a_folder(self, git, run, tmp_path: Path) -> None:
        git("init", "--quiet", "--bare", "app")
        app("Order").write(tmp_path / "app" / "App.mpr")

        told = run("app/App.mpr", "--base", "HEAD").stderr
        assert "cannot use bare repository" in told

    def test_paths_that_lead_out(self, git, run, tmp_path: Path) -> None:
        model = app("Order").write(tmp_path / "App.mpr")
        git("add", ".")
        git("commit", "--quiet", "-m", "one")
        blob = output_of(tmp_path, "hash-object", "-w", "App.mpr")
        inner = tree_of(tmp_path, f"100644 blob {blob}\tevil.mxunit")
        contents = tree_of(tmp_path, f"040000 tree {inner}\t..", f"120000 blob {blob}\tlink")
        whole = f"100644 blob {blob}\tApp.mpr", f"040000 tree {contents}\tmprcontents"
        commit = output_of(tmp_path, "commit-tree", "-m", "x", tree_of(tmp_path, *whole))

        with comparison_model(model, commit) as compared:
            assert [each.name for each in compared.path.parent.iterdir()] == ["App.mpr"]

    @pytest.mark.parametrize("limit", ["_MOST_FILES", "_MOST_BYTES"])
    def test_more_than_a_model_has(
        self, repository, monkeypatch: pytest.MonkeyPatch, limit: str
    ) -> None:
        model = repository()
        monkeypatch.setattr(git_revision, limit, 1)
        with (
            pytest.raises(UsageError, match="has more than 1 "),
            comparison_model(model, "before"),
        ):
            pass

    def test_a_file_in_the_place_of_a_folder(self, git, tmp_path: Path) -> None:
        model = app("Order").write(tmp_path / "App.mpr")
        git("add", ".")
        git("commit", "--quiet", "-m", "one")
        blob = output_of(tmp_path, "hash-object", "-w", "App.mpr")
        inner = tree_of(tmp_path, f"100644 blob {blob}\tApp.mpr")
        text = f"100644 blob {blob}\tmprcontents\n040000 tree {inner}\tmprcontents"
        twice = tree_of(tmp_path, f"100644 blob {blob}\tApp.mpr", *text.split("\n"))
        commit = output_of(tmp_path, "commit-tree", "-m", "x", twice)

        with (
            pytest.raises(UsageError, match="of the revision cannot be written"),
            comparison_model(model, commit),
        ):
            pass


def output_of(folder: Path, *arguments: str, given: str = "") -> str:
    author = {
        f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    return subprocess.run(
        ("git", *arguments),
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        input=given,
        env={**os.environ, **author},
    ).stdout.strip()


def tree_of(folder: Path, *entries: str) -> str:
    """A tree that git itself would not make."""
    raw = b"".join(
        f"{mode.lstrip('0')} {name}".encode() + b"\0" + bytes.fromhex(identity)
        for mode, _, identity, name in (
            entry.replace("\t", " ").split(" ", 3) for entry in entries
        )
    )
    path = folder / "raw-tree"
    path.write_bytes(raw)
    return output_of(folder, "hash-object", "-t", "tree", "-w", "--literally", "raw-tree")


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

        assert "(medium confidence because nobody chose the mode" in " ".join(output.split())
        assert "Sales.Order was All Objects and is Online by default" in " ".join(output.split())
        of_old = ("new", "--base", "old", "--select", "OSM601")
        assert " OSM601 (medium confidence) " in run(*of_old, "--format", "concise").stdout
        (found,) = json.loads(run(*of_old, "-o", "json").stdout)["findings"]
        assert found["doubt"].startswith("medium confidence because nobody chose the mode")
        assert found["doubt"] not in found["details"]


def test_a_report_of_what_is_new(app: App, bad_app: App, tmp_path: Path) -> None:
    app.write(tmp_path / "before" / "App.mpr")
    bad_app.write(tmp_path / "App.mpr")

    done = run_command(
        *(tmp_path, "report", "App.mpr", "--base-path", "before", "--select", "OSM301"),
        "--output=json",
    )

    report = json.loads(done.stdout)
    assert [each["status"] for each in report["findings"]] == ["failing"]
    assert report["models"][0]["compared_with"] == "before/App.mpr"
