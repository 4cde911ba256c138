"""What is checked out around a file: read from the files of git, without running it."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_osm.files import opened, repository_of

_BRANCH = re.compile(r"ref: (refs/heads/(\S+))\s*")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
_MOST_BYTES = 1_000_000  # of the file with all branches
_SHORT = 7


def checked_out(path: Path) -> str:
    """The branch and the beginning of the commit's hash: "main, 1a2b3c4"; "" if not known."""
    root = repository_of(path.absolute())
    folder = _folder(root / ".git") if root else None
    if folder is None:
        return ""
    head = _read(folder / "HEAD")
    branch = _BRANCH.fullmatch(head)
    if branch is None:
        return _commit(head)
    # Worktrees keep their own HEAD; the branches are those of all.
    common = folder / (_read(folder / "commondir").strip() or ".")
    name = branch[1]
    if ".." in name or "/." in name:  # no branch, and what stands for one elsewhere
        return ""
    commit = _commit(_read(common / name)) or _packed(_read(common / "packed-refs"), name)
    return ", ".join(filter(None, (branch[2], commit)))


def _folder(place: Path) -> Path | None:
    """The folder of git's own files, to which a worktree or submodule has a file that leads."""
    if place.is_dir():
        return place
    where = _read(place).removeprefix("gitdir:").strip()
    return place.parent / where if where else None


def _packed(text: str, name: str) -> str:
    lines = (line.partition(" ") for line in text.splitlines())
    return next((_commit(commit) for commit, _, branch in lines if branch == name), "")


def _commit(text: str) -> str:
    return text[:_SHORT] if _COMMIT.fullmatch(text.strip()) else ""


def _read(path: Path) -> str:
    """The text of a small file, "" where there is none."""
    try:
        with opened(path) as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
