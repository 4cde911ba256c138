"""Where reports go: to the terminal, into files, and to the CI system around a run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

from pytest_osm.configuration.names import known
from pytest_osm.errors import UsageError
from pytest_osm.files import leads_out, reason, repository_of
from pytest_osm.records import Record
from pytest_osm.reporters.formats.github import GITHUB
from pytest_osm.reporters.formats.markdown import MARKDOWN
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Reporter, Screen


class Output(Record, frozen=True):
    """A format and the file that it is written into; without one it is printed."""

    reporter: Reporter
    path: Path | None = None
    is_appended: bool = False

    def write(self, report: Report) -> None:
        """Write the file, in a new folder if need be; UsageError when that fails."""
        if self.path:
            with opened_for_writing(self.path, "a" if self.is_appended else "w") as file:
                file.writelines(f"{line}\n" for line in self.reporter.render(report, Screen()))


@contextmanager
def opened_for_writing(path: Path, mode: Literal["a", "w"] = "w") -> Iterator[TextIO]:
    """A file that people ask for, in a new folder if need be; UsageError when that fails."""
    named = Path(os.path.abspath(path))  # noqa: PTH100 - "..", but no links
    if repository_of(named) and leads_out(named):
        message = f"{path} is not written: a link leads out of the repository"
        raise UsageError(message)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode, encoding="utf-8", newline="\n") as file:
            yield file
    except OSError as error:
        message = f"{path} cannot be written: {reason(error)}"
        raise UsageError(message) from error


def outputs_of(texts: Iterable[str], reporters: Mapping[str, Reporter]) -> Iterator[Output]:
    """The outputs that texts like "sarif=osm.sarif" name.

    UsageError for an unknown format, and for a file that two of them want.
    """
    taken: set[Path] = set()
    for text in texts:
        name, equals, place = text.partition("=")
        if equals and not place.strip():
            message = f"an output needs a file after {text.strip()}"
            raise UsageError(message)
        reporter = known(name.strip(), reporters, "output format")
        path = Path(place.strip()) if place.strip() else None
        if path in taken:
            message = f"two outputs cannot be written into {path}"
            raise UsageError(message)
        if path:
            taken.add(path)
        yield Output(reporter, path)


def of_github(environment: Mapping[str, str]) -> Iterator[Output]:
    """What GitHub Actions shows without being asked: annotations, and a summary of the job.

    Source: https://docs.github.com/actions/reference/workflows-and-actions/variables
    """
    if environment.get("GITHUB_ACTIONS") == "true":
        yield Output(GITHUB)
    if summary := environment.get("GITHUB_STEP_SUMMARY"):
        yield Output(MARKDOWN, Path(summary), is_appended=True)
