"""Writing files so that nobody ever sees a part of one, and none is lost on a full disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from pytest_osm.errors import UsageError


def replace_text(path: Path, text: str) -> None:
    """Write a file as a whole, beside itself first; UsageError when that cannot be done.

    What a link leads to is written, not the link, and permissions stay.
    """
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(text, "utf-8")
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}"
        raise UsageError(message) from error
