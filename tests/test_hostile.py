"""Hostile and damaged input: a verdict or one sentence, in bounded time, and nothing is run."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from time import perf_counter
from uuid import UUID

import pytest
from bson import decode, encode
from conftest import run_command, snapshot

from pytest_osm.checking.baseline import NAME, baseline_for
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.schema import KEYS
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.errors import ConfigurationError, ReadError, UnitError, UsageError
from pytest_osm.files import MOST_BYTES, read_file, replace_text
from pytest_osm.language.expressions.grammar import parse as parse_expression
from pytest_osm.language.xpath.grammar import NotParsed
from pytest_osm.language.xpath.grammar import parse as parse_xpath
from pytest_osm.model.parsing import structure
from pytest_osm.model.store import Unit
from pytest_osm.readers.bson_unit import decode_unit
from pytest_osm.readers.discovery import find_models, is_export
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.reporters.formats.json import JSON
from pytest_osm.reporters.output import Output
from pytest_osm.reporters.report import Report
from pytest_osm.terminal.printable import one_line, printable, shortened
from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    CallNanoflowActivity,
    Database,
    Entity,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Snippet,
    SnippetCall,
)

TODAY = date(2026, 11, 1)
UNIT = Unit("unit", "", "Documents")
ESCAPES = "\x1b[31m\x07\u202e\u2066\x00"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs devices, pipes or permissions")
pytestmark = pytest.mark.once


def problems_of(model: Path) -> list[str]:
    """The findings that say that something is unreadable."""
    report = check_model(model, Settings(), TODAY)
    assert report.crashes == ()
    assert report.exit_code
    return [finding.text for finding in report.failing if finding.code < "OSM003"]


def unit_file(model: Path, kind: str) -> Path:
    """The file of the first unit of some type."""
    found = (
        path
        for path in sorted((model.parent / "mprcontents").rglob("*.mxunit"))
        if decode(path.read_bytes())["$Type"] == kind
    )
    return next(found)


class TestShapes:
    """Documents as no Studio Pro writes them."""

    @pytest.mark.parametrize("depth", [150, 100_000])
    def test_a_document_nested_deep(self, app: App, tmp_path: Path, depth: int) -> None:
        model = app.write(tmp_path / "App.mpr")
        path = unit_file(model, "Forms$Page")
        prefix = b"".join(
            (5 + 8 * (depth - level)).to_bytes(4, "little") + b"\x03a\x00"
            for level in range(depth)
        )
        nested = prefix + (5).to_bytes(4, "little") + b"\x00" * (depth + 1)
        stored = path.read_bytes()
        grown = stored[4:-1] + b"\x03deep\x00" + nested + b"\x00"
        path.write_bytes((len(grown) + 4).to_bytes(4, "little") + grown)
        report = check_model(model, Settings(), TODAY)
        assert report.crashes == ()
        assert report.exit_code == (0 if depth == 150 else 1)

    def test_a_root_of_a_type_that_is_of_no_interest_elsewhere(self) -> None:
        assert structure({"$Type": "Texts$Text", "Items": [3]}).storage_type == "Texts$Text"

    def test_errors_of_the_decoder_are_one_line_without_control_characters(self) -> None:
        strange = b"\x00" * 4 + b"\xf1a\x13\n\x1bb\x00" + b"\x00" * 8
        contents = len(strange).to_bytes(4, "little") + strange[4:]
        with pytest.raises(UnitError) as raised:
            decode_unit(UNIT, contents)
        assert raised.value.problem == printable(raised.value.problem)
        assert raised.value.problem.startswith("is damaged: ")

    def test_folders_that_contain_one_another(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        one, other = (UUID(int=number).bytes_le for number in (1, 2))
        with closing(sqlite3.connect(model)) as database:
            insert = "INSERT INTO Unit VALUES (?, ?, 'Folders', 0, '', '')"
            database.execute(insert, (one, other))
            database.execute(insert, (other, one))
            documents = "UPDATE Unit SET ContainerID = ? WHERE ContainmentName = 'Documents'"
            database.execute(documents, (one,))
            database.commit()
        report = check_model(model, Settings(), TODAY)
        assert report.crashes == ()
        assert any("page Sales.Home" in text for _, text in report.not_followed)

    def test_what_calls_specializes_and_shows_itself(self, tmp_path: Path) -> None:
        app = App(
            "11.6.0",
            Module(
                "M",
                Entity("A", "M.C"),
                Entity("B", "M.A"),
                Entity("C", "M.B"),
                Snippet("S", SnippetCall("M.T")),
                Snippet("T", SnippetCall("M.S"), SnippetCall("M.T")),
                Nanoflow("F", CallNanoflowActivity("M.G")),
                Nanoflow("G", CallNanoflowActivity("M.F"), CallNanoflowActivity("M.G")),
                Page("P", ListView("M.A"), SnippetCall("M.S"), Button("Go", CallNanoflow("M.F"))),
            ),
            NativeProfile(home="M.P", rows={"M.A": "Online", "M.B": "All"}),
        )
        assert check_model(app.write(tmp_path / "App.mpr"), Settings(), TODAY).crashes == ()

    def test_names_and_ids_that_occur_twice(self, tmp_path: Path) -> None:
        app = App(
            "11.6.0",
            Module("M", Entity("A"), Entity("A"), Page("P", ListView("M.A")), Page("P")),
            NativeProfile(home="M.P"),
            NativeProfile(home="M.P"),
        )
        model = app.write(tmp_path / "App.mpr")
        for path in (tmp_path / "mprcontents").rglob("*.mxunit"):
            stored = decode(path.read_bytes())
            pending = [stored]
            while pending:
                each = pending.pop()
                values = list(each.values()) if isinstance(each, dict) else each
                if isinstance(each, dict) and each is not stored:
                    each["$ID"] = b"\x07" * 16
                pending += [value for value in values if isinstance(value, (dict, list))]
            path.write_bytes(encode(stored))
        assert check_model(model, Settings(), TODAY).crashes == ()


@pytest.mark.slow
class TestSizes:
    """What grows must not take time by its square."""

    def seconds(self, app: App, folder: Path) -> float:
        model = app.write(folder / "App.mpr")
        started = perf_counter()
        report = check_model(model, Settings(), TODAY)
        assert report.crashes == ()
        return perf_counter() - started

    def test_ten_thousand_entities_one_below_the_other(self, tmp_path: Path) -> None:
        entities = [Entity(f"E{n}", f"M.E{n - 1}" if n else "") for n in range(10_000)]
        page = Page("P", ListView("M.E0"), ListView("M.E9999"))
        modes = ("All", "Online")
        rows = {f"M.E{n}": modes[n % 2] for n in range(10_000)}
        app = App("11.6.0", Module("M", *entities, page), NativeProfile(home="M.P", rows=rows))
        assert self.seconds(app, tmp_path) < 20

    def test_ten_thousand_entities_side_by_side(self, tmp_path: Path) -> None:
        entities = [Entity(f"E{n}", "M.E0" if n else "") for n in range(10_000)]
        page = Page("P", *(ListView(f"M.E{n}") for n in range(0, 10_000, 100)))
        app = App("11.6.0", Module("M", *entities, page), NativeProfile(home="M.P"))
        assert self.seconds(app, tmp_path) < 20

    @pytest.mark.parametrize(
        "text",
        [
            "[" * 1_000_000,
            "[" + " or ".join(["A = 1"] * 120_000) + "]",
            "[" + "A/" * 500_000 + "B]",
            "[" + "not(" * 10_000,
            "[A = '" + "x" * 1_000_000 + "']",
        ],
        ids=["brackets", "terms", "steps", "calls", "letters"],
    )
    def test_a_constraint_of_a_megabyte_is_not_parsed(self, text: str, tmp_path: Path) -> None:
        started = perf_counter()
        assert isinstance(parse_xpath(text), NotParsed)
        assert perf_counter() - started < 5
        page = Page("P", ListView(Database("M.A", text)))
        app = App("11.6.0", Module("M", Entity("A"), page), NativeProfile(home="M.P"))
        report = check_model(app.write(tmp_path / "App.mpr"), Settings(), TODAY)
        assert any("XPath constraint" in told for _, told in report.not_followed)

    @pytest.mark.parametrize("text", ["(" * 1_000_000, " or ".join(["$A"] * 200_000)])
    def test_an_expression_of_a_megabyte_is_not_parsed(self, text: str) -> None:
        started = perf_counter()
        assert parse_expression(text) is None
        assert perf_counter() - started < 5


BOMB = "[x,x,x,x,x,x,x,x,x,x]"
for level in range(9):
    BOMB = f"[&z{level} {BOMB}{f', *z{level}' * 9}]"


class TestConfiguration:
    @pytest.mark.parametrize("key", KEYS)
    def test_aliases_do_not_swell(self, key: str, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_text(f"{key}: {BOMB}\n")
        started = perf_counter()
        with pytest.raises(ConfigurationError) as raised:
            settings_for(tmp_path / "App.mpr")
        assert perf_counter() - started < 5
        assert len(str(raised.value)) < 1000

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("select: [" + "[" * 10_000, "osm.yaml:"),
            ("#" + "x" * 200_000, "is longer than any configuration"),
            ("select: '\x1b'\n", "not valid YAML"),
            (f"? {'k' * 50_000}\n: 1\n", "unknown key 'kkk"),
            ("xfail: [{rule: OSM301, reason: a, until: [1]}]\n", "a date like"),
            ("preset: {a: 1}\n", "found keys with values"),
        ],
    )
    def test_mistakes_are_one_short_line(self, text: str, problem: str, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_text(text)
        with pytest.raises(ConfigurationError) as raised:
            settings_for(tmp_path / "App.mpr")
        said = str(raised.value)
        assert problem in said
        assert len(said) < 1000
        assert said == printable(said)

    def test_toml_nested_deep(self, tmp_path: Path) -> None:
        (tmp_path / "pyproject.toml").write_text("[tool.osm]\nselect = " + "[" * 100_000)
        with pytest.raises(ConfigurationError, match="not valid TOML"):
            settings_for(tmp_path / "App.mpr")

    def test_an_anchor_may_be_used_again(self, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_text("select: &a [OSM301]\nignore: &a [OSM302]\n")
        assert [node.text() for node in settings_for(tmp_path / "App.mpr").ignore] == ["OSM302"]

    @posix
    def test_a_baseline_that_is_too_large(self, tmp_path: Path) -> None:
        with (tmp_path / NAME).open("wb") as file:
            file.truncate(10 * 2**30)
        with pytest.raises(ConfigurationError, match="is longer than any configuration"):
            baseline_for(tmp_path / "App.mpr", Settings())

    @pytest.mark.slow
    @pytest.mark.parametrize("depth", [101, 100_000])
    def test_a_baseline_nested_deep(self, depth: int, app: App, tmp_path: Path) -> None:
        app.write(tmp_path / "App.mpr")
        (tmp_path / NAME).write_text("version: 1\nmodels: " + "[" * depth + "]" * depth + "\n")
        for name in ("check", "baseline"):
            done = run_command(tmp_path, name)
            assert done.returncode == 2, done.returncode
            assert "nested too deep" in done.stderr

    @pytest.mark.parametrize("name", ["x" * 5000, '"a\\0b"'])
    def test_models_of_a_baseline_may_have_names_that_no_file_has(
        self, name: str, tmp_path: Path
    ) -> None:
        (tmp_path / NAME).write_text(f"version: 1\nmodels:\n  ? {name}\n  : []\n")
        assert len(baseline_for(tmp_path / "App.mpr", Settings()).unknown_models) == 1

    @pytest.mark.slow
    @pytest.mark.parametrize("option", ["", "--no-plugins"])
    def test_code_of_a_configuration_runs_unless_told_otherwise(
        self, option: str, app: App, tmp_path: Path
    ) -> None:
        app.write(tmp_path / "App.mpr")
        (tmp_path / "mine.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
        (tmp_path / "osm.yaml").write_text("plugins: [mine.py]\n")
        for name in ("check", "modes"):
            done = run_command(tmp_path, name, *filter(None, [option]))
            assert done.returncode == 0, done.stderr
        assert (tmp_path / "ran").exists() != bool(option)

    @pytest.mark.slow
    @pytest.mark.parametrize("option", ["", "--osm-no-plugins"])
    def test_and_so_in_pytest(self, option: str, app: App, pytester: pytest.Pytester) -> None:
        app.write(pytester.path / "App.mpr")
        (pytester.path / "mine.py").write_text("from pathlib import Path\nPath('ran').touch()\n")
        (pytester.path / "osm.yaml").write_text("plugins: [mine.py]\n")
        options = ["--osm", "--osm-output=json=out.json", *filter(None, [option])]
        assert pytester.runpytest_subprocess(*options).parseoutcomes().keys() == {"passed"}
        assert (pytester.path / "ran").exists() != bool(option)


class TestFiles:
    @posix
    @pytest.mark.parametrize("kind", ["pipe", "device", "endless", "sparse", "loop"])
    def test_a_unit_that_is_no_ordinary_file(self, kind: str, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        path = unit_file(model, "Forms$Page")
        path.unlink()
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "sparse":
            with path.open("wb") as file:
                file.truncate(10 * 2**30)
        else:
            path.symlink_to(
                {"device": "/dev/null", "endless": "/dev/zero", "loop": path.name}[kind]
            )
        started = perf_counter()
        (problem,) = problems_of(model)
        assert perf_counter() - started < 5
        assert {
            "pipe": "no regular file",
            "device": "it is a link",
            "endless": "it is a link",
            "sparse": "more than any unit",
            "loop": "it is a link",
        }[kind] in problem

    def test_contents_in_a_database_that_are_too_large(
        self, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = app.write(tmp_path / "App.mpr", storage=1)
        with closing(sqlite3.connect(model)) as database:
            swell = "UPDATE Unit SET Contents = zeroblob(?) WHERE ContainmentName = 'Documents'"
            database.execute(swell, (MOST_BYTES + 1,))
            database.commit()
        assert "more than any unit has" in problems_of(model)[0]

    @pytest.mark.parametrize("storage", [1, 2])
    def test_a_database_whose_schema_is_no_text(
        self, storage: int, app: App, tmp_path: Path
    ) -> None:
        model = app.write(tmp_path / "App.mpr", storage=storage)
        data = model.read_bytes().replace(b"CREATE TABLE Unit", b"CREATE \xffABLE Un\n\x1b")
        model.write_bytes(data)
        (problem,) = problems_of(model)
        assert "damaged SQLite database" in problem
        assert problem == printable(problem)

    @posix
    def test_metadata_that_is_too_large(self, tmp_path: Path) -> None:
        with (tmp_path / "Metadata.yaml").open("wb") as file:
            file.write(b"ProductVersion: 11.6.0\n")
            file.truncate(10 * 2**30)
        assert list(find_models(tmp_path)) == []
        assert "more than any unit" in problems_of(tmp_path / "Metadata.yaml")[0]

    @posix
    @pytest.mark.parametrize("name", ["App.mpr", "Metadata.yaml"])
    def test_a_model_that_is_a_pipe(self, name: str, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / name)
        assert not is_export(tmp_path)
        if name == "App.mpr":
            assert "no regular file" in problems_of(next(find_models(tmp_path)))[0]
        else:
            assert list(find_models(tmp_path)) == []
            with pytest.raises(OSError, match="no regular file"):
                read_file(tmp_path / name)

    def test_a_read_error_in_the_middle(
        self, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        broken = unit_file(model, "Forms$Page").name
        opened = os.open

        def open_(path: object, *arguments: int) -> int:
            if str(path).endswith(broken):
                raise OSError(5, "Input/output error")
            return opened(path, *arguments)

        monkeypatch.setattr(os, "open", open_)
        (problem,) = problems_of(model)
        assert "cannot be read (Input/output error)" in problem

    @pytest.mark.parametrize("storage", [1, 2])
    def test_a_model_that_is_written_while_it_is_read(
        self, storage: int, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        model = app.write(tmp_path / "App.mpr", storage=storage)
        project = read_mpr(model)
        assert not project.store.has_changed
        os.utime(model, (1, 1))
        assert project.store.has_changed
        model.unlink()
        assert project.store.has_changed

        model = app.write(tmp_path / "App.mpr", storage=storage)
        monkeypatch.setattr("pytest_osm.readers.stored_model.stamp_of", lambda _: (0,))
        assert problems_of(model) == ["the file was written while it was read"]

    def test_an_export_that_is_written_while_it_is_read(
        self, app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        exported = app.export(tmp_path)
        monkeypatch.setattr(
            "pytest_osm.readers.stored_model.stamp_of", lambda _: (perf_counter(),)
        )
        assert "was written while it was read" in problems_of(exported)[0]

    @posix
    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
    def test_a_full_disk(self, app: App, tmp_path: Path) -> None:
        app.write(tmp_path / "App.mpr")
        done = run_command(tmp_path, "check", "--output", "json=/dev/full")
        assert done.returncode == 2
        assert "/dev/full cannot be written: No space left on device" in done.stderr
        assert "Traceback" not in done.stderr

    @posix
    def test_a_replaced_file_keeps_its_permissions_and_the_links_to_it(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "osm.yaml"
        replace_text(path, "one")
        path.chmod(0o600)
        (tmp_path / "link.yaml").symlink_to(path)
        replace_text(tmp_path / "link.yaml", "two")
        assert path.read_text() == "two"
        assert (tmp_path / "link.yaml").is_symlink()
        assert path.stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_a_replaced_file_keeps_its_newlines(self, tmp_path: Path, newline: str) -> None:
        path = tmp_path / "osm.yaml"
        path.write_bytes(f"a: 1{newline}".encode())
        replace_text(path, "a: 1\nb: 2\n")
        assert path.read_bytes() == f"a: 1{newline}b: 2{newline}".encode()

    def test_a_file_is_replaced_as_a_whole_or_not_at_all(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "osm.yaml"
        replace_text(path, "one")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        before = snapshot(tmp_path)
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", full)
            with pytest.raises(UsageError, match="cannot be written: No space left"):
                replace_text(path, "three")
        assert snapshot(tmp_path) == before

    @posix
    def test_nothing_is_written_beside_a_model_that_cannot_be_written(
        self, app: App, tmp_path: Path
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        before = snapshot(tmp_path)
        for path in (*tmp_path.rglob("*"), tmp_path):
            path.chmod(0o500 if path.is_dir() else 0o400)
        try:
            assert check_model(model, Settings(), TODAY).exit_code == 0
            assert snapshot(tmp_path) == before
        finally:
            for path in (tmp_path, *tmp_path.rglob("*")):
                path.chmod(0o700)

    def test_an_output_that_cannot_be_written(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="cannot be written"):
            Output(JSON, tmp_path).write(Report(()))


@pytest.mark.slow
class TestTerminals:
    """Names from a model, and mistakes that quote a file, steer no terminal."""

    def app(self) -> App:
        return App(
            "11.6.0",
            Module(
                "Sales",
                Entity(f"Order{ESCAPES}"),
                Entity("Rush", f"Sales.Order{ESCAPES}"),
                Page("Home", ListView(f"Sales.Order{ESCAPES}")),
            ),
            NativeProfile(
                home="Sales.Home",
                rows={f"Sales.Order{ESCAPES}": "All", "Sales.Rush": "Online"},
            ),
        )

    def is_harmless(self, text: str) -> bool:
        return not any(letter in text for letter in ESCAPES if not letter.isprintable())

    def test_the_command(self, tmp_path: Path) -> None:
        self.app().write(tmp_path / "App.mpr")
        outputs = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown", "html")
        for name in (*outputs, "mermaid", "dot"):
            done = run_command(tmp_path, "check", "--output", name, "-v")
            assert done.returncode == 1, done.stderr
            assert self.is_harmless(done.stdout), name
        for asked in (("modes",), ("why", "Sales.Rush"), ("what-if", "Sales.Rush=All")):
            done = run_command(tmp_path, *asked)
            assert self.is_harmless(done.stdout + done.stderr), asked

    def test_pytest(self, pytester: pytest.Pytester) -> None:
        self.app().write(pytester.path / "App.mpr")
        result = pytester.runpytest_subprocess("--osm", "-rA", "--osm-verbose", "--color=no")
        assert self.is_harmless(result.stdout.str() + result.stderr.str())

    def test_mistakes(self, app: App, tmp_path: Path) -> None:
        app.write(tmp_path / "App.mpr")
        (tmp_path / "osm.yaml").write_text('"\\e[31m\\u202e": 1\n')
        done = run_command(tmp_path, "check")
        assert done.returncode == 2
        assert self.is_harmless(done.stderr)
        assert "unknown key" in done.stderr

    def test_mistakes_in_pytest(self, app: App, pytester: pytest.Pytester) -> None:
        app.write(pytester.path / "App.mpr")
        (pytester.path / "osm.yaml").write_text('"\\e[31m\\u202e": 1\n')
        result = pytester.runpytest_subprocess("--osm", "--color=no")
        assert self.is_harmless(result.stdout.str() + result.stderr.str())
        assert result.ret == 1

    def test_texts_of_other_programs(self) -> None:
        assert one_line("a\n b\x1b\tc") == "a b\\x1b c"
        assert shortened("x" * 1000) == "x" * 40 + "…"
        assert shortened("x" * 1000, 80) == "x" * 80 + "…"
        assert shortened("x") == "x"


@posix
@pytest.mark.slow
def test_the_same_inputs_again_give_no_surprise(tmp_path: Path) -> None:
    """A second of the fuzzer, which the gate runs for longer."""
    fuzz = [sys.executable, "-m", "tests.fuzz", "--seconds", "3", "--kept", str(tmp_path)]
    done = subprocess.run(
        fuzz, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| model, format 2, values |" in done.stdout


def test_a_model_that_goes_away_is_a_read_error(app: App, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be opened"):
        read_mpr(tmp_path / "App.mpr")


def test_a_fact_that_crashes_while_reporting_is_told(
    app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        message = "odd"
        raise KeyError(message)

    model = app.write(tmp_path / "App.mpr")
    monkeypatch.setattr("pytest_osm.reporters.report.ProfileReport.of", crash)
    report = check_model(model, Settings(), TODAY)
    assert report.exit_code == 2
    assert report.crashes[0].startswith("the report crashed: KeyError: 'odd' (")

    def gone(*_: object, **__: object) -> None:
        raise ReadError(model, "is gone", "look for it")

    monkeypatch.setattr("pytest_osm.reporters.report.ProfileReport.of", gone)
    assert "is gone" in str(check_model(model, Settings(), TODAY).failing[0])
