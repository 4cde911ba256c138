"""An earlier state of a model to compare with: another file, or a revision in git."""

from __future__ import annotations

import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pytest_osm.errors import UsageError
from pytest_osm.readers.discovery import CONTENTS, EXPORT_MARKER, find_models

# The first releases of Python 3.10 have no filters; git itself keeps no path that leads outside.
_SAFELY: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}


@contextmanager
def comparison_model(model: Path, base: str) -> Iterator[Path]:
    """The model to compare with, as long as it is needed.

    `base` is the path of a model or of a folder with one, or else a git revision, whose files are
    read from git's objects into a temporary folder: the work tree is not touched. UsageError when
    it is neither, or has no such model.
    """
    path = Path(base)
    if path.exists():
        yield _model_at(path, model)
        return
    with TemporaryDirectory() as folder:
        yield _from_git(model.absolute(), base, Path(folder))


def _model_at(path: Path, model: Path) -> Path:
    if path.is_file():
        return path
    models = tuple(find_models(path))
    same = [each for each in models if each.name == model.name]
    if len(chosen := same or models) != 1:
        message = f"--base {path} has {len(chosen)} models to compare {model.name} with"
        raise UsageError(message)
    return chosen[0]


def _from_git(model: Path, revision: str, folder: Path) -> Path:
    verified = f"{revision}^{{commit}}"
    try:
        commit = _git(model, "rev-parse", "--verify", "--quiet", "--end-of-options", verified)
    except UsageError as error:
        message = f"--base {revision} is neither a model nor a revision of {model.name} in git"
        raise UsageError(message) from error
    prefix = _git(model, "rev-parse", "--show-prefix").decode().strip()
    names = _git(model, "ls-tree", "--name-only", "-z", commit.decode().strip()).decode()
    is_whole = model.name == EXPORT_MARKER
    there = [
        name for name in names.split("\0") if name and (is_whole or name in (model.name, CONTENTS))
    ]
    if model.name not in there:
        message = f"--base {revision} has no {prefix}{model.name}"
        raise UsageError(message)
    archived = _git(model, "archive", "--format=tar", commit.decode().strip(), "--", *there)
    with tarfile.open(fileobj=BytesIO(archived)) as archive:
        files = [each for each in archive.getmembers() if each.isreg() or each.isdir()]
        archive.extractall(folder, files, **_SAFELY)  # noqa: S202 - files of one's own repository
    return folder / model.name


def _git(model: Path, *arguments: str) -> bytes:
    command = ("git", "-C", str(model.parent), *arguments)
    try:
        return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - git
    except (OSError, subprocess.CalledProcessError) as error:
        raise UsageError(str(error)) from error
