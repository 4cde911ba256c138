"""What the client creates, changes and associates: in nanoflows and through widgets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt
from pytest_osm.facts.contexts import Contexts
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.page_writes import (
    WRITING,
    WriteKind,
    WrittenObject,
    read_only_snippets,
    written_on_page,
)
from pytest_osm.facts.reach import PAGES, Reach, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows
from pytest_osm.model.element import ElementPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.object_activities import ChangeObjectAction, CreateObjectAction, MemberChange
from pytest_osm.model.project import Project
from pytest_osm.records import Record

_MENUS = (DocumentKind.MENU, DocumentKind.NAVIGATION_MENU)
_NEW = doubt(Confidence.LOW, "the nanoflow creates the object, so it was never loaded")


class Write(Record, frozen=True):
    """An object that the client creates or changes, or an association of it that it sets.

    It is uncertain where a widget may be read-only or may only show what it binds, and for
    associations of objects that are new, which were never loaded.
    """

    entity: str
    kind: WriteKind
    element_path: ElementPath
    reached: ReachedDocument
    association: str = ""
    certainty: Certainty = CERTAIN

    @property
    def location(self) -> Location:
        """Where it happens."""
        return location_in(self.reached.document, self.element_path)


def writes(project: Project, reach: Reach, scopes: Mapping[Reference, Scope]) -> Iterator[Write]:
    """All writes of the reached nanoflows and pages to objects whose entity is known."""
    pages = [*reach.of_kind(*PAGES, *_MENUS), *reach.own_menu]
    contexts = {each.document.reference: Contexts(project, each.document) for each in pages}
    read_only = read_only_snippets(contexts, reach)
    for reached in pages:
        context = contexts[reached.document.reference]
        for _, element_path in reached.document.root.walk_to(*WRITING):
            if written := [*written_on_page(context, element_path, read_only)]:
                yield from _at(element_path, reached.at(element_path), written)
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        yield from _at(element_path, reached, _in_nanoflow(scope, element_path))


def _at(
    element_path: ElementPath, reached: ReachedDocument, written: Iterable[WrittenObject]
) -> Iterator[Write]:
    for each in written:
        if each.entity:
            association, certainty = each.association, each.certainty
            yield Write(each.entity, each.kind, element_path, reached, association, certainty)


def _in_nanoflow(scope: Scope, element_path: ElementPath) -> Iterator[WrittenObject]:
    action = element_path.element
    if isinstance(action, CreateObjectAction):
        entity, kind, is_new = action.entity, WriteKind.CREATED, True
    elif isinstance(action, ChangeObjectAction):
        entity, kind = scope.type_of(action.variable).entity, WriteKind.CHANGED
        is_new = action.variable in scope.created
    else:
        return
    yield WrittenObject(entity, kind)
    certainty = _NEW if is_new else CERTAIN
    for member in action.all(MemberChange):
        if member.association:
            yield WrittenObject(entity, kind, member.association, certainty)
