"""Elements as bytes, from which they can be restored without running anybody's code."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any, cast

from msgspec.msgpack import Decoder, Ext, encode
from msgspec.structs import astuple

from pytest_osm.model.domain_model import EntityOrigin
from pytest_osm.model.element import Element
from pytest_osm.model.expression_paths import ExpressionPath
from pytest_osm.model.parsing import DECLARED
from pytest_osm.model.raw import DataType, EntityPath, EntityStep
from pytest_osm.model.unread import UnknownConstruct, UnreadConstraint, UnreadName, UnreadParts
from pytest_osm.model.widgets import Widget
from pytest_osm.records import Record

_UNDECLARED: tuple[type[Element], ...] = (
    *(Element, Widget, ExpressionPath),
    *(UnknownConstruct, UnreadConstraint, UnreadName, UnreadParts),
)
_CLASSES: tuple[Any, ...] = tuple(dict.fromkeys((*_UNDECLARED, *DECLARED.values())))
_NUMBERS = {kind: number for number, kind in enumerate(_CLASSES)}
_PLAIN = frozenset({bool, bytes, int, str, type(None)})
_NOT_PLAIN = (tuple, DataType, EntityOrigin, EntityPath, EntityStep)


def packed(root: Element) -> bytes:
    """An element and all below it, as rows: what is around something comes after it.

    A row has the number of a class, the number of children, and the values of the fields.
    """
    rows: list[tuple[object, ...]] = []
    pending = [root]
    while pending:
        element = pending.pop()
        pending += element.children
        storage_type, identity, children, *others = astuple(element)
        values: Iterable[object] = (storage_type, identity, *others)
        if not _PLAIN.issuperset(map(type, values)):
            values = map(_tagged, values)
        rows.append((_NUMBERS[type(element)], len(children), *values))
    return encode(rows[::-1])


def unpacked(pack: bytes) -> Element:
    """The element that `packed` made a pack of, in this version.

    Any other bytes give a MsgspecError, ValueError, LookupError, TypeError, AttributeError or
    RecursionError.
    """
    made: list[Element] = []
    for number, count, storage_type, identity, *others in _DECODER.decode(pack):
        children: tuple[Element, ...] = ()
        if count:
            children = tuple(made[-count:])
            del made[-count:]
        made.append(_CLASSES[number](storage_type, identity, children, *others))
    (root,) = made
    return root


def _tagged(value: object) -> object:
    """What is plain as it is, and anything else with the number of its type.

    NotImplementedError for a value that could not be restored: kept without it, documents would be
    parsed anew each time, and nobody would know.
    """
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind not in _NOT_PLAIN:
        message = f"a document with a {kind.__name__} cannot be kept: add the class to _NOT_PLAIN"
        raise NotImplementedError(message)
    if isinstance(value, tuple):
        parts: tuple[object, ...] = value
    elif isinstance(value, Enum):
        parts = (value.value,)
    else:
        parts = astuple(cast("Record", value))
    return Ext(_NOT_PLAIN.index(kind), encode([*map(_tagged, parts)]))


def _untagged(number: int, pack: memoryview) -> object:
    parts = _DECODER.decode(pack)
    kind: Any = _NOT_PLAIN[number]
    return tuple(parts) if kind is tuple else kind(*parts)


_DECODER = Decoder(ext_hook=_untagged)
