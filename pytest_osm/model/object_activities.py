"""What activities do with objects and lists."""

from __future__ import annotations

from pytest_osm.model.activities import Action
from pytest_osm.model.element import Element
from pytest_osm.model.stored_fields import stored, stored_expression
from pytest_osm.model.words import words_of


class Retrieve(Action, frozen=True):
    """Retrieve from the database or over an association."""

    storage_types = ("Microflows$RetrieveAction",)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        source = self.first(DatabaseRetrieve) or self.first(AssociationRetrieve)
        return f"retrieve {source.target}" if source else "retrieve"


class DatabaseRetrieve(Element, frozen=True):
    """The source of a retrieve from the database."""

    storage_types = ("Microflows$DatabaseRetrieveSource",)

    entity: str = stored("Entity")
    constraint: str = stored("XpathConstraint", "XPathConstraint")
    is_single: bool = stored("Range.SingleObject", default=False)

    @property
    def target(self) -> str:
        """What is retrieved."""
        return self.entity


class AssociationRetrieve(Element, frozen=True):
    """The source of a retrieve over an association: neither direction nor entity is stored."""

    storage_types = ("Microflows$AssociationRetrieveSource",)

    association: str = stored("AssociationId")
    start_variable: str = stored("StartVariableName")

    @property
    def target(self) -> str:
        """What is retrieved."""
        return f"${self.start_variable} over {self.association}"


class CreateObjectAction(Action, frozen=True):
    """Create an object."""

    storage_types = ("Microflows$CreateChangeAction",)

    entity: str = stored("Entity")
    commit: str = stored("Commit")

    @property
    def is_committed(self) -> bool:
        """Whether the object is committed at once."""
        return self.commit.startswith("Yes")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"create {self.entity}"


class ChangeObjectAction(Action, frozen=True):
    """Change an object."""

    storage_types = ("Microflows$ChangeAction",)

    variable: str = stored("ChangeVariableName")
    commit: str = stored("Commit")

    @property
    def is_committed(self) -> bool:
        """Whether the object is committed at once."""
        return self.commit.startswith("Yes")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"change ${self.variable}"


class MemberChange(Element, frozen=True):
    """The attribute or association that a create or change action sets."""

    storage_types = ("Microflows$ChangeActionItem",)

    attribute: str = stored("Attribute")
    association: str = stored("Association")
    value: str = stored_expression("Value")


class CommitAction(Action, frozen=True):
    """Commit, delete or roll back an object or list."""

    storage_types = (
        "Microflows$CommitAction",
        "Microflows$DeleteAction",
        "Microflows$RollbackAction",
    )

    variable: str = stored("CommitVariableName", "DeleteVariableName", "RollbackVariableName")

    @property
    def verb(self) -> str:
        """What it does: commit, delete or rollback."""
        return words_of(self.storage_type).removesuffix(" action")

    @property
    def reaches_database(self) -> bool:
        """Whether it changes the database, which a rollback leaves as it is."""
        return self.storage_type != "Microflows$RollbackAction"

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"{self.verb} ${self.variable}"


class CreateListAction(Action, frozen=True):
    """Create a list."""

    storage_types = ("Microflows$CreateListAction",)

    entity: str = stored("Entity")


class ListOperation(Action, frozen=True):
    """An operation on one or two lists, like Head or Filter."""

    storage_types = ("Microflows$ListOperationsAction",)

    operation: str = stored("NewOperation.$Type")
    list_variable: str = stored(
        "NewOperation.ListName",
        "NewOperation.ListVariableName",
        "NewOperation.FirstListName",
        "NewOperation.ListName1",
    )

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return "list operation"

    @property
    def gives_one_object(self) -> bool:
        """Whether the result is an object of the list rather than a list."""
        return self.operation.removeprefix("Microflows$") in {"Head", "Find", "FindByExpression"}

    @property
    def gives_objects(self) -> bool:
        """Whether the result has to do with the list's entity at all."""
        return self.operation.removeprefix("Microflows$") not in {
            "Contains",
            "Equals",
            "ListEquals",
        }


class CastAction(Action, frozen=True):
    """Cast an object to the specialization found by an object type decision."""

    storage_types = ("Microflows$CastAction",)
