"""What the stores of all formats share: the file that stands for a model, and those of units."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from pytest_osm.errors import UnitError
from pytest_osm.files import opened, read_whole, stamp_of
from pytest_osm.model.project import Unit
from pytest_osm.version import MendixVersion


@frozen(eq=False)
class OpenedModel:
    """A model as it was when it was opened; `stamp` is that of its file, see `stamp_of`."""

    path: Path
    version: MendixVersion
    stamp: tuple[int, ...]

    @property
    def has_changed(self) -> bool:
        """See `Store.has_changed`."""
        return stamp_of(self.path) != self.stamp

    def contents(self, unit: Unit) -> bytes:
        """See `Store.contents`."""
        with self.file_of(unit) as file:
            return read_whole(file)

    @contextmanager
    def file_of(self, unit: Unit) -> Iterator[BinaryIO]:
        """The file of a unit; UnitError when it is missing or cannot be read."""
        try:
            with opened(f"{self._folder}/{unit.file}") as file:
                yield file
        except FileNotFoundError:
            raise UnitError(unit.id, f"is missing: there is no {unit.file}") from None
        except OSError as error:
            raise UnitError(unit.id, f"cannot be read ({error.strerror})") from error

    @cached_property
    def _folder(self) -> str:
        return os.fspath(self.path.parent)
