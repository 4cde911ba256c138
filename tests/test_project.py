"""The conventions of the project, checked."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pytest_osm._version import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.once
@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        pytest.param(("mypy",), marks=pytest.mark.slow),
        ("lint-imports",),
    ],
    ids=" ".join,
)
def test_the_code_passes(command: tuple[str, ...]) -> None:
    result = run(*command)

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_packages_are_listed() -> None:
    folders = {
        str(path.parent.relative_to(ROOT)).replace("/", ".")
        for path in (ROOT / "pytest_osm").rglob("__init__.py")
    }

    listed = PROJECT["tool"]["setuptools"]["packages"]

    assert set(listed) == folders | {"pytest_osm.hooks", "pytest_osm.rule_pages"}


def test_nothing_else_stands_at_the_top_level() -> None:
    listed = run("git", "ls-files").stdout.splitlines()

    assert {name.partition("/")[0] for name in listed} <= {
        ".ci",
        ".editorconfig",
        ".github",
        ".gitignore",
        ".pre-commit-config.yaml",
        ".pre-commit-hooks.yaml",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "benchmarks",
        "docs",
        "examples",
        "hooks",
        "pyproject.toml",
        "pytest_osm",
        "tests",
    }


def test_the_package_shows_its_folders_at_the_top() -> None:
    listed = run("git", "ls-files", "pytest_osm").stdout.splitlines()

    assert len({name.split("/")[1] for name in listed}) <= 25


def test_no_branch_is_for_some_versions_of_python_only() -> None:
    """None of them could run all of its lines: coverage would depend on the version."""
    branches = [
        f"{path}:{node.lineno}"
        for folder in ("pytest_osm", "hooks")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.If) and "version_info" in ast.unparse(node.test)
    ]

    assert branches == []


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    modules = (ROOT / "pytest_osm").rglob("*.py")

    lines = {str(path): len(path.read_text().splitlines()) for path in modules}

    assert {path: number for path, number in lines.items() if number > 300} == {}


class TestImporting:
    def loaded_by(self, statement: str) -> set[str]:
        prints = "print(*(set(sys.modules) - before))"
        program = f"import sys; before = set(sys.modules); {statement}; {prints}"
        return set(run(sys.executable, "-c", program).stdout.split())

    def test_the_pytest_plugin_brings_in_nothing_but_pytest(self) -> None:
        loaded = self.loaded_by(
            "import pytest; before = set(sys.modules); import pytest_osm.plugin"
        )

        assert {name for name in loaded if not name.startswith("pytest_osm")} <= {"__future__"}
        assert loaded <= {
            "__future__",
            "pytest_osm",
            "pytest_osm._version",
            "pytest_osm.plugin",
            "pytest_osm.testrun",
            "pytest_osm.testrun.markers",
        }

    def test_a_check_does_without_what_the_kit_for_tests_is_made_with(self) -> None:
        loaded = self.loaded_by(
            "import pytest_osm.cli.check, pytest_osm.testrun.run, pytest_osm.testrun.policies;"
            "from pytest_osm.extension.loading import load_plugins; load_plugins().reporters"
        )

        assert not {"attr", "attrs", "pytest_osm.testing"} & loaded

    def test_only_the_plugin_and_the_kit_for_tests_know_pytest(self) -> None:
        imported = re.compile(r"^\s*(?:import|from) (_?pytest)\b(?!_)", re.MULTILINE)
        importing = {
            str(file.relative_to(ROOT / "pytest_osm")): set(imported.findall(file.read_text()))
            for file in (ROOT / "pytest_osm").rglob("*.py")
        }
        importing = {file: found for file, found in importing.items() if found}

        assert {file for file in importing if not file.startswith("testrun")} == {
            "plugin.py",
            "testing/checking.py",
        }
        assert all(found == {"pytest"} for found in importing.values())

    def test_every_public_name_can_be_imported(self) -> None:
        program = "import pytest_osm as p; [getattr(p, name) for name in p.__all__]"

        assert run(sys.executable, "-W", "error", "-c", program).returncode == 0

    def test_an_unknown_name_is_an_attribute_error(self) -> None:
        program = "import pytest_osm; pytest_osm.nonsense"

        assert "has no attribute 'nonsense'" in run(sys.executable, "-c", program).stderr


class TestDocuments:
    readme = (ROOT / "README.md").read_text()

    def test_the_changelog_has_the_version(self) -> None:
        assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text()

    def test_the_commands_of_the_readme_are_the_ones_that_ci_runs(self) -> None:
        commands = re.findall(r"^\$ (bash .*)$", self.readme, re.MULTILINE)

        assert commands[:2] == ["bash examples/run", "bash .ci/test"]
        gate = (ROOT / ".ci" / "run").read_text()
        assert all(command in gate for command in commands[:2])

    def test_nobody_elses_folders_are_mentioned(self) -> None:
        text = "".join(
            path.read_text()
            for name in run("git", "ls-files").stdout.splitlines()
            if (path := ROOT / name).suffix in {".py", ".md", ".toml", ".yaml", ""}
            and path.parent.name != "tests"
            and path.is_file()
        )

        assert "../" + "shared" not in text
