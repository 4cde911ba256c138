"""No mistake turns a check green: exit codes, reports without verdicts, names that fit nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from conftest import run_command

from pytest_osm.cli import running
from pytest_osm.cli.running import Runnable
from pytest_osm.testing import (
    AnyWidget,
    App,
    Entity,
    ListView,
    Module,
    NativeProfile,
    Page,
)

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals, pipes or /dev/full")
pytestmark = pytest.mark.once


def app(module: str = "Main", *widgets: object) -> App:
    """An app with a finding: an entity that is Online by default."""
    return App(
        "11.6.0",
        Module(module, Entity("Order"), Page("Home", ListView(f"{module}.Order"), *widgets)),
        NativeProfile(home=f"{module}.Home"),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    app().write(tmp_path / "App.mpr")
    return tmp_path


class TestNamesThatFitNothing:
    @pytest.mark.parametrize(
        ("configuration", "told"),
        [
            (
                "modules: {only: [Mian]}",
                "osm.yaml:1:18: there is no module Mian; did you mean Main?",
            ),
            ("modules: {ignore: [Mian]}", "there is no module Mian"),
            ("modules: {severity: {Mian: info}}", "there is no module Mian"),
            ("documents: {ignore: [Main.Hom]}", "there is no document Main.Hom; did you mean"),
            ("documents: {only: ['*.DEV_*']}", "there is no document *.DEV_*; there are"),
            ("connection-checks: [Main.Is]", "there is no JavaScript action or nanoflow Main.Is"),
        ],
    )
    def test_a_mistake(self, folder: Path, configuration: str, told: str) -> None:
        (folder / "osm.yaml").write_text(configuration)

        for command in (("check",), ("report",), ("baseline",), ("modes",)):
            result = run_command(folder, *command)
            assert (result.returncode, told in result.stderr) == (2, True), result.stderr

    @pytest.mark.parametrize(
        "configuration",
        [
            "modules: {only: [M*, 'Other (optional)']}",
            "modules: {severity: {'Other (optional)': error}}",
            "documents: {only: [Main, Main.*, 'Other.* (optional)']}",
        ],
    )
    def test_what_fits_or_may_not(self, folder: Path, configuration: str) -> None:
        (folder / "osm.yaml").write_text(configuration)

        assert run_command(folder, "check").returncode == 1

    def test_a_pattern_may_fit_in_another_model_of_the_run(self, tmp_path: Path) -> None:
        app("Main").write(tmp_path / "one" / "App.mpr")
        app("Other").write(tmp_path / "two" / "App.mpr")
        (tmp_path / "osm.yaml").write_text("modules: {ignore: [Main, Other]}")

        assert run_command(tmp_path, "check").returncode == 1
        alone = run_command(tmp_path, "check", "two")
        assert (alone.returncode, "there is no module Main" in alone.stderr) == (2, True)

    def test_a_mistake_in_one_configuration_of_two(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            app("Main").write(tmp_path / name / "App.mpr")
        (tmp_path / "two" / "osm.yaml").write_text("modules: {ignore: [Mian]}")

        assert run_command(tmp_path, "check").returncode == 2

    def test_a_module_that_an_export_leaves_out(self, tmp_path: Path) -> None:
        market = Module("Market", Entity("Thing"), marketplace=True)
        model = App(
            "11.6.0", market, Module("Main", Page("Home")), NativeProfile(home="Main.Home")
        )
        model.export(tmp_path / "raw", "raw")
        configuration = tmp_path / "osm.yaml"

        configuration.write_text("modules: {ignore: [Market]}\ndocuments: {ignore: [Market.A]}")
        assert run_command(tmp_path, "check").returncode == 0
        configuration.write_text("modules: {ignore: [Mrket]}")
        assert run_command(tmp_path, "check").returncode == 2

    def test_a_damaged_model_does_not_make_it_one(self, tmp_path: Path) -> None:
        (tmp_path / "App.mpr").write_bytes(b"")
        (tmp_path / "osm.yaml").write_text("modules: {ignore: [Main]}")

        assert "is empty (0 bytes)" in run_command(tmp_path, "check").stdout

    def test_in_pytest(self, pytester: pytest.Pytester) -> None:
        app().write(pytester.path / "App.mpr")
        (pytester.path / "osm.yaml").write_text("modules: {only: [Mian]}")

        result = pytester.runpytest("--osm", "-k", "OSM301", "--osm-output=json=report.json")

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*there is no module Mian; did you mean Main?*"])
        report = json.loads((pytester.path / "report.json").read_text())
        assert (report["exit_code"], "no module Mian" in report["models"][0]["error"]) == (2, True)


class TestReportsWithoutAVerdict:
    @pytest.mark.parametrize(
        ("arguments", "configuration", "told"),
        [
            ((), "modules: {only: [Mian]}", "there is no module Mian"),
            ((), "modulse: {}", "unknown key 'modulse'"),
            ((), "plugins: [gone]", "gone"),
            (("--config", "gone.yaml"), "", "gone.yaml"),
            (("nowhere",), "", "nowhere does not exist"),
            (("empty",), "", "no Mendix model (.mpr) in or below"),
            (("--select", "OSM9"), "", "there is no rule OSM9"),
            (("--base", "gone"), "", "neither a revision"),
            (("--output=unknown",), "", "there is no output format unknown"),
        ],
    )
    def test_files_are_written(
        self, folder: Path, arguments: tuple[str, ...], configuration: str, told: str
    ) -> None:
        (folder / "empty").mkdir()
        (folder / "osm.yaml").write_text(configuration)
        outputs = ("--output=sarif=osm.sarif", "--output=junit=osm.xml")

        result = run_command(folder, "check", *arguments, *outputs)

        assert (result.returncode, told in result.stderr) == (2, True), result.stderr
        (run,) = json.loads((folder / "osm.sarif").read_text())["runs"]
        (invocation,) = run["invocations"]
        assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
        (notification,) = invocation["toolExecutionNotifications"]
        assert told in notification["message"]["text"]
        assert 'errors="1"' in (folder / "osm.xml").read_text()

    def test_a_crash_is_told_too(self, folder: Path) -> None:
        (folder / "reader.py").write_text(
            "from pytest_osm import hookimpl\n"
            "@hookimpl\ndef osm_read(path):\n    raise ZeroDivisionError('x')\n"
        )
        (folder / "osm.yaml").write_text("plugins: [reader.py]")

        result = run_command(folder, "check", "--output=sarif=osm.sarif")

        assert result.returncode == 2
        assert "ZeroDivisionError: x" in result.stderr
        assert "ZeroDivisionError: x" in (folder / "osm.sarif").read_text()

    @pytest.mark.parametrize("configuration", ["modulse: {}", "plugins: [gone]", "strict: !!x y"])
    def test_files_are_written_in_pytest(
        self, pytester: pytest.Pytester, configuration: str
    ) -> None:
        app().write(pytester.path / "App.mpr")
        (pytester.path / "osm.yaml").write_text(configuration)

        result = pytester.runpytest("--osm", "--osm-output=sarif=osm.sarif")

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        (run,) = json.loads((pytester.path / "osm.sarif").read_text())["runs"]
        assert run["invocations"][0]["executionSuccessful"] is False


class TestExitCodes:
    def test_findings(self, folder: Path) -> None:
        assert run_command(folder, "check").returncode == 1

    @posix
    def test_a_full_disk(self, folder: Path) -> None:
        with Path("/dev/full").open("w") as full:
            result = run_to(full, folder, "check", "--output", "text", "--output=json=a.json")

        assert result == (2, "pytest-osm: the output cannot be written: No space left on device\n")
        assert json.loads((folder / "a.json").read_text())["exit_code"] == 1

    @posix
    @pytest.mark.parametrize(
        ("command", "code"), [(("check",), 1), (("modes",), 0), (("check", "--help"), 0)]
    )
    def test_a_reader_that_stops_reading(
        self, folder: Path, command: tuple[str, ...], code: int
    ) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as closed:
            assert run_to(closed, folder, *command) == (code, "")

    @pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
    def test_a_code_page_that_lacks_a_sign(self, tmp_path: Path, encoding: str) -> None:
        app("注文").write(tmp_path / "App.mpr")
        for command in (
            ("check",),
            ("check", "--output=markdown"),
            ("check", "--output=github"),
            ("modes",),
            ("modes", "--help"),
            ("why", "注文.Home"),
        ):
            result = run_command(tmp_path, *command, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
            assert result.returncode == (command[0] == "check"), result.stderr
            assert "Traceback" not in result.stderr

    @posix
    @pytest.mark.parametrize(
        ("number", "code", "told"),
        [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
    )
    def test_interruption(self, folder: Path, number: int, code: int, told: str) -> None:
        (folder / "slow.py").write_text(
            "import time\nfrom pytest_osm import hookimpl\n"
            "@hookimpl\ndef osm_read(path):\n"
            "    print('here', flush=True)\n    time.sleep(60)\n"
        )
        (folder / "osm.yaml").write_text("plugins: [slow.py]")
        # What shells start in the background ignores SIGINT, and so does all that it starts.
        heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            process = subprocess.Popen(
                (sys.executable, "-m", "pytest_osm", "check"),
                cwd=folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        finally:
            signal.signal(signal.SIGINT, heeded)
        with process:
            assert process.stdout.readline() == "here\n"
            process.send_signal(number)
            errors = process.communicate()[1]

        assert (process.returncode, errors.strip()) == (code, f"pytest-osm: {told}")

    @posix
    def test_termination_leaves_nothing_behind(self, folder: Path, tmp_path: Path) -> None:
        temporary = tmp_path / "temporary"
        temporary.mkdir()
        (folder / "slow.py").write_text(
            "import time\nfrom pytest_osm import hookimpl\n"
            "@hookimpl\ndef osm_read(path):\n"
            "    if 'pytest-osm-' in str(path):\n"
            "        print('here', flush=True)\n        time.sleep(60)\n"
        )
        (folder / "osm.yaml").write_text("plugins: [slow.py]")
        for command in (
            ("init", "-q"),
            ("add", "App.mpr", "mprcontents"),
            ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"),
        ):
            subprocess.run(("git", *command), cwd=folder, check=True)
        with subprocess.Popen(
            (sys.executable, "-m", "pytest_osm", "check", "App.mpr", "--base", "HEAD"),
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
        ) as process:
            assert process.stdout.readline() == "here\n"
            assert [*temporary.iterdir()]
            process.terminate()

        assert process.returncode == 143
        assert not [*temporary.iterdir()]

    @pytest.mark.parametrize(
        ("raised", "code", "told"),
        [
            (MemoryError(), 2, "there is not enough memory for this model"),
            (RuntimeError("x"), 2, "this is a mistake in pytest-osm"),
            (OSError(28, "No space left", "/tmp/x"), 2, "/tmp/x: No space left"),
            (running.click.Abort(), 130, "interrupted"),
            (running.click.ClickException("so"), 2, "so"),
        ],
    )
    def test_what_nobody_expects(
        self, raised: Exception, code: int, told: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail() -> None:
            raise raised

        command = Runnable("fail", callback=fail)
        with pytest.raises(SystemExit) as exit_:
            command.main([])
        assert exit_.value.code == code
        assert told in capsys.readouterr().err
        with pytest.raises(type(raised)):
            command.main([], standalone_mode=False)

    def test_where_the_output_is_no_stream_of_bytes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdout", StringIO())
        with pytest.raises(SystemExit) as exit_:
            Runnable("nothing", callback=lambda: 1).main([])
        assert exit_.value.code == 1

    def test_in_a_thread(self) -> None:
        codes: list[object] = []

        def run() -> None:
            try:
                Runnable("nothing", callback=lambda: 1).main([])
            except SystemExit as exit_:
                codes.append(exit_.code)

        thread = Thread(target=run)
        thread.start()
        thread.join()
        assert codes == [1]


def run_to(output: object, folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command whose output goes into something; its exit code and what it says of it."""
    result = subprocess.run(
        (sys.executable, "-m", "pytest_osm", *arguments),
        cwd=folder,
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env={name: each for name, each in os.environ.items() if not name.startswith("GITHUB")},
    )
    return result.returncode, result.stderr


