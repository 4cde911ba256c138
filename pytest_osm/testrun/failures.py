"""What a failing item raises, and how pytest shows it: the findings, and no traceback."""

from __future__ import annotations

from pathlib import Path
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from pytest_osm.checking.findings import RuleCrash
from pytest_osm.errors import OsmError
from pytest_osm.terminal.printable import printable_lines

if TYPE_CHECKING:
    import pytest


class OsmFailure(AssertionError):
    """A check found something that counts; the text is the whole report on it."""

    __module__ = "pytest_osm"  # which is how tests know it


def failure_repr(excinfo: pytest.ExceptionInfo[BaseException], place: Path) -> Any:
    """Findings and mistakes of the user as plain text; None for everything else.

    The first line is what short summaries and JUnit reports show.
    """
    error = excinfo.value
    if not isinstance(error, (OsmError, OsmFailure)):
        return None
    text = str(error)
    if isinstance(error, RuleCrash):
        text = f"{text}\n\n{''.join(format_exception(error.__cause__))}"
    text = printable_lines(text)
    # A native one is text, and travels between processes.
    shown: Any = excinfo.getrepr(style="native")
    shown.reprtraceback.reprentries[0].lines = [f"{text}\n"]
    shown.reprcrash.message, _, _ = text.partition("\n")
    shown.reprcrash.path, shown.reprcrash.lineno = str(place), 1
    return shown
