"""The pre-commit hook, run by the real pre-commit and by prek, installed from this repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import commit_copy, git

from pytest_osm.testing import App, Module, NativeProfile, Page

RUNNERS = ("pre-commit", "prek")
BIN = Path(sys.executable).parent
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "UV_OFFLINE": "1",
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
}

pytestmark = [pytest.mark.once, pytest.mark.slow]


@pytest.fixture(scope="session")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This repository as it is now, committed, and the commit."""
    folder = tmp_path_factory.mktemp("hooks")
    return folder, commit_copy(folder)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the runners keep their environments: made once, and used by all tests."""
    home = tmp_path_factory.mktemp("homes")
    return {"PRE_COMMIT_HOME": str(home / "pre-commit"), "PREK_HOME": str(home / "prek")}


@pytest.fixture
def repository(tmp_path: Path, hooks: tuple[Path, str]) -> Path:
    """A repository that uses the hook."""
    folder, revision = hooks
    git(tmp_path, "init", "--quiet")
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {folder}\n  rev: {revision}\n  hooks:\n  - id: osm-check\n"
        "    verbose: true\n"
    )
    git(tmp_path, "add", ".")
    return tmp_path


@pytest.fixture(params=RUNNERS)
def run(request: pytest.FixtureRequest, repository: Path, homes: dict[str, str]):
    def run(**environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            (str(BIN / request.param), "run"),
            cwd=repository,
            env={**os.environ, **homes, "PATH": path, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_it_passes_on_a_clean_model(run, repository: Path, app: App) -> None:
    app.write(repository / "app" / "App.mpr")
    git(repository, "add", ".")

    result = run()

    assert result.returncode == 0, result.stdout + result.stderr
    assert "Passed" in result.stdout


def test_it_fails_on_a_bad_one_and_shows_the_findings(run, repository: Path, bad_app: App) -> None:
    bad_app.write(repository / "app" / "App.mpr")
    git(repository, "add", ".")

    result = run()

    assert result.returncode == 1, result.stdout + result.stderr
    assert "error OSM301: " in result.stdout


def test_it_needs_no_network_once_its_environment_exists(run, repository: Path, app: App) -> None:
    app.write(repository / "App.mpr")
    git(repository, "add", ".")
    run()

    result = run(**OFFLINE)

    assert result.returncode == 0, result.stdout + result.stderr


def test_it_runs_once_for_four_hundred_units(run, repository: Path) -> None:
    pages = (Page(f"Page{number}") for number in range(400))
    App("11.6.0", Module("M", *pages), NativeProfile(home="M.Page1")).write(repository / "App.mpr")
    git(repository, "add", ".")
    staged = git(repository, "diff", "--cached", "--name-only").splitlines()
    assert sum(name.endswith(".mxunit") for name in staged) > 400

    result = run()

    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("1 model, 1 offline profile") == 1


def test_it_is_skipped_when_no_model_file_is_staged(run, repository: Path, bad_app: App) -> None:
    bad_app.write(repository / "App.mpr")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "A model")
    (repository / "notes.txt").write_text("nothing to do with it")
    git(repository, "add", ".")

    result = run()

    assert result.returncode == 0
    assert "Skipped" in result.stdout


def test_acceptances_are_honoured(run, repository: Path, bad_app: App) -> None:
    bad_app.write(repository / "App.mpr")
    (repository / "osm.yaml").write_text("xfail: [{rule: OSM104, reason: in a hurry}]\n")
    git(repository, "add", ".")

    result = run()

    assert result.returncode == 1
    assert "matches no finding in profile NativePhone" in " ".join(result.stdout.split())

    (repository / "osm.yaml").write_text(
        "xfail:\n- {rule: OSM301, reason: in a hurry}\n- {rule: OSM202, reason: in a hurry}\n"
    )
    git(repository, "add", ".")

    result = run()

    assert result.returncode == 0, result.stdout
    assert "2 accepted (--show-accepted)" in result.stdout
