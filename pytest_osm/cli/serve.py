"""The command `serve`: the page of a model that is checked again when it is saved."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import click
from msgspec import field
from msgspec.structs import replace

from pytest_osm.cli.options import (
    examples,
    judging_options,
    model_argument,
    settings_of,
    the_model_at,
)
from pytest_osm.cli.serving import HOST, LivePage, serve
from pytest_osm.cli.showing import narrowed, scope_options, selecting_options
from pytest_osm.engine import check_model
from pytest_osm.errors import OsmError, UsageError
from pytest_osm.model.memory_cache import MemoryCache
from pytest_osm.readers.discovery import CONTENTS
from pytest_osm.records import State
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.reporters.formats.html.page import page_of
from pytest_osm.reporters.formats.text import summary_line
from pytest_osm.reporters.report import Report
from pytest_osm.timing import today

_BURST = 50  # milliseconds of silence after which a save is over
_STEP = 10
_PATIENCE = 0.5  # seconds
_ALL, _YOUNG = 2, 0  # generations of the collector
_WATCHED = (".mpr", ".mxunit", ".yaml", ".yml", ".toml", ".py")


@click.command(
    "serve",
    short_help="Show the page, and renew it when the model is saved.",
    epilog=examples("pytest-osm serve", "pytest-osm serve App.mpr --port 8765"),
)
@model_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="The port of this machine; 0 takes any that is free.",
)
@selecting_options
@scope_options
@judging_options
def serve_command(model: Path | None, *, port: int, config: Path | None, **narrowing: Any) -> int:
    """Show the page of a report at an address of this machine.

    When Studio Pro saves the model, or the configuration changes, the model is checked again, and
    the open page shows what is new. Nobody else can reach the page, and nothing is written. Ctrl-C
    ends it.
    """
    path = the_model_at(model)
    live = LivePage()
    checked = _Checked(path, live, config, narrowing)
    changes = _changes(path)  # before the first check, so that nothing is missed
    checked.again()
    try:
        server = serve(live, port)
    except OSError as error:
        message = f"port {port} cannot be used: {error.strerror}; see --port"
        raise UsageError(message) from error
    click.echo(f"{path} is shown at http://{HOST}:{server.server_address[1]}/ (Ctrl-C ends it)")
    try:
        while True:
            next(changes)
            try:
                checked.again()
            except OsmError as error:
                live.fail(f"Not checked: {error}")
                click.echo(f"not checked: {error}", err=True)
    except KeyboardInterrupt:
        click.echo()
    finally:
        server.shutdown()
        server.server_close()
    return CLEAN


class _Checked(State):
    """A model and how it is checked; its parsed documents stay from one check to the next."""

    path: Path
    live: LivePage
    config: Path | None
    narrowing: dict[str, Any]
    _cache: MemoryCache = field(default_factory=MemoryCache)

    def again(self) -> None:
        """Check the model, and have the page of that. OsmError."""
        began = datetime.now(timezone.utc).astimezone()
        settings = narrowed(settings_of(self.path, self.config), **self.narrowing)
        self._cache.behind = settings.cache
        settings = replace(settings, cache=self._cache)
        report = Report((check_model(self.path, settings, today(), None, needs_overview=True),))
        self._cache.forget_unused()
        self.live.show(partial(page_of, report))
        took = (datetime.now(timezone.utc) - began).total_seconds()
        click.echo(f"{began:%H:%M:%S} {summary_line(report)} ({took:.2f} s)")


def _changes(path: Path) -> Iterator[None]:
    """What happens to the files of a model and to the configuration, once for each burst.

    UsageError without the library that watches.
    """
    try:
        from watchfiles import watch  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "serve needs watchfiles: pip install 'pytest-osm[serve]'"
        raise UsageError(message) from error
    changed = Event()

    def tell(_: object) -> None:
        changed.set()

    def watched(folder: Path, is_whole: bool) -> None:  # noqa: FBT001 - by a thread
        changes = watch(
            folder,
            watch_filter=lambda _, name: name.endswith(_WATCHED),
            debounce=_BURST,
            step=_STEP,
            recursive=is_whole,
            raise_interrupt=False,
        )
        deque(map(tell, changes), maxlen=0)  # until the process ends

    contents = path.parent / CONTENTS
    folders = {path: True} if path.is_dir() else {path.absolute().parent: False}
    folders |= {contents: True} if contents.is_dir() else {}
    for each in folders.items():
        Thread(target=watched, args=each, daemon=True).start()

    return _bursts(changed)


def _bursts(changed: Event) -> Iterator[None]:
    """Once for each time that something changed; memory is tidied up in the time between."""
    generation = _ALL
    while True:
        if changed.wait(_PATIENCE):  # or Windows would not notice Ctrl-C
            changed.clear()
            yield
            generation = _ALL
        else:  # there is time to look for cycles, which takes half as long as a check
            gc.collect(generation)
            generation = _YOUNG
