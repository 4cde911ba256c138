"""What is kept from run to run: faster, never different, and no harm whatever becomes of it."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from runpy import run_path
from subprocess import PIPE, Popen

import pytest
from bson import Binary, Code, encode
from changes import EXAMPLE, mutated, reshaped
from conftest import element_classes, run_command, snapshot
from hypothesis import given, settings, strategies
from msgspec import msgpack
from msgspec.structs import replace

from pytest_osm import OsmApp
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.element import Element
from pytest_osm.model.expression_paths import ExpressionPath
from pytest_osm.model.packing import packed, unpacked
from pytest_osm.model.pages import Page
from pytest_osm.model.parsing import structure
from pytest_osm.model.project import Project
from pytest_osm.model.raw import EntityPath, EntityStep, Raw
from pytest_osm.model.store import Unit
from pytest_osm.model.unread import UnknownConstruct, UnreadConstraint, UnreadName
from pytest_osm.model.widgets import Widget
from pytest_osm.readers import bson_unit, unit_cache, yaml_unit
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.readers.unit_cache import FOLDER_VARIABLE, NAME, UnitCache, cache_folder
from pytest_osm.reporters.report_json import dumps
from pytest_osm.testing import App, Example

TODAY = date(2026, 11, 1)
RULES = sorted((Path(__file__).parent / "rules").glob("osm[1-9]*.py"))
ENDLESS = (
    "VIEW unit AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c)"
    " SELECT x AS key, x AS facts, x AS crc, x AS used FROM c"
)
posix = pytest.mark.skipif(os.name == "nt", reason="folders of the user are elsewhere on Windows")


def said(model: Path, cache: UnitCache | None = None) -> str:
    """Everything that is found out about a model, with a cache or without one."""
    judging = Settings(min_confidence=Confidence.LOW)
    if cache is not None:
        judging = replace(judging, cache=cache)
    report = check_model(model, judging, TODAY, needs_overview=True)
    if cache is not None:
        cache.close()
    return dumps(report)


def rows(path: Path) -> int:
    """The number of entries in a cache."""
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM unit").fetchone()[0])


def elements(project: Project) -> Iterator[Element]:
    """All documents of a model that can be read."""
    for unit in project.store.units:
        if unit.containment in ("Documents", "DomainModel", "ProjectDocuments"):
            contents = project.store.contents(unit)
            yield structure(project.store.decode(unit, contents))


def everything(root: Element) -> list[object]:
    """The classes and values of an element and all below it, and how they hang together."""
    return [
        (
            type(element_path.element),
            len(element_path.elements),
            [
                (type(value), value)
                for name in element_path.element.__struct_fields__
                if name != "children"
                for value in [getattr(element_path.element, name)]
            ],
        )
        for element_path in root.walk()
    ]


@pytest.fixture(scope="module")
def field_service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with documents of most kinds."""
    app: App = run_path(str(EXAMPLE))["FIELD_SERVICE"]
    return app.write(tmp_path_factory.mktemp("app") / "App.mpr")


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[Unit]:
    """The units that are decoded, one after the other."""
    units: list[Unit] = []

    def noting(decode: Callable[[Unit, bytes], Raw]) -> Callable[[Unit, bytes], Raw]:
        def note(unit: Unit, contents: bytes) -> Raw:
            units.append(unit)
            return decode(unit, contents)

        return note

    monkeypatch.setattr(bson_unit, "decode_unit", noting(bson_unit.decode_unit))
    monkeypatch.setattr(yaml_unit, "decode_unit", noting(yaml_unit.decode_unit))
    return units


@pytest.fixture
def cached(tmp_path: Path) -> Callable[[], UnitCache]:
    """The same cache, as every run opens it."""
    return lambda: UnitCache(tmp_path / "cache" / NAME)


