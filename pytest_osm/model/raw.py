"""Reading values out of stored documents, which are untrusted nested dictionaries.

Every read is total: whatever a damaged or hostile document holds in a place, the answer has the
type that the caller expects, and not one derived from it, as BSON has some for code and GUIDs.
Lists start with a marker (an integer) that means nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from pytest_osm.records import Record

Raw: TypeAlias = dict[str, object]
Read: TypeAlias = Callable[[Raw], object]

_Plain = TypeVar("_Plain", str, bool, bytes)


class Lined(dict[str, object]):
    """A stored document that knows its line in a text file, counted from 1."""

    __slots__ = ("line",)

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class EntityStep(Record, frozen=True, eq=True):
    """One step of a path over associations, and the entity it arrives at."""

    association: str
    entity: str


class EntityPath(Record, frozen=True, eq=True):
    """An entity reference: direct, or over the associations of its steps.

    Source: DomainModels$DirectEntityRef and DomainModels$IndirectEntityRef.
    """

    entity: str
    steps: tuple[EntityStep, ...] = ()


class DataType(Record, frozen=True, eq=True):
    """The type of a parameter, variable or return value; `entity` is "" for anything else."""

    entity: str = ""
    is_list: bool = False


def items(value: object) -> Iterator[Raw]:
    """The documents in a stored list, without its marker."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield item


def lookup(raw: Raw, path: str) -> object:
    """The value under a dotted path of keys, or None."""
    value: object = raw
    for key in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def plain(paths: tuple[str, ...], default: _Plain) -> Read:
    """Read the first of some paths that holds a value of the default's type, not an empty one."""
    expected = type(default)
    if len(paths) == 1 and "." not in paths[0]:
        key = paths[0]

        def read_key(raw: Raw) -> object:
            value = raw.get(key)
            return expected(value) if isinstance(value, expected) else default

        return read_key

    ways = [path.split(".") for path in paths]

    def read(raw: Raw) -> object:
        empty = None
        for way in ways:
            value: object = raw
            for key in way:
                value = value.get(key) if isinstance(value, dict) else None
            if isinstance(value, expected):
                if value:
                    return expected(value)
                empty = expected(value) if empty is None else empty
        return default if empty is None else empty

    return read


def text(raw: object, language: str = "") -> str:
    """The translation of a Texts$Text for a language code, or else the first non-empty one."""
    translations = [*items(raw.get("Items"))] if isinstance(raw, dict) else []
    translations.sort(key=lambda translation: translation.get("LanguageCode") != language)
    texts = (translation.get("Text") for translation in translations)
    return next((str(found) for found in texts if isinstance(found, str) and found), "")


def strings(raw: object) -> tuple[str, ...]:
    """A stored list of names, without its marker."""
    if not isinstance(raw, list):
        return ()
    return tuple(str(item) for item in raw if isinstance(item, str))


ENTITY_PATH_KEYS = ("Entity", "Steps.Association", "Steps.DestinationEntity")


def entity_path(raw: object) -> EntityPath | None:
    """An entity reference; None where nothing is configured."""
    if not isinstance(raw, dict):
        return None
    if isinstance(direct := raw.get("Entity"), str) and direct:
        return EntityPath(str(direct))
    read_association, read_entity = plain(("Association",), ""), plain(("DestinationEntity",), "")
    steps = tuple(
        EntityStep(str(read_association(step)), str(read_entity(step)))
        for step in items(raw.get("Steps"))
    )
    return EntityPath(steps[-1].entity, steps) if steps else None


def data_type(raw: object) -> DataType:
    """A DataTypes$… value; lists of entities are the only lists there are."""
    if not isinstance(raw, dict) or not isinstance(entity := raw.get("Entity"), str):
        return DataType()
    return DataType(str(entity), is_list=raw.get("$Type") == "DataTypes$ListType")
