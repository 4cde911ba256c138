"""The errors that Mendix's own build writes: MxBuild with `--write-errors=FILE`.

Source: the page about MxBuild in the reference guide. The file has `problems`, each with `name`,
`severity`, `message` and `locations` of `elementId`, `unitId`, `element`, `document` and `module`;
where a build has no errors, there may be no file. Nothing in it is taken for granted: what has
another shape is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from pytest_osm.errors import UsageError
from pytest_osm.files import opened, reason
from pytest_osm.records import Record

_MOST_BYTES = 100_000_000
_NOT_THERE = "there is no such file, which is how MxBuild says that there are no errors"


class BuildPlace(Record, frozen=True):
    """Where a build problem is; the ids are GUIDs, or "" where the build gives none."""

    element_id: str
    unit_id: str
    element: str
    document: str
    module: str

    def __str__(self) -> str:
        document = ".".join(filter(None, (self.module, self.document)))
        return ", ".join(filter(None, (document, self.element)))


class BuildProblem(Record, frozen=True):
    """A problem that the build found, with a code like CE6798."""

    code: str
    severity: str
    message: str
    places: tuple[BuildPlace, ...]

    def __str__(self) -> str:
        place = str(self.places[0]) if self.places else ""
        return ": ".join(filter(None, (" ".join(filter(None, (self.code, place))), self.message)))


class BuildErrors(Record, frozen=True, eq=True):
    """What a file of the build says, how many entries say nothing that is known, and a note."""

    problems: tuple[BuildProblem, ...]
    unknown: int = 0
    note: str = ""


def read_build_errors(path: Path) -> BuildErrors:
    """Read a file that MxBuild wrote. UsageError for one that is there and cannot be read."""
    try:
        with opened(path) as file:
            contents = file.read(_MOST_BYTES + 1)
        if len(contents) > _MOST_BYTES:
            return BuildErrors((), note=f"it is larger than {_MOST_BYTES // 1_000_000} MB")
        found = json.loads(contents.decode("utf-8-sig"))
    except FileNotFoundError:
        return BuildErrors((), note=_NOT_THERE)
    except OSError as error:
        message = f"{path} cannot be read: {reason(error)}"
        raise UsageError(message) from error
    except (ValueError, RecursionError) as error:
        return BuildErrors((), note=f"it is no JSON: {type(error).__name__}")
    problems = found.get("problems") if isinstance(found, dict) else None
    if not isinstance(problems, list):
        return BuildErrors((), note='it has no list of "problems"')
    known = [each for each in map(_problem, problems) if each]
    return BuildErrors(tuple(known), len(problems) - len(known))


def _problem(value: object) -> BuildProblem | None:
    if not isinstance(value, dict) or not isinstance(value.get("message"), str):
        return None
    return BuildProblem(
        _text(value, "name"),
        _text(value, "severity"),
        _text(value, "message"),
        tuple(_places(value.get("locations"))),
    )


def _places(value: object) -> Iterator[BuildPlace]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield BuildPlace(
                _text(each, "elementId").lower(),
                _text(each, "unitId").lower(),
                _text(each, "element"),
                _text(each, "document"),
                _text(each, "module"),
            )


def _text(value: dict[object, object], key: str) -> str:
    """A text on one line; "" for anything else."""
    text = value.get(key)
    return " ".join(text.split()) if isinstance(text, str) else ""
