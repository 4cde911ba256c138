"""Turning stored documents into elements, without recursion: they may nest at any depth."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

from attrs import define, field, frozen

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
    sources,
    widgets,
)
from pytest_osm.model.element import Element, declaration, stored
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.navigation import UnknownProfile
from pytest_osm.model.raw import Lined, Raw, lookup, text
from pytest_osm.model.widgets import Widget, is_widget


@frozen(kw_only=True, eq=False)
class UnknownConstruct(Element):
    """An action or data source that is unknown here. What it names is followed with doubt."""

    page: str = stored("Page", "Form", refers_to=DocumentKind.PAGE)
    nanoflow: str = stored("Nanoflow", refers_to=DocumentKind.NANOFLOW)
    snippet: str = stored("Snippet", refers_to=DocumentKind.SNIPPET)


_MODULES = (
    *(activities, call_activities, client_actions, domain_model, flows, javascript, navigation),
    *(object_activities, pages, sources, widgets),
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

# Nothing below these is of interest; the type description of a pluggable widget holds its
# designer's defaults, whose names are no references.
_DROPPED = frozenset(
    {
        "CustomWidgets$WidgetObjectType",
        "DomainModels$AccessRule",
        "DomainModels$ValidationRule",
        "Forms$Appearance",
        "Forms$NoAction",
        "Texts$Text",
    }
)
_Nested: TypeAlias = "Raw | list[object]"
_NESTED = (dict, list)
_EMPTY: tuple[list[object], ...] = ([2], [3])
_CLIENT_NAMESPACES = ("Forms$", "Microflows$", "CustomWidgets$", "NativePages$", "Nanoflows$")


@define
class _Found:
    """An element on its way to be built. Mutable: its children become known after it."""

    kind: type[Element]
    raw: Raw
    parent: int
    children: list[Element] = field(factory=list)


def structure(raw: Raw, language: str = "") -> Element:
    """Build the element of a whole stored document, with texts in a language if they have it."""
    found = _find(raw)
    for each in reversed(found):
        element = _build(each, language)
        if each.parent < 0:
            return element
        found[each.parent].children.append(element)
    raise AssertionError  # pragma: no cover - the document itself is always found first


def _find(document: Raw) -> list[_Found]:
    """All declared elements in the order of the document, parents before their children."""
    found: list[_Found] = []
    pending: list[tuple[_Nested, int]] = [(document, -1)]
    while pending:
        value, parent = pending.pop()
        if isinstance(value, list):
            pending += [(item, parent) for item in value[::-1] if isinstance(item, _NESTED)]
            continue
        storage_type = _type_of(value)
        if storage_type in _DROPPED and parent >= 0:
            continue
        kind = _kind_of(value, storage_type) if parent >= 0 else _document_kind(storage_type)
        consumed: frozenset[str] = frozenset()
        if kind is not None:
            found.append(_Found(kind, value, parent))
            if kind.hides(value):
                continue
            parent = len(found) - 1
            consumed = declaration(kind).consumed
        nested = [
            (item, parent)
            for key, item in value.items()
            if isinstance(item, _NESTED) and item not in _EMPTY and key not in consumed
        ]
        nested.reverse()
        pending += nested
    return found


def _type_of(raw: Raw) -> str:
    storage_type = raw.get("$Type")
    return str(storage_type) if isinstance(storage_type, str) else ""


def _document_kind(storage_type: str) -> type[Element]:
    return DECLARED.get(storage_type, Element)


def _kind_of(raw: Raw, storage_type: str) -> type[Element] | None:
    """The class for a stored element; None for what is walked through and dropped."""
    kind = _kind_named(storage_type)
    is_declared = kind is not None and kind is not UnknownConstruct
    return Widget if not is_declared and is_widget(storage_type, raw) else kind


@lru_cache(maxsize=1024)
def _kind_named(storage_type: str) -> type[Element] | None:
    if declared := DECLARED.get(storage_type):
        return declared
    if storage_type.startswith("Navigation$") and storage_type.endswith("NavigationProfile"):
        return UnknownProfile
    if storage_type.startswith(_CLIENT_NAMESPACES) and storage_type.endswith(("Action", "Source")):
        return UnknownConstruct
    return None


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