class TestStrict:
    """With `strict`, whatever was left out leaves no verdict."""

    @pytest.mark.parametrize("how", ["option", "configuration"])
    def test_parts_that_are_not_analysed(self, tmp_path: Path, how: str) -> None:
        model = App(
            "11.6.0",
            Module("Main", Page("Home", AnyWidget("Forms$Hologram"))),
            NativeProfile(home="Main.Home"),
        )
        model.write(tmp_path / "App.mpr")
        assert run_command(tmp_path, "check").returncode == 0
        if how == "configuration":
            (tmp_path / "osm.yaml").write_text("strict: true")

        result = run_command(tmp_path, "check", *(("--strict",) if how == "option" else ()))

        assert result.returncode == 2
        told = "strict: there is no verdict, because of 1 parts not analysed"
        assert told in " ".join(result.stdout.split())

    def test_skipped_rules(self, tmp_path: Path) -> None:
        model = App("11.6.0", Module("Main", Page("Home")), NativeProfile(home="Main.Home"))
        model.export(tmp_path)

        lenient, strict = (run_command(tmp_path, "check", *more) for more in ((), ("--strict",)))

        assert lenient.returncode == 0
        assert re.search(r"^\d+ rules skipped, 1 model, ", lenient.stdout, re.MULTILINE)
        assert strict.returncode == 2

    def test_nothing_was_left_out(self, folder: Path) -> None:
        assert run_command(folder, "check", "--strict").returncode == 1

    def test_in_pytest(self, pytester: pytest.Pytester) -> None:
        hologram = AnyWidget("Forms$Hologram")
        model = App(
            "11.6.0", Module("Main", Page("Home", hologram)), NativeProfile(home="Main.Home")
        )
        model.write(pytester.path / "App.mpr")

        assert pytester.runpytest("--osm").ret == pytest.ExitCode.OK
        result = pytester.runpytest("--osm", "--osm-strict", "--osm-output=json=report.json")

        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*strict: there is no verdict, because of 1 parts not*"])
        assert json.loads((pytester.path / "report.json").read_text())["exit_code"] == 2

    def test_nothing_was_left_out_in_pytest(self, pytester: pytest.Pytester) -> None:
        model = App("11.6.0", Module("Main", Page("Home")), NativeProfile(home="Main.Home"))
        model.write(pytester.path / "App.mpr")

        assert pytester.runpytest("--osm", "--osm-strict").ret == pytest.ExitCode.OK