class TestPacking:
    @pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
    def test_documents_come_back_as_they_were(self, path: Path, tmp_path: Path) -> None:
        examples: list[Example] = run_path(str(path))["INVALID"]
        for number, example in enumerate(examples):
            model = example.app.write(tmp_path / str(number) / "App.mpr")
            for element in elements(read_mpr(model)):
                assert everything(unpacked(packed(element))) == everything(element)

    def test_values_of_every_kind(self) -> None:
        raw = {
            "$ID": bytes(range(256)),
            "$Type": "Forms$Page",
            "Name": 'a "\x00\U0001f600é',
            "Path": {"Entity": "A.B"},
        }
        element = structure(raw)
        assert everything(unpacked(packed(element))) == everything(element)

    def test_values_that_only_derive_from_plain_ones(self) -> None:
        raw = {"$ID": Binary(bytes(16), 4), "$Type": Code("Forms$Page"), "Name": Code("P")}
        element = structure(raw)
        assert type(element) is Page
        assert everything(unpacked(packed(element))) == everything(element)
        assert (type(element.id), type(element.name)) == (bytes, str)

    def test_a_value_that_could_not_be_restored_is_an_error_of_ours(self) -> None:
        with pytest.raises(NotImplementedError, match="a document with a date cannot be kept"):
            packed(Element(storage_type=date(2026, 11, 22), id=b""))

    def test_half_characters_are_not_kept_as_whole_ones(self, tmp_path: Path) -> None:
        element = Element(storage_type="\ud83d\ude00", id=b"")
        for _ in range(2):
            with closing(UnitCache(tmp_path / NAME)) as cache:
                found = cache.element(b"x", "test", lambda: element)
                assert found.storage_type == "\ud83d\ude00"
        assert rows(tmp_path / NAME) == 0

    def test_every_class_of_elements_is_known(self) -> None:
        undeclared = (Element, Widget, ExpressionPath, UnknownConstruct)
        classes = {
            kind
            for kind in element_classes()
            if kind.storage_types or kind in (*undeclared, UnreadConstraint, UnreadName)
        }
        for kind in classes:
            element = kind(storage_type="X$Y", id=b"\xff")
            assert everything(unpacked(packed(element))) == everything(element)
        assert len(classes) > 60

    def test_depth_does_not_matter(self) -> None:
        element = Element(storage_type="X$Y", id=b"")
        for _ in range(5000):
            element = Element(storage_type="X$Y", id=b"", children=(element,))
        assert len([*unpacked(packed(element)).walk()]) == 5001

    def test_values_in_values(self) -> None:
        from pytest_osm.model.packing import _tagged, _untagged  # noqa: PLC0415

        value = (EntityPath("A.B", (EntityStep("A.C", "A.B"),)), None, True, 7, (b"\x80", ()))
        decoder = msgpack.Decoder(ext_hook=_untagged)
        assert decoder.decode(msgpack.encode(_tagged(value))) == value


