"""Finding the models below a folder, without looking into what Mendix keeps beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

MODEL_SUFFIX = ".mpr"

# Beside a model these hold its contents, caches and builds; elsewhere they may be anything.
BESIDE_MODEL = frozenset(
    {
        "mprcontents",
        ".mendix-cache",
        "deployment",
        "node_modules",
        "modelsource",
    }
)
_NEVER = frozenset({"mprcontents", "node_modules"})


def find_models(folder: Path) -> Iterator[Path]:
    """The .mpr files below a folder, in a fixed order."""
    for place, folders, files in os.walk(folder):
        models = sorted(name for name in files if name.endswith(MODEL_SUFFIX))
        skipped = _NEVER | BESIDE_MODEL if models else _NEVER
        if "pyvenv.cfg" in files:
            skipped = frozenset(folders)  # a virtual environment
        folders[:] = sorted(
            name for name in folders if name not in skipped and not name.startswith(".")
        )
        yield from (Path(place) / name for name in models)


def is_beside_model(folder: Path) -> bool:
    """Whether a folder belongs to a model next to it and is not to be searched."""
    return folder.name in BESIDE_MODEL and any(folder.parent.glob(f"*{MODEL_SUFFIX}"))


def repository_path(path: Path) -> str:
    """A path as other tools want it: relative to the root of its git repository, with slashes.

    Outside of a repository it is relative to the current folder, or absolute.
    """
    absolute = path.absolute()
    root = next((each for each in absolute.parents if (each / ".git").exists()), Path.cwd())
    inside = absolute.relative_to(root) if root in absolute.parents else absolute
    return inside.as_posix()
