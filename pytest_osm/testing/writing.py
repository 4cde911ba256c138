"""Writing units the two ways in which Mendix stores them."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from collections.abc import Iterable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from attrs import frozen
from bson import encode

from pytest_osm.testing.stored import Stored

_UNIT_COLUMNS = (
    "UnitID BLOB PRIMARY KEY, ContainerID BLOB, ContainmentName TEXT, TreeConflict LONG, "
    "ContentsHash TEXT, ContentsConflicts TEXT"
)
_METADATA_COLUMNS = "_ProductVersion TEXT, _BuildVersion TEXT, _SchemaHash TEXT"
_SCHEMA_HASH = "{SHA256}"


@frozen
class WrittenUnit:
    """A unit on its way to disk."""

    id: UUID
    container: UUID
    containment: str
    document: Stored

    @property
    def contents(self) -> bytes:
        """The BSON document, whose `$ID` is the id of the unit."""
        return encode({**self.document, "$ID": self.id.bytes_le})

    def row(self, contents: bytes) -> tuple[object, ...]:
        """The row of the Unit table without contents."""
        digest = b64encode(sha256(contents).digest()).decode("ascii")
        return (self.id.bytes_le, self.container.bytes_le, self.containment, 0, digest, "")


def write_single_file(path: Path, version: str, units: Iterable[WrittenUnit]) -> None:
    """Format 1: everything in one SQLite database."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("BEGIN")  # who reads in between finds an unfinished write
        database.execute(f"CREATE TABLE _MetaData ({_METADATA_COLUMNS})")
        metadata = (version, version, _SCHEMA_HASH)
        database.execute("INSERT INTO _MetaData VALUES (?, ?, ?)", metadata)
        database.execute(f"CREATE TABLE Unit ({_UNIT_COLUMNS}, Contents BLOB)")
        for unit in units:
            row = (*unit.row(unit.contents), unit.contents)
            database.execute("INSERT INTO Unit VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        database.commit()


def write_folder(path: Path, version: str, units: Iterable[WrittenUnit]) -> None:
    """Format 2: a database without contents, and one file per unit in mprcontents/."""
    folder = path.parent / "mprcontents"
    folder.mkdir(exist_ok=True)
    (folder / "mprname").write_text(path.name, "utf-8")
    with closing(sqlite3.connect(path)) as database:
        database.execute("BEGIN")  # as above
        database.execute(f"CREATE TABLE _MetaData (_FormatVersion INTEGER, {_METADATA_COLUMNS})")
        metadata = (2, version, version, _SCHEMA_HASH)
        database.execute("INSERT INTO _MetaData VALUES (?, ?, ?, ?)", metadata)
        database.execute(f"CREATE TABLE Unit ({_UNIT_COLUMNS})")
        database.execute("CREATE TABLE _Transaction (LastTransactionID TEXT)")
        for unit in units:
            guid, contents = str(unit.id), unit.contents
            place = folder / guid[:2] / guid[2:4]
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{guid}.mxunit").write_bytes(contents)
            database.execute("INSERT INTO Unit VALUES (?, ?, ?, ?, ?, ?)", unit.row(contents))
        database.commit()
