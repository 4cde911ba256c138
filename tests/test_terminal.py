"""What terminals, pipes and variables of the environment make of the output."""

from __future__ import annotations

import os
import subprocess
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import run_command

from pytest_osm.terminal.abilities import (
    PLAIN_FORMS,
    columns,
    has_colors,
    has_links,
    lets_everything_through,
    linked,
)
from pytest_osm.testing import App, Entity, ListView, Module, NativeProfile, Page

APP = App(
    "11.6.0",
    Module("M", Entity("Näme"), Entity("B", "M.Näme"), Page("Home", ListView("M.Näme"))),
    NativeProfile(home="M.Home", rows={"M.Näme": "All", "M.B": "Online"}),
)
pytestmark = pytest.mark.once
LINK = "\x1b]8;;"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def nobodys_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        monkeypatch.delenv(name) if name not in ("PATH", "HOME", "SYSTEMROOT") else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    APP.write(tmp_path / "App.mpr")
    return tmp_path


class TestColors:
    @pytest.mark.parametrize(
        ("variables", "in_terminal", "in_pipe"),
        [
            ({}, True, False),
            ({"NO_COLOR": "1"}, False, False),
            ({"NO_COLOR": ""}, True, False),
            ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
            ({"FORCE_COLOR": "1"}, True, True),
            ({"FORCE_COLOR": "0"}, True, False),
            ({"CLICOLOR_FORCE": "1"}, True, True),
            ({"CLICOLOR": "0"}, False, False),
            ({"TERM": "dumb"}, False, False),
        ],
    )
    def test_variables(
        self, variables: dict[str, str], in_terminal: bool, in_pipe: bool, monkeypatch
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

        assert has_colors(Terminal()) == in_terminal
        assert has_colors(StringIO()) == in_pipe

    @pytest.mark.slow
    def test_of_the_command(self, folder: Path) -> None:
        def is_colored(*arguments: str, **variables: str) -> bool:
            return "\x1b[" in run_command(folder, *arguments, **variables).stdout

        assert not is_colored("check")
        assert is_colored("check", FORCE_COLOR="1")
        assert not is_colored("check", FORCE_COLOR="1", NO_COLOR="1")
        assert is_colored("check", "--color", "always", NO_COLOR="1")
        assert not is_colored("check", "--color", "never", FORCE_COLOR="1")
        assert not is_colored("explain", "OSM301")
        assert is_colored("explain", "OSM301", CLICOLOR_FORCE="1")


class TestWidth:
    def test_of_a_pipe_is_what_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert columns(StringIO(), 100) == 100
        monkeypatch.setenv("COLUMNS", "70")
        assert columns(StringIO(), 100) == 70
        assert columns(Terminal(), 100) == 70

    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["check", "modes", "rules"])
    def test_of_the_command(self, folder: Path, command: str) -> None:
        wide, narrow = (
            max(map(len, run_command(folder, command, COLUMNS=width).stdout.splitlines()))
            for width in ("160", "60")
        )

        assert narrow <= 60 < wide


