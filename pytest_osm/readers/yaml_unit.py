"""Decoding the YAML document of one exported unit, whose lines are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO, RawIOBase

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from pytest_osm.errors import OsmError, UnitError
from pytest_osm.model.guid import written_id
from pytest_osm.model.raw import Lined, Raw
from pytest_osm.model.store import Header, Unit
from pytest_osm.records import State
from pytest_osm.terminal.printable import one_line

# Documents are mappings in block style, so that their own keys stand at the beginning of lines,
# where nothing else does.
_TYPE = re.compile(rb"""^\$Type: ["']?([\w$]+)""", re.MULTILINE)
_NAME = re.compile(rb"""^Name: ["']?([^"'\r\n]*)""", re.MULTILINE)
_URL = re.compile(rb"""^Url: ["']?([^"'\r\n]*)""", re.MULTILINE)
_EXCLUDED = re.compile(rb"^Excluded: true\b", re.MULTILINE)
_ID = re.compile(rb"\A\$ID:\s+(?:subtype: 0\s+)?data:((?:\s+- \d{1,3}){16})\s")
_BOM = b"\xef\xbb\xbf"
HEADER_SIZE = 4096  # bytes in which the ids and types of units are
_DEEPEST = 1000  # levels; real exports have fewer than 60, and time grows with their square
_MOST_EVENTS = 1_000_000  # the largest pages of real apps have a tenth of them
_BINARY = {"subtype", "data"}
_BYTES = range(256)
_INTEGER = re.compile(r"[-+]?\d{1,20}")
_NUMBER = re.compile(r"[-+]?\d+(\.\d*)?([eE][-+]?\d+)?")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


class YamlProblem(OsmError):
    """What keeps a file from being a part of an export."""


def stored_guid(head: bytes) -> str:
    """The GUID at the beginning of a unit in an export that keeps ids, or ""."""
    found = _ID.match(head.removeprefix(_BOM))
    numbers = [int(each) for each in found[1].replace(b"-", b"").split()] if found else []
    return written_id(bytes(numbers)) if found and max(numbers) in _BYTES else ""


def storage_type(head: bytes) -> str:
    """The `$Type` of a unit from how it begins, or "" where it has none."""
    found = _TYPE.search(head.removeprefix(_BOM))
    return found[1].decode() if found else ""


def named_header(unit: Unit, file: RawIOBase | BytesIO) -> Header:
    """The header with the name, found without parsing."""
    contents = file.read() or b""
    name, url = _NAME.search(contents), _URL.search(contents)
    return Header(
        unit,
        storage_type(contents),
        name[1].strip().decode("utf-8", "replace") if name else "",
        is_excluded=_EXCLUDED.search(contents) is not None,
        url=url[1].strip().decode("utf-8", "replace") if url else "",
    )


def decode_unit(unit: Unit, contents: bytes) -> Raw:
    """The whole document; UnitError when it is damaged."""
    try:
        document = parse_yaml(contents)
    except YamlProblem as error:
        raise UnitError(unit.id, f"is damaged: {error}") from error
    if document is None:
        raise UnitError(unit.id, "is damaged: it is no mapping")
    return document


def parse_yaml(contents: bytes) -> Raw | None:
    """The mapping in a YAML file, as `Lined`; None when it holds anything else.

    YamlProblem when it is not YAML as exports have it. Tags mean nothing, and the parser of
    libyaml is used where ruamel.yaml finds it.
    """
    if contents.count(b"\n") > _MOST_EVENTS:
        raise _problem("it has more lines than any document")
    text = contents.decode("utf-8-sig", "replace").encode()
    try:
        root = _build(YAML(typ="safe").parse(BytesIO(text)))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise _problem(error.problem or "it is no YAML", line) from error
    except YAMLError as error:
        raise _problem(str(error).partition("\n")[0]) from error
    return root if isinstance(root, dict) else None


def _problem(what: str, line: int = 0) -> YamlProblem:
    return YamlProblem(one_line(f"line {line}: {what}" if line else what))


class _Place(State):
    """A collection that is being built, and where its value belongs. Mutable: it grows."""

    collection: Raw | list[object]
    key: str | None = None

    def add(self, value: object) -> None:
        """Take a value, or a key that waits for one."""
        if isinstance(self.collection, list):
            self.collection.append(value)
        elif self.key is None:
            if not isinstance(value, str):
                raise _problem("it has a key that is no text")
            self.key = value
        else:
            self.collection[self.key] = value
            self.key = None


def _build(events: Iterable[Event]) -> object:
    """The first document, without recursion, which would end before `_DEEPEST` does."""
    whole: list[object] = []
    places = [_Place(whole)]
    for event in _nodes(events):
        if isinstance(event, CollectionEndEvent):
            finished = places.pop().collection
            places[-1].add(_binary(finished))
            if len(places) == 1:
                break
        elif isinstance(event, ScalarEvent):
            places[-1].add(_scalar(event))
        elif isinstance(event, MappingStartEvent):
            places.append(_Place(Lined(event.start_mark.line + 1)))
        else:
            places.append(_Place([]))
        if len(places) > _DEEPEST:
            raise _problem("it is nested too deep", event.start_mark.line + 1)
    return whole[0] if whole else None


def _nodes(events: Iterable[Event]) -> Iterator[Event]:
    """The events that make up values. Exports have no aliases, by which a file could swell."""
    for number, event in enumerate(events):
        if number > _MOST_EVENTS:
            raise _problem("it has more values than any document", event.start_mark.line + 1)
        if isinstance(event, AliasEvent):
            raise _problem("there is an alias, as in no export", event.start_mark.line + 1)
        if isinstance(event, (NodeEvent, CollectionEndEvent)):
            yield event


def _binary(collection: Raw | list[object]) -> object:
    """The bytes that some mappings stand for."""
    if isinstance(collection, dict) and collection.keys() == _BINARY:
        data = collection["data"]
        if isinstance(data, list) and all(type(each) is int and each in _BYTES for each in data):
            return bytes(data)
    return collection


def _scalar(event: ScalarEvent) -> object:
    text = str(event.value)
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text
