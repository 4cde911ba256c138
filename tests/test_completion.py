"""Completion in shells: what is offered, and that asking for it runs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import run_command

from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    Entity,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Retrieve,
)

APP = App(
    "11.6.0",
    Module(
        "Sales",
        Entity("Order"),
        Page("Orders", ListView("Sales.Order"), Button("Go", CallNanoflow("Sales.Open"))),
        Nanoflow("Open", Retrieve("Sales.Order")),
    ),
    NativeProfile(home="Sales.Orders", rows={"Sales.Order": "Online"}),
)
pytestmark = [pytest.mark.once, pytest.mark.slow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    APP.write(tmp_path / "App.mpr")
    return tmp_path


def offered(folder: Path, *words: str) -> list[str]:
    """What is offered for the last word, told as PowerShell is told it."""
    result = run_command(
        folder,
        _PYTEST_OSM_COMPLETE="powershell_complete",
        COMP_WORDS="\n".join(("pytest-osm", *filter(None, words))),
        COMP_WORD=words[-1],
    )
    assert result.returncode == 0, result.stderr
    lines = (line.split("\t") for line in result.stdout.split("\n") if line)
    return [value for kind, value, _ in lines if kind == "plain"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("ch",), ["check"]),
        (("explain", "osm30"), [f"OSM30{number}" for number in range(1, 7)]),
        (("check", "--rule", "OSM6"), ["OSM601"]),
        (("check", "--entity", "sa"), ["Sales.Order"]),
        (("check", "--document", ""), ["Sales.Open", "Sales.Orders"]),
        (("check", "--module", "Sa"), ["Sales"]),
        (("check", "--assume", "Sales.O"), ["Sales.Order="]),
        (("check", "-o", "sar"), ["sarif"]),
        (("check", "--format", "co"), ["concise"]),
        (("modes", "--profile", ""), ["NativePhone"]),
        (("modes", "--mode", "on"), ["Online"]),
        (("why", "App.mpr", "Sales.Order"), ["Sales.Order", "Sales.Orders"]),
        (("why", "Gone"), []),
        (("modes", "-o", "js"), ["json"]),
        (("modes", "-o", "csv=modes.csv", "--profile", ""), ["NativePhone"]),
        (("gone", "x"), []),
        (("completion", "z"), ["zsh"]),
    ],
)
def test_what_is_offered(folder: Path, words: tuple[str, ...], expected: list[str]) -> None:
    assert offered(folder, *words) == expected
    assert {each.name for each in folder.iterdir()} == {"App.mpr", "mprcontents"}


def test_no_name_where_several_models_could_be_meant(folder: Path) -> None:
    APP.write(folder / "other" / "Other.mpr")

    assert offered(folder, "modes", "--profile", "") == []
    assert offered(folder, "modes", "other/Other.mpr", "--profile", "") == ["NativePhone"]


def test_nothing_is_said_about_a_model_that_cannot_be_read(folder: Path) -> None:
    (folder / "App.mpr").write_bytes(b"no model")

    assert offered(folder, "modes", "--profile", "") == []


def test_a_key_runs_nothing_that_a_repository_configures(folder: Path) -> None:
    (folder / "planted.py").write_text("open('ran', 'w').close()\n")
    (folder / "osm.yaml").write_text("plugins: [planted]\n")

    assert offered(folder, "check", "--entity", "Sa") == ["Sales.Order"]
    assert offered(folder, "explain", "OSM6") == ["OSM601"]
    assert not (folder / "ran").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_has_a_script(folder: Path, shell: str) -> None:
    result = run_command(folder, "completion", shell)

    assert result.returncode == 0
    assert f"{shell}_complete" in result.stdout


def test_the_script_for_powershell_follows_its_grammar(folder: Path) -> None:
    grammar = pytest.importorskip("tree_sitter_powershell")
    tree_sitter = pytest.importorskip("tree_sitter")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    script = run_command(folder, "completion", "powershell").stdout

    assert not parser.parse(script.encode()).root_node.has_error
    assert parser.parse(script.replace("try {", "try {{", 1).encode()).root_node.has_error


def test_bash_completes(folder: Path) -> None:
    bash, command = shutil.which("bash"), Path(sys.executable).with_name("pytest-osm")
    if not bash or not command.exists():
        pytest.skip("there is no bash, or the command is not installed")
    script = """
        source <(pytest-osm completion bash)
        COMP_WORDS=(pytest-osm explain OSM60)
        COMP_CWORD=2
        _pytest_osm_completion pytest-osm
        echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        [bash, "--norc", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "OSM601"


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish")
def test_fish_completes(folder: Path) -> None:
    command = Path(sys.executable).with_name("pytest-osm")
    script = "pytest-osm completion fish | source; complete -C 'pytest-osm why Sales.Op'"
    done = subprocess.run(
        ["fish", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["Sales.Open"]
