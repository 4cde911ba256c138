"""Turning stored documents into elements, without recursion: they may nest at any depth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from msgspec import Struct

from pytest_osm.model import (
    activities,
    call_activities,
    client_actions,
    domain_model,
    flows,
    javascript,
    navigation,
    object_activities,
    pages,
    property_values,
    sources,
    widgets,
)
from pytest_osm.model.element import Element
from pytest_osm.model.expression_paths import ExpressionPath, paths_in
from pytest_osm.model.metamodel import Metamodel, metamodel
from pytest_osm.model.property_values import (
    PropertyObject,
    PropertyValue,
    names_something,
    with_header,
    with_type,
)
from pytest_osm.model.raw import Lined, Raw, lookup, text
from pytest_osm.model.stored_fields import Declaration, KeyTree, declaration
from pytest_osm.model.unread import UnknownConstruct, UnreadConstraint, UnreadName, UnreadParts
from pytest_osm.model.widgets import Widget, is_widget

_MODULES = (
    *(activities, call_activities, client_actions, domain_model, flows, javascript, navigation),
    *(object_activities, pages, property_values, sources, widgets),
)
DECLARED: Mapping[str, type[Element]] = MappingProxyType(
    {
        storage_type: kind
        for module in _MODULES
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Element)
        for storage_type in kind.storage_types
    }
)

# In documents that no offline page or nanoflow is part of, nothing below these is of interest.
_DROPPED = frozenset({"DomainModels$AccessRule", "DomainModels$ValidationRule", "Texts$Text"})
# What a device runs. Here nothing is passed over: what no class declares must be known.
_ON_DEVICE = frozenset(
    {
        "Forms$Layout",
        "Forms$Page",
        "Forms$Snippet",
        "Menus$MenuDocument",
        "Microflows$Nanoflow",
        "Navigation$NavigationDocument",
    }
)
_NESTED = frozenset({dict, list, Lined})
_TEXT_TYPES = frozenset({str, list})
_EMPTY: tuple[list[object], ...] = ([2], [3])
_NOTHING: KeyTree = MappingProxyType({})
_NO_KEYS: frozenset[str] = frozenset()
_IN_BRACKETS = re.compile(
    r"\s*\[(?!%)[^\"\[\]{}]*\b[A-Za-z_]\w*\.[A-Za-z_]\w*.*\]\s*\Z", re.DOTALL
)
_QUALIFIED_NAME = re.compile(r"[A-Za-z_]\w*\.[A-Za-z_]\w*")


class _Found(Struct, eq=False):
    """An element on its way to be built. Mutable: its children become known after it."""

    kind: type[Element]
    raw: Raw
    parent: int
    children: list[Element] = []


# A part of a document on its way to be looked at, the element around it, the keys of it that are
# read, whether that element has consumed it, so that it holds no further ones, and its own key.
_Part: TypeAlias = "tuple[Any, int, KeyTree, bool, str]"


def structure(raw: Raw, language: str = "") -> Element:
    """Build the element of a whole stored document, with texts in a language if they have it."""
    found = _find(raw, language)
    for each in reversed(found):
        if each.kind is UnreadParts and not each.children:
            continue
        element = _build(each, language)
        if each.parent < 0:
            return element
        found[each.parent].children.append(element)
    raise AssertionError  # pragma: no cover - the document itself is always found first


def _find(document: Raw, language: str) -> list[_Found]:
    """All declared elements in the order of the document, parents before their children."""
    found: list[_Found] = []
    known = metamodel() if _type_of(document) in _ON_DEVICE else None
    dropped = known.left_alone if known else _DROPPED
    pending: list[_Part] = [(document, -1, _NOTHING, False, "")]
    while pending:
        value, parent, keys, is_consumed, own_key = pending.pop()
        if isinstance(value, list):
            nested = [item for item in reversed(value) if type(item) in _NESTED]
            pending += [(item, parent, keys, is_consumed, own_key) for item in nested]
            continue
        storage_type = _type_of(value)
        if storage_type in dropped and parent >= 0:
            continue
        kind = _kind_of(value, storage_type, own_key, known)
        if parent < 0:
            kind = kind or Element
        if is_consumed and kind is not UnknownConstruct:
            kind = None
        consumed = _NO_KEYS
        if kind:
            around = found[parent].raw if parent >= 0 else {}
            value = _prepared(kind, value, around, own_key, language=language, keys=keys)
            found.append(_Found(kind, value, parent))
            if kind.hides(value):
                continue
            parent = len(found) - 1
            declared = declaration(kind)
            consumed, keys = declared.consumed, declared.keys
            if known and declared.alternatives:
                found += _other_alternatives(value, declared, parent)
        if known:
            place = parent, keys, consumed, is_consumed
            pending += reversed(_look_into(value, storage_type, place, known, found))
        else:
            pending += [
                (item, parent, _NOTHING, False, key)
                for key, item in reversed(value.items())
                if type(item) in _NESTED and item not in _EMPTY and key not in consumed
            ]
    return found


def _prepared(  # noqa: PLR0913 - all that some class wants to know
    kind: type[Element], raw: Raw, around: Raw, key: str, *, language: str, keys: KeyTree
) -> Raw:
    """What an element is built of: the stored part, with what only its surroundings tell."""
    if kind is PropertyValue:
        return with_type(raw, around)
    if kind is PropertyObject:
        return with_header(raw, around, language)
    if kind is UnknownConstruct:
        return {**raw, "$Key": key, "$IsReadThrough": bool(keys)}
    return raw


def _look_into(
    value: Raw,
    storage_type: str,
    place: tuple[int, KeyTree, frozenset[str], bool],
    known: Metamodel,
    found: list[_Found],
) -> list[_Part]:
    """The parts of a part, while what nobody reads of it is found."""
    parent, keys, consumed, is_consumed = place
    left_alone = known.keys_left_alone.get(storage_type, known.free_texts)
    part_keys = known.part_keys.get(storage_type)
    parts: list[_Part] = []
    contents: dict[str, Any] = value
    for key, item in contents.items():
        kind = type(item)  # all values of all parts come through here
        if kind is str:
            if ("." in item or "[" in item) and key not in left_alone:
                found += _unread(value, key, parent, keys)
        elif kind in _NESTED and item not in _EMPTY and key not in left_alone:
            below = keys.get(key, _NOTHING) if keys else keys
            # What a field reads as a whole has keys below it; a plain value has none.
            is_whole = is_consumed or (key in consumed and bool(below))
            if part_keys is None or key in part_keys:
                parts.append((item, parent, below, is_whole, key))
            else:
                raw: Raw = {"$Type": storage_type, "key": key}
                found.append(_Found(UnreadParts, raw, parent))
                parts.append((item, len(found) - 1, _NOTHING, False, key))
            if kind is list and not _TEXT_TYPES.isdisjoint(map(type, item)):
                found += _unread(value, key, parent, keys)
    return parts


def _unread(raw: Raw, key: str, parent: int, keys: KeyTree) -> Iterator[_Found]:
    """What stands under a key beside what is read of it, which is never a list of names."""
    is_plain = key in keys and not keys[key]
    pending = [raw[key]]
    while pending:
        value = pending.pop()
        if isinstance(value, str):
            is_read = is_plain and value is raw[key]
            yield from _unread_text(_type_of(raw), parent, key, value, is_read=is_read)
        elif isinstance(value, list):
            pending += reversed(value)


def _other_alternatives(raw: Raw, declared: Declaration, parent: int) -> Iterator[_Found]:
    """What stands under other keys of a field than the one that it was read from."""
    for paths in declared.alternatives:
        values = [(path, lookup(raw, path)) for path in paths]
        texts = [(path, value) for path, value in values if isinstance(value, str) and value]
        for path, value in texts[1:]:
            key = path.rpartition(".")[2]
            yield from _unread_text(_type_of(raw), parent, key, value, is_read=False)


def _unread_text(
    storage_type: str, parent: int, key: str, value: str, *, is_read: bool
) -> Iterator[_Found]:
    """The name, the constraint or the paths of an expression that a text is."""
    raw: Raw = {"$Type": storage_type, "key": key, "value": value}
    if _is_constraint(key, value):
        if not is_read:
            yield _Found(UnreadConstraint, raw, parent)
    elif not is_read and _QUALIFIED_NAME.fullmatch(value):
        yield _Found(UnreadName, raw, parent)
    elif "/" in value and "$" in value:
        for variable, path in paths_in(value):
            yield _Found(ExpressionPath, {"variable": variable, "path": path}, parent)


def _is_constraint(key: str, value: str) -> bool:
    """Whether a text is an XPath constraint: by its key, or by names in brackets."""
    if key.lower().endswith("constraint"):
        return bool(value.strip())
    return _IN_BRACKETS.match(value) is not None


def _type_of(raw: Raw) -> str:
    storage_type = raw.get("$Type")
    return str(storage_type) if isinstance(storage_type, str) else ""


def _kind_of(
    raw: Raw, storage_type: str, key: str, known: Metamodel | None
) -> type[Element] | None:
    """The class for a stored element; None for what is walked through and dropped."""
    declared = DECLARED.get(storage_type)
    if declared is PropertyValue:
        return declared if names_something(raw) else None
    if declared is PropertyObject:
        return declared if key == "Objects" else None
    if declared or known is None:
        return declared
    if storage_type not in known.walked:
        return UnknownConstruct
    return Widget if is_widget(storage_type, raw) else None


def _build(found: _Found, language: str) -> Element:
    raw = found.raw
    identity = raw.get("$ID")
    declared = declaration(found.kind)
    values = {name: read(raw) for name, read in declared.reads}
    values |= {name: text(lookup(raw, path), language) for name, path in declared.texts}
    return found.kind(
        storage_type=_type_of(raw),
        id=bytes(identity) if isinstance(identity, bytes) else b"",
        children=tuple(reversed(found.children)),
        line=raw.line if isinstance(raw, Lined) else 0,
        **values,
    )
