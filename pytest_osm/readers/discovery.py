"""Finding the models below a folder, without looking into what Mendix keeps beside them.

A model is an .mpr file, or the Metadata.yaml at the root of an export by mxlint.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pytest_osm.files import KNOWS_NO_CASE, plain_path, read_file, repository_of, stored_case

MODEL_SUFFIX = ".mpr"
EXPORT_MARKER = "Metadata.yaml"
CONTENTS = "mprcontents"
_VERSION_LINE = re.compile(rb"^ProductVersion:", re.MULTILINE)

# Beside a model these hold its contents, caches and builds; elsewhere they may be anything.
BESIDE_MODEL = frozenset(
    {
        CONTENTS,
        ".mendix-cache",
        "deployment",
        "node_modules",
        "modelsource",
    }
)
_CACHED_EXPORT = (".mendix-cache", "modelsource")  # where mxlint writes to by default
_NEVER = frozenset({CONTENTS, "node_modules"})


def find_models(folder: Path) -> Iterator[Path]:
    """The models below a folder, in a fixed order."""
    for place, folders, files in os.walk(folder):
        models = sorted(name for name in files if has_model_suffix(name))
        skipped = _NEVER | BESIDE_MODEL if models else _NEVER
        if EXPORT_MARKER in files and is_export(Path(place)):
            models.append(EXPORT_MARKER)
            skipped = frozenset(folders)
        if not models and is_export(Path(place, *_CACHED_EXPORT)):
            models.append("/".join((*_CACHED_EXPORT, EXPORT_MARKER)))
        if "pyvenv.cfg" in files:
            skipped = frozenset(folders)  # a virtual environment
        folders[:] = sorted(
            name for name in folders if name not in skipped and not name.startswith(".")
        )
        yield from (Path(place) / name for name in models)


def contents_around(path: Path) -> Path | None:
    """The folder with the units of a model that a path is or is in."""
    return next((each for each in (path, *path.parents) if each.name == CONTENTS), None)


def models_beside(contents: Path) -> Iterator[Path]:
    """The models whose units a folder may hold, in a fixed order."""
    yield from sorted(each for each in contents.parent.iterdir() if has_model_suffix(each.name))


def has_model_suffix(name: str) -> bool:
    """Whether a name is that of an .mpr, however it is written: Windows knows no difference."""
    return name.casefold().endswith(MODEL_SUFFIX)


def is_export(folder: Path) -> bool:
    """Whether a folder is an export: a file of the same name may be anything."""
    try:
        return _VERSION_LINE.search(read_file(folder / EXPORT_MARKER)) is not None
    except OSError:
        return False


def is_model(path: Path) -> bool:
    """Whether a file stands for a model."""
    return has_model_suffix(path.name) or (path.name == EXPORT_MARKER and is_export(path.parent))


def is_beside_model(folder: Path) -> bool:
    """Whether a folder belongs to a model next to it and is not to be searched."""
    is_kept = folder.name in BESIDE_MODEL and any(models_beside(folder))
    return is_kept or is_export(folder.parent)


def repository_path(path: Path) -> str:
    """A path as other tools want it: relative to the root of its git repository, with slashes.

    Outside of a repository it is relative to the current folder, or absolute.
    """
    absolute = plain_path(path.absolute())
    root = repository_of(absolute) or Path.cwd()
    if root not in absolute.parents:
        return absolute.as_posix()
    stored = stored_case(absolute, root) if KNOWS_NO_CASE else absolute
    return stored.relative_to(root).as_posix()
