"""Reading and replacing files as a whole, whatever lies at their paths."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from errno import EACCES
from io import FileIO
from pathlib import Path

from pytest_osm.errors import UsageError

MOST_BYTES = 256 * 2**20  # of a unit; the largest of real apps have a fiftieth of it
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_LONGEST_PATH = 300  # that is quoted
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)
_LONG, _LONG_UNC = "\\\\?\\", "\\\\?\\UNC\\"
_IS_WINDOWS = sys.platform == "win32"
KNOWS_NO_CASE = sys.platform in ("win32", "darwin")  # so that a name may be typed in another one


class UnfitFileError(OSError):
    """A file that is not to be read."""


def opened(path: str | Path, *, follows_links: bool = True) -> FileIO:
    """A regular file to be read, which the caller closes.

    OSError, whose `strerror` says why, when it cannot be opened, or is a device, pipe or folder;
    also for a link, if it is not to be followed.
    """
    descriptor = os.open(path, _FLAGS if follows_links else _FLAGS | _NO_LINKS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnfitFileError(0, "it is no regular file")
    return FileIO(descriptor)


def reason(error: OSError) -> str:
    """Why a file cannot be used, in words for people."""
    if _IS_WINDOWS and error.errno == EACCES:  # which also stands for a file in use
        return f"{error.strerror}: perhaps another program holds it, like Studio Pro"
    return str(error.strerror)


def plain_path(path: Path) -> Path:
    """A path without the prefix for long paths on Windows, which other tools do not know."""
    text = os.fspath(path)
    if text.startswith(_LONG_UNC):
        return Path("\\\\" + text.removeprefix(_LONG_UNC))
    return Path(text.removeprefix(_LONG)) if text.startswith(_LONG) else path


def path_from(folder: Path, path: Path) -> str:
    """A path as a file in a folder names it, with slashes; absolute on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def stored_case(path: Path, root: Path) -> Path:
    """A path below a folder as its names are stored, however they were typed."""
    found = root
    for name in path.relative_to(root).parts:
        names = _names_in(found)
        same = (each for each in names if each.casefold() == name.casefold())
        found /= name if name in names else next(same, name)
    return found


def _names_in(folder: Path) -> list[str]:
    with suppress(OSError):
        return [each.name for each in folder.iterdir()]
    return []


def exists(path: Path) -> bool:
    """Whether there is anything at a path, which may be one that nothing can have."""
    return os.path.exists(path)  # noqa: PTH110 - a Path would raise


def is_file(path: Path) -> bool:
    """Whether there is a file at a path, which may be one that no file can have."""
    return os.path.isfile(path)  # noqa: PTH113 - as above


def repository_of(path: Path) -> Path | None:
    """The root of the git repository that a path lies in, if it is in one."""
    return next((each for each in path.absolute().parents if (each / ".git").exists()), None)


def leads_out(path: Path, home: Path | None = None) -> bool:
    """Whether a path, by a link or "..", leads out of the repository of a folder, or into `.git`.

    The folder is its own by default; without a repository, nothing may lead out of the folder.
    """
    folder = (home or path.parent).absolute()
    root = os.path.realpath(repository_of(folder / "any") or folder)
    target = Path(os.path.realpath(path))
    return not target.is_relative_to(root) or ".git" in target.relative_to(root).parts


def rewound(file: FileIO) -> FileIO:
    """An opened file, to be read from its beginning; UnfitFileError when it is too large."""
    size = os.fstat(file.fileno()).st_size
    if size > MOST_BYTES:
        raise UnfitFileError(0, f"it has {size:,} bytes, more than any unit")
    file.seek(0)
    return file


def read_whole(file: FileIO) -> bytes:
    """The contents of an opened file; OSError when they cannot be read, or are too large."""
    return rewound(file).read()


def read_file(path: str | Path) -> bytes:
    """The contents of a file; OSError as `opened` and `read_whole`."""
    with opened(path) as file:
        return read_whole(file)


def stamp_of(path: Path) -> tuple[int, ...]:
    """What is another after a file was written; empty when it is gone."""
    try:
        facts = path.stat()
    except OSError:
        return ()
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def _newline_of(path: Path) -> str:
    """How the lines of a file end; as on Linux, where there is none yet."""
    with suppress(OSError):
        if b"\r\n" in path.read_bytes():
            return "\r\n"
    return "\n"


def replace_text(path: Path, text: str) -> None:
    """Write a file as a whole, beside itself first; UsageError when that cannot be done.

    Nobody ever sees a part of it, and a full disk loses nothing. What a link leads to is written,
    not the link, and permissions stay.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8", newline=_newline_of(target)) as file:
            file.write(text)
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        message = f"{str(path)[:_LONGEST_PATH]} cannot be written: {reason(error)}"
        raise UsageError(message) from error
