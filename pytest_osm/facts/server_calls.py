"""Where a profile asks the server for something, and whether it has checked the connection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt, weakest
from pytest_osm.facts.contexts import Contexts
from pytest_osm.facts.control_flow import flow_object_around
from pytest_osm.facts.guards import UnguardedPath
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import UseKind
from pytest_osm.facts.reach import PAGES, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows, retrieved_over
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


def server_accesses(profile: Profile) -> Iterator[ServerAccess]:
    """The places that ask the server: in nanoflows, and on pages and in menus without them."""
    yield from _server_calls(profile)
    yield from _direct_calls(profile)


def _server_calls(profile: Profile) -> Iterator[ServerCall]:
    """The objects of all reached nanoflows that ask the server."""
    guards, modes = profile.usage.guards, profile.modes
    for scope, reached, element_path in in_nanoflows(profile.reach, profile.usage.scopes):
        element = element_path.element
        around = flow_object_around(element_path)
        if around is None:
            continue
        for found in requests(element, scope, modes):
            path = guards.unguarded_path(reached.document.reference, around)
            unguarded_path = path.at(element_path) if path else None
            yield ServerCall(
                location=location_in(reached.document, element_path),
                reached=unguarded_path.reached if unguarded_path else reached,
                flow_object=around,
                request=found,
                unguarded_path=unguarded_path,
                has_error_handling=isinstance(element, Action) and element.handles_errors,
            )


def _direct_calls(profile: Profile) -> Iterator[DirectCall]:
    """What pages and menus, and the profile itself, ask of the server without a nanoflow."""
    for link in profile.reach.links:
        if link.reference.kind is DocumentKind.MICROFLOW and not link.is_in_nanoflow:
            calls = Request(f"calls microflow {link.reference.name}", link.certainty)
            yield DirectCall(link.location, link.place, calls)
    for use in profile.access.uses:
        mode = profile.mode(use.entity)
        if use.kind is UseKind.READ_BY_ACTION and mode.is_online:
            certainty = weakest(_AT_HAND, mode.certainty)
            asked = Request(f"reads {use.entity} over an association", certainty, mode)
            yield DirectCall(use.location, use.reached, asked)
    for reached in profile.reach.of_kind(*PAGES):
        contexts = Contexts(profile.project, reached.document)
        for action, element_path in reached.document.root.walk_to(SaveOrDelete):
            mode = profile.mode(contexts.entity_around(element_path))
            if mode.is_online:
                asked = Request(f"{action.verb} {mode.entity}", mode.certainty, mode)
                location = location_in(reached.document, element_path)
                yield DirectCall(location, reached.at(element_path), asked)


def requests(
    element: Element, scope: Scope, modes: Mapping[str, EffectiveMode]
) -> Iterator[Request]:
    """What an element of a nanoflow asks of the server.

    An action calls a microflow, or does something with online objects; an expression may lead to
    online objects over an association.
    """
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
    elif isinstance(element, Action):
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


def _access(action: Action, scope: Scope) -> tuple[str, str]:
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
