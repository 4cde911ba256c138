"""Folders that are gone afterwards, whatever happens meanwhile."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from threading import current_thread, main_thread


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder as long as it is needed; a request to end cannot come before it can be removed."""
    folder = ""
    try:
        with _undisturbed():
            folder = mkdtemp(prefix="pytest-osm-")
        yield Path(folder)
    finally:
        with _undisturbed():
            if folder:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let requests to end wait; they only come to the main thread."""
    came: list[int] = []
    handlers = {}
    if current_thread() is main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            handlers[number] = signal.signal(number, lambda number, _: came.append(number))
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for caught in came:
            signal.raise_signal(caught)
