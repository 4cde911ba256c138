"""Values of a configuration file that know their file, line and column."""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from pytest_osm.configuration.names import suggestion
from pytest_osm.errors import ConfigurationError
from pytest_osm.files import reason
from pytest_osm.records import Record
from pytest_osm.terminal.printable import one_line, shortened

# ruamel.yaml is imported late below: it takes 0.1 s, and many apps need none of it.

_MOST_BYTES = 100_000  # of a file with settings, whose parsing may take time by its square
_MOST_TOML_BYTES = 500_000  # of a file that is for other tools too
_MOST_LIST_BYTES = 4_000_000  # of a baseline: of 20,000 findings
_LONGEST_PROBLEM = 80  # characters, of which some may be of a value
_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]*?)\s*\]")
_QUOTED = re.compile("""\"[^\"]*\"|'[^']*'""")
_DEEPEST = 100  # levels of lists and tables; settings and baselines have fewer than ten


class Node(Record, frozen=True, eq=True):
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


def read_yaml(path: Path) -> Node:
    """A YAML file; an empty one is an empty table."""
    return _loaded(path, _read(path, _MOST_BYTES), "rt")


def load_yaml(path: Path) -> Node:
    """A YAML file that may be long; its values do not know their lines."""
    return _loaded(path, _read(path, _MOST_LIST_BYTES), "safe")


def _loaded(path: Path, text: str, kind: str) -> Node:
    from ruamel.yaml import YAML  # noqa: PLC0415
    from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning  # noqa: PLC0415

    try:
        with catch_warnings():
            simplefilter("ignore", ReusedAnchorWarning)  # which YAML allows
            _require_plain_values(path, YAML(typ=kind).parse(text))
            value = YAML(typ=kind).load(text)
    except ConfigurationError:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark
        position = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise ConfigurationError(path, _invalid("YAML", error.problem), *position) from None
    except Exception as error:  # noqa: BLE001 - ruamel.yaml raises all kinds of it
        raise ConfigurationError(path, _invalid("YAML", error)) from None
    line = 1 if kind == "rt" else 0
    return Node(path, {} if value is None else value, line, line)


def _invalid(language: str, error: object) -> str:
    return f"not valid {language}: {shortened(one_line(error), _LONGEST_PROBLEM)}"


def _require_plain_values(path: Path, events: Iterable[Any]) -> None:
    """Refuse what no configuration needs: tags, keys that are merged, and endless nesting.

    Tags make values of other kinds, merged keys may swell without end, and a loader in C would
    end the process where values nest too deep.
    """
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent  # noqa: PLC0415

    depth = 0
    for event in events:
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        problem = "it is nested too deep" if depth > _DEEPEST else ""
        if getattr(event, "tag", None):
            problem = "tags like !!str are not read here"
        elif getattr(event, "value", None) == "<<" and not event.style:
            problem = "keys that are merged (<<) are not read here"
        if problem:
            mark = event.start_mark
            raise ConfigurationError(
                path, _invalid("YAML", problem), mark.line + 1, mark.column + 1
            )


def read_toml_table(path: Path, *keys: str) -> Node | None:
    """A table of a TOML file; None when there is no such table."""
    text = _read(path, _MOST_TOML_BYTES)
    if not all(key in text for key in keys):
        return None
    if any(_QUOTED.sub("", line).count(".") > _DEEPEST for line in text.split("\n")):
        raise ConfigurationError(path, _invalid("TOML", "it is nested too deep"))
    # Late, because it takes 15 ms; by name, so that there is one line for every Python to run.
    tomllib = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        value: object = tomllib.loads(text)
    except ValueError as error:  # also numbers of too many digits
        raise ConfigurationError(path, _invalid("TOML", error)) from None
    except RecursionError:
        raise ConfigurationError(path, _invalid("TOML", "it is nested too deep")) from None
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    source, name = TomlText(text), ".".join(keys)
    return TomlNode(path, value, *source.position(f"[{name}"), source, name)


class TomlText(Record, frozen=True, dict=True):
    """The text of a TOML file, in which values are looked for: the parser keeps no positions."""

    text: str

    def position(self, written: str, after: int = 0) -> tuple[int, int]:
        """Line and column where something is written, from some line on; 0, 0 for nowhere."""
        pattern = re.compile(rf"(?<![\w.-]){re.escape(written)}(?![\w-])")
        start = self._starts[min(max(after - 1, 0), len(self._starts) - 1)]
        match = pattern.search(self.text, start)
        if match is None:
            return 0, 0
        line = bisect(self._starts, match.start())
        return line, match.start() - self._starts[line - 1] + 1

    def table(self, name: str, index: int = 0) -> tuple[int, int]:
        """Where the name in the header of a table stands, or of one in a list of them."""
        places = self._headers.get(name, ())
        return places[index] if index < len(places) else (0, 0)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        """Where each line begins."""
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @cached_property
    def _headers(self) -> Mapping[str, list[tuple[int, int]]]:
        """Where the headers of tables stand, by their names."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, line in enumerate(self.text.split("\n"), 1):
            if match := _HEADER.match(line):
                found.setdefault(match[1], []).append((number, match.start(1) + 1))
        return found


class TomlNode(Node, frozen=True):
    """A value from TOML. `table_name` is the dotted name of the table or list that it is."""

    source: TomlText = TomlText("")
    table_name: str = ""

    def _key(self, key: object) -> Node:
        line, column = self.source.table(f"{self.table_name}.{key}")
        if line:
            return TomlNode(self.path, key, line, column + len(self.table_name) + 1, self.source)
        return self._found(key, str(key), "")

    def _nested(self, value: object, key: object) -> Node:
        if not isinstance(key, int):
            return self._found(value, str(key), f"{self.table_name}.{key}")
        if isinstance(value, dict):
            line, _ = self.source.table(self.table_name, key)
            place = (line, 1) if line else (self.line, self.column)
            return TomlNode(self.path, value, *place, self.source, self.table_name)
        return self._found(value, str(value), "")

    def _found(self, value: object, written: str, table_name: str) -> Node:
        line, column = self.source.position(written, after=self.line)
        place = (line or self.line, column or self.column)
        return TomlNode(self.path, value, *place, self.source, table_name)


def _position(container: object, key: object, *, of_key: bool, default: Node) -> tuple[int, int]:
    """Where ruamel.yaml found a key or value."""
    marks = getattr(container, "lc", None)
    known = getattr(marks, "data", None) or {}
    if marks is None or key not in known:
        return default.line, default.column
    position = marks.data[key]
    line, column = position[-2:] if not of_key else position[:2]
    return line + 1, column + 1


def _read(path: Path, most_bytes: int) -> str:
    try:
        if path.stat().st_size > most_bytes:
            raise ConfigurationError(path, "is longer than any configuration")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = reason(error) if isinstance(error, OSError) else "it is not text in UTF-8"
        raise ConfigurationError(path, f"cannot be read: {problem}") from None
