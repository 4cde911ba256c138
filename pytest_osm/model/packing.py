"""Elements as JSON text, from which they can be restored without running anybody's code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from attrs import fields

from pytest_osm.model.domain_model import EntityOrigin
from pytest_osm.model.element import Element
from pytest_osm.model.expression_paths import ExpressionPath
from pytest_osm.model.parsing import DECLARED
from pytest_osm.model.raw import DataType, EntityPath, EntityStep
from pytest_osm.model.unread import UnknownConstruct, UnreadConstraint, UnreadName, UnreadParts
from pytest_osm.model.widgets import Widget

_Row = list[Any]  # the number of the class, the place of the parent, and the values
_UNDECLARED: tuple[type[Element], ...] = (
    *(Element, Widget, ExpressionPath),
    *(UnknownConstruct, UnreadConstraint, UnreadName, UnreadParts),
)
_CLASSES = tuple(dict.fromkeys((*_UNDECLARED, *DECLARED.values())))
_NUMBERS: Mapping[type[Element], int] = MappingProxyType(
    {kind: number for number, kind in enumerate(_CLASSES)}
)
_NAMES = tuple(
    tuple(each.name for each in fields(kind) if each.name != "children") for kind in _CLASSES
)
_VALUES: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "bytes": lambda text: text.encode("latin-1"),
        "tuple": lambda *items: items,
        **{kind.__name__: kind for kind in (DataType, EntityPath, EntityStep, EntityOrigin)},
    }
)


def packed(root: Element) -> str:
    """An element and all below it as text."""
    rows: list[_Row] = []
    pending = [(root, 0)]
    while pending:
        element, parent = pending.pop()
        number = _NUMBERS[type(element)]
        pending += [(child, len(rows)) for child in reversed(element.children)]
        rows.append([number, parent, *(_tagged(getattr(element, it)) for it in _NAMES[number])])
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)


def unpacked(text: str) -> Element:
    """The element that `packed` made a text of, in this version.

    Any other text gives a ValueError, LookupError, TypeError, AttributeError or RecursionError.
    """
    rows = json.loads(text, object_hook=_untagged)
    found: list[list[Element]] = [[] for _ in rows]  # the children of each, from last to first
    for row, children in zip(reversed(rows[1:]), reversed(found[1:]), strict=True):
        found[row[1]].append(_element(row, children))
    return _element(rows[0], found[0])


def _element(row: _Row, children: list[Element]) -> Element:
    number, _, *values = row
    named = dict(zip(_NAMES[number], values, strict=True))
    return _CLASSES[number](children=tuple(reversed(children)), **named)


def _tagged(value: object) -> object:
    """What JSON knows as it is, and anything else under the name of its type.

    NotImplementedError for a value that could not be restored: kept without it, documents would be
    parsed anew each time, and nobody would know.
    """
    if value is None or isinstance(value, (str, bool)) or type(value) is int:
        return value
    name = type(value).__name__
    if name not in _VALUES:
        message = f"a document with a {name} cannot be kept: add the class to _VALUES"
        raise NotImplementedError(message)
    if isinstance(value, bytes):
        parts: tuple[object, ...] = (value.decode("latin-1"),)
    elif isinstance(value, tuple):
        parts = value
    elif isinstance(value, Enum):
        parts = (value.value,)
    else:
        kind: Any = type(value)
        parts = tuple(getattr(value, each.name) for each in fields(kind))
    return {name: [*map(_tagged, parts)]}


def _untagged(tagged: dict[str, list[object]]) -> object:
    ((name, parts),) = tagged.items()
    return _VALUES[name](*parts)
