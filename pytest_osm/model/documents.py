"""Documents of an app, the modules they are in, and parts that cannot be read."""

from __future__ import annotations

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.store import Unit
from pytest_osm.records import Record


class Module(Record, frozen=True, eq=True):
    """A module of the app, or one that came from the Mendix Marketplace."""

    name: str
    is_from_marketplace: bool = False


class UnreadablePart(Record, frozen=True):
    """A unit that belongs to the model and cannot be read."""

    unit: Unit
    module: str
    problem: str

    @property
    def is_document(self) -> bool:
        """Whether it may be a page, a nanoflow or any other document."""
        return self.unit.containment == "Documents"

    @property
    def is_module(self) -> bool:
        """Whether it is a whole module, left out when the model was stored."""
        return bool(self.module) and not self.unit.containment

    def __str__(self) -> str:
        if self.is_module:
            return f"module {self.module} {self.problem}"
        if self.is_document and not self.unit.id:
            return self.problem
        place = f" in module {self.module}" if self.module else ""
        return f"unit {self.unit.id}{place} {self.problem}"


class Document(Record, frozen=True):
    """A parsed document under its qualified name."""

    kind: DocumentKind
    name: str
    module: Module
    unit: Unit
    root: Element

    @property
    def reference(self) -> Reference:
        """How others refer to it."""
        return Reference(self.kind, self.name)

    def __str__(self) -> str:
        return f"{self.kind.value} {self.name}"