class TestSameVerdict:
    """Whatever is changed in a model, the cache never makes a difference."""

    @pytest.mark.slow
    @pytest.mark.once
    @given(chance=strategies.randoms(use_true_random=False))
    @settings(max_examples=40)
    def test_after_any_change(self, field_service: Path, chance: random.Random) -> None:
        model = field_service
        path = model.parent / "cache" / NAME
        files = sorted(model.parent.rglob("*.mxunit"))
        originals = {file: file.read_bytes() for file in files}
        times = {file: file.stat().st_mtime_ns for file in files}
        contents = list(originals.values())
        try:
            for _ in range(chance.randint(1, 4)):
                file = chance.choice(files)
                change = chance.randrange(4)
                if change == 0:
                    file.write_bytes(mutated(chance, contents))
                elif change == 1:
                    file.write_bytes(reshaped(chance, [originals[file]]))
                elif change == 2:
                    file.write_bytes(chance.choice(contents))
                else:
                    file.write_bytes(originals[file])
                os.utime(file, ns=(times[file], times[file]))
                assert said(model, UnitCache(path)) == said(model)
        finally:
            for file, data in originals.items():
                file.write_bytes(data)

    @pytest.mark.parametrize("form", ["v1", "v2", "usual", "raw"])
    def test_in_every_format(
        self, form: str, bad_app: App, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        folder = tmp_path / "app"
        if form.startswith("v"):
            model = bad_app.write(folder / "App.mpr", storage=int(form[1]))
        else:
            model = bad_app.export(folder, form)
        cold, count = said(model, cached()), len(decoded)
        warm = said(model, cached())
        assert len(decoded) == count > 4
        assert cold == warm == said(model)

    def test_the_language_counts(self, tmp_path: Path, cached) -> None:
        app: App = run_path(str(EXAMPLE))["FIELD_SERVICE"]
        model = app.write(tmp_path / "App.mpr")
        cache = cached()
        project = replace(read_mpr(model), cache=cache)
        unit = next(each for each in project.store.units if each.containment == "Documents")
        button = {
            "$Type": "Forms$ActionButton",
            "TabIndex": 0,
            "Name": "button1",
            "CaptionTemplate": {
                "Template": {
                    "$Type": "Texts$Text",
                    "Items": [
                        3,
                        {"LanguageCode": "en_US", "Text": "Orders"},
                        {"LanguageCode": "nl_NL", "Text": "Bestellingen"},
                    ],
                }
            },
        }
        page = {"$ID": bytes(16), "$Type": "Forms$Page", "Name": "P", "FormCall": [2, button]}
        (tmp_path / unit.file).write_bytes(encode(page))
        captions = [
            project._element(unit, language).children[0].label
            for language in ("en_US", "nl_NL", "en_US")
        ]
        cache.close()
        assert captions == ['button "Orders"', 'button "Bestellingen"', 'button "Orders"']


class TestKeys:
    """An entry is for the contents that were read, and for what read them."""

    def test_only_what_changed_is_parsed(
        self, bad_app: App, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        model = bad_app.write(tmp_path / "App.mpr")
        said(model, cached())
        decoded.clear()
        page = next(
            file
            for file in tmp_path.rglob("*.mxunit")
            if b"Sales.UrgentOrder" in file.read_bytes() and b"Forms$Page" in file.read_bytes()
        )
        page.write_bytes(page.read_bytes().replace(b"Sales.UrgentOrder", b"Sales.UrgentThing"))
        assert "OSM301" in said(model, cached())
        assert [unit.file for unit in decoded] == [page.relative_to(tmp_path).as_posix()]

    def test_apps_share_documents(
        self, bad_app: App, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        said(bad_app.write(tmp_path / "one" / "App.mpr"), cached())
        decoded.clear()
        said(bad_app.write(tmp_path / "two" / "App.mpr"), cached())
        assert decoded == []

    @pytest.mark.parametrize("what", ["release", "source", "Python"])
    def test_nothing_is_taken_from_another_reader(
        self, what: str, field_service: Path, tmp_path: Path, monkeypatch
    ) -> None:
        path = tmp_path / "cache" / NAME
        said(field_service, UnitCache(path))
        before = rows(path)
        if what == "release":
            monkeypatch.setattr(unit_cache, "__version__", "99")
        elif what == "Python":
            monkeypatch.setattr(sys, "version", "99")
        else:
            (tmp_path / "model").mkdir()
            (tmp_path / "model" / "other.py").write_text("another = 1\n")
            monkeypatch.setattr(unit_cache.model, "__path__", [str(tmp_path / "model")])
        monkeypatch.setattr(unit_cache, "_MAKER", unit_cache._maker())
        said(field_service, UnitCache(path))
        assert rows(path) == 2 * before > 10

    @pytest.mark.parametrize("name", ["parsing.py", "metamodel.csv"])
    def test_whatever_parsing_rests_on_counts(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(unit_cache.model, "__path__", [str(tmp_path)])
        makers = set()
        for text in ("one", "other"):
            (tmp_path / name).write_text(text)
            makers.add(unit_cache._maker())
        assert len(makers) == 2

    def test_without_its_own_sources_nothing_is_kept(
        self, bad_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "model" / "folder.py").mkdir(parents=True)
        monkeypatch.setattr(unit_cache.model, "__path__", [str(tmp_path / "model")])
        monkeypatch.setattr(unit_cache, "_MAKER", unit_cache._maker())
        model = bad_app.write(tmp_path / "app" / "App.mpr")
        assert said(model, UnitCache(tmp_path / "cache" / NAME)) == said(model)
        assert not (tmp_path / "cache").exists()

    def test_what_a_reader_of_its_own_makes_is_not_kept(
        self, bad_app: App, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        project = read_mpr(bad_app.write(tmp_path / "App.mpr"))
        own = Project(replace(project.store), cached())
        vars(own.store)["decoder"] = ""
        assert [each.name for each in own.profiles] == ["NativePhone"]
        assert not (tmp_path / "cache").exists()

    def test_what_an_unknown_release_decodes_is_not_kept(
        self, bad_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert bson_unit.decoder().startswith("pymongo ")
        monkeypatch.setattr(bson_unit, "find_spec", lambda _: None)
        model = bad_app.write(tmp_path / "app" / "App.mpr")
        assert said(model, UnitCache(tmp_path / "cache" / NAME)) == said(model)
        assert not (tmp_path / "cache").exists()

    @pytest.mark.parametrize(
        ("how", "contents"), [("a\nb", b"c"), ("a", b"b\nc"), ("a\nb\nc", b""), ("\ud800", b"c")]
    )
    def test_where_the_contents_begin_is_certain(
        self, how: str, contents: bytes, tmp_path: Path
    ) -> None:
        with closing(UnitCache(tmp_path / NAME)) as cache:
            for number, (one, other) in enumerate([("a\nb\n", b"c"), (how, contents)]):
                found = cache.element(
                    other, one, lambda number=number: Element(storage_type=f"X${number}", id=b"")
                )
                assert found.storage_type == f"X${number}"

    def test_damaged_documents_are_not_kept(self, app: App, tmp_path: Path, cached) -> None:
        model = app.write(tmp_path / "App.mpr")
        page = next(
            file for file in tmp_path.rglob("*.mxunit") if b"Forms$Page" in file.read_bytes()[:60]
        )
        page.write_bytes(page.read_bytes()[:-1])
        for _ in range(2):
            assert "its length is not the one it states" in said(model, cached())


class TestDamage:
    """A cache that cannot be used is as good as an empty one."""

    @pytest.fixture
    def model(self, bad_app: App, tmp_path: Path) -> Path:
        return bad_app.write(tmp_path / "app" / "App.mpr")

    def database(self, tmp_path: Path) -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "cache" / NAME, isolation_level=None)

    @pytest.mark.parametrize(
        "damage",
        [
            "facts = substr(facts, 2)",
            "facts = NULL",
            "facts = 'text'",
            "facts = 7",
            "crc = crc + 1",
            "crc = NULL",
        ],
    )
    def test_of_entries(
        self, damage: str, model: Path, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        expected = said(model, cached())
        count = len(decoded)
        with closing(self.database(tmp_path)) as database:
            database.execute(f"UPDATE unit SET {damage}")
        assert said(model, cached()) == expected
        assert len(decoded) == 2 * count
        assert said(model, cached()) == expected
        assert len(decoded) == 2 * count

    @pytest.mark.parametrize(
        "facts",
        [
            b"",
            b"\xc1",
            b"\x91" * 100_000,
            *map(
                msgpack.encode,
                [
                    [],
                    [[]],
                    7,
                    [[999, 0, "X", b""]],
                    [["0", 0, "X", b""]],
                    [[0, "0", "X", b""]],
                    [[0, 0, "X", b"", 0, 0]],
                    [[0, 0, "X", b""], [0, 0, "X", b""]],
                    [[0, 0, "X", msgpack.Ext(99, b"\x90")]],
                    [[0, 0, "X", msgpack.Ext(1, b"\x93\x01\x02\x03")]],
                ],
            ),
        ],
        ids=range(13),
    )
    def test_entries_that_make_no_sense_though_they_are_whole(
        self, facts: bytes, model: Path, tmp_path: Path, cached
    ) -> None:
        expected = said(model, cached())
        with closing(self.database(tmp_path)) as database:
            for (key,) in database.execute("SELECT key FROM unit").fetchall():
                values = (facts, unit_cache.crc32(facts, unit_cache.crc32(key)), key)
                database.execute("UPDATE unit SET facts = ?, crc = ? WHERE key = ?", values)
        assert said(model, cached()) == expected

    @pytest.mark.slow
    @pytest.mark.once
    @given(chance=strategies.randoms(use_true_random=False))
    @settings(max_examples=40)
    def test_of_the_file(self, field_service: Path, chance: random.Random) -> None:
        path = field_service.parent / "damaged" / NAME
        for file in path.parent.glob("*"):
            file.unlink()
        expected = said(field_service, UnitCache(path))
        path.write_bytes(mutated(chance, [path.read_bytes()]))
        for _ in range(2):
            assert said(field_service, UnitCache(path)) == expected

    def test_one_that_is_no_database_is_replaced(
        self, model: Path, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache" / NAME).write_bytes(b"no database" * 1000)
        (tmp_path / "cache" / f"{NAME}-journal").write_bytes(b"of it")
        for _ in range(3):
            said(model, cached())
        count = len(decoded)
        said(model, cached())
        assert len(decoded) == count

    @pytest.mark.parametrize(
        "other",
        [
            "TABLE unit (other INT)",
            ENDLESS,
        ],
    )
    def test_another_layout(self, other: str, model: Path, tmp_path: Path, cached) -> None:
        (tmp_path / "cache").mkdir()
        with closing(self.database(tmp_path)) as database:
            database.execute(f"CREATE {other}")
        for _ in range(2):
            assert said(model, cached()) == said(model)
        assert rows(tmp_path / "cache" / NAME) == 5

    @pytest.mark.parametrize("kind", ["file", "folder"])
    def test_what_is_in_its_way(self, kind: str, model: Path, tmp_path: Path, cached) -> None:
        if kind == "file":
            (tmp_path / "cache").write_text("here I am")
        else:
            (tmp_path / "cache" / NAME).mkdir(parents=True)
        before = snapshot(tmp_path)
        assert said(model, cached()) == said(model)
        assert snapshot(tmp_path) == before

    def test_a_database_that_others_hold(
        self, model: Path, tmp_path: Path, cached, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(unit_cache, "_PATIENCE", 0)
        expected = said(model, cached())
        with closing(self.database(tmp_path)) as database:
            database.execute("BEGIN EXCLUSIVE")
            assert said(model, cached()) == expected

    def test_a_disk_that_is_full(self, field_service: Path, tmp_path: Path, cached) -> None:
        full = cached()
        full._open()
        full._ask("PRAGMA max_page_count = 3")
        assert said(field_service, full) == said(field_service)
        assert rows(tmp_path / "cache" / NAME) == 0

    @pytest.mark.parametrize("when", ["in time", "first elsewhere"])
    def test_several_threads(self, when: str, model: Path, tmp_path: Path, cached) -> None:
        expected, cache = said(model), cached()
        judging = Settings(min_confidence=Confidence.LOW, cache=cache)

        def check(_: int) -> str:
            return dumps(check_model(model, judging, TODAY, needs_overview=True))

        if when == "in time":
            assert check(0) == expected
        with ThreadPoolExecutor(4) as pool:
            assert {*pool.map(check, range(8))} == {expected}
        cache.close()
        assert rows(tmp_path / "cache" / NAME) == 5

    def test_who_is_interrupted_holds_up_nobody(
        self, model: Path, tmp_path: Path, cached, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object) -> int:
            raise KeyboardInterrupt

        cache = cached()
        check_model(model, Settings(cache=cache), TODAY)
        with monkeypatch.context() as patched:
            patched.setattr(unit_cache, "crc32", interrupted)
            with pytest.raises(KeyboardInterrupt):
                cache.close()
        monkeypatch.setattr(unit_cache, "_PATIENCE", 0)
        said(model, cached())
        assert rows(tmp_path / "cache" / NAME) == 5

    @pytest.mark.parametrize("name", ["packed", "unpacked", "crc32"])
    def test_too_little_memory(
        self, name: str, model: Path, cached, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def too_much(*_: object) -> str:
            raise MemoryError

        expected = said(model, cached())
        monkeypatch.setattr(unit_cache, name, too_much)
        assert said(model, cached()) == expected

    def test_after_it_was_closed_documents_are_parsed(self, model: Path, cached) -> None:
        cache = cached()
        cache.close()
        assert said(model, cache) == said(model)

    @pytest.mark.slow
    @pytest.mark.once
    def test_all_at_once(self, model: Path, tmp_path: Path) -> None:
        command = [sys.executable, "-m", "pytest_osm", "check", "--output", "json", str(model)]
        environment = {**os.environ, FOLDER_VARIABLE: str(tmp_path / "cache")}
        processes = [Popen(command, stdout=PIPE, stderr=PIPE, env=environment) for _ in range(8)]
        told = {process.communicate() for process in processes}
        assert len(told) == 1
        assert json.loads(told.pop()[0])["findings"]
        with closing(self.database(tmp_path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert rows(tmp_path / "cache" / NAME) == 5


class TestSize:
    def element(self, number: int) -> Element:
        return Element(storage_type=f"X${number}", id=bytes(12_000))

    def keep(self, cache: UnitCache, numbers: range) -> None:
        for number in numbers:
            cache.element(b"%d" % number, "test", lambda number=number: self.element(number))
        cache.close()

    def kept(self, path: Path, numbers: range) -> list[int]:
        """Which of some elements are not made anew."""
        cache, made = UnitCache(path), set()

        def make(number: int) -> Element:
            made.add(number)
            return self.element(number)

        for number in numbers:
            found = cache.element(b"%d" % number, "test", lambda number=number: make(number))
            assert found.storage_type == f"X${number}"
        cache.close()
        return [number for number in numbers if number not in made]

    def test_it_is_bounded(self, tmp_path: Path) -> None:
        path = tmp_path / NAME
        for start in range(0, 400, 20):
            self.keep(UnitCache(path, most_bytes=500_000), range(start, start + 20))
        assert path.stat().st_size < 500_000
        kept = self.kept(path, range(400))
        assert kept == [*range(kept[0], 400)]
        assert 15 < len(kept) < 100

    def test_it_shrinks_as_far_as_it_must(self, tmp_path: Path) -> None:
        path = tmp_path / NAME
        self.keep(UnitCache(path), range(50))
        before = path.stat().st_size
        self.keep(UnitCache(path, most_bytes=20_000), range(50, 51))
        assert path.stat().st_size <= 20_000 < before

    def test_it_may_be_so_small_that_it_keeps_nothing(self, tmp_path: Path) -> None:
        self.keep(UnitCache(tmp_path / NAME, most_bytes=1), range(5))
        assert rows(tmp_path / NAME) == 0

    def test_large_documents_are_not_kept(self, tmp_path: Path) -> None:
        with closing(UnitCache(tmp_path / NAME)) as cache:
            for length in (8 * 2**20, 8 * 2**20 + 1):
                cache.element(bytes(length), "test", lambda: self.element(1))
        assert rows(tmp_path / NAME) == 1

    def test_what_was_used_last_stays(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / NAME
        self.keep(UnitCache(path), range(20))
        tomorrow = UnitCache(path)
        tomorrow._today += 1
        self.keep(tomorrow, range(10))
        small = UnitCache(path, most_bytes=200_000)
        small._today += 1
        self.keep(small, range(20, 22))
        assert self.kept(path, range(22)) == [*range(1, 10), 20, 21]

    def test_much_is_written_in_parts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(unit_cache, "_MOST_WAITING", 30_000)
        with closing(UnitCache(tmp_path / NAME)) as cache:
            for number in range(10):
                cache.element(b"%d" % number, "test", lambda number=number: self.element(number))
            assert self.kept(tmp_path / NAME, range(10)) == [*range(10)][:-1]


class TestFolder:
    @posix
    def test_it_is_that_of_the_user(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(FOLDER_VARIABLE)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        assert cache_folder().is_relative_to(tmp_path)
        assert cache_folder().name == "pytest-osm"

    @pytest.mark.parametrize("home", ["", "relative"])
    def test_who_has_no_home_has_none(
        self, home: str, bad_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def of_the_user(*_: object, **__: object) -> Path:
            if not home:
                raise RuntimeError
            return Path(home)

        monkeypatch.delenv(FOLDER_VARIABLE)
        monkeypatch.setattr("platformdirs.user_cache_path", of_the_user)
        monkeypatch.chdir(tmp_path)
        model = bad_app.write(tmp_path / "App.mpr")
        before = snapshot(tmp_path)
        assert said(model, UnitCache()) == said(model)
        assert snapshot(tmp_path) == before

    @posix
    def test_it_is_private(self, bad_app: App, tmp_path: Path) -> None:
        model = bad_app.write(tmp_path / "App.mpr")
        before = os.umask(0)
        try:
            said(model, UnitCache(tmp_path / "cache" / NAME))
        finally:
            os.umask(before)
        modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "cache", model)]
        assert modes[0] == 0o700
        assert (tmp_path / "cache" / NAME).stat().st_mode & 0o777 == 0o600

    @posix
    def test_a_home_that_is_not_there_is_not_made(
        self, bad_app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(FOLDER_VARIABLE)
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        monkeypatch.setenv("HOME", str(tmp_path / "none"))
        model = bad_app.write(tmp_path / "App.mpr")
        assert said(model, UnitCache()) == said(model)
        assert not (tmp_path / "none").exists()

    @posix
    def test_a_variable_may_begin_at_home(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(FOLDER_VARIABLE, "~/kept")
        assert cache_folder() == Path.home() / "kept"

    def test_a_variable_names_another(self, bad_app: App, tmp_path: Path) -> None:
        bad_app.write(tmp_path / "App.mpr")
        folder = tmp_path / "kept here"
        done = run_command(tmp_path, "check", **{FOLDER_VARIABLE: str(folder)})
        assert done.returncode == 1
        assert [each.name for each in folder.iterdir()] == [NAME]


@pytest.mark.slow
@pytest.mark.once
class TestFrontEnds:
    @pytest.mark.parametrize(
        "asked",
        [
            ("check",),
            ("what-if",),
            ("report", "--output", "dot"),
        ],
    )
    def test_commands(self, asked: tuple[str, ...], bad_app: App, tmp_path: Path) -> None:
        bad_app.write(tmp_path / "app" / "App.mpr")
        folder = {FOLDER_VARIABLE: str(tmp_path / "cache")}
        plain = run_command(tmp_path / "app", *asked, "--no-cache", **folder)
        assert not (tmp_path / "cache").exists()
        for _ in range(2):
            done = run_command(tmp_path / "app", *asked, **folder)
            assert (done.stdout, done.stderr) == (plain.stdout, plain.stderr)
        assert (tmp_path / "cache" / NAME).exists()

    def test_durations_tell_what_was_restored(self, bad_app: App, tmp_path: Path) -> None:
        bad_app.write(tmp_path / "app" / "App.mpr")
        folder = {FOLDER_VARIABLE: str(tmp_path / "cache")}
        cold = run_command(tmp_path / "app", "check", "--durations", **folder).stdout
        warm = run_command(tmp_path / "app", "check", "--durations", **folder).stdout
        assert "parsing documents" in cold
        assert "restoring documents" in warm

    def test_pytest(self, bad_app: App, pytester: pytest.Pytester, monkeypatch) -> None:
        bad_app.write(pytester.path / "App.mpr")
        folder = pytester.path / "cache"
        monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
        plain = pytester.runpytest_subprocess("--osm", "--osm-no-cache").parseoutcomes()
        assert plain["failed"] == 2
        assert not folder.exists()
        for _ in range(2):
            assert pytester.runpytest_subprocess("--osm").parseoutcomes() == plain
        assert rows(folder / NAME) == 5

    def test_fixtures(self, bad_app: App, pytester: pytest.Pytester, monkeypatch) -> None:
        bad_app.write(pytester.path / "App.mpr")
        monkeypatch.setenv(FOLDER_VARIABLE, str(pytester.path / "cache"))
        pytester.makepyfile("def test(osm_app): assert osm_app.profile().reaches('Sales.Orders')")
        pytester.runpytest_subprocess("--osm-no-cache").assert_outcomes(passed=1)
        assert not (pytester.path / "cache").exists()
        pytester.runpytest_subprocess().assert_outcomes(passed=1)
        assert (pytester.path / "cache" / NAME).exists()

    def test_apps_have_none_unless_they_are_given_one(
        self, bad_app: App, tmp_path: Path, cached, decoded: list[Unit]
    ) -> None:
        model = bad_app.write(tmp_path / "App.mpr")
        assert OsmApp(model).profile().pages
        assert not (tmp_path / "cache").exists()
        for _ in range(2):
            cache = cached()
            app = OsmApp(model, lambda path, cache=cache: Settings(path, cache=cache))
            assert app.profile().pages
            cache.close()
        assert (tmp_path / "cache").exists()
