"""The files of a revision in git, read from its objects; no program that a repository names runs.

A revision is looked up in the repository itself, its files in an empty repository of our own that
borrows the objects, where no filter, helper, hook or remote of the configuration is known. Nothing
is fetched, because `GIT_ALLOW_PROTOCOL` allows no way to do so.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryFile
from typing import IO, cast

from pytest_osm.errors import UsageError
from pytest_osm.readers.temporary import temporary_folder
from pytest_osm.records import Record
from pytest_osm.terminal.printable import one_line, shortened

_MOST_FILES = 200_000  # of a model; the largest of real apps have a tenth of it
_MOST_BYTES = 4 * 2**30  # of a model
_CHUNK = 2**20
_LONGEST_LINE = 200  # of what git says
_REGULAR = (b"100644", b"100755")
_CALM = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_OF_A_REPOSITORY = (  # set by git for its hooks, and meant for another repository than ours
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)


class Commit(Record, frozen=True):
    """A commit that people call `revision`, and the folder of its repository that is looked at."""

    revision: str
    id: str
    objects: Path
    object_format: str
    folder: str

    def extract(self, names: Sequence[str], into: Path) -> None:
        """Write the files with these names in the folder, or below them; all without names.

        UsageError when they are not here, or are more than a model has.
        """
        with _borrowed(self) as environment:
            _write(self, dict(_blobs(self, names, environment)), into, environment)


def commit_of(revision: str, folder: Path) -> Commit:
    """The commit that a revision is in the repository around a folder.

    UsageError, which says why, when there is no repository, or no such revision.
    """
    command = ("git", "-c", "safe.bareRepository=explicit", "-C", str(folder), "rev-parse")
    facts = ("--show-object-format", "--is-shallow-repository", "--git-path", "objects")
    found = _run((*command, *facts, "--show-prefix"))
    if found.returncode:
        said = one_line(found.stderr.decode("utf-8", "replace"))
        raise UsageError(shortened(said, _LONGEST_LINE))
    object_format, is_shallow, objects, prefix, *_ = os.fsdecode(found.stdout).split("\n")
    verified = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = _run((*command, *verified))
    if commit.returncode:
        hint = "; this clone is shallow: `git fetch --unshallow` brings the rest of it"
        raise UsageError(f"git does not know it{hint if is_shallow == 'true' else ''}")
    return Commit(
        revision=revision,
        id=commit.stdout.decode().strip(),
        objects=(folder / objects).absolute(),
        object_format=object_format,
        folder=prefix,
    )


def _environment(**changes: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_REPOSITORY}
    return {**kept, **_CALM, **changes}


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, check=False, capture_output=True, env=_environment())  # noqa: S603 - git
    except FileNotFoundError:
        message = "git is not installed, or not in PATH"
        raise UsageError(message) from None
    except (OSError, ValueError) as error:  # such as a revision with a zero byte
        message = f"git cannot be run: {one_line(error)}"
        raise UsageError(message) from error


@contextmanager
def _borrowed(commit: Commit) -> Iterator[Mapping[str, str]]:
    """What the environment must say for git to read objects, and nothing else of a repository."""
    with temporary_folder() as empty:
        for name in ("refs", "objects"):
            (empty / name).mkdir()
        (empty / "HEAD").write_text("ref: refs/heads/none\n")
        version = 0 if commit.object_format == "sha1" else 1
        extension = f"[extensions]\n\tobjectformat = {commit.object_format}\n" if version else ""
        config = f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n{extension}"
        (empty / "config").write_text(config)
        yield _environment(GIT_DIR=str(empty), GIT_OBJECT_DIRECTORY=str(commit.objects))


def _blobs(
    commit: Commit, names: Sequence[str], environment: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The regular files of a commit, by path from the folder that is looked at, with their ids."""
    paths = [f"{commit.folder}{name}" for name in names] or [commit.folder or "."]
    listing = ("ls-tree", "-r", "-z", "--full-tree", commit.id, "--", *paths)
    with _started(listing, None, environment) as (output, process):
        for number, line in enumerate(_split(output)):
            if number >= _MOST_FILES:
                message = f"{commit.revision} has more than {_MOST_FILES:,} files there"
                raise UsageError(message)
            facts, _, path = line.partition(b"\t")
            mode, kind, blob = facts.split()
            inside = path.decode("utf-8", "surrogateescape").removeprefix(commit.folder)
            if kind == b"blob" and mode in _REGULAR and _leads_inside(inside):
                yield inside, blob.decode()
    if process.returncode:
        raise _incomplete(commit)


def _leads_inside(path: str) -> bool:
    """Whether a path is a plain one on every system: a made-up tree may name anything."""
    parts = path.split("/")
    is_plain = not any(part in ("", ".", "..") for part in parts)
    return is_plain and "\\" not in path and not PureWindowsPath(path).drive


def _split(output: IO[bytes]) -> Iterator[bytes]:
    """What is between zero bytes."""
    rest = b""
    while chunk := output.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _write(
    commit: Commit, blobs: Mapping[str, str], into: Path, environment: Mapping[str, str]
) -> None:
    left = _MOST_BYTES
    with TemporaryFile() as asked:
        asked.writelines(f"{blob}\n".encode() for blob in blobs.values())
        asked.seek(0)
        with _started(("cat-file", "--batch"), asked, environment) as (output, _):
            for path in blobs:
                head = output.readline().split()
                if len(head) != 3 or head[1] != b"blob":  # noqa: PLR2004 - id, kind and size
                    raise _incomplete(commit)
                left -= int(head[2])
                if left < 0:
                    message = f"{commit.revision} has more than {_MOST_BYTES:,} bytes there"
                    raise UsageError(message)
                if not _copy(output, into.joinpath(path), int(head[2])):
                    raise _incomplete(commit)
                output.read(1)  # the newline


def _copy(source: IO[bytes], path: Path, size: int) -> bool:
    """Write some bytes into a new file; False when there are fewer."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            while size and (written := file.write(source.read(min(size, _CHUNK)))):
                size -= written
    except OSError as error:
        message = f"{path.name} of the revision cannot be written: {error.strerror}"
        raise UsageError(message) from error
    return not size


@contextmanager
def _started(
    arguments: Sequence[str], given: IO[bytes] | None, environment: Mapping[str, str]
) -> Iterator[tuple[IO[bytes], subprocess.Popen[bytes]]]:
    """Git while it runs; it ends with the block, however that ends."""
    with subprocess.Popen(  # noqa: S603 - git
        ("git", *arguments),  # noqa: S607 - as users have it
        stdin=given or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        try:
            yield cast("IO[bytes]", process.stdout), process
        except BaseException:
            process.kill()
            raise


def _incomplete(commit: Commit) -> UsageError:
    """What people read whose clone has not all objects: Studio Pro makes such partial clones."""
    return UsageError(
        f"this clone does not have all files of {commit.revision}:"
        f" `git diff --stat {commit.revision}` fetches them"
    )
