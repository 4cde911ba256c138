"""What people find who work on the project: checks before a commit, and the gate on GitHub."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, commit_copy, git
from ruamel.yaml import YAML

PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
CONFIGURATION = ROOT / ".pre-commit-config.yaml"
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
HOOKS = (
    "format (ruff)",
    "lint (ruff)",
    "types (mypy)",
    "import contracts (import-linter)",
    "osm-check, on a model that is right and one that is wrong",
)
pytestmark = pytest.mark.once


def load(path: Path) -> Any:
    return YAML(typ="safe").load(path)


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the tools of this environment; copies do not count as covered."""
    inherited = {name: text for name, text in os.environ.items() if not name.startswith("COV")}
    return subprocess.run(
        command,
        cwd=folder,
        env={**inherited, "PATH": PATH, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of the project."""
    folder = tmp_path_factory.mktemp("clone")
    commit_copy(folder)
    return folder


@pytest.mark.slow
class TestBeforeACommit:
    @pytest.fixture
    def clone(self, shared: Path) -> Path:
        """It without changes; what tools have cached is still there."""
        git(shared, "reset", "--quiet", "--hard")
        return shared

    @pytest.fixture(params=["pre-commit", "prek"])
    def outcomes(self, request: pytest.FixtureRequest, clone: Path, tmp_path: Path):
        """Run the hooks on what is staged, or with --all-files, and tell what each one says."""
        homes = {"PRE_COMMIT_HOME": str(tmp_path / "a"), "PREK_HOME": str(tmp_path / "b")}

        def outcomes(*arguments: str) -> dict[str, str]:
            result = run(clone, request.param, "run", *arguments, **homes)
            said = re.findall(r"^(.+?)\.{3,}(?:\(.*\))?(\w+)$", result.stdout, re.MULTILINE)
            failed = "Failed" in dict(said).values()
            assert (result.returncode == 1) == failed, result.stdout + result.stderr
            return dict(said)

        return outcomes

    def test_the_project_passes(self, outcomes: Callable[..., dict[str, str]]) -> None:
        assert outcomes("--all-files") == dict.fromkeys(HOOKS, "Passed")

    @pytest.mark.parametrize(
        ("source", "hook"),
        [
            ("LIMIT   =  1\n", "format (ruff)"),
            ("limit = lambda: 1\n", "lint (ruff)"),
            ('LIMIT: int = "one"\n', "types (mypy)"),
            (
                'from pytest_osm.readers.mpr import read_mpr\n\n__all__ = ["read_mpr"]\n',
                "import contracts (import-linter)",
            ),
        ],
        ids=["format", "lint", "types", "imports"],
    )
    def test_a_file_that_is_not_right_fails(
        self, source: str, hook: str, outcomes: Callable[..., dict[str, str]], clone: Path
    ) -> None:
        (clone / "pytest_osm" / "facts" / "wrong.py").write_text(f'"""Wrong."""\n\n{source}')
        git(clone, "add", ".")

        assert outcomes() == {**dict.fromkeys(HOOKS, "Passed"), hook: "Failed"}

    def test_nothing_runs_for_a_file_that_no_check_is_about(
        self, outcomes: Callable[..., dict[str, str]], clone: Path
    ) -> None:
        (clone / "notes.txt").write_text("nothing to do with it\n")
        git(clone, "add", ".")

        assert outcomes() == dict.fromkeys(HOOKS, "Skipped")

    def test_they_are_the_checks_that_the_tests_make(self) -> None:
        (repository,) = load(CONFIGURATION)["repos"]

        entries = [hook["entry"] for hook in repository["hooks"]]

        assert entries == [
            "ruff format --force-exclude",
            "ruff check --force-exclude",
            "mypy",
            "lint-imports",
            "python -m tests.try_hook",
        ]


class TestTryingTheHook:
    def with_osm_check(self, folder: Path, script: str) -> subprocess.CompletedProcess[str]:
        folder.joinpath("osm-check").write_text(f"#!/bin/sh\n{script}\n")
        folder.joinpath("osm-check").chmod(0o755)
        path = f"{folder}{os.pathsep}{PATH}"
        return run(ROOT, sys.executable, "-m", "tests.try_hook", PATH=path)

    @pytest.mark.parametrize(
        ("script", "problems"),
        [
            ("echo 1 model, OSM301", ["the wrong model: 1 and OSM301 expected"]),
            ("echo 1 model, OSM301; exit 1", ["the right model: 0 and 1 model expected"]),
            ("exit 0", ["the right model: 0", "the wrong model: 1"]),
        ],
        ids=["passes-always", "fails-always", "says-nothing"],
    )
    def test_a_hook_that_does_not_tell_right_from_wrong_is_a_problem(
        self, script: str, problems: list[str], tmp_path: Path
    ) -> None:
        result = self.with_osm_check(tmp_path, script)

        assert result.returncode == 1
        assert re.findall("the (?:right|wrong) model", result.stderr) == [
            problem.partition(":")[0] for problem in problems
        ]
        assert all(problem in result.stderr for problem in problems)


class TestOnGitHub:
    def test_it_is_what_github_understands(self) -> None:
        result = run(
            ROOT,
            *("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
            str(WORKFLOW),
        )

        assert result.returncode == 0, result.stdout

    def test_it_runs_the_gate_and_may_only_read(self) -> None:
        workflow = load(WORKFLOW)
        (job,) = workflow["jobs"].values()
        *actions, gate = job["steps"]

        assert gate == {"run": "bash .ci/run"}
        assert workflow["permissions"] == {"contents": "read"}
        assert all(re.fullmatch(r"actions/[\w-]+@v\d+", each["uses"]) for each in actions)

    def test_it_has_the_versions_of_python_that_are_promised(self) -> None:
        (job,) = load(WORKFLOW)["jobs"].values()
        versions = job["steps"][1]["with"]["python-version"].split()
        project = (ROOT / "pyproject.toml").read_text("utf-8")

        promised = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', project)

        assert sorted(versions) == sorted(promised)


def tracked() -> list[Path]:
    return [ROOT / name for name in git(ROOT, "ls-files").splitlines() if (ROOT / name).is_file()]


def test_files_are_as_editors_are_told_to_write_them() -> None:
    def is_kept(path: Path) -> bool:
        text = path.read_bytes().decode("utf-8")  # newlines as they are
        ends = not text or (text.endswith("\n") and not text.endswith("\n\n"))
        return ends and not re.search(r"\r|[ \t]+$|^\t", text, re.MULTILINE)

    wrong = [path for path in tracked() if path.suffix != ".png" and not is_kept(path)]

    assert wrong == []


def anchors(path: Path) -> set[str]:
    """What GitHub makes of the headings of a page."""
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "name", [str(path.relative_to(ROOT)) for path in tracked() if path.suffix == ".md"]
)
def test_links_lead_to_something(name: str) -> None:
    page = ROOT / name
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)

    broken = [
        target
        for target in targets
        for file, _, anchor in [target.partition("#")]
        for path in [page.parent / file if file else page]
        if not path.exists() or (anchor and anchor not in anchors(path))
    ]

    assert broken == []


def test_the_files_that_contributors_are_told_of_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    told = re.findall(r"`(?:python |bash )?((?:\w+|\.ci)(?:/[\w.]+)+)/?`", text)
    told += re.findall(r"`([\w.]+\.(?:md|toml))`", text)

    missing = {name for name in told if "NNN" not in name and not (ROOT / name).exists()}

    assert len(told) > 12
    assert missing == set()
