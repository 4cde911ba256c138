"""What a repository of somebody else cannot do: read or write elsewhere, run, hang, or deceive."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from pathlib import Path
from threading import Thread
from time import perf_counter
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from conftest import run_command

from pytest_osm.cli.running import Terminated
from pytest_osm.cli.tables import Table, print_tables
from pytest_osm.configuration.locate import settings_for
from pytest_osm.errors import ConfigurationError, ReadError, UnitError, UsageError
from pytest_osm.files import leads_out
from pytest_osm.language.expressions.grammar import parse
from pytest_osm.model.documents import Module as Place
from pytest_osm.model.store import Unit
from pytest_osm.model.unit_tree import UnitTree
from pytest_osm.readers import mpr_database, temporary, yaml_unit
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.readers.yaml_unit import YamlProblem, parse_yaml
from pytest_osm.reporters.formats.json import JSON
from pytest_osm.reporters.output import Output
from pytest_osm.reporters.report import Report
from pytest_osm.terminal.printable import markdown_text, printable
from pytest_osm.testing import App, Entity, ListView, Module, NativeProfile, Page

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links")
pytestmark = pytest.mark.once
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT randomblob(16) AS UnitID, randomblob(16) AS ContainerID, '' AS ContainmentName FROM n"
)
HUGE = (
    "SELECT randomblob(16) AS UnitID, zeroblob(2000000000) AS ContainerID, '' AS ContainmentName"
)


def app(name: str = "Home") -> App:
    return App(
        "11.6.0",
        Module("Main", Entity("Order"), Page(name, ListView("Main.Order"))),
        NativeProfile(home=f"Main.{name}"),
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a model, and something beside it that is none of its business."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("password: hunter2\n")
    app().write(tmp_path / "repository" / "App.mpr")
    return tmp_path / "repository"


class TestPlaces:
    @posix
    def test_where_a_path_leads(self, repository: Path) -> None:
        (repository / "in").symlink_to("App.mpr")
        (repository / "out").symlink_to("../secret.yaml")
        (repository / "git").symlink_to(".git/config")

        assert not leads_out(repository / "App.mpr")
        assert not leads_out(repository / "in")
        assert not leads_out(repository / "new" / "file")
        assert leads_out(repository / "out")
        assert leads_out(repository / "git")
        assert leads_out(repository / "../secret.yaml", repository)

    @posix
    @pytest.mark.parametrize("name", ["osm.yaml", "pyproject.toml"])
    def test_a_configuration(self, repository: Path, name: str) -> None:
        (repository / name).symlink_to("../secret.yaml")

        with pytest.raises(
            ConfigurationError, match="it is a link that leads out of here"
        ) as told:
            settings_for(repository / "App.mpr")
        assert "hunter2" not in str(told.value)

    @posix
    def test_a_configuration_in_the_same_repository(self, repository: Path) -> None:
        (repository / "shared.yaml").write_text("strict: true")
        (repository / "osm.yaml").symlink_to("shared.yaml")

        assert settings_for(repository / "App.mpr").strict

    @posix
    def test_a_baseline_beside_the_model(self, repository: Path) -> None:
        (repository / "osm-baseline.yaml").symlink_to("../secret.yaml")

        for command in ("check", "baseline"):
            done = run_command(repository, command)
            assert done.returncode == 2
            assert "it leads out of the repository" in done.stderr
        assert (repository.parent / "secret.yaml").read_text() == "password: hunter2\n"

    def test_a_baseline_that_the_configuration_names(self, repository: Path) -> None:
        (repository / "osm.yaml").write_text("baseline: ../secret.yaml")

        for command in ("check", "baseline"):
            done = run_command(repository, command)
            assert (done.returncode, "hunter2" in done.stderr) == (2, False)
            assert "it leads out of the repository" in done.stderr
        assert (repository.parent / "secret.yaml").read_text() == "password: hunter2\n"

    def test_a_baseline_of_ones_own_configuration(self, repository: Path) -> None:
        own = repository.parent / "own"
        own.mkdir()
        (own / "osm.yaml").write_text("fail-on: info")
        run_command(repository, "baseline")
        assert run_command(repository, "check").returncode == 0

        assert run_command(repository, "check", "--config", "../own/osm.yaml").returncode == 1
        assert run_command(repository, "baseline", "--config", "../own/osm.yaml").returncode == 0
        assert (own / "osm-baseline.yaml").is_file()
        assert run_command(repository, "check", "--config", "../own/osm.yaml").returncode == 0

    @pytest.mark.parametrize("name", ["x" * 5000, "a\\0b", "x/" * 3000 + "y"])
    def test_a_baseline_that_no_file_can_be(self, repository: Path, name: str) -> None:
        (repository / "osm.yaml").write_text(f'baseline: "{name}"')

        for command in ("check", "baseline", "settings"):
            done = run_command(repository, command)
            assert "Traceback" not in done.stderr
            assert len(done.stderr) < 600
            is_only_shown = command == "settings" and "\\0" not in name
            assert done.returncode == (0 if is_only_shown else 2)

    @posix
    @pytest.mark.parametrize("target", ["../stolen.txt", ".git/config"])
    def test_a_report(self, repository: Path, target: str) -> None:
        (repository / "osm.json").symlink_to(target)
        (repository / "folder").symlink_to("..")

        for path in ("osm.json", "folder/osm.json"):
            with pytest.raises(UsageError, match="a link leads out of the repository"):
                Output(JSON, repository / path).write(Report(()))
        assert not (repository / target).exists()
        Output(JSON, repository / "folder.json").write(Report(()))
        done = run_command(repository, "check", "--output=json=../named.json")
        assert (done.returncode, (repository / "../named.json").is_file()) == (1, True)

    @posix
    def test_a_model(self, repository: Path) -> None:
        other = repository.parent / "other"
        (repository / "App.mpr").replace(repository.parent / "Other.mpr")
        (repository / "App.mpr").symlink_to("../Other.mpr")

        assert "is a link that leads out of here" in run_command(repository, "check").stdout
        other.mkdir()

    @posix
    @pytest.mark.parametrize("level", [0, 1, 2, 3])
    def test_contents(self, repository: Path, level: int) -> None:
        contents = repository / "mprcontents"
        place = next(path for path in contents.glob("*/*/*.mxunit"))
        path = [contents, place.parent.parent, place.parent, place][level]
        elsewhere = repository.parent / "elsewhere"
        path.rename(elsewhere)
        path.symlink_to(elsewhere)

        if level == 3:
            project = read_mpr(repository / "App.mpr")
            units = [each for each in project.store.units if each.file.endswith(path.name)]
            with pytest.raises(UnitError) as told:
                project.store.contents(units[0])
            assert told.value.problem == "cannot be read (it is a link)"
        else:
            with pytest.raises(ReadError, match="is a link, which is not followed"):
                read_mpr(repository / "App.mpr")

    def test_a_file_among_the_folders_of_contents(self, repository: Path) -> None:
        (repository / "mprcontents" / "README").write_text("x")
        assert run_command(repository, "check").returncode == 1


class TestContainers:
    def replaced(self, model: Path, script: str) -> Path:
        with closing(sqlite3.connect(model)) as database:
            database.executescript(script)
        return model

    @pytest.mark.parametrize("select", [ENDLESS, HUGE])
    def test_a_view_in_place_of_a_table(self, tmp_path: Path, select: str) -> None:
        model = app().write(tmp_path / "App.mpr", storage=1)
        self.replaced(model, f"DROP TABLE Unit; CREATE VIEW Unit AS {select};")

        started = perf_counter()
        with pytest.raises(ReadError, match="what should be a table of it is none"):
            read_mpr(model)
        assert perf_counter() - started < 2

    def test_a_virtual_table(self, tmp_path: Path) -> None:
        model = app().write(tmp_path / "App.mpr", storage=1)
        self.replaced(
            model,
            "DROP TABLE _MetaData; CREATE VIRTUAL TABLE _MetaData USING fts5(_ProductVersion);",
        )
        with pytest.raises(ReadError, match="what should be a table of it is none"):
            read_mpr(model)

    def test_work_without_end(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mpr_database, "_STEPS", 1)
        monkeypatch.setattr(mpr_database, "_MOST_STEPS", 10)
        with pytest.raises(ReadError, match="interrupted"):
            read_mpr(app().write(tmp_path / "App.mpr"))

    @posix
    @pytest.mark.parametrize("suffix", ["-wal", "-journal"])
    def test_a_pipe_beside_the_model(self, tmp_path: Path, suffix: str) -> None:
        model = app().write(tmp_path / "App.mpr")
        os.mkfifo(f"{model}{suffix}")

        started = perf_counter()
        with pytest.raises(ReadError, match="unfinished changes"):
            read_mpr(model)
        assert perf_counter() - started < 2

    def test_a_version_of_ten_million_letters(self, tmp_path: Path) -> None:
        model = app().write(tmp_path / "App.mpr")
        with closing(sqlite3.connect(model)) as database, database:
            database.execute("UPDATE _MetaData SET _ProductVersion = ?", ("x" * 10_000_000,))

        with pytest.raises(ReadError, match="states the product version 'xxx") as told:
            read_mpr(model)
        assert len(str(told.value).replace(str(model), "")) < 250

    def test_an_export_of_millions_of_values(self) -> None:
        started = perf_counter()
        with pytest.raises(YamlProblem, match="more lines than any document"):
            parse_yaml(b"a:\n" + b"- 1\n" * 5_000_000)
        assert perf_counter() - started < 2

    def test_an_export_of_many_values_on_one_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(yaml_unit, "_MOST_EVENTS", 1000)
        with pytest.raises(YamlProblem, match="line 1: it has more values than any document"):
            parse_yaml(b"a: [" + b"1," * 1000 + b"1]")

    @pytest.mark.parametrize("length", [16_000])
    def test_a_chain_of_folders(self, length: int) -> None:
        class Folders:
            units = tuple(
                Unit(str(number), str(number - 1), "Folders") for number in range(length)
            )

            def headers(self, units, named):
                return iter(())

        tree = UnitTree(Folders(), {"0": Place("Main")})  # type: ignore[arg-type]
        started = perf_counter()
        assert {tree.module_of(unit).name for unit in reversed(tree.units.values())} == {"Main"}
        assert perf_counter() - started < 2
        assert tree.folders_of(str(length - 1)) == ("…",)


class TestTexts:
    @pytest.mark.parametrize(
        "begin", ["not(", "if(", "not (", "f(", "(", "-", "if not(", "$a = ("]
    )
    def test_expressions_that_begin_again_and_again(self, begin: str) -> None:
        started = perf_counter()
        assert parse(begin * 100 + "$c") is None
        assert perf_counter() - started < 2

    def test_thousands_of_tables_in_toml(self, tmp_path: Path) -> None:
        entries = "\n".join(
            f'[[tool.osm.xfail]]\nrule = "OSM301"\nreason = "r{number}"\ndocument = "M.P{number}"'
            for number in range(2000)
        )
        (tmp_path / "pyproject.toml").write_text(f"[tool.osm]\n{entries}\n")

        started = perf_counter()
        settings = settings_for(tmp_path / "App.mpr")
        assert perf_counter() - started < 2
        assert [settings.xfail[place].place for place in (0, 1999)] == [
            "pyproject.toml:2",
            "pyproject.toml:7998",
        ]

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("osm = 1\n" + "a" + ".a" * 200_000 + " = 1", "nested too deep"),
            ("osm = 1\nx = " + "[" * 50_000, "nested too deep"),
            ("#" + "osm" * 200_000, "is longer than any configuration"),
            ("", ""),
        ],
    )
    def test_odd_toml(self, tmp_path: Path, text: str, told: str) -> None:
        (tmp_path / "pyproject.toml").write_text(f"[tool.poetry]\n{text}\n")

        started = perf_counter()
        if told:
            with pytest.raises(ConfigurationError, match=told):
                settings_for(tmp_path / "App.mpr")
        else:
            assert settings_for(tmp_path / "App.mpr").path is None
        assert perf_counter() - started < 2

    def test_merged_keys_in_a_baseline(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")
        lines = ["a0: &a0 {k: v}"]
        lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 12)]
        (tmp_path / "osm-baseline.yaml").write_text("\n".join(lines))

        started = perf_counter()
        done = run_command(tmp_path, "check")
        assert perf_counter() - started < 5
        assert (done.returncode, "keys that are merged" in done.stderr) == (2, True)

    def test_names_in_tables(self, capsys: pytest.CaptureFixture[str]) -> None:
        names = ("=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\x1b[31mred", "<b>|x|", "plain")
        table = Table("=title", ("name", "number"), tuple((name, -1) for name in names))

        print_tables([table], "csv")
        cells = [cell for row in csv.reader(StringIO(capsys.readouterr().out)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
        assert {cell for cell in cells if cell.startswith("-")} == {"-1"}
        print_tables([table], "markdown")
        text = capsys.readouterr().out
        assert "<b>" not in text
        assert "\x1b" not in text
        assert "\\<b\\>\\|x\\|" in text
        assert markdown_text("a|b") == "a\\|b"

    def test_what_is_no_character(self) -> None:
        for letter in "\ufffe\uffff\ufdd0\ufdef\U0001fffe\U0010ffff":
            assert printable(f"a{letter}") == "a" + letter.encode("unicode_escape").decode()
        assert printable("\ufffd\ufdcf\ufdf0") == "\ufffd\ufdcf\ufdf0"

    def test_what_is_no_character_in_junit(self, tmp_path: Path) -> None:
        app("Home\ufffe\uffff").write(tmp_path / "App.mpr")
        done = run_command(tmp_path, "check", "--output=junit")
        assert ET.fromstring(done.stdout).tag == "testsuites"


class TestTemporaryFolders:
    @pytest.mark.parametrize("at", ["mkdtemp", "rmtree"])
    def test_a_request_to_end_waits(self, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
        made: list[Path] = []

        def making(**names: str) -> str:
            made.append(Path(tempfile.mkdtemp(**names)))
            if at == "mkdtemp":
                signal.raise_signal(signal.SIGTERM)
            return str(made[0])

        def removing(path: str, **how: bool) -> None:
            if at == "rmtree":
                signal.raise_signal(signal.SIGTERM)
            shutil.rmtree(path, **how)

        def stop(*_: object) -> None:
            raise Terminated

        monkeypatch.setattr(temporary, "mkdtemp", making)
        monkeypatch.setattr(temporary, "shutil", SimpleNamespace(rmtree=removing))
        before = signal.signal(signal.SIGTERM, stop)
        try:
            with pytest.raises(Terminated), temporary.temporary_folder():
                assert at == "rmtree"
        finally:
            signal.signal(signal.SIGTERM, before)
        assert made
        assert not made[0].exists()

    def test_in_a_thread(self) -> None:
        found: list[bool] = []

        def use() -> None:
            with temporary.temporary_folder() as folder:
                found.append(folder.is_dir())
            found.append(folder.exists())

        thread = Thread(target=use)
        thread.start()
        thread.join()
        assert found == [True, False]

    def test_none_can_be_made(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(**_: str) -> str:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(temporary, "mkdtemp", fail)
        with pytest.raises(OSError, match="No space left"), temporary.temporary_folder():
            pass


class TestTheDocumentedCommand:
    """`check --no-plugins --config own.yaml`, in a repository that contains everything at once."""

    @posix
    def test_it_has_a_verdict_and_nothing_else_happens(
        self, repository: Path, git: Callable[..., str]
    ) -> None:
        marker, own = repository.parent / "ran", repository.parent / "own.yaml"
        own.write_text("fail-on: warning\n")
        (repository / ".git").rmdir()
        git("init", "--quiet", "--initial-branch=main")
        (repository / ".gitattributes").write_text("* filter=evil\n")
        git("add", "App.mpr", "mprcontents", ".gitattributes")
        git("commit", "--quiet", "-m", "one")
        for key in ("filter.evil.smudge", "core.fsmonitor", "core.sshCommand", "core.pager"):
            git("config", key, f"touch {marker}")
        plugin = repository / "evil.py"
        plugin.write_text(f"from pathlib import Path\nPath({str(marker)!r}).touch()\n")
        (repository / "conftest.py").write_text(plugin.read_text())
        (repository / "osm.yaml").write_text(
            "plugins: [evil.py]\nbaseline: ../secret.yaml\nignore: [OSM]\nstrict: !!bool x\n"
        )
        (repository / "osm-baseline.yaml").symlink_to("../secret.yaml")
        (repository / "out.json").symlink_to("../secret.yaml")
        os.mkfifo(repository / "Pipe.mpr")
        view = app().write(repository / "view" / "View.mpr", storage=1)
        with closing(sqlite3.connect(view)) as database:
            database.executescript("DROP TABLE Unit; CREATE VIEW Unit AS SELECT 1 AS UnitID;")
        app().write(repository / "main" / "App.mpr")
        command = ("check", "--no-plugins", "--config", "../own.yaml")

        whole = run_command(repository, *command, "--output=json")
        changed = run_command(repository, *command, "--base", "main", "App.mpr")
        written = run_command(repository, *command, "--output=json=out.json")

        models = {each["path"]: each for each in json.loads(whole.stdout)["models"]}
        assert whole.returncode == 2, "the view and the pipe have no verdict"
        assert {each["rule"] for each in models["App.mpr"]["checks"] if each["is_failure"]}
        assert (changed.returncode, "compared with revision main" in changed.stdout) == (0, True)
        assert (written.returncode, "a link leads out" in written.stderr) == (2, True)
        assert not marker.exists()
        assert (repository.parent / "secret.yaml").read_text() == "password: hunter2\n"
        for done in (whole, changed, written):
            assert "hunter2" not in done.stdout + done.stderr
            assert "Traceback" not in done.stderr

    @pytest.fixture
    def git(self, repository: Path) -> Callable[..., str]:
        def git(*arguments: str) -> str:
            identity = ("-c", "user.name=a", "-c", "user.email=a@b")
            command = ("git", *identity, *arguments)
            done = subprocess.run(
                command, cwd=repository, check=True, capture_output=True, text=True
            )
            return done.stdout

        return git
