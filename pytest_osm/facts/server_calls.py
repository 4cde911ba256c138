"""Where a profile asks the server for something, and whether it has checked the connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.guards import UnguardedPath
from pytest_osm.facts.location import Location, location_in, location_of
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows
from pytest_osm.model.activities import Action
from pytest_osm.model.call_activities import CallMicroflowAction
from pytest_osm.model.flows import Activity
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.object_activities import (
    ChangeObjectAction,
    CommitAction,
    CreateObjectAction,
    DatabaseRetrieve,
    Retrieve,
)


@frozen
class ServerAccess:
    """A place where the client asks the server for something."""

    location: Location
    reached: ReachedDocument | None


@frozen
class ServerCall(ServerAccess):
    """An activity of a nanoflow that asks the server.

    `unguarded_path` leads to it without a check, if anything does; then `reached` is the document
    along it rather than along a shortest path.
    """

    request: Request
    unguarded_path: UnguardedPath | None
    has_error_handling: bool


@frozen
class DirectCalls(ServerAccess):
    """The microflows that a page or menu, or the profile's own, calls without a nanoflow."""

    microflows: tuple[str, ...]


@frozen
class Request:
    """What an activity asks of the server, and how sure it is that the server is asked."""

    text: str
    confidence: Confidence = Confidence.HIGH


def server_accesses(profile: Profile) -> Iterator[ServerAccess]:
    """The places that ask the server: activities of nanoflows, and pages without them."""
    yield from _server_calls(profile)
    yield from _direct_calls(profile)


def _server_calls(profile: Profile) -> Iterator[ServerCall]:
    """The activities of all reached nanoflows that ask the server."""
    guards, modes = profile.usage.guards, profile.modes
    for scope, reached, element_path in in_nanoflows(profile.reach, profile.usage.scopes):
        action = element_path.element
        if not isinstance(action, Action) or not (found := request(action, scope, modes)):
            continue
        activity = element_path.closest(Activity)
        reference = reached.document.reference
        unguarded_path = guards.unguarded_path(reference, activity) if activity else None
        yield ServerCall(
            location=location_in(reached.document, element_path),
            reached=unguarded_path.reached if unguarded_path else reached,
            request=found,
            unguarded_path=unguarded_path,
            has_error_handling=action.handles_errors,
        )


def _direct_calls(profile: Profile) -> Iterator[DirectCalls]:
    """The microflow calls outside of nanoflows: of each document, and of the profile itself."""
    microflows: dict[ReachedDocument | None, dict[str, None]] = {}
    for link in profile.reach.links:
        if link.reference.kind is DocumentKind.MICROFLOW and not link.is_in_nanoflow:
            microflows.setdefault(link.origin, {})[link.reference.name] = None
    for reached, names in microflows.items():
        location = location_of(reached.document) if reached else profile.location
        yield DirectCalls(location, reached, tuple(names))


def request(action: Action, scope: Scope, modes: Mapping[str, EffectiveMode]) -> Request | None:
    """What an action asks of the server: a microflow, or something with online objects."""
    if isinstance(action, CallMicroflowAction):
        return Request(f"calls microflow {action.microflow}") if action.microflow else None
    verb, entity = _access(action, scope)
    mode = modes.get(entity)
    if mode is None or not mode.is_online:
        return None
    return Request(f"{verb} {entity}, which is {mode}", mode.confidence)


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
