"""Domain models as they are stored."""

from __future__ import annotations

from enum import Enum

from pytest_osm.model.element import Element
from pytest_osm.model.raw import Raw, lookup
from pytest_osm.model.stored_fields import computed, stored


class EntityOrigin(Enum):
    """Where the objects of an entity come from."""

    DATABASE = "database"
    VIEW = "view"
    EXTERNAL = "external"


def _origin(raw: Raw) -> EntityOrigin:
    kind = lookup(raw, "Source.$Type")
    if not isinstance(kind, str):
        return EntityOrigin.DATABASE
    return EntityOrigin.VIEW if "OqlView" in kind else EntityOrigin.EXTERNAL


class StoredAttribute(Element, frozen=True):
    """An attribute as stored."""

    storage_types = ("DomainModels$Attribute",)

    name: str = stored("Name")
    value_type: str = stored("NewType.$Type", "Type.$Type")
    value_source: str = stored("Value.$Type")


class StoredEntity(Element, frozen=True):
    """An entity as stored; its name has no module."""

    storage_types = ("DomainModels$EntityImpl",)

    name: str = stored("Name")
    generalization: str = stored("MaybeGeneralization.Generalization")
    is_persistable: bool = stored("MaybeGeneralization.Persistable", default=True)
    documentation: str = stored("Documentation")
    origin: EntityOrigin = computed(_origin, "Source")


class StoredAssociation(Element, frozen=True):
    """An association as stored: ends in the same module are ids, one in another is a name."""

    storage_types = ("DomainModels$Association", "DomainModels$CrossAssociation")

    name: str = stored("Name")
    parent: bytes = stored("ParentPointer", default=b"")
    child: bytes = stored("ChildPointer", default=b"")
    child_name: str = stored("Child")
    owner: str = stored("Owner")
    cardinality: str = stored("Type")


class DomainModel(Element, frozen=True):
    """The domain model of one module."""

    storage_types = ("DomainModels$DomainModel",)
