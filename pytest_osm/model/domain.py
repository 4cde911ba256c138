"""Entities and associations of an app, resolved across modules and generalizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cached_property

from msgspec.structs import replace

from pytest_osm.model.domain_model import (
    DomainModel,
    EntityOrigin,
    StoredAssociation,
    StoredAttribute,
    StoredEntity,
)
from pytest_osm.model.system import SYSTEM_ASSOCIATIONS, SYSTEM_ENTITIES
from pytest_osm.model.words import module_of
from pytest_osm.records import Record


class Persistability(Enum):
    """Whether objects of an entity are kept in a database."""

    PERSISTABLE = "persistable"
    TRANSIENT = "not persistable"
    UNKNOWN = "unknown"


class Attribute(Record, frozen=True):
    """An attribute with its bare name."""

    name: str
    type: str
    is_calculated: bool = False

    @property
    def is_auto_number(self) -> bool:
        """Whether the server numbers it."""
        return self.type == "AutoNumber"

    @property
    def is_computed_by_server(self) -> bool:
        """Whether only the server can give it a value."""
        return self.is_auto_number or self.is_calculated


class Entity(Record, frozen=True):
    """An entity under its qualified name. `id` is its stored `$ID`, empty for System entities."""

    name: str
    module: str
    generalization: str = ""
    declares_persistable: bool = True
    origin: EntityOrigin = EntityOrigin.DATABASE
    attributes: tuple[Attribute, ...] = ()
    documentation: str = ""
    id: bytes = b""
    line: int = 0


class Association(Record, frozen=True):
    """An association. The parent owns it: there the arrow starts and the reference is kept."""

    name: str
    module: str
    parent: str
    child: str
    owned_by_both: bool = False
    is_reference_set: bool = False
    id: bytes = b""
    line: int = 0

    @property
    def has_ends(self) -> bool:
        """Whether both entities are known."""
        return bool(self.parent and self.child)

    @property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """The two entities, seen from either."""
        return (self.parent, self.child), (self.child, self.parent)

    @property
    def ownerships(self) -> tuple[tuple[str, str], ...]:
        """Pairs of an owning entity and the entity it refers to."""
        return self.ends if self.owned_by_both else self.ends[:1]


class Domain(Record, frozen=True, dict=True):
    """All entities and associations by qualified name, those of the System module included.

    `missing_modules` are modules whose domain model could not be read: nothing is known there.
    `modules` are those that are here, if there may be others.
    """

    entities: Mapping[str, Entity]
    associations: Mapping[str, Association]
    missing_modules: frozenset[str] = frozenset()
    modules: frozenset[str] | None = None

    @classmethod
    def of(
        cls,
        models: Iterable[tuple[str, DomainModel]],
        missing_modules: frozenset[str],
        modules: frozenset[str] | None = None,
    ) -> Domain:
        """Resolve the domain models of all modules, given with the module's name."""
        entities, associations = dict(SYSTEM), dict(SYSTEM_LINKS)
        for module, model in models:
            names: dict[bytes, str] = {}
            for stored_entity in model.all(StoredEntity):
                entity = _entity(module, stored_entity)
                entities[entity.name] = entity
                if stored_entity.id:
                    names[stored_entity.id] = entity.name
            for stored_association in model.all(StoredAssociation):
                association = _association(module, stored_association, names)
                associations[association.name] = association
        return cls(entities, associations, missing_modules=missing_modules, modules=modules)

    @property
    def associations_by_name(self) -> tuple[Association, ...]:
        """The associations in the order of their names."""
        return tuple(each for _, each in sorted(self.associations.items()))

    def knows_module(self, name: str) -> bool:
        """Whether the domain model of an element's module is complete here.

        The System module is not stored in an app, and only in part built in.
        """
        module = module_of(name)
        is_here = self.modules is None or module in self.modules
        return is_here and module != "System" and module not in self.missing_modules

    def generalizations(self, name: str) -> Iterator[Entity]:
        """The entity itself, then its generalizations upwards; ends where one is unknown."""
        seen: set[str] = set()
        while name not in seen and (entity := self.entities.get(name)):
            seen.add(name)
            yield entity
            name = entity.generalization

    def is_a(self, name: str, general: str) -> bool:
        """Whether an entity is another one or a specialization of it, however far down."""
        return any(entity.name == general for entity in self.generalizations(name))

    def specializations(self, name: str) -> tuple[str, ...]:
        """The names of all direct and indirect specializations, sorted."""
        found: set[str] = set()
        pending = [name]
        while pending:
            fresh = self._children.get(pending.pop(), set()) - found
            found |= fresh
            pending += fresh
        return tuple(sorted(found - {name}))

    def persistability(self, name: str) -> Persistability:
        """Whether objects of an entity are kept in a database."""
        return self._inherited.get(name, _UNKNOWN).persistability

    def is_synchronizable(self, name: str) -> bool:
        """Whether a synchronization mode is known to mean anything for an entity.

        It does for persistable ones; what it does to views and external ones is unknown.
        """
        inherited = self._inherited.get(name, _UNKNOWN)
        is_persistable = inherited.persistability is Persistability.PERSISTABLE
        return is_persistable and inherited.is_of_database

    def other_end(self, association: Association, start: str) -> str:
        """The entity at the other end, seen from an entity at one end; "" if it is at neither."""
        if self.is_a(start, association.parent):
            return association.child
        return association.parent if self.is_a(start, association.child) else ""

    @cached_property
    def _inherited(self) -> Mapping[str, _Inherited]:
        """Whether an entity is persistable, and whether all of its lineage is of the database."""
        known: dict[str, _Inherited] = {}
        for start in self.entities:
            lineage: list[Entity] = []
            for entity in self.generalizations(start):
                if entity.name in known:
                    break
                lineage.append(entity)
            if not lineage:
                continue
            root = lineage[-1]
            inherited = known.get(root.generalization, _Inherited(_declared(root)))
            for entity in reversed(lineage):
                is_of_database = (
                    inherited.is_of_database and entity.origin is EntityOrigin.DATABASE
                )
                inherited = replace(inherited, is_of_database=is_of_database)
                known[entity.name] = inherited
        return known

    @cached_property
    def _children(self) -> Mapping[str, set[str]]:
        children: dict[str, set[str]] = defaultdict(set)
        for entity in self.entities.values():
            if entity.generalization:
                children[entity.generalization].add(entity.name)
        return children


