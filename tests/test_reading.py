"""Models are read as they lie on disk, and nothing there is touched."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import snapshot

from pytest_osm.errors import ReadError
from pytest_osm.model.documents import UnreadablePart
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import NavigationDocument
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.testing import App, Entity, Folder, ListView, Module, NativeProfile, Page

HOME = Reference(DocumentKind.PAGE, "Sales.Home")


def unit_file(model: Path, content: bytes) -> Path:
    """The unit file that holds some text."""
    files = (model.parent / "mprcontents").rglob("*.mxunit")
    return next(file for file in files if content in file.read_bytes())


def execute(model: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(model)) as database:
        database.execute(statement, values)
        database.commit()


@pytest.mark.parametrize("storage", [1, 2])
def test_both_formats_give_the_same_model(app: App, storage: int, tmp_path: Path) -> None:
    project = read_mpr(app.write(tmp_path / "App.mpr", storage=storage))

    assert project.version == MendixVersion(11, 6, 0)
    assert isinstance(project.navigation, NavigationDocument)
    assert [profile.name for profile in project.navigation.profiles] == ["NativePhone"]
    assert set(project.modules) == {"Sales"}
    assert "Sales.Order" in project.domain.entities
    assert project.document(HOME) is not None
    assert project.unreadable_parts == ()


def test_a_description_always_gives_the_same_bytes(app: App, tmp_path: Path) -> None:
    app.write(tmp_path / "a" / "App.mpr")
    app.write(tmp_path / "b" / "App.mpr")

    assert snapshot(tmp_path / "a") == snapshot(tmp_path / "b")


@pytest.mark.parametrize("storage", [1, 2])
def test_reading_everything_leaves_no_trace(app: App, storage: int, tmp_path: Path) -> None:
    model = app.write(tmp_path / "My App.mpr", storage=storage)
    before = snapshot(tmp_path)

    project = read_mpr(model)
    for kind in DocumentKind:
        for name in project.names(kind):
            project.document(Reference(kind, name))

    assert snapshot(tmp_path) == before


def test_a_database_that_studio_pro_has_locked_can_be_read(app: App, tmp_path: Path) -> None:
    model = app.write(tmp_path / "App.mpr", storage=1)
    with closing(sqlite3.connect(model, isolation_level=None)) as studio_pro:
        studio_pro.execute("BEGIN EXCLUSIVE")

        project = read_mpr(model)

        assert project.document(HOME) is not None


def test_folders_have_no_part_in_names_and_may_be_called_anything(tmp_path: Path) -> None:
    page = Folder("a/b", Folder("..", Page("Deep")))
    app = App("11.6.0", Module("Sales", page), NativeProfile())

    project = read_mpr(app.write(tmp_path / "App.mpr"))

    assert project.names(DocumentKind.PAGE) == ("Sales.Deep",)


def test_an_excluded_document_leaves_its_name_to_another(tmp_path: Path) -> None:
    old, new = Page("Home", excluded=True), Page("Home", ListView("Sales.Order"))
    app = App("11.6.0", Module("Sales", Entity("Order"), new, old), NativeProfile())

    project = read_mpr(app.write(tmp_path / "App.mpr"))
    document = project.document(HOME)

    assert document is not None
    assert any("list view" in element_path.label for element_path in document.root.walk())


def test_unit_files_without_a_row_do_not_belong_to_the_model(app: App, tmp_path: Path) -> None:
    model = app.write(tmp_path / "App.mpr")
    execute(model, "DELETE FROM Unit WHERE ContainmentName = 'Documents'")

    project = read_mpr(model)

    assert project.document(HOME) is None
    assert project.unreadable_parts == ()


def test_stale_hashes_are_tolerated(app: App, tmp_path: Path) -> None:
    model = app.write(tmp_path / "App.mpr")
    execute(model, "UPDATE Unit SET ContentsHash = 'c3RhbGU='")

    project = read_mpr(model)

    assert project.document(HOME) is not None


def test_a_document_outside_every_module_is_nameless_and_harmless(
    app: App, tmp_path: Path
) -> None:
    model = app.write(tmp_path / "App.mpr")
    execute(model, "UPDATE Unit SET ContainerID = UnitID WHERE ContainmentName = 'Documents'")

    project = read_mpr(model)

    assert project.document(HOME) is None
    assert project.modules["Sales"].name == "Sales"


class TestGaps:
    def test_a_missing_unit_file_is_a_gap_in_its_module(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        unit_file(model, b"Forms$Page").unlink()

        project = read_mpr(model)

        assert project.document(HOME) is None
        unreadable = project.why_missing(HOME)
        assert unreadable is not None
        assert unreadable.module == "Sales"
        assert "is missing: there is no mprcontents/" in str(unreadable)

    @pytest.mark.parametrize(
        ("damage", "problem"),
        [
            (b"", "is empty"),
            (b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer"),
            (b"garbage", "its length is not the one it states"),
        ],
    )
    def test_a_damaged_unit_file_is_a_gap_that_says_how(
        self, app: App, tmp_path: Path, damage: bytes, problem: str
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        unit_file(model, b"Forms$Page").write_bytes(damage)

        project = read_mpr(model)

        (unreadable,) = project.unreadable_parts or read_all(project)
        assert problem in unreadable.problem

    def test_damage_behind_an_intact_frame_is_found_when_the_document_is_read(
        self, app: App, tmp_path: Path
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        file = unit_file(model, b"Forms$Page")
        contents = bytearray(file.read_bytes())
        nested = contents.index(b"\x03FormCall") + len("\x03FormCall\0")
        contents[nested + 4] = 0x7E  # no such element type
        file.write_bytes(contents)

        project = read_mpr(model)

        assert project.unreadable_parts == ()
        assert project.document(HOME) is None
        assert "is damaged" in str(project.why_missing(HOME))

    def test_a_damaged_domain_model_is_a_gap_of_its_own(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        unit_file(model, b"DomainModels$DomainModel").unlink()

        project = read_mpr(model)

        (unreadable,) = project.unreadable_domain_parts
        assert unreadable.module == "Sales"
        assert not project.domain.knows_module("Sales.Order")

    def test_the_navigation_document_may_be_the_gap(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        unit_file(model, b"Navigation$NavigationDocument").unlink()

        navigation = read_mpr(model).navigation

        assert isinstance(navigation, UnreadablePart)
        assert "may be the damaged unit" in str(navigation)

    def test_a_row_without_contents_is_a_gap_in_format_1(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr", storage=1)
        execute(model, "UPDATE Unit SET Contents = NULL WHERE ContainmentName = 'Documents'")

        project = read_mpr(model)

        assert project.document(HOME) is None
        assert [unreadable.problem for unreadable in project.unreadable_parts] == [
            "has no contents, or more than any unit has"
        ]


def read_all(project) -> tuple[UnreadablePart, ...]:
    project.document(HOME)
    return project.unreadable_parts


class TestErrors:
    def error(self, path: Path) -> str:
        with pytest.raises(ReadError) as caught:
            read_mpr(path)
        text = str(caught.value)
        assert text.startswith(f"{path}: ")
        assert "; " in text, "a remedy is missing"
        return text

    def written(self, path: Path, contents: bytes) -> Path:
        path.write_bytes(contents)
        return path

    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert "cannot be opened" in self.error(tmp_path / "App.mpr")

    def test_a_file_of_zero_bytes(self, tmp_path: Path) -> None:
        assert "is empty (0 bytes)" in self.error(self.written(tmp_path / "App.mpr", b""))

    def test_a_git_lfs_pointer(self, tmp_path: Path) -> None:
        pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
        text = self.error(self.written(tmp_path / "App.mpr", pointer))
        assert "is a Git LFS pointer" in text
        assert "git lfs pull" in text

    def test_a_package(self, tmp_path: Path) -> None:
        path = tmp_path / "App.mpk"
        with ZipFile(path, "w") as archive:
            archive.writestr("project.mpr", "x")
        assert "is a zip archive such as an .mpk" in self.error(path)

    def test_something_else_entirely(self, tmp_path: Path) -> None:
        text = self.error(self.written(tmp_path / "App.mpr", b"\x8f\x01 encrypted" * 99))
        assert "is not an SQLite database" in text
        assert "encrypted" in text

    def test_a_truncated_database(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        model.write_bytes(model.read_bytes()[:5000])
        assert "is a damaged SQLite database" in self.error(model)

    def test_a_format_from_the_future(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        execute(model, "UPDATE _MetaData SET _FormatVersion = 3")
        assert "has storage format 3, but only 1 and 2 are known" in self.error(model)

    @pytest.mark.parametrize(
        ("statement", "detail"),
        [
            ("DROP TABLE _MetaData", "no _MetaData table"),
            ("DELETE FROM _MetaData", "_MetaData table is empty"),
            ("UPDATE _MetaData SET _ProductVersion = 'next'", "the product version 'next'"),
            ("DROP TABLE Unit", "Unit table has other columns"),
            ("ALTER TABLE Unit RENAME COLUMN UnitID TO Id", "Unit table has other columns"),
        ],
    )
    def test_a_schema_that_is_not_known(
        self, app: App, tmp_path: Path, statement: str, detail: str
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        execute(model, statement)
        assert detail in self.error(model)

    def test_a_model_older_than_offline_profiles(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        execute(model, "UPDATE _MetaData SET _ProductVersion = '6.10.20'")
        assert "Mendix 6.10.20, older than 7.0.0" in self.error(model)

    def test_a_model_without_units(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        execute(model, "DELETE FROM Unit")
        assert "without any units" in self.error(model)

    def test_ids_that_are_none(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        execute(model, "UPDATE Unit SET ContainerID = 'x'")
        assert "damaged Unit table" in self.error(model)

    def test_contents_that_were_not_checked_out(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        (tmp_path / "mprcontents").rename(tmp_path / "elsewhere")
        assert "mprcontents beside it, which is missing" in self.error(model)

    @pytest.mark.parametrize("suffix", ["-journal", "-wal"])
    def test_a_write_that_was_never_finished(self, app: App, tmp_path: Path, suffix: str) -> None:
        model = app.write(tmp_path / "App.mpr")
        (tmp_path / f"App.mpr{suffix}").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 changes")
        assert f"App.mpr{suffix} beside it holds unfinished changes" in self.error(model)

    def test_a_journal_that_was_finished_is_no_error(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        (tmp_path / "App.mpr-journal").write_bytes(bytes(512))

        assert read_mpr(model).version == MendixVersion(11, 6, 0)

    def test_a_real_write_ahead_log_is_named(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr", storage=1)
        with closing(sqlite3.connect(model)) as studio_pro:
            studio_pro.execute("PRAGMA journal_mode = WAL")
            studio_pro.execute("UPDATE _MetaData SET _ProductVersion = '11.7.0'")
            studio_pro.commit()

            assert "App.mpr-wal beside it" in self.error(model)


class TestRareDamage:
    @pytest.mark.parametrize("mark", [b"\x02Name\x00", b"\x08Excluded\x00"])
    def test_damage_to_the_header_of_a_document(
        self, app: App, tmp_path: Path, mark: bytes
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        file = unit_file(model, b"Forms$Page")
        contents = file.read_bytes()
        file.write_bytes(contents.replace(mark, b"\x7e" + mark[1:], 1))

        project = read_mpr(model)

        assert project.document(HOME) is None
        assert "is damaged" in str(project.why_missing(HOME))

    def test_damage_inside_a_domain_model(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        file = unit_file(model, b"DomainModels$DomainModel")
        file.write_bytes(file.read_bytes().replace(b"\x03MaybeGen", b"\x7eMaybeGen"))

        project = read_mpr(model)

        assert [unreadable.module for unreadable in project.unreadable_domain_parts] == ["Sales"]
        assert "Sales.Order" not in project.domain.entities

    def test_damage_inside_the_navigation_document(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        file = unit_file(model, b"Navigation$NavigationDocument")
        file.write_bytes(file.read_bytes().replace(b"\x03NativeHome", b"\x7eNativeHome"))

        project = read_mpr(model)

        assert "is damaged" in str(project.navigation)
        assert project.profiles == ()

    def test_no_navigation_document_at_all(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        execute(model, "DELETE FROM Unit WHERE ContainmentName = 'ProjectDocuments'")

        assert "is missing from the model" in str(read_mpr(model).navigation)

    def test_a_missing_module_is_a_gap_without_a_name(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        unit_file(model, b"Projects$ModuleImpl").unlink()

        (unreadable,) = read_mpr(model).unreadable_domain_parts

        assert unreadable.unit.containment == "Modules"

    def test_a_unit_that_is_replaced_by_another_kind_of_unit(
        self, app: App, tmp_path: Path
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        project = read_mpr(model)
        assert project.names(DocumentKind.PAGE) == ("Sales.Home",)
        domain = unit_file(model, b"DomainModels$DomainModel").read_bytes()
        unit_file(model, b"Forms$Page").write_bytes(domain)

        assert project.document(HOME) is None
        assert "changed while it was read" in str(project.why_missing(HOME))

    def test_a_folder_where_a_unit_file_should_be(self, app: App, tmp_path: Path) -> None:
        model = app.write(tmp_path / "App.mpr")
        file = unit_file(model, b"Forms$Page")
        file.unlink()
        file.mkdir()

        project = read_mpr(model)

        assert project.document(HOME) is None
        assert "cannot be read (" in str(project.why_missing(HOME))

    def test_a_folder_where_a_journal_would_be_is_not_ignored(
        self, app: App, tmp_path: Path
    ) -> None:
        model = app.write(tmp_path / "App.mpr")
        (tmp_path / "App.mpr-journal").mkdir()

        with pytest.raises(ReadError, match=r"App\.mpr-journal beside it"):
            read_mpr(model)
