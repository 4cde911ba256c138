"""What documents were parsed to, kept in the user's cache folder from one run to the next.

An entry goes by the SHA-256 of the contents that were read, together with all that made something
of them. So none is ever out of date: what is another document, or is read by another release, has
another key. A cache that cannot be used, for whatever reason, is as good as an empty one.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import Any
from zlib import crc32

from msgspec import MsgspecError, field

from pytest_osm import model, readers
from pytest_osm._version import __version__
from pytest_osm.model.element import Element
from pytest_osm.model.packing import packed, unpacked
from pytest_osm.records import State
from pytest_osm.timing import CLOCK, today

FOLDER_VARIABLE = "PYTEST_OSM_CACHE_DIR"
NAME = "units-1.sqlite"  # with a number for each layout of the table
_SOURCES = (".py", ".csv")  # of what is known of stored types
_MOST_BYTES = 256 * 2**20
_MOST_WAITING = 8 * 2**20  # bytes, before they are written
_PATIENCE = 5  # seconds, with other processes that write
_MOST_CONTENTS = 8 * 2**20  # bytes of a document; the largest of real apps have 3.4 million
_TABLE = "CREATE TABLE unit (key BLOB PRIMARY KEY, facts BLOB, crc INT, used INT)"
_CREATE = _TABLE.replace("TABLE", "TABLE IF NOT EXISTS")
_LAYOUT = "SELECT sql FROM sqlite_master WHERE sql NOT NULL"
_OLDER_HALF = (
    "SELECT rowid FROM unit ORDER BY used, rowid LIMIT (SELECT (count(*) + 1) / 2 FROM unit)"
)
_FIND = "SELECT facts, crc, used FROM unit WHERE key = ?"
_INSERT = "INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?)"
_USE = "UPDATE unit SET used = ? WHERE key = ?"
_FORGET = f"DELETE FROM unit WHERE rowid IN ({_OLDER_HALF})"  # noqa: S608 - never from outside
_ANY = "SELECT 1 FROM unit LIMIT 1"
_SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
_ERRORS = (sqlite3.Error, UnicodeDecodeError, OSError, RuntimeError, MemoryError, OverflowError)
_MISFITS = (
    *(MsgspecError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(RecursionError, MemoryError),
)


def cache_folder() -> Path:
    """Where the cache lies: in the folder that the environment names, or in that of the user.

    OSError or RuntimeError when the user has no home.
    """
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named).expanduser().absolute()
    from platformdirs import user_cache_path  # noqa: PLC0415 - 25 ms

    folder = user_cache_path("pytest-osm", appauthor=False)
    if not folder.is_absolute() or not Path.home().is_dir():
        raise NotADirectoryError(folder)
    return folder


def _maker() -> bytes:
    """What changes whenever anything does that makes elements of contents; "" if unknown."""
    maker = sha256(f"{__version__} {sys.version}".encode())
    try:
        for package in (model, readers):
            for path in sorted(Path(package.__path__[0]).iterdir()):
                if path.suffix in _SOURCES:
                    maker.update(path.read_bytes())
    except OSError:
        return b""
    return maker.digest()


_MAKER = _maker()  # now, as the sources may change while the process runs


class UnitCache(State):
    """An SQLite database of packed elements, shared by all processes of a user.

    Its file is that in the folder of the cache, unless another is named.
    When it has grown to `most_bytes`, the half that was not used for longest is forgotten.
    Nothing is ever raised: whatever is wrong with the database, documents are parsed instead.
    Mutable: entries wait until there are enough of them to be written, or until `close`.
    """

    path: Path | None = None
    most_bytes: int = _MOST_BYTES
    _database: sqlite3.Connection | None = None
    _is_unfit: bool = False
    _today: int = field(default_factory=lambda: today().toordinal())
    _new: dict[bytes, bytes] = field(default_factory=dict)
    _waiting: int = 0
    _used: list[bytes] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock)

    def element(self, contents: bytes, how: str, parse: Callable[[], Element]) -> Element:
        """See `Cache.element`."""
        if len(contents) > _MOST_CONTENTS or not _MAKER:
            return parse()
        key = sha256(_MAKER)
        key.update(sha256(how.encode("utf-8", "surrogatepass")).digest())
        key.update(contents)
        with CLOCK.measure("restoring documents"), suppress(*_MISFITS):
            if facts := self._find(key.digest()):
                return unpacked(facts)
        element = parse()
        if self._is_unfit:
            return element
        with suppress(*_MISFITS):  # such as half a character, which no text can hold
            self._keep(key.digest(), packed(element))
        return element

    def close(self) -> None:
        """Write what is new, and let go of the database."""
        with self._lock:
            self._write()
            self._let_go()

    def _find(self, key: bytes) -> bytes | None:
        with self._lock:
            self._open()
            if key in self._new:
                return self._new[key]
            for facts, crc, used in self._ask(_FIND, key):
                if crc == crc32(facts, crc32(key)):
                    if used != self._today:
                        self._used.append(key)
                    return bytes(facts)
        return None

    def _keep(self, key: bytes, facts: bytes) -> None:
        with self._lock:
            self._new[key] = facts
            self._waiting += len(facts)
            if self._waiting > _MOST_WAITING:
                self._write()

    def _write(self) -> None:
        """Write everything that waits, or nothing."""
        if not self._new and not self._used:
            return
        try:
            self._ask("BEGIN IMMEDIATE")
            for key, facts in self._new.items():
                self._ask(_INSERT, key, facts, crc32(facts, crc32(key)), self._today)
            for key in self._used:
                self._ask(_USE, self._today, key)
            self._ask("COMMIT")
            self._shrink()
        except _ERRORS as error:
            self._give_up(error)
        except BaseException:  # from outside: who is interrupted holds up nobody else
            self._let_go()
            raise
        self._new, self._waiting, self._used = {}, 0, []

    def _shrink(self) -> None:
        """Forget the older half, again and again, until the rest is small enough."""
        while any(size > self.most_bytes for (size,) in self._ask(_SIZE)) and self._ask(_ANY):
            self._ask(_FORGET)

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that the database answers with; none from the first error on."""
        if self._database is None:
            return []
        try:
            return self._database.execute(query, values).fetchall()
        except _ERRORS as error:
            self._give_up(error)
            return []

    def _open(self) -> None:
        if self._database is not None or self._is_unfit:
            return
        try:
            self._database = self._connected()
        except _ERRORS as error:
            self._give_up(error)
        self._ask("PRAGMA synchronous = OFF")  # a damaged entry is no entry
        layout = self._ask(_LAYOUT)
        if not layout:
            for statement in ("PRAGMA auto_vacuum = FULL", "BEGIN IMMEDIATE", _CREATE, "COMMIT"):
                self._ask(statement)
        elif layout != [(_TABLE,)]:
            self._give_up(sqlite3.DatabaseError("another layout"))

    def _connected(self) -> sqlite3.Connection:
        self.path = path = self.path or cache_folder() / NAME
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # models may be private, and their texts are in it
        return sqlite3.connect(
            path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )

    def _give_up(self, error: Exception) -> None:
        """Be no cache any more; one that is damaged is taken away, so that the next is new."""
        self._let_go()
        if type(error) is sqlite3.DatabaseError and self.path:
            for suffix in ("", "-journal"):
                with suppress(OSError):
                    self.path.with_name(self.path.name + suffix).unlink()

    def _let_go(self) -> None:
        self._is_unfit = True
        if self._database is not None:
            self._database.close()
            self._database = None
