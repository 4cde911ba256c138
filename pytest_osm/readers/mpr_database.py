"""Opening the SQLite container of an .mpr file: strictly for reading, and never through a lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from pytest_osm.errors import ReadError
from pytest_osm.files import leads_out, opened, reason, stamp_of
from pytest_osm.model.guid import written_id
from pytest_osm.model.store import Unit
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.discovery import CONTENTS
from pytest_osm.records import Record
from pytest_osm.terminal.printable import one_line, shortened

_HELD = ("locked", "unable to open database file")  # what SQLite says of a file in use
_OLDEST = MendixVersion(7, 0)
_SQLITE_MAGIC = b"SQLite format 3\x00"
_ZIP_MAGIC = b"PK"
_LFS_MAGIC = b"version https://git-lfs"
_JOURNAL_HEADER_SIZE = 8
_GUID_SIZE = 16
_STEPS = 1_000_000  # of the virtual machine of SQLite, between two looks at their number
_MOST_STEPS = 100_000_000  # of one connection; 20,000 units take a hundredth of it


class MprDatabase(Record, frozen=True):
    """What the SQLite file says before any contents are read."""

    path: Path
    version: MendixVersion
    units: tuple[Unit, ...]
    holds_contents: bool
    stamp: tuple[int, ...]


def open_mpr_database(path: Path) -> MprDatabase:
    """Read version and unit table; ReadError with a remedy when that is impossible."""
    stamp = stamp_of(path)
    _check_file(path)
    with connected(path) as database:
        _require_plain_tables(path, database)
        columns = _columns(database, "Unit")
        metadata = _metadata(path, database)
        if not {"UnitID", "ContainerID", "ContainmentName"} <= columns:
            raise _unknown_schema(path, "its Unit table has other columns")
        rows = database.execute("SELECT UnitID, ContainerID, ContainmentName FROM Unit")
        holds_contents = "Contents" in columns
        units = tuple(_unit(path, *row, has_file=not holds_contents) for row in rows)
    version = version_of(path, str(metadata["_ProductVersion"]))
    if metadata.get("_FormatVersion", 1) not in (1, 2):
        raise ReadError(
            path,
            f"has storage format {metadata['_FormatVersion']}, but only 1 and 2 are known",
            "update pytest-osm",
        )
    if not units:
        raise ReadError(path, "is a model without any units", "restore the file from git")
    return MprDatabase(path, version, units, holds_contents, stamp)


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """A read-only connection that takes no lock and leaves no file behind.

    Errors of SQLite are raised as ReadError. Source: https://www.sqlite.org/uri.html (immutable).
    """
    uri = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as database:
            database.text_factory = lambda text: text.decode("utf-8", "replace")
            steps = iter(range(_MOST_STEPS // _STEPS))
            database.set_progress_handler(lambda: next(steps, None) is None, _STEPS)
            yield database
    except (sqlite3.Error, UnicodeDecodeError) as error:  # of the text of an error of SQLite
        problem = one_line(error)
        if any(words in problem for words in _HELD):
            raise ReadError(
                path,
                f"cannot be read now ({problem})",
                "close the program that holds it, perhaps Studio Pro, and try again",
            ) from error
        raise ReadError(
            path, f"is a damaged SQLite database ({problem})", "restore the file from git"
        ) from error


def _check_file(path: Path) -> None:
    if path.is_symlink() and leads_out(path):
        raise ReadError(path, "is a link that leads out of here", "check what it leads to")
    try:
        with opened(path) as file:
            head = file.read(64)
    except OSError as error:
        raise ReadError(
            path, f"cannot be opened ({reason(error)})", "check the path and its permissions"
        ) from error
    if not head:
        raise ReadError(path, "is empty (0 bytes)", "restore the file from git")
    if head.startswith(_LFS_MAGIC):
        raise ReadError(
            path, "is a Git LFS pointer, not the model itself", "run `git lfs pull` first"
        )
    if head.startswith(_ZIP_MAGIC):
        raise ReadError(
            path,
            "is a zip archive such as an .mpk package, not a model",
            "import it in Studio Pro, or unpack it and check the .mpr inside",
        )
    if not head.startswith(_SQLITE_MAGIC):
        raise ReadError(
            path,
            "is not an SQLite database as Mendix models are, or it is encrypted",
            "give the path of an .mpr file, or open it in Studio Pro to see whether it is intact",
        )
    _check_unfinished_writes(path)


def _check_unfinished_writes(path: Path) -> None:
    """A journal with a header, or a write-ahead log, holds changes that the .mpr lacks."""
    for suffix in ("-journal", "-wal"):
        beside = path.with_name(path.name + suffix)
        if _has_content(beside):
            raise ReadError(
                path,
                f"was being written: {beside.name} beside it holds unfinished changes",
                "close Studio Pro, or open and close the app in it once, and try again",
            )


def _has_content(path: Path) -> bool:
    try:
        with opened(path) as file:
            return any(file.read(_JOURNAL_HEADER_SIZE))
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _require_plain_tables(path: Path, database: sqlite3.Connection) -> None:
    """Nothing is computed: a view or virtual table may take for ever, or have no end."""
    query = "SELECT type, sql FROM sqlite_master WHERE lower(name) IN ('unit', '_metadata')"
    for kind, sql in database.execute(query):
        if kind != "table" or not str(sql).upper().startswith("CREATE TABLE"):
            raise _unknown_schema(path, "what should be a table of it is none")


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in database.execute(f"PRAGMA table_info({table})")}


def _metadata(path: Path, database: sqlite3.Connection) -> dict[str, object]:
    columns = sorted(_columns(database, "_MetaData") & {"_FormatVersion", "_ProductVersion"})
    if "_ProductVersion" not in columns:
        raise _unknown_schema(path, "it has no _MetaData table with a product version")
    row = database.execute(f"SELECT {', '.join(columns)} FROM _MetaData").fetchone()  # noqa: S608
    if row is None:
        raise _unknown_schema(path, "its _MetaData table is empty")
    return dict(zip(columns, row, strict=True))


def version_of(path: Path, stated: str) -> MendixVersion:
    """The version that a model states; ReadError for none, or one that is too old."""
    try:
        version = MendixVersion.parse(stated)
    except ValueError:
        raise ReadError(
            path,
            f"states the product version {shortened(repr(stated))}, which is not one of Mendix",
            "check that it is a Mendix model, and update pytest-osm if its version is newer",
        ) from None
    if version < _OLDEST:
        raise ReadError(
            path,
            f"was written by Mendix {version}, older than {_OLDEST}",
            "there is nothing to check before offline profiles existed",
        )
    return version


def _unit(
    path: Path, unit_id: object, container: object, containment: object, *, has_file: bool
) -> Unit:
    guids = [
        written_id(value)
        for value in (unit_id, container)
        if isinstance(value, bytes) and len(value) == _GUID_SIZE
    ]
    if len(guids) != 2:  # noqa: PLR2004 - both ids, or the row is not one of Mendix
        raise ReadError(path, "has a damaged Unit table", "restore the file from git")
    guid = guids[0]
    file = f"{CONTENTS}/{guid[:2]}/{guid[2:4]}/{guid}.mxunit" if has_file else ""
    return Unit(guid, guids[1], str(containment or ""), file)


def _unknown_schema(path: Path, detail: str) -> ReadError:
    return ReadError(
        path,
        f"has a database schema that is not known here: {detail}",
        "check that it is a Mendix model, and update pytest-osm if its version is newer",
    )
