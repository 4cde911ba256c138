"""What a profile queries and uses: what pages show, and nanoflows retrieve or create."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import cast

from attrs import frozen

from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.reach import PAGES, NotFollowed, Reach, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows, retrieved_over
from pytest_osm.model.client_actions import CreateObjectClientAction
from pytest_osm.model.element import ElementPath
from pytest_osm.model.flows import Flow
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.object_activities import (
    AssociationRetrieve,
    CreateObjectAction,
    DatabaseRetrieve,
)
from pytest_osm.model.project import Project
from pytest_osm.model.raw import DataType
from pytest_osm.model.sources import (
    DatabaseSource,
    DataSource,
    MicroflowSource,
    NanoflowSource,
    SelectorSource,
)
from pytest_osm.model.widgets import AttributeBinding, NewButton, Widget

_SHOWING = (*PAGES, DocumentKind.MENU, DocumentKind.NAVIGATION_MENU)
_ASKING = (
    DataSource,
    SelectorSource,
    NanoflowSource,
    MicroflowSource,
    CreateObjectClientAction,
    NewButton,
)
_QUERYING = (DatabaseRetrieve, AssociationRetrieve, CreateObjectAction)


class QueryKind(Enum):
    """How objects are queried; the value names it in messages."""

    DATABASE = "query"
    ASSOCIATION = "retrieve over an association"
    ALONG_PATH = "step of a path"


@frozen
class Query:
    """A client query that selects objects of an entity."""

    entity: str
    kind: QueryKind
    location: Location
    reached: ReachedDocument
    constraint: str = ""
    widget: str = ""  # the stored type of the widget that asks, if one does


class UseKind(Enum):
    """What is done with objects that nothing here queries."""

    SHOWN = "shown"
    CREATED = "created"


@frozen
class Use:
    """Objects of an entity that are shown or created."""

    entity: str
    kind: UseKind
    location: Location
    reached: ReachedDocument
    widget: str = ""


@frozen
class DataAccess:
    """All queries and uses that a profile reaches, nearest first."""

    queries: tuple[Query, ...]
    uses: tuple[Use, ...]
    not_followed: tuple[NotFollowed, ...]

    @property
    def queries_and_uses(self) -> tuple[Query | Use, ...]:
        """The queries, then the uses."""
        return (*self.queries, *self.uses)


def data_access(project: Project, reach: Reach, scopes: Mapping[Reference, Scope]) -> DataAccess:
    """Collect the queries and uses of all reached documents."""
    found: list[Query | Use | NotFollowed] = []
    for reached in reach.of_kind(*_SHOWING):
        for element_path in reached.document.root.walk():
            if isinstance(element_path.element, _ASKING):
                found.extend(_on_page(project, reached.at(element_path), element_path))
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        if isinstance(element_path.element, _QUERYING):
            found.append(_in_nanoflow(scope, reached, element_path))
    return DataAccess(
        queries=tuple(each for each in found if isinstance(each, Query)),
        uses=tuple(each for each in found if isinstance(each, Use)),
        not_followed=tuple(each for each in found if isinstance(each, NotFollowed)),
    )


def _on_page(
    project: Project, reached: ReachedDocument, element_path: ElementPath
) -> Iterator[Query | Use]:
    element = element_path.element
    location = location_in(reached.document, element_path)
    nearest = element_path.closest(Widget)
    widget = nearest.storage_type if nearest else ""
    if isinstance(element, DataSource):
        yield from _source(element, location, reached, widget)
    elif isinstance(element, SelectorSource):
        entity = _selected(element_path)
        yield Query(entity, QueryKind.DATABASE, location, reached, element.constraint, widget)
    elif isinstance(element, (NanoflowSource, MicroflowSource)):
        entity = result_of(project, element).entity
        yield Use(entity, UseKind.SHOWN, location, reached, widget)
    elif isinstance(element, CreateObjectClientAction) and element.path:
        yield Use(element.path.entity, UseKind.CREATED, location, reached)
    elif isinstance(element, NewButton) and element.entity:
        yield Use(element.entity, UseKind.CREATED, location, reached)


def _source(
    source: DataSource, location: Location, reached: ReachedDocument, widget: str
) -> Iterator[Query | Use]:
    if source.path is None:
        return
    for step in source.path.steps[:-1]:
        yield Query(step.entity, QueryKind.ALONG_PATH, location, reached)
    entity = source.path.entity
    if isinstance(source, DatabaseSource):
        yield Query(entity, QueryKind.DATABASE, location, reached, source.constraint, widget)
    elif source.path.steps:
        yield Query(entity, QueryKind.ASSOCIATION, location, reached, widget=widget)
    else:
        yield Use(entity, UseKind.SHOWN, location, reached, widget)


def _selected(element_path: ElementPath) -> str:
    """The entity whose objects a reference selector offers: where its attribute path ends."""
    selector = (
        element_path.elements[-2] if len(element_path.elements) > 1 else element_path.element
    )
    bound = selector.first(AttributeBinding)
    return bound.path.entity if bound and bound.path else ""


def result_of(project: Project, source: NanoflowSource | MicroflowSource) -> DataType:
    """What the flow behind a data source returns."""
    document = project.document(source.references[0]) if source.references else None
    flow = document.root if document else None
    return flow.return_type if isinstance(flow, Flow) else DataType()


def _in_nanoflow(
    scope: Scope, reached: ReachedDocument, element_path: ElementPath
) -> Query | Use | NotFollowed:
    element = element_path.element
    location = location_in(reached.document, element_path)
    if isinstance(element, DatabaseRetrieve):
        entity = element.entity
        return Query(entity, QueryKind.DATABASE, location, reached, element.constraint)
    if isinstance(element, AssociationRetrieve):
        return _over_association(element, scope, location, reached)
    return Use(cast("CreateObjectAction", element).entity, UseKind.CREATED, location, reached)


def _over_association(
    retrieve: AssociationRetrieve, scope: Scope, location: Location, reached: ReachedDocument
) -> Query | NotFollowed:
    entity = retrieved_over(retrieve, scope).entity
    if entity:
        return Query(entity, QueryKind.ASSOCIATION, location, reached)
    variable = f"${retrieve.start_variable}"
    known = scope.type_of(retrieve.start_variable).entity
    association = scope.project.domain.associations.get(retrieve.association)
    if not known:
        reason = f"the type of {variable} is unknown"
    elif association is None or association.has_ends:
        reason = f"{known} has no such association"
    else:
        reason = "the entities that it connects are unknown"
    return NotFollowed(location, f"association {retrieve.association}", reason)
