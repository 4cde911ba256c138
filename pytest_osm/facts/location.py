"""Where something is, in the words of a Mendix developer."""

from __future__ import annotations

from msgspec.structs import replace

from pytest_osm.model.activities import Action
from pytest_osm.model.documents import Document, Module
from pytest_osm.model.domain import Association, Entity
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Activity
from pytest_osm.model.guid import written_id
from pytest_osm.model.project import Project
from pytest_osm.records import Record


class Location(Record, frozen=True, eq=True):
    """A place in a model. `kind` and `name` say the document, `element` the thing inside it.

    `unit_id` is the GUID of the unit, `element_id` the stored `$ID`: both outlive renaming, and
    exports may lack them. `file` is that of the unit, see `Unit.file`; `line` is 0 where there
    are no lines.
    """

    kind: str
    name: str
    element: str = ""
    module: Module = Module("")
    unit_id: str = ""
    element_id: bytes = b""
    file: str = ""
    line: int = 0

    @property
    def whole(self) -> Location:
        """The document around it."""
        return replace(self, element="", element_id=b"", line=0)

    @property
    def part(self) -> str:
        """What tells the thing from others in its document, be it renamed: its id, if known."""
        return written_id(self.element_id) or self.element

    @property
    def document(self) -> str:
        """The document: "page Sales.Orders"."""
        return f"{self.kind} {self.name}"

    def __str__(self) -> str:
        return f"{self.document}, {self.element}" if self.element else self.document


def location_in(document: Document, element_path: ElementPath) -> Location:
    """The place of an element inside a document."""
    activity = element_path.closest(Activity)
    return Location(
        kind=document.kind.value,
        name=document.name,
        element=activity.label
        if activity and not _has_own_label(element_path)
        else element_path.label,
        module=document.module,
        unit_id=document.unit.guid,
        element_id=element_path.element.id,
        file=document.unit.file,
        line=element_path.element.line,
    )


def _has_own_label(element_path: ElementPath) -> bool:
    """Whether something inside an activity's action goes by a name of its own."""
    return bool(element_path.element.label) and not isinstance(
        element_path.element, (Activity, Action)
    )


def location_of(document: Document) -> Location:
    """The place of a whole document."""
    return location_in(document, ElementPath((document.root,)))


def navigation_location(project: Project, profile: str, element: str, part: Element) -> Location:
    """A place in a navigation profile."""
    unit = project.navigation_unit
    return Location(
        "navigation profile",
        profile,
        element,
        unit_id=unit.guid,
        element_id=part.id,
        file=unit.file,
        line=part.line,
    )


def domain_location(
    project: Project, module: str, element: str = "", part: Entity | Association | None = None
) -> Location:
    """A place in the domain model of a module.

    It counts as the app's own also in a Marketplace module, because the modes are: there is no
    configuring synchronization inside a module.
    """
    unit = project.domain_units.get(module)
    return Location(
        "domain model",
        module,
        element,
        Module(module),
        unit_id=unit.guid if unit else "",
        element_id=part.id if part else b"",
        file=unit.file if unit else "",
        line=part.line if part else 0,
    )
