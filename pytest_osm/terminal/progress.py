"""A progress bar for people who wait: shown when reading takes longer than a second."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Protocol

from pytest_osm.records import Record

_PATIENCE = 1.0  # seconds


class Progress(Protocol):
    """What a long run tells about itself."""

    def start(self, name: str) -> None:
        """Begin with the next model."""

    def finish(self) -> None:
        """Be done with it."""


class Silence(Record, frozen=True):
    """No progress bar: nobody is looking."""

    def start(self, name: str) -> None:
        """See `Progress.start`."""

    def finish(self) -> None:
        """See `Progress.finish`."""


@contextmanager
def shown_progress(total: int) -> Iterator[Progress]:
    """Progress over a number of models on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        yield Silence()
        return
    from pytest_osm.terminal.progress_bar import ProgressBar  # noqa: PLC0415 - rich, 80 ms

    bar = ProgressBar.of(total)
    timer = Timer(_PATIENCE, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        bar.close()
