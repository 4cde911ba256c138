"""Stored documents as Studio Pro writes them: ids, types, sorted keys and list markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Protocol, TypeAlias
from uuid import UUID, uuid5

from attrs import define, field, frozen

from pytest_osm.model.version import MendixVersion

Stored: TypeAlias = dict[str, object]
_NAMESPACE = UUID("6f7eb1d4-3c55-4a3e-9f0e-2d6b8a0c51aa")


@define
class Context:
    """What parts of a description need to know of the app around them.

    It counts ids, so that the same description always gives the same file.
    """

    version: MendixVersion
    app: str
    module: str = ""
    entity_ids: Mapping[str, bytes] = field(factory=dict)
    _numbers: Iterator[int] = field(factory=count, init=False)

    def id(self) -> bytes:
        """A fresh `$ID`, 16 bytes."""
        return uuid5(_NAMESPACE, f"{self.app}/{self.module}/{next(self._numbers)}").bytes_le

    def element(self, storage_type: str, /, **values: object) -> Stored:
        """A stored element: `$ID` and `$Type`, then the other keys in their order."""
        ordered = sorted(values.items(), key=lambda item: item[0].lower())
        return {"$ID": self.id(), "$Type": storage_type, **dict(ordered)}

    def is_before(self, version: str) -> bool:
        """Whether the app is of an older version."""
        return self.version < MendixVersion.parse(version)


class Part(Protocol):
    """Anything in a description that has a stored form."""

    def stored(self, context: Context) -> Stored:
        """The stored element."""


@frozen
class Steps:
    """A path over associations, written "Sales.Order_Customer/Sales.Customer"."""

    text: str

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        names = self.text.split("/")
        steps = [
            context.element(
                "DomainModels$EntityRefStep", Association=association, DestinationEntity=entity
            )
            for association, entity in zip(names[::2], names[1::2], strict=True)
        ]
        return context.element("DomainModels$IndirectEntityRef", Steps=[2, *steps])


def entity_ref(context: Context, entity: str, over: str = "") -> Stored | None:
    """A reference to an entity: over associations if a path is given, else direct."""
    if over:
        return Steps(over).stored(context)
    if not entity:
        return None
    return context.element("DomainModels$DirectEntityRef", Entity=entity)


def attribute_ref(context: Context, attribute: str, over: str = "") -> Stored:
    """A binding to an attribute, perhaps over associations."""
    path = Steps(over).stored(context) if over else None
    return context.element("DomainModels$AttributeRef", Attribute=attribute, EntityRef=path)


def text(context: Context, words: str) -> Stored:
    """A translatable text: "Orders", or in several languages "nl_NL:Bestellingen|en_US:Orders"."""
    languages = [each.partition(":") for each in words.split("|")] if "|" in words else []
    translations = [
        context.element("Texts$Translation", LanguageCode=code, Text=translated)
        for code, _, translated in languages or [("en_US", "", words)]
    ]
    return context.element("Texts$Text", Items=[3, *translations])


def data_type(context: Context, entity: str, *, is_list: bool = False) -> Stored:
    """The type of a parameter or return value: an entity, a list of it, "Boolean", or nothing."""
    if "." not in entity:
        return context.element(f"DataTypes${entity or 'Void'}Type")
    kind = "DataTypes$ListType" if is_list else "DataTypes$ObjectType"
    return context.element(kind, Entity=entity)


def listed(context: Context, parts: Iterable[Part], marker: int = 3) -> list[object]:
    """A stored list of parts, with its marker."""
    return [marker, *(part.stored(context) for part in parts)]
