"""Activities that retrieve and write objects."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from pytest_osm.testing.activities import ActionActivity
from pytest_osm.testing.stored import Context, Stored


@frozen
class Retrieve(ActionActivity):
    """Retrieve a list from the database, or the first object only."""

    entity: str
    into: str = "Retrieved"
    xpath: str = ""
    first: bool = False

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        selection = context.element("Microflows$ConstantRange", SingleObject=self.first)
        source = context.element(
            "Microflows$DatabaseRetrieveSource",
            Entity=self.entity,
            XpathConstraint=self.xpath,
            Range=selection,
        )
        return context.element(
            "Microflows$RetrieveAction", ResultVariableName=self.into, RetrieveSource=source
        )


@frozen
class RetrieveOver(ActionActivity):
    """Retrieve over an association."""

    association: str
    start: str
    into: str = "Associated"

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        source = context.element(
            "Microflows$AssociationRetrieveSource",
            AssociationId=self.association,
            StartVariableName=self.start,
        )
        return context.element(
            "Microflows$RetrieveAction", ResultVariableName=self.into, RetrieveSource=source
        )


@frozen
class CreateObject(ActionActivity):
    """Create an object and set members: attributes by two dots, associations by one."""

    entity: str
    into: str = "New"
    members: Mapping[str, str] = field(factory=dict)
    commit: bool = False

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element(
            "Microflows$CreateChangeAction",
            Entity=self.entity,
            VariableName=self.into,
            Commit="Yes" if self.commit else "No",
            Items=_members(context, self.members),
        )


@frozen
class Change(ActionActivity):
    """Change members of an object."""

    variable: str
    members: Mapping[str, str] = field(factory=dict)
    commit: bool = False

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element(
            "Microflows$ChangeAction",
            ChangeVariableName=self.variable,
            Commit="Yes" if self.commit else "No",
            Items=_members(context, self.members),
        )


@frozen
class Commit(ActionActivity):
    """Commit an object or list."""

    variable: str

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element("Microflows$CommitAction", CommitVariableName=self.variable)


@frozen
class DeleteObject(ActionActivity):
    """Delete an object or list."""

    variable: str

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element("Microflows$DeleteAction", DeleteVariableName=self.variable)


@frozen
class CreateList(ActionActivity):
    """Create an empty list."""

    entity: str
    into: str = "NewList"

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element(
            "Microflows$CreateListAction", Entity=self.entity, VariableName=self.into
        )


@frozen
class ListOperation(ActionActivity):
    """An operation on a list, like "Head" or "FilterByExpression"."""

    operation: str
    variable: str
    into: str = "Result"

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        operation = context.element(f"Microflows${self.operation}", ListName=self.variable)
        return context.element(
            "Microflows$ListOperationsAction",
            NewOperation=operation,
            ResultVariableName=self.into,
        )


@frozen
class Cast(ActionActivity):
    """Cast to the specialization of the branch."""

    into: str = "Casted"

    def action(self, context: Context) -> Stored:
        """See `ActionActivity.action`."""
        return context.element("Microflows$CastAction", VariableName=self.into)


def _members(context: Context, members: Mapping[str, str]) -> list[object]:
    attribute_dots = 2
    return [
        2,
        *(
            context.element(
                "Microflows$ChangeActionItem",
                Attribute=name if name.count(".") == attribute_dots else "",
                Association="" if name.count(".") == attribute_dots else name,
                Type="Set",
                Value=value,
            )
            for name, value in members.items()
        ),
    ]
