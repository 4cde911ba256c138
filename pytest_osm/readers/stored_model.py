"""What the stores of all formats share: the file that stands for a model, and those of units."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from io import BytesIO, FileIO, RawIOBase
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar

from pytest_osm.errors import UnitError
from pytest_osm.files import opened, read_whole, reason, rewound, stamp_of
from pytest_osm.model.raw import Raw
from pytest_osm.model.store import Header, Unit
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record

_Read = TypeVar("_Read")


class Encoding(Protocol):
    """How the contents of units are written. The modules `bson_unit` and `yaml_unit` are such."""

    HEADER_SIZE: int

    def storage_type(self, head: bytes) -> str:
        """The `$Type` of a unit from its first `HEADER_SIZE` bytes, "" if it is elsewhere."""

    def named_header(self, unit: Unit, file: RawIOBase | BytesIO) -> Header:
        """The header of a unit with its name; UnitError when that cannot be found."""

    def decode_unit(self, unit: Unit, contents: bytes) -> Raw:
        """The whole document; UnitError when it is damaged."""


class StoredModel(Record, frozen=True, dict=True):
    """A model as it was when it was opened; `stamp` is that of its file, see `stamp_of`."""

    encoding: ClassVar[Encoding]

    path: Path
    version: MendixVersion
    stamp: tuple[int, ...]

    @property
    def has_changed(self) -> bool:
        """See `Store.has_changed`."""
        return stamp_of(self.path) != self.stamp

    def contents(self, unit: Unit) -> bytes:
        """See `Store.contents`."""
        return self._read(unit, read_whole)

    def decode(self, unit: Unit, contents: bytes) -> Raw:
        """See `Store.decode`."""
        return self.encoding.decode_unit(unit, contents)

    def header(self, unit: Unit, named: frozenset[str]) -> Header:
        """The header of a unit, for which no more of its file is read than has to be."""

        def read(file: FileIO) -> Header:
            head = file.read(self.encoding.HEADER_SIZE)
            return self.header_from(head, lambda: rewound(file), unit, named)

        return self._read(unit, read)

    def header_from(
        self,
        head: bytes,
        contents: Callable[[], RawIOBase | BytesIO],
        unit: Unit,
        named: frozenset[str],
    ) -> Header:
        """The header of a unit from how its contents begin, or from what is further on in them."""
        kind = self.encoding.storage_type(head)
        if kind and kind not in named:
            return Header(unit, kind)
        return self.encoding.named_header(unit, contents())

    def _read(self, unit: Unit, read: Callable[[FileIO], _Read]) -> _Read:
        """Read the file of a unit; UnitError when it is missing or cannot be read."""
        path = f"{self._folder}/{unit.file}"
        try:
            with opened(path, follows_links=False) as file:
                return read(file)
        except FileNotFoundError:
            raise UnitError(unit.id, f"is missing: there is no {unit.file}") from None
        except OSError as error:
            is_link = os.path.islink(path)  # noqa: PTH114 - it is no Path, for there are so many
            problem = "it is a link" if is_link else reason(error)
            raise UnitError(unit.id, f"cannot be read ({problem})") from error

    @cached_property
    def _folder(self) -> str:
        return os.fspath(self.path.parent)
