"""What is otherwise on Windows: drives, long paths, letter case, newlines, files in use."""

from __future__ import annotations

import ntpath
import os
import sqlite3
import sys
from pathlib import Path, PureWindowsPath

import pytest
from conftest import run_command

from pytest_osm import files
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Acceptance
from pytest_osm.errors import ReadError
from pytest_osm.files import path_from, plain_path, reason, stored_case
from pytest_osm.readers.discovery import find_models, is_model, repository_path
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.readers.mpr_database import connected
from pytest_osm.testing import App, Entity, ListView, Module, NativeProfile, Page

APP = App(
    "11.6.0",
    Module("M", Entity("A"), Entity("B", "M.A"), Page("Home", ListView("M.A"))),
    NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "Online"}),
)
pytestmark = pytest.mark.once
windows = pytest.mark.skipif(sys.platform != "win32", reason="is so on Windows only")


class TestPaths:
    def test_on_another_drive_a_path_is_absolute(self, monkeypatch: pytest.MonkeyPatch) -> None:
        relpath = ntpath.relpath

        def of_two_drives(path: object, start: object) -> str:
            return relpath("D:\\app\\App.mpr", "C:\\team")

        monkeypatch.setattr(os.path, "relpath", of_two_drives)

        named = path_from(Path("team"), Path("app") / "App.mpr")

        assert named == (Path("app") / "App.mpr").absolute().as_posix()

    def test_a_prefix_of_long_paths_is_left_out(self) -> None:
        assert os.fspath(plain_path(Path("\\\\?\\C:\\app\\App.mpr"))) == "C:\\app\\App.mpr"
        unc = plain_path(Path("\\\\?\\UNC\\nas\\share\\App.mpr"))
        assert PureWindowsPath(os.fspath(unc)) == PureWindowsPath("\\\\nas\\share\\App.mpr")
        assert plain_path(Path("app")) == Path("app")

    def test_the_case_that_is_stored(self, tmp_path: Path) -> None:
        (tmp_path / "My Apps").mkdir()
        (tmp_path / "My Apps" / "App.mpr").touch()

        assert stored_case(tmp_path / "my apps" / "APP.MPR", tmp_path) == (
            tmp_path / "My Apps" / "App.mpr"
        )
        gone = tmp_path / "gone" / "App.mpr"
        assert stored_case(gone, tmp_path) == gone

    def test_a_model_in_capital_letters(self, tmp_path: Path) -> None:
        APP.write(tmp_path / "App.mpr").rename(tmp_path / "other").rename(tmp_path / "APP.MPR")

        assert is_model(tmp_path / "APP.MPR")
        assert [each.name for each in find_models(tmp_path)] == ["APP.MPR"]
        assert run_command(tmp_path, "check").returncode == 1
        assert run_command(tmp_path, "check", "mprcontents").returncode == 1

    @windows
    def test_a_name_is_told_as_it_is_stored(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        APP.write(tmp_path / "My App" / "App.mpr")

        assert repository_path(tmp_path / "my app" / "app.MPR") == "My App/App.mpr"

    def test_a_pattern_for_models_may_have_backslashes(self) -> None:
        entry = Acceptance(Node(Path("osm.yaml"), "OSM301"), "later", "", model="apps\\*.mpr")

        assert entry.covers_model(Path("team", "apps", "One.mpr"))
        assert not entry.covers_model(Path("team", "others", "One.mpr"))

    def test_reports_have_slashes(self, tmp_path: Path) -> None:
        APP.write(tmp_path / "my app" / "App.mpr")

        output = run_command(tmp_path, "check", "my app").stdout

        assert output.startswith("my app/App.mpr (Mendix 11.6.0)\n")


class TestFilesInUse:
    def test_what_may_hold_a_file_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        denied, full = OSError(13, "Permission denied"), OSError(28, "No space left on device")

        monkeypatch.setattr(files, "_IS_WINDOWS", False)
        assert reason(denied) == "Permission denied"
        monkeypatch.setattr(files, "_IS_WINDOWS", True)
        assert reason(denied) == (
            "Permission denied: perhaps another program holds it, like Studio Pro"
        )
        assert reason(full) == "No space left on device"

    def test_a_locked_database_is_not_damaged(self, tmp_path: Path) -> None:
        path = APP.write(tmp_path / "App.mpr")

        with pytest.raises(ReadError, match="cannot be read now") as caught, connected(path):
            raise sqlite3.OperationalError("database is locked")
        assert "perhaps Studio Pro" in str(caught.value.remedy)

    @windows
    def test_a_model_that_another_program_holds(self, tmp_path: Path) -> None:
        import ctypes  # noqa: PLC0415

        path = APP.write(tmp_path / "App.mpr")
        generic_read, nothing_shared, open_existing = 0x80000000, 0, 3
        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
        kernel.CreateFileW.restype = ctypes.c_void_p
        handle = kernel.CreateFileW(
            str(path), generic_read, nothing_shared, None, open_existing, 0, None
        )
        try:
            with pytest.raises(ReadError, match="perhaps another program holds it"):
                read_mpr(path)
        finally:
            kernel.CloseHandle(ctypes.c_void_p(handle))


class TestBytes:
    def test_reports_are_the_same_everywhere(self, tmp_path: Path) -> None:
        APP.write(tmp_path / "App.mpr")

        run_command(tmp_path, "check", "-o", "markdown=osm.md", "-o", "json=osm.json")

        assert b"\r" not in (tmp_path / "osm.md").read_bytes()
        assert b"\r" not in (tmp_path / "osm.json").read_bytes()

    def test_a_configuration_keeps_its_newlines(self, tmp_path: Path) -> None:
        APP.write(tmp_path / "App.mpr")
        (tmp_path / "osm.yaml").write_bytes(b"# ours\r\nfail-on: error\r\n")

        run_command(tmp_path, "accept", "OSM301", "--reason", "later")

        text = (tmp_path / "osm.yaml").read_bytes()
        assert text.startswith(b"# ours\r\nfail-on: error\r\nxfail:\r\n")
        assert b"\n" not in text.replace(b"\r\n", b"")
