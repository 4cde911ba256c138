"""The recipes of the documentation, run as they are written."""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pytest_osm.testing import App, Entity, ListView, Module, NativeProfile, Page

ROOT = Path(__file__).parents[1]
RECIPES = (ROOT / "docs" / "outputs.md").read_text("utf-8")
SCHEMAS = {
    "GitHub Actions": "vendor.github-workflows",
    "Several machines": "vendor.github-workflows",
    "GitLab CI": "vendor.gitlab-ci",
    "Azure DevOps": "vendor.azure-pipelines",
}
pytestmark = [pytest.mark.once, pytest.mark.slow]


def recipe(title: str) -> str:
    """The code under a heading."""
    section = RECIPES.partition(f"\n## {title}")[2].partition("\n## ")[0]
    return re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)[0]


def commands(recipe: str) -> list[str]:
    """All shell lines of a recipe in YAML."""
    found: list[str] = []
    pending: list[Any] = [YAML(typ="safe").load(recipe)]
    while pending:
        value = pending.pop(0)
        if isinstance(value, dict):
            for key in ("run", "script"):
                if key in value:
                    lines = value[key]
                    found += [lines] if isinstance(lines, str) else lines
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return found


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder with a model that has findings."""
    entities = Entity("Order"), Entity("Rush", "Sales.Order")
    rows = {"Sales.Order": "All", "Sales.Rush": "Online"}
    App(
        "11.6.0",
        Module("Sales", *entities, Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows=rows),
    ).write(tmp_path / "app" / "App.mpr")
    return tmp_path / "app"


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """In which `pip install pytest-osm` finds this project, and what it needs is there already."""
    links = tmp_path_factory.mktemp("links")
    source = tmp_path_factory.mktemp("source") / "project"
    shutil.copytree(
        ROOT, source, ignore=shutil.ignore_patterns("build", "dist", ".*", "*.egg-info")
    )
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"),
            *("--no-build-isolation", "--wheel-dir", str(links), str(source)),
        ],
        check=True,
    )
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GITHUB")},
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_IGNORE_INSTALLED": "1",
        "PIP_FIND_LINKS": str(links),
        "PYTHONPATH": site.getsitepackages()[0],
    }


def bash(script: str, folder: Path, environment: dict[str, str]) -> int:
    result = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, check=False, capture_output=True
    )
    return result.returncode


@pytest.mark.parametrize("title", SCHEMAS)
def test_it_is_what_the_ci_system_understands(title: str, tmp_path: Path) -> None:
    path = tmp_path / "recipe.yml"
    path.write_text(recipe(title))

    variant = ("--regex-variant", "nonunicode")  # as the schema of Azure is written
    result = subprocess.run(
        ["check-jsonschema", *variant, "--builtin-schema", SCHEMAS[title], str(path)],
        check=False,
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("title", "reports"),
    [
        ("GitHub Actions", ["osm.sarif"]),
        ("GitLab CI", ["gl-code-quality-report.json", "osm.xml"]),
        ("Azure DevOps", ["osm.xml", "osm.sarif"]),
    ],
)
def test_its_commands_write_what_it_uploads(
    title: str, reports: list[str], app: Path, environment: dict[str, str]
) -> None:
    *installing, check = commands(recipe(title))

    assert installing == ["pip install pytest-osm"]
    assert bash(check, app, environment) == 1
    for report in reports:
        assert (app / report).is_file()
        assert report in recipe(title).replace(check, "") or title == "Azure DevOps"


def test_the_machines_share_the_work(app: Path, environment: dict[str, str]) -> None:
    *_, check = commands(recipe("Several machines"))
    groups = [check.replace("${{ matrix.group }}", str(number)) for number in range(1, 5)]
    assert all("--group" in each for each in groups)
    assert {bash(each, app, environment) for each in groups} == {0, 1}


def test_jenkins(app: Path, environment: dict[str, str]) -> None:
    script = re.findall(r"sh '''(.*?)'''", recipe("Jenkins"), re.DOTALL)[0]

    assert bash(f"set -e\n{script}", app, environment) == 1
    for report in re.findall(r"(?:junit|archiveArtifacts) '(.*?)'", recipe("Jenkins")):
        assert (app / report).is_file()


def test_a_clone_of_team_server(app: Path, environment: dict[str, str], tmp_path: Path) -> None:
    git = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "HOME": str(tmp_path)}
    git |= {"GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    commit = "git init --quiet && git add . && git commit --quiet -m app"
    assert bash(commit, app, {**environment, **git}) == 0
    work = tmp_path / "work"
    work.mkdir()

    script = f"set -e\n{recipe('A clone of Mendix Team Server')}"

    assert bash(script, work, {**environment, "APP_REPOSITORY": f"file://{app}"}) == 1
    assert (work / "osm.xml").is_file()


def test_the_shell_completes(environment: dict[str, str], tmp_path: Path) -> None:
    script = f"""
        {recipe("Completing options")}
        COMP_WORDS=(pytest-osm check --outp) COMP_CWORD=2
        _pytest_osm_completion pytest-osm
        [ "${{COMPREPLY[0]}}" = --output ]
    """

    assert bash(script, tmp_path, environment) == 0
