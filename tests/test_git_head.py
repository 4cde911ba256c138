"""What is checked out, as the page of the report says it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import git

from pytest_osm.readers.git_head import checked_out

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / ".git"
    (folder / "refs/heads").mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "refs/heads/main").write_text(f"{COMMIT}\n")
    return tmp_path


def test_a_branch(repository: Path) -> None:
    assert checked_out(repository / "app" / "App.mpr") == "main, 0123456"


def test_a_branch_that_git_has_packed(repository: Path) -> None:
    (repository / ".git/refs/heads/main").unlink()
    (repository / ".git/packed-refs").write_text(f"# pack-refs\n{COMMIT} refs/heads/main\n")
    assert checked_out(repository / "App.mpr") == "main, 0123456"


def test_a_branch_without_commits(repository: Path) -> None:
    (repository / ".git/refs/heads/main").unlink()
    assert checked_out(repository / "App.mpr") == "main"


def test_a_commit(repository: Path) -> None:
    (repository / ".git/HEAD").write_text(f"{COMMIT}\n")
    assert checked_out(repository / "App.mpr") == "0123456"


def test_a_worktree(repository: Path) -> None:
    own = repository / ".git/worktrees/other"
    own.mkdir(parents=True)
    (own / "HEAD").write_text("ref: refs/heads/main\n")
    (own / "commondir").write_text("../..\n")
    other = repository / "other"
    other.mkdir()
    (other / ".git").write_text(f"gitdir: {own}\n")
    assert checked_out(other / "App.mpr") == "main, 0123456"


@pytest.mark.parametrize(
    "head",
    ["", "ref: refs/heads/../../secret", "ref: elsewhere", "ref: refs/heads/.invalid", "\0" * 99],
)
def test_what_is_no_head_says_nothing(repository: Path, head: str) -> None:
    (repository / "secret").write_text(COMMIT)
    (repository / ".git/HEAD").write_text(head)
    assert checked_out(repository / "App.mpr") == ""


def test_outside_of_git(tmp_path: Path) -> None:
    assert checked_out(tmp_path / "App.mpr") == ""
    (tmp_path / ".git").write_text("")
    assert checked_out(tmp_path / "App.mpr") == ""


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_as_git_says_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=trunk/one")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message=start")
    commit = git(tmp_path, "rev-parse", "HEAD").strip()
    assert checked_out(tmp_path / "App.mpr") == f"trunk/one, {commit[:7]}"
    git(tmp_path, "pack-refs", "--all")
    assert checked_out(tmp_path / "App.mpr") == f"trunk/one, {commit[:7]}"