class TestLinks:
    @pytest.mark.parametrize(
        ("variables", "expected"),
        [
            ({}, False),
            ({"TERM": "xterm-256color"}, False),
            ({"TERM": "xterm-kitty"}, True),
            ({"TERM_PROGRAM": "vscode"}, True),
            ({"TERM_PROGRAM": "vscode", "CI": "true"}, False),
            ({"WT_SESSION": "1"}, True),
            ({"WT_SESSION": "1", "TERM": "dumb"}, False),
            ({"VTE_VERSION": "6800"}, True),
            ({"VTE_VERSION": "4200"}, False),
            ({"VTE_VERSION": "new"}, False),
            ({"FORCE_HYPERLINK": "1"}, True),
            ({"FORCE_HYPERLINK": "0", "WT_SESSION": "1"}, False),
        ],
    )
    def test_only_in_terminals_that_show_them(
        self, variables: dict[str, str], expected: bool
    ) -> None:
        assert has_links(Terminal(), variables) == expected

    def test_not_in_a_file_unless_forced(self) -> None:
        assert not has_links(StringIO(), {"WT_SESSION": "1"})
        assert has_links(StringIO(), {"FORCE_HYPERLINK": "1"})

    def test_a_link(self) -> None:
        assert (
            linked("x", "https://example.com") == f"{LINK}https://example.com\x1b\\x{LINK}\x1b\\"
        )

    @pytest.mark.slow
    def test_findings_lead_to_their_rule(self, folder: Path) -> None:
        forced = run_command(folder, "check", FORCE_HYPERLINK="1").stdout

        assert f"{LINK}https://" in forced
        assert LINK not in run_command(folder, "check").stdout
        assert (
            LINK
            not in run_command(folder, "check", "--color", "never", FORCE_HYPERLINK="1").stdout
        )


class TestEncodings:
    def test_signs_have_plain_forms(self) -> None:
        assert "≠ … é".encode("ascii", PLAIN_FORMS) == b"!= ... \\xe9"
        assert "é".encode("cp1252", PLAIN_FORMS).decode("cp1252") == "é"
        assert "≠".encode("utf-8", PLAIN_FORMS).decode("utf-8") == "≠"

    def test_a_file_is_utf_8_and_a_poor_terminal_gets_what_it_can(self) -> None:
        file = TextIOWrapper(BytesIO(), "ascii")
        poor = TextIOWrapper(BytesIO(), "ascii")
        poor.isatty = lambda: True  # type: ignore[method-assign]

        for stream in (file, poor, StringIO()):
            lets_everything_through(stream)
        file.write("≠")
        poor.write("≠")

        assert file.encoding == "utf-8"
        assert poor.encoding == "ascii"
        poor.flush()
        assert poor.buffer.getvalue() == b"!="  # type: ignore[attr-defined]

    def test_an_encoding_that_is_asked_for_stays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
        file = TextIOWrapper(BytesIO(), "cp1252")

        lets_everything_through(file)

        assert file.encoding == "cp1252"

    def test_what_cannot_be_read_is_no_matter_of_signs(self) -> None:
        with pytest.raises(UnicodeDecodeError):
            b"\xff".decode("ascii", PLAIN_FORMS)

    @pytest.mark.slow
    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
    @pytest.mark.parametrize(
        ("arguments", "end"),
        [
            (("check",), "other versions"),
            (("check", "-o", "github"), "one by one."),
            (("check", "-o", "markdown"), "Online too."),
            (("modes",), "1          0"),
            (("modes", "--help"), "modes.csv"),
            (("why", "M.Näme"), "(query)"),
            (("report", "-o", "html"), "</html>"),
        ],
    )
    def test_nothing_is_cut_off(
        self, folder: Path, encoding: str, arguments: tuple[str, ...], end: str
    ) -> None:
        result = subprocess.run(
            (sys.executable, "-m", "pytest_osm", *arguments),
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            capture_output=True,
            encoding="utf-8" if encoding == "ascii" else encoding,  # which click mends
            check=False,
        )

        assert result.returncode == (arguments[0] == "check")
        assert result.stderr == ""
        assert result.stdout.rstrip().endswith(end)

    @pytest.mark.slow
    @pytest.mark.parametrize("workers", [(), ("-n", "1")])
    def test_pytest_shows_findings_on_lines_of_their_own(
        self, folder: Path, workers: tuple[str, ...]
    ) -> None:
        result = subprocess.run(
            (sys.executable, "-m", "pytest", "--osm", "-p", "no:random_order", *workers),
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
            capture_output=True,
            encoding="ascii",
            check=False,
        )

        assert "  error OSM301: list view" in result.stdout
        assert "M.N\\xe4me" in result.stdout
        assert "\\n" not in result.stdout
