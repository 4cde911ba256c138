"""Reading .mpr files of format 1 (contents in SQLite) and format 2 (contents in mprcontents/)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import ClassVar

from pytest_osm.errors import ReadError, UnitError
from pytest_osm.files import MOST_BYTES
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.guid import stored_id
from pytest_osm.model.project import Project
from pytest_osm.model.store import Header, Unit
from pytest_osm.readers import bson_unit
from pytest_osm.readers.discovery import CONTENTS
from pytest_osm.readers.mpr_database import connected, open_mpr_database
from pytest_osm.readers.stored_model import Encoding, StoredModel

_NO_LINK = "check the app where it really lies"
_HEAD = f"substr(Contents, 1, {bson_unit.HEADER_SIZE})"


def read_mpr(path: Path) -> Project:
    """Open a model; ReadError when the file cannot be one that this version understands."""
    database = open_mpr_database(path)
    facts = path, database.version, database.stamp, database.units
    if database.holds_contents:
        return Project(ContentsInDatabase(*facts))
    if not (path.parent / CONTENTS).is_dir():
        raise ReadError(
            path,
            f"keeps its contents in a folder {CONTENTS} beside it, which is missing",
            "check out the whole app, not the .mpr alone",
        )
    if link := next(_links(path.parent / CONTENTS), ""):
        raise ReadError(path, f"{link} is a link, which is not followed", _NO_LINK)
    return Project(ContentsInFolder(*facts))


def _links(contents: Path) -> Iterator[str]:
    """The folders of contents that are links: what a repository shows may lie elsewhere."""
    if contents.is_symlink():
        yield contents.name
    for outer in _folders(contents):
        if outer.is_symlink():
            yield f"{contents.name}/{outer.name}"
        else:
            inner = (each for each in _folders(outer.path) if each.is_symlink())
            yield from (f"{contents.name}/{outer.name}/{each.name}" for each in inner)


def _folders(path: str | Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            yield from entries
    except OSError:  # a file, which is no matter, or a folder whose units cannot be read
        return


class _WholeModel(StoredModel, frozen=True, dict=True):
    """A model in an .mpr file, which leaves nothing out."""

    encoding: ClassVar[Encoding] = bson_unit

    units: tuple[Unit, ...]
    omitted_features: frozenset[ModelFeature] = frozenset()
    omitted_modules: frozenset[str] = frozenset()
    is_export: bool = False

    @cached_property
    def decoder(self) -> str:
        """See `Store.decoder`."""
        return bson_unit.decoder()


class ContentsInDatabase(_WholeModel, frozen=True):
    """Format 1: the contents of all units lie in the Unit table itself."""

    def headers(
        self, units: Iterable[Unit], named: frozenset[str]
    ) -> Iterator[Header | UnitError]:
        """See `Store.headers`."""
        with connected(self.path) as database:
            for unit in units:
                try:
                    head = _contents(database, unit, _HEAD)
                    yield self.header_from(head, partial(_file, database, unit), unit, named)
                except UnitError as error:
                    yield error

    def contents(self, unit: Unit) -> bytes:
        """See `Store.contents`."""
        with connected(self.path) as database:
            return _contents(database, unit)


class ContentsInFolder(_WholeModel, frozen=True):
    """Format 2: the contents of each unit lie in a file of their own, named after its GUID.

    Files that have no row in the Unit table do not belong to the model and are never opened;
    the hashes in that table are not looked at, because real apps carry stale ones.
    """

    def headers(
        self, units: Iterable[Unit], named: frozenset[str]
    ) -> Iterator[Header | UnitError]:
        """See `Store.headers`."""
        for unit in units:
            try:
                yield self.header(unit, named)
            except UnitError as error:
                yield error


def _file(database: sqlite3.Connection, unit: Unit) -> BytesIO:
    return BytesIO(_contents(database, unit))


def _contents(database: sqlite3.Connection, unit: Unit, column: str = "Contents") -> bytes:
    fitting = "UnitID = ? AND length(Contents) <= ?"
    query = f"SELECT {column} FROM Unit WHERE {fitting}"  # noqa: S608 - never from outside
    row = database.execute(query, (stored_id(unit.id), MOST_BYTES)).fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise UnitError(unit.id, "has no contents, or more than any unit has")
    return row[0]
