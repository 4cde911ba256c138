"""Where a profile asks the server for something, and whether it has checked the connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt, weakest
from pytest_osm.facts.contexts import Contexts
from pytest_osm.facts.flow_parts import FlowPart
from pytest_osm.facts.guards import UnguardedPath
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Use, UseKind
from pytest_osm.facts.reach import PAGES, Link, ReachedDocument
from pytest_osm.facts.variables import Scope, retrieved_over
from pytest_osm.model.activities import Action
from pytest_osm.model.call_activities import Argument, CallMicroflowAction
from pytest_osm.model.client_actions import SaveOrDelete
from pytest_osm.model.element import Element
from pytest_osm.model.expression_paths import ExpressionPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.object_activities import (
    AssociationRetrieve,
    ChangeObjectAction,
    CommitAction,
    CreateObjectAction,
    DatabaseRetrieve,
    Retrieve,
)
from pytest_osm.records import Record

_AT_HAND = doubt(Confidence.MEDIUM, "the associated object may already be loaded")
_MAY_NEVER_CALL = doubt(Confidence.MEDIUM, "the JavaScript action may never call the microflow")


class ServerAccess(Record, frozen=True):
    """A place where the client asks the server for something."""

    location: Location
    reached: ReachedDocument | None


class ServerCall(ServerAccess, frozen=True):
    """An activity or decision of a nanoflow that asks the server.

    `unguarded_path` leads to it without a check, if anything does; then `reached` is the document
    along it rather than along a shortest path.
    """

    flow_object: Element
    request: Request
    unguarded_path: UnguardedPath | None
    has_error_handling: bool


class DirectCall(ServerAccess, frozen=True):
    """A place outside of nanoflows that asks the server, like a button that calls a microflow."""

    request: Request


class Request(Record, frozen=True):
    """What an activity asks of the server, and how sure it is that the server is asked."""

    text: str
    certainty: Certainty = CERTAIN
    mode: EffectiveMode | None = None  # of the entity whose objects it is about

    def __str__(self) -> str:
        return f"{self.text}, which is {self.mode}" if self.mode else self.text


def calls_by_nanoflow(
    accesses: Iterable[ServerAccess],
) -> Mapping[Reference, list[ServerCall]]:
    """The calls among some accesses, by the nanoflow that they are in."""
    found: dict[Reference, list[ServerCall]] = defaultdict(list)
    for access in accesses:
        if isinstance(access, ServerCall) and access.reached:
            found[access.reached.document.reference].append(access)
    return found


class SavedObject(Record, frozen=True):
    """An object that a page saves or deletes, and where it does."""

    entity: str
    verb: str
    location: Location
    reached: ReachedDocument


def places_to_ask(profile: Profile) -> Iterator[FlowPart | Link | Use | SavedObject]:
    """The places that may ask the server: in nanoflows, and on pages and in menus without them."""
    yield from chain.from_iterable(profile.usage.flow_parts.values())
    for link in profile.reach.links:
        if link.reference.kind is DocumentKind.MICROFLOW and not link.is_in_nanoflow:
            yield link
    for use in profile.access.uses:
        if use.kind is UseKind.READ_BY_ACTION:
            yield use
    for reached in profile.reach.of_kind(*PAGES):
        contexts = Contexts(profile.project, reached.document)
        for action, element_path in reached.document.root.walk_to(SaveOrDelete):
            entity = contexts.entity_around(element_path)
            location = location_in(reached.document, element_path)
            yield SavedObject(entity, action.verb, location, reached.at(element_path))


def server_accesses(
    place: FlowPart | Link | Use | SavedObject, profile: Profile
) -> Iterator[ServerAccess]:
    """What is asked of the server in a place."""
    if isinstance(place, FlowPart):
        yield from _server_calls(place, profile)
    elif isinstance(place, Link):
        calls = Request(f"calls microflow {place.reference.name}", place.certainty)
        yield DirectCall(place.location, place.place, calls)
    elif (mode := profile.mode(place.entity)).is_online:
        if isinstance(place, Use):
            certainty = weakest(_AT_HAND, mode.certainty)
            asked = Request(f"reads {mode.entity} over an association", certainty, mode)
        else:
            asked = Request(f"{place.verb} {mode.entity}", mode.certainty, mode)
        yield DirectCall(place.location, place.reached, asked)


def _server_calls(part: FlowPart, profile: Profile) -> Iterator[ServerCall]:
    element = part.element_path.element
    for request in requests(part, profile.modes):
        path = profile.usage.guards.unguarded_path(
            part.reached.document.reference, part.flow_object
        )
        unguarded_path = path.at(part.element_path) if path else None
        yield ServerCall(
            location=location_in(part.reached.document, part.element_path),
            reached=unguarded_path.reached if unguarded_path else part.reached,
            flow_object=part.flow_object,
            request=request,
            unguarded_path=unguarded_path,
            has_error_handling=isinstance(element, Action) and element.handles_errors,
        )


def requests(part: FlowPart, modes: Mapping[str, EffectiveMode]) -> Iterator[Request]:
    """What a part of a nanoflow asks of the server.

    An action calls a microflow, or does something with online objects; an expression may lead to
    online objects over an association.
    """
    element, scope = part.element_path.element, part.scope
    if isinstance(element, CallMicroflowAction):
        if element.microflow:
            yield Request(f"calls microflow {element.microflow}")
    elif isinstance(element, Argument):
        if element.microflow:
            handed = f"hands microflow {element.microflow} to a JavaScript action"
            yield Request(handed, _MAY_NEVER_CALL)
    elif isinstance(element, ExpressionPath):
        yield from _online(_followed(element), modes, _AT_HAND)
    elif isinstance(element, Retrieve) and (source := element.first(AssociationRetrieve)):
        entity = retrieved_over(source, scope).entity
        yield from _online([("retrieves", entity)], modes, _AT_HAND)
    else:
        yield from _online([_access(element, scope)], modes, CERTAIN)


def _online(
    accesses: Iterable[tuple[str, str]], modes: Mapping[str, EffectiveMode], certainty: Certainty
) -> Iterator[Request]:
    """The requests among some accesses, each a verb with the entity whose objects it is about."""
    for verb, entity in accesses:
        mode = modes.get(entity)
        if mode is not None and mode.is_online:
            sure = weakest(certainty, mode.certainty)
            yield Request(f"{verb} {entity}", sure, mode)


def _followed(path: ExpressionPath) -> Iterator[tuple[str, str]]:
    for step in path.steps:
        yield f"follows {step.association} to", step.entity


def _access(action: Element, scope: Scope) -> tuple[str, str]:
    """What an action does with objects on their server, and their entity."""
    if isinstance(action, Retrieve) and (source := action.first(DatabaseRetrieve)):
        return "retrieves", source.entity
    if isinstance(action, CommitAction) and action.reaches_database:
        return f"{action.verb}s", scope.type_of(action.variable).entity
    if isinstance(action, CreateObjectAction) and action.is_committed:
        return "creates and commits", action.entity
    if isinstance(action, ChangeObjectAction) and action.is_committed:
        return "changes and commits", scope.type_of(action.variable).entity
    return "", ""
