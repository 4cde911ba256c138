"""Entities and associations of a described app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import field, frozen

from pytest_osm.testing.stored import Context, Stored

_SOURCES = {
    "view": "DomainModels$OqlViewEntitySource",
    "external": "Rest$ODataRemoteEntitySource",
}


@frozen
class Entity:
    """An entity. Attributes map a name to a type.

    The type "Calculated" is for those that a microflow computes.
    """

    name: str
    generalization: str = ""
    persistable: bool = True
    attributes: Mapping[str, str] = field(factory=dict, kw_only=True)
    source: Literal["", "view", "external"] = field(default="", kw_only=True)
    documentation: str = field(default="", kw_only=True)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        entity = context.element(
            "DomainModels$EntityImpl",
            Name=self.name,
            Documentation=self.documentation,
            MaybeGeneralization=self._generalization(context),
            Attributes=[3, *(_attribute(context, *each) for each in self.attributes.items())],
            Source=context.element(_SOURCES[self.source]) if self.source else None,
            AccessRules=[3],
        )
        return {**entity, "$ID": context.entity_ids[f"{context.module}.{self.name}"]}

    def _generalization(self, context: Context) -> Stored:
        if self.generalization:
            return context.element(
                "DomainModels$Generalization", Generalization=self.generalization
            )
        return context.element("DomainModels$NoGeneralization", Persistable=self.persistable)


@frozen
class Association:
    """An association from its owner to another entity; bare names are of the same module."""

    name: str
    parent: str
    child: str
    both: bool = field(default=False, kw_only=True)
    many: bool = field(default=False, kw_only=True)

    @property
    def crosses_modules(self) -> bool:
        """Whether the other entity lies in another module."""
        return "." in self.child

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        ids, module = context.entity_ids, context.module
        kind, child = (
            ("CrossAssociation", {"Child": self.child})
            if self.crosses_modules
            else ("Association", {"ChildPointer": ids[f"{module}.{self.child}"]})
        )
        return context.element(
            f"DomainModels${kind}",
            Name=self.name,
            ParentPointer=ids[f"{module}.{self.parent}"],
            Owner="Both" if self.both else "Default",
            Type="ReferenceSet" if self.many else "Reference",
            **child,
        )


def domain_model(
    context: Context, entities: Iterable[Entity], associations: Iterable[Association]
) -> Stored:
    """The domain model of a module."""
    associations = tuple(associations)
    near = [each.stored(context) for each in associations if not each.crosses_modules]
    far = [each.stored(context) for each in associations if each.crosses_modules]
    return context.element(
        "DomainModels$DomainModel",
        Entities=[3, *(entity.stored(context) for entity in entities)],
        Associations=[3, *near],
        CrossAssociations=[3, *far],
    )


def _attribute(context: Context, name: str, kind: str) -> Stored:
    is_calculated = kind == "Calculated"
    stored_type = "String" if is_calculated else kind
    value = "CalculatedValue" if is_calculated else "StoredValue"
    return context.element(
        "DomainModels$Attribute",
        Name=name,
        NewType=context.element(f"DomainModels${stored_type}AttributeType"),
        Value=context.element(f"DomainModels${value}"),
    )
