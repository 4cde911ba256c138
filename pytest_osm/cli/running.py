"""How a command runs and ends: 0 clean, 1 findings, 2 no verdict, 130 or 143 interrupted."""

from __future__ import annotations

import errno
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import islice
from types import FrameType
from typing import Any, NoReturn

import click

from pytest_osm.errors import OsmError, UsageError
from pytest_osm.reporters.exit_codes import CLEAN, NO_VERDICT
from pytest_osm.terminal.abilities import lets_everything_through
from pytest_osm.terminal.printable import LONGEST_PATH, printable, shortened

_CLOSED_PIPE = (errno.EPIPE, errno.EINVAL)  # the second on Windows
_LAST_CALLS = 20  # of a traceback
_AT_ONCE = 1000  # lines: each call to print takes as long as some lines do
_INTERRUPTED, _TERMINATED = 130, 143  # as shells say: 128 and the number of the signal


class Terminated(BaseException):
    """The process was asked to end, for example because a CI job took too long."""


_ENDS: Mapping[type[BaseException], tuple[str, int]] = {
    click.Abort: ("interrupted", _INTERRUPTED),
    KeyboardInterrupt: ("interrupted", _INTERRUPTED),
    Terminated: ("terminated", _TERMINATED),
    MemoryError: ("there is not enough memory for this model", NO_VERDICT),
}


class Runnable(click.Command):
    """A command whose exit code 1 means findings, and nothing else."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command; as a program, end the process with the exit code."""
        run: Callable[..., Any] = super().main
        run = partial(run, *args, standalone_mode=False, **extra)
        if not standalone_mode:
            return run()
        if os.environ.get("_PYTEST_OSM_COMPLETE", "").startswith("powershell"):
            import pytest_osm.cli.completing  # noqa: F401, PLC0415 - tells click about it

        for stream in (sys.stdout, sys.stderr):
            lets_everything_through(stream)
        with _termination_raises(), _without_garbage_collection():
            sys.exit(_exit_code(run))


def show(lines: Iterable[str], *, has_color: bool | None = None) -> None:
    """Print lines, as long as somebody reads them."""
    pending = iter(lines)
    try:
        while some := [*islice(pending, _AT_ONCE)]:
            click.echo("\n".join(some), color=has_color)
        sys.stdout.flush()
    except OSError as error:
        _require_closed_pipe(error)


def _exit_code(run: Callable[[], Any]) -> int:
    """What a run comes to, with one sentence for everything that ends it early."""
    try:
        return _finished(run)
    except click.ClickException as error:
        error.show()
        return NO_VERDICT
    except SystemExit:  # by click, after completing a word, or when nobody reads on
        return CLEAN
    except OsmError as error:
        return _said(str(error))
    except tuple(_ENDS) as error:
        return _said(*_ENDS[type(error)])
    except Exception:  # noqa: BLE001 - whatever it is, it is no finding
        from traceback import print_exc  # noqa: PLC0415 - 3 ms

        print_exc(limit=-_LAST_CALLS)
        return _said("this is a mistake in pytest-osm: please report it with the lines above")


def _finished(run: Callable[[], Any]) -> int:
    """The exit code of a run, once its output has got out."""
    code = CLEAN
    try:
        code = run() or CLEAN
        sys.stdout.flush()
    except OSError as error:
        _require_closed_pipe(error)
    return code


def _require_closed_pipe(error: OSError) -> None:
    """Let a reader stop reading; everything else that keeps output from getting out is said."""
    if error.filename:
        message = f"{shortened(str(error.filename), LONGEST_PATH)}: {error.strerror}"
        raise UsageError(message) from error
    with suppress(OSError, ValueError):  # Python would try again when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno not in _CLOSED_PIPE:
        message = f"the output cannot be written: {error.strerror}"
        raise UsageError(message) from error


def _said(message: str, code: int = NO_VERDICT) -> int:
    with suppress(OSError):
        click.echo(f"pytest-osm: {printable(message)}", err=True)
    return code


def _termination_raises() -> ExitStack:
    """Have a request to end raise an exception, so that temporary files go."""
    until_then = ExitStack()
    with suppress(ValueError):  # in a thread, where signals do not arrive
        before = signal.signal(signal.SIGTERM, _terminate)
        until_then.callback(signal.signal, signal.SIGTERM, before)
    return until_then


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Let cycles lie, from the imports on: looking for the few takes a sixth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor does anything need to be looked for when the process ends
        gc.enable()


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated
