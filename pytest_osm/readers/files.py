"""Reading whole files, but neither devices nor files that are larger than any unit."""

from __future__ import annotations

import os
import stat
from pathlib import Path

MOST_BYTES = 256 * 2**20  # of a unit; the largest of real apps have a fiftieth of it


class UnfitFileError(OSError):
    """A file that is not to be read."""


def read_file(path: str | Path, size: int = -1) -> bytes:
    """The contents of a regular file, or how they begin.

    OSError, whose `strerror` says why, when it cannot be read, is none, or is too large.
    """
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123 - it is open already
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise UnfitFileError(0, "it is no regular file")
        if size < 0 and facts.st_size > MOST_BYTES:
            raise UnfitFileError(0, f"it has {facts.st_size:,} bytes, more than any unit")
        return file.read(size)


def stamp_of(path: Path) -> tuple[int, ...]:
    """What is another after a file was written; empty when it is gone."""
    try:
        facts = path.stat()
    except OSError:
        return ()
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


_BINARY = getattr(os, "O_BINARY", 0)  # on Windows
