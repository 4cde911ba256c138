"""What a profile queries and uses: what pages show, and nanoflows retrieve or create."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import cast

from pytest_osm.facts.contexts import Contexts
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.reach import PAGES, NotFollowed, Reach, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows, retrieved_over
from pytest_osm.model.client_actions import ClientAction, CreateObjectClientAction
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.expression_paths import ExpressionPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.object_activities import (
    AssociationRetrieve,
    ChangeObjectAction,
    CreateObjectAction,
    DatabaseRetrieve,
)
from pytest_osm.model.project import Project
from pytest_osm.model.property_values import PropertyValue
from pytest_osm.model.raw import EntityPath, EntityStep
from pytest_osm.model.sources import (
    DatabaseSource,
    DataSource,
    ListenSource,
    MicroflowSource,
    NanoflowSource,
    SelectorSource,
)
from pytest_osm.model.widgets import (
    AttributeBinding,
    DropDownSearchField,
    NewButton,
    ReferenceSetSelector,
    Widget,
)
from pytest_osm.records import Record

_SHOWING = (*PAGES, DocumentKind.MENU, DocumentKind.NAVIGATION_MENU)
_ASKING = (
    *(DataSource, SelectorSource, ListenSource, NanoflowSource, MicroflowSource),
    *(DropDownSearchField, ReferenceSetSelector, PropertyValue),
    *(CreateObjectClientAction, NewButton, AttributeBinding, ExpressionPath),
)
_QUERYING = (
    *(DatabaseRetrieve, AssociationRetrieve, ExpressionPath),
    *(CreateObjectAction, ChangeObjectAction),
)
_SORTING = (DatabaseSource, SelectorSource, DropDownSearchField)


class QueryKind(Enum):
    """How objects are queried; the value names it in messages."""

    DATABASE = "query"
    ASSOCIATION = "retrieve over an association"
    ALONG_PATH = "step of a path"


class Query(Record, frozen=True, eq=True):
    """A client query that selects objects of an entity."""

    entity: str
    kind: QueryKind
    location: Location
    reached: ReachedDocument
    constraint: str = ""
    widget: str = ""  # the stored type of the widget that asks, if one does
    sort_steps: tuple[EntityStep, ...] = ()  # that sorting and searching take


class UseKind(Enum):
    """What is done with objects that nothing here queries.

    To be shown or created makes an entity a part of the profile; the others do not.
    """

    SHOWN = "shown"
    CREATED = "created"
    CHANGED = "changed"
    ASSOCIATED = "reached over an association"
    READ_BY_ACTION = "read over an association when an action runs"


class Use(Record, frozen=True, eq=True):
    """Objects of an entity that are shown, written, or reached over an association."""

    entity: str
    kind: UseKind
    location: Location
    reached: ReachedDocument
    widget: str = ""

    @property
    def brings_into_profile(self) -> bool:
        """Whether Mendix takes the entity for a part of the profile because of it."""
        return self.kind in (UseKind.SHOWN, UseKind.CREATED)


class DataAccess(Record, frozen=True):
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
    for reached in (*reach.of_kind(*_SHOWING), *reach.own_menu):
        contexts = Contexts(project, reached.document)
        for _, element_path in reached.document.root.walk_to(*_ASKING):
            found.extend(_on_page(contexts, reached.at(element_path), element_path))
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        if isinstance(element_path.element, _QUERYING):
            found.extend(_in_nanoflow(scope, reached, element_path))
    return DataAccess(
        queries=tuple(each for each in found if isinstance(each, Query)),
        uses=tuple(each for each in found if isinstance(each, Use)),
        not_followed=tuple(each for each in found if isinstance(each, NotFollowed)),
    )


def _on_page(
    contexts: Contexts, reached: ReachedDocument, element_path: ElementPath
) -> Iterator[Query | Use | NotFollowed]:
    element = element_path.element
    location = location_in(reached.document, element_path)
    nearest = element_path.closest(Widget)
    widget = nearest.storage_type if nearest else ""
    if isinstance(element, DataSource):
        yield from _source(element, location, reached, widget)
    elif isinstance(element, (SelectorSource, DropDownSearchField, ReferenceSetSelector)):
        if entity := _selected(element_path):
            constraint, steps = element.constraint, sort_steps(element)
            yield Query(entity, QueryKind.DATABASE, location, reached, constraint, widget, steps)
    elif isinstance(element, PropertyValue):
        yield from _property(element, location, reached, widget)
    elif isinstance(element, (AttributeBinding, ExpressionPath)):
        yield from _associated(element_path, location, reached)
    elif isinstance(element, (ListenSource, NanoflowSource, MicroflowSource)):
        entity = contexts.entity_of_source(element)
        yield Use(entity, UseKind.SHOWN, location, reached, widget)
    elif isinstance(element, CreateObjectClientAction) and element.path:
        yield Use(element.path.entity, UseKind.CREATED, location, reached)
    elif isinstance(element, NewButton) and element.entity:
        yield Use(element.entity, UseKind.CREATED, location, reached)


def _source(
    source: DataSource, location: Location, reached: ReachedDocument, widget: str
) -> Iterator[Query | Use | NotFollowed]:
    if source.path is None:
        if isinstance(source, DatabaseSource) and source.constraint.strip():
            yield NotFollowed(location, "XPath constraint", "its entity is unknown")
        return
    yield from _passed(source.path, location, reached)
    entity = source.path.entity
    if isinstance(source, DatabaseSource):
        constraint, steps = source.constraint, sort_steps(source)
        yield Query(entity, QueryKind.DATABASE, location, reached, constraint, widget, steps)
    elif source.path.steps:
        yield Query(entity, QueryKind.ASSOCIATION, location, reached, widget=widget)
    else:
        yield Use(entity, UseKind.SHOWN, location, reached, widget)


def _property(
    value: PropertyValue, location: Location, reached: ReachedDocument, widget: str
) -> Iterator[Query | Use | NotFollowed]:
    """What a property of a pluggable widget asks for: an image, a file, or some objects."""
    if value.path is None:
        if value.constraint.strip():
            yield NotFollowed(location, "XPath constraint", "its entity is unknown")
        return
    if value.is_association:
        if not value.type:  # in an export it may also be an image
            for step in value.path.steps:
                yield Use(step.entity, UseKind.ASSOCIATED, location, reached)
        return
    yield from _passed(value.path, location, reached)
    entity = value.path.entity
    if value.is_query:
        yield Query(entity, QueryKind.DATABASE, location, reached, value.constraint, widget)
    elif value.has_steps:
        yield Query(entity, QueryKind.ASSOCIATION, location, reached, widget=widget)
    else:
        yield Use(entity, UseKind.SHOWN, location, reached, widget)


def _passed(path: EntityPath, location: Location, reached: ReachedDocument) -> Iterator[Query]:
    for step in path.steps[:-1]:
        yield Query(step.entity, QueryKind.ALONG_PATH, location, reached)


def _associated(
    element_path: ElementPath, location: Location, reached: ReachedDocument
) -> Iterator[Use]:
    """The entities that an attribute or an expression leads to, over associations."""
    element = element_path.element
    if isinstance(element, ExpressionPath):
        steps = element.steps
    else:
        path = cast("AttributeBinding", element).path
        is_sorting = any(isinstance(around, _SORTING) for around in element_path.elements)
        steps = path.steps if path and not is_sorting else ()
    is_read = element_path.closest(ClientAction) is not None
    kind = UseKind.READ_BY_ACTION if is_read else UseKind.ASSOCIATED
    for step in steps:
        yield Use(step.entity, kind, location, reached)


def sort_steps(query: Element) -> tuple[EntityStep, ...]:
    """The steps over associations that a query takes to sort, or to search."""
    below = (element_path.element for element_path in query.walk())
    paths = (each.path for each in below if isinstance(each, AttributeBinding))
    return tuple(step for path in paths if path for step in path.steps)


def _selected(element_path: ElementPath) -> str:
    """The entity whose objects a selector offers: where its attribute path or source ends."""
    element = element_path.element
    selector = element_path.elements[-2] if len(element_path.elements) > 1 else element
    if isinstance(element, (DropDownSearchField, ReferenceSetSelector)):
        selector = element
    bound, source = selector.first(AttributeBinding), selector.first(DataSource)
    path = bound.path if bound and bound.path else source.path if source else None
    return path.entity if path else ""


def _in_nanoflow(
    scope: Scope, reached: ReachedDocument, element_path: ElementPath
) -> Iterator[Query | Use | NotFollowed]:
    element = element_path.element
    location = location_in(reached.document, element_path)
    if isinstance(element, DatabaseRetrieve):
        entity, constraint, steps = element.entity, element.constraint, sort_steps(element)
        yield Query(entity, QueryKind.DATABASE, location, reached, constraint, sort_steps=steps)
    elif isinstance(element, AssociationRetrieve):
        yield _over_association(element, scope, location, reached)
    elif isinstance(element, ExpressionPath):
        yield from _associated(element_path, location, reached)
    elif isinstance(element, ChangeObjectAction):
        changed = scope.type_of(element.variable).entity
        yield Use(changed, UseKind.CHANGED, location, reached)
    else:
        created = cast("CreateObjectAction", element).entity
        yield Use(created, UseKind.CREATED, location, reached)


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