class _Inherited(Record, frozen=True):
    """What an entity has from its generalizations, and whether all of them are of the database."""

    persistability: Persistability
    is_of_database: bool = True


_UNKNOWN = _Inherited(Persistability.UNKNOWN, is_of_database=False)


def _declared(root: Entity) -> Persistability:
    """What the topmost generalization says, which is unknown if there is another above it."""
    if root.generalization:
        return Persistability.UNKNOWN
    return Persistability.PERSISTABLE if root.declares_persistable else Persistability.TRANSIENT


SYSTEM: Mapping[str, Entity] = {
    name: Entity(name, "System", generalization, declares_persistable=persistable)
    for name, generalization, persistable in SYSTEM_ENTITIES
}


SYSTEM_LINKS: Mapping[str, Association] = {
    name: Association(name, "System", parent, child, is_reference_set=is_set)
    for name, parent, child, is_set in SYSTEM_ASSOCIATIONS
}


def _entity(module: str, entity: StoredEntity) -> Entity:
    return Entity(
        name=f"{module}.{entity.name}",
        module=module,
        generalization=entity.generalization,
        declares_persistable=entity.is_persistable,
        origin=entity.origin,
        attributes=tuple(_attribute(each) for each in entity.all(StoredAttribute)),
        documentation=entity.documentation,
        id=entity.id,
        line=entity.line,
    )


def _attribute(attribute: StoredAttribute) -> Attribute:
    kind = attribute.value_type.removeprefix("DomainModels$").removesuffix("AttributeType")
    return Attribute(attribute.name, kind, attribute.value_source.endswith("$CalculatedValue"))


def _association(
    module: str, association: StoredAssociation, names: Mapping[bytes, str]
) -> Association:
    return Association(
        name=f"{module}.{association.name}",
        module=module,
        parent=names.get(association.parent, ""),
        child=association.child_name or names.get(association.child, ""),
        owned_by_both=association.owner == "Both",
        is_reference_set=association.cardinality == "ReferenceSet",
        id=association.id,
        line=association.line,
    )
