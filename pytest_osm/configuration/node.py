"""Values of a configuration file that know their file, line and column."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TypeVar
from warnings import catch_warnings, simplefilter

from attrs import frozen

from pytest_osm.errors import ConfigurationError, UsageError
from pytest_osm.files import MOST_BYTES
from pytest_osm.terminal.printable import one_line, shortened

# ruamel.yaml is imported late below: it takes 0.1 s, and many apps need none of it.

_Known = TypeVar("_Known")
_MOST_BYTES = 100_000  # of a file with settings, whose parsing may take time by its square
_DEEPEST = 100  # levels of lists and tables; settings and baselines have fewer than ten
_FEW = 20  # words that are worth listing


@frozen
class Node:
    """A value and where it stands; line and column count from 1, 0 when unknown."""

    path: Path
    value: object
    line: int = 0
    column: int = 0

    def error(self, problem: str) -> ConfigurationError:
        """A configuration error at this place."""
        return ConfigurationError(self.path, problem, self.line, self.column)

    def text(self) -> str:
        """The value as text; a bare number or boolean is none, for YAML guesses those."""
        if isinstance(self.value, str):
            return str(self.value)
        raise self._expected("text", "; put it in quotes")

    def boolean(self) -> bool:
        """The value as true or false."""
        if isinstance(self.value, bool):
            return self.value
        raise self._expected("true or false")

    def date(self) -> date:
        """The value as a date, which YAML and TOML write without quotes."""
        if type(self.value) is date:
            return self.value
        if isinstance(self.value, str):
            with suppress(ValueError):
                return date.fromisoformat(self.value)
        raise self._expected("a date like 2027-03-31")

    def items(self) -> Iterator[Node]:
        """The values of a list."""
        if not isinstance(self.value, list):
            raise self._expected("a list")
        for index, value in enumerate(self.value):
            yield self._nested(value, index)

    def entries(self) -> Iterator[tuple[Node, Node]]:
        """The keys of a table, with their values."""
        if not isinstance(self.value, dict):
            raise self._expected("keys with values")
        for key, value in self.value.items():
            yield self._key(key), self._nested(value, key)

    def table(self, *keys: str) -> Mapping[str, Node]:
        """The values of a table that may have these keys and no others."""
        found: dict[str, Node] = {}
        for key, value in self.entries():
            found[key.one_of(keys, "key")] = value
        return found

    def one_of(self, allowed: tuple[str, ...], what: str) -> str:
        """The value, which must be one of some words."""
        text = self.text()
        if text not in allowed:
            raise self.error(f"unknown {what} {shortened(repr(text))}{suggestion(text, allowed)}")
        return text

    def _expected(self, wanted: str, hint: str = "") -> ConfigurationError:
        # Never the whole of a list: with aliases, it may be a few lines and have no end.
        if isinstance(self.value, (dict, list)):
            found = "keys with values" if isinstance(self.value, dict) else "a list"
        else:
            found = "nothing" if self.value is None else shortened(repr(self.value))
        return self.error(f"expected {wanted}, found {found}{hint}")

    def _key(self, key: object) -> Node:
        return Node(self.path, key, *_position(self.value, key, of_key=True, default=self))

    def _nested(self, value: object, key: object) -> Node:
        return Node(self.path, value, *_position(self.value, key, of_key=False, default=self))


def suggestion(text: str, allowed: tuple[str, ...]) -> str:
    """A clause that names the nearest word, or the choice where none is near."""
    begun = [word for word in allowed if text and word.startswith(text)]
    if near := begun or get_close_matches(text, allowed, n=1):
        return f"; did you mean {near[0]}?"
    return f"; there are {', '.join(sorted(allowed))}" if len(allowed) <= _FEW else ""


def known(name: str, there: Mapping[str, _Known], what: str = "") -> _Known:
    """What a name stands for; UsageError with a suggestion when it stands for nothing."""
    if name not in there:
        missing = " ".join(filter(None, ("there is no", what, name)))
        message = f"{missing}{suggestion(name, tuple(there))}"
        raise UsageError(message)
    return there[name]


def read_yaml(path: Path) -> Node:
    """A YAML file; an empty one is an empty table."""
    return _loaded(path, _read(path, _MOST_BYTES), "rt")


def load_yaml(path: Path) -> Node:
    """A YAML file that may be long; its values do not know their lines."""
    return _loaded(path, _read(path), "safe")


def _loaded(path: Path, text: str, kind: str) -> Node:
    from ruamel.yaml import YAML  # noqa: PLC0415
    from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError  # noqa: PLC0415

    try:
        with catch_warnings():
            simplefilter("ignore", ReusedAnchorWarning)  # which YAML allows
            if _is_too_deep(YAML(typ=kind).parse(text)):
                raise ConfigurationError(path, "not valid YAML: it is nested too deep")
            value = YAML(typ=kind).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        position = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        problem = f"not valid YAML: {one_line(error.problem)}"
        raise ConfigurationError(path, problem, *position) from None
    except (YAMLError, ValueError) as error:  # such as a date that no calendar has
        raise ConfigurationError(path, f"not valid YAML: {one_line(error)}") from None
    line = 1 if kind == "rt" else 0
    return Node(path, {} if value is None else value, line, line)


def _is_too_deep(events: Iterable[object]) -> bool:
    """Whether a file nests deeper than a loader may go: that of libyaml would end the process."""
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent  # noqa: PLC0415

    depth = 0
    for event in events:
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            return True
    return False


def read_toml_table(path: Path, *keys: str) -> Node | None:
    """A table of a TOML file; None when there is no such table."""
    # Late, because it takes 15 ms; by name, so that there is one line for every Python to run.
    tomllib = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    text = _read(path)
    try:
        value: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(path, f"not valid TOML: {one_line(error)}") from None
    except RecursionError:
        raise ConfigurationError(path, "not valid TOML: it is nested too deep") from None
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    name = ".".join(keys)
    return TomlNode(path, value, *_toml_position(text, f"[{name}"), text, name)


@frozen
class TomlNode(Node):
    """A value from TOML, whose parser keeps no positions: the text is searched for them.

    `table_name` is the dotted name of the table or list that the value is.
    """

    source: str = ""
    table_name: str = ""

    def _key(self, key: object) -> Node:
        line, column = _toml_position(self.source, f"{self.table_name}.{key}")
        if line:
            column += len(self.table_name) + 1
            return TomlNode(self.path, key, line, column, self.source)
        return self._found(key, str(key), "")

    def _nested(self, value: object, key: object) -> Node:
        if not isinstance(key, int):
            return self._found(value, str(key), f"{self.table_name}.{key}")
        if isinstance(value, dict):
            line, column = _header_position(self.source, self.table_name, key)
            place = (line or self.line, column or self.column)
            return TomlNode(self.path, value, *place, self.source, self.table_name)
        return self._found(value, str(value), "")

    def _found(self, value: object, written: str, table_name: str) -> Node:
        line, column = _toml_position(self.source, written, after=self.line)
        place = (line or self.line, column or self.column)
        return TomlNode(self.path, value, *place, self.source, table_name)


def _header_position(text: str, table_name: str, index: int) -> tuple[int, int]:
    """Where the table with some index begins in a list of tables, or 0, 0."""
    header = f"[[{table_name}]]"
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == header]
    return (lines[index], 1) if index < len(lines) else (0, 0)


def _toml_position(text: str, written: str, after: int = 0) -> tuple[int, int]:
    pattern = re.compile(rf"(?<![\w.-]){re.escape(written)}(?![\w-])")
    for number, line in enumerate(text.splitlines(), 1):
        if number >= after and (match := pattern.search(line)):
            return number, match.start() + 1
    return 0, 0


def _position(container: object, key: object, *, of_key: bool, default: Node) -> tuple[int, int]:
    """Where ruamel.yaml found a key or value."""
    marks = getattr(container, "lc", None)
    known = getattr(marks, "data", None) or {}
    if marks is None or key not in known:
        return default.line, default.column
    position = marks.data[key]
    line, column = position[-2:] if not of_key else position[:2]
    return line + 1, column + 1


def _read(path: Path, most_bytes: int = MOST_BYTES) -> str:
    try:
        if path.stat().st_size > most_bytes:
            raise ConfigurationError(path, "is longer than any configuration")
        return path.read_text("utf-8")
    except OSError as error:
        raise ConfigurationError(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(path, "cannot be read: it is not text in UTF-8") from None
