"""An earlier state of a model to compare with: another file, or a revision in git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_osm.errors import UsageError
from pytest_osm.files import exists, is_file
from pytest_osm.readers.discovery import CONTENTS, EXPORT_MARKER, find_models
from pytest_osm.records import Record

if TYPE_CHECKING:
    from pytest_osm.readers.git_revision import Commit

_SHORT_ID = 10


class ComparisonModel(Record, frozen=True):
    """An earlier state of a model, and what people call it."""

    path: Path
    name: str


def compared(
    model: Path, base: str | None, base_path: Path | None
) -> AbstractContextManager[ComparisonModel | None]:
    """What a model is to be compared with: a revision, or another model; errors as below."""
    if base and base_path:
        message = "a revision and a path to compare with exclude each other"
        raise UsageError(message)
    if base_path:
        return nullcontext(model_at(base_path, model))
    return comparison_model(model, base) if base else nullcontext()


@contextmanager
def comparison_model(model: Path, base: str) -> Iterator[ComparisonModel]:
    """The model to compare with, as long as it is needed.

    `base` is a git revision, or else the path of a model or of a folder with one: a folder in a
    repository cannot take the place of a revision. The files of a revision are read from git's
    objects into a temporary folder: the work tree is not touched. UsageError when it is neither,
    or has no such model.
    """
    # Late, because subprocess and tempfile take 20 ms.
    from pytest_osm.readers.git_revision import commit_of  # noqa: PLC0415
    from pytest_osm.readers.temporary import temporary_folder  # noqa: PLC0415

    path = Path(base)
    try:
        commit = commit_of(base, model.absolute().parent)
    except UsageError as error:
        if not exists(path):
            message = f"--base {base} is neither a revision of {model.name} nor a model: {error}"
            raise UsageError(message) from error
        yield model_at(path, model)
        return
    with temporary_folder() as folder:
        name = f"revision {base} ({commit.id[:_SHORT_ID]})"
        yield ComparisonModel(_extracted(commit, model.name, folder), name)


def model_at(path: Path, model: Path) -> ComparisonModel:
    """The model at a path that is to be compared with another; UsageError for none or several."""
    if not exists(path):
        message = f"{path} does not exist"
        raise UsageError(message)
    if is_file(path):
        return ComparisonModel(path, str(path))
    models = tuple(find_models(path))
    same = [each for each in models if each.name == model.name]
    if len(chosen := same or models) != 1:
        message = f"{path} has {len(chosen)} models to compare {model.name} with"
        raise UsageError(message)
    return ComparisonModel(chosen[0], str(chosen[0]))


def _extracted(commit: Commit, name: str, folder: Path) -> Path:
    names = () if name == EXPORT_MARKER else (name, CONTENTS)
    commit.extract(names, folder)
    if not (folder / name).is_file():
        message = f"revision {commit.revision} has no {commit.folder}{name}"
        raise UsageError(message)
    return folder / name
