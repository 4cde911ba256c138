"""What nanoflows ask of the server: microflow calls and synchronizations, with their entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.reach import Reach, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows
from pytest_osm.model.activities import ClearFromDevice, Synchronize
from pytest_osm.model.call_activities import Argument, CallMicroflowAction
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.object_activities import CreateListAction
from pytest_osm.model.raw import DataType
from pytest_osm.records import Record


class MicroflowCall(Record, frozen=True):
    """A microflow call in a nanoflow, with the entities that go there and come back."""

    microflow: str
    arguments: tuple[DataType, ...]
    returned: DataType
    has_error_handling: bool
    location: Location
    reached: ReachedDocument


class Synchronization(Record, frozen=True):
    """A Synchronize activity that names objects; entities of unknown variables are left out."""

    entities: tuple[str, ...]
    location: Location
    reached: ReachedDocument


class Clearing(Record, frozen=True):
    """A Clear from device activity; entities of unknown variables are left out."""

    entities: tuple[str, ...]
    location: Location
    reached: ReachedDocument


def microflow_calls(reach: Reach, scopes: Mapping[Reference, Scope]) -> Iterator[MicroflowCall]:
    """The microflow calls of all reached nanoflows."""
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        call = element_path.element
        if isinstance(call, CallMicroflowAction) and call.microflow:
            yield MicroflowCall(
                microflow=call.microflow,
                arguments=tuple(_arguments(call, scope)),
                returned=scope.return_type(DocumentKind.MICROFLOW, call.microflow),
                has_error_handling=call.handles_errors,
                location=location_in(reached.document, element_path),
                reached=reached,
            )


def synchronizations(reach: Reach, scopes: Mapping[Reference, Scope]) -> Iterator[Synchronization]:
    """The synchronizations of named objects in all reached nanoflows."""
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        activity = element_path.element
        if isinstance(activity, Synchronize) and activity.variables:
            entities = (scope.type_of(variable).entity for variable in activity.variables)
            location = location_in(reached.document, element_path)
            yield Synchronization(tuple(filter(None, entities)), location, reached)


def clearings(reach: Reach, scopes: Mapping[Reference, Scope]) -> Iterator[Clearing]:
    """The Clear from device activities in all reached nanoflows."""
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        activity = element_path.element
        if isinstance(activity, ClearFromDevice):
            held = (scope.type_of(variable).entity for variable in activity.variables)
            entities = tuple(filter(None, (activity.entity, *held)))
            yield Clearing(entities, location_in(reached.document, element_path), reached)


def named_entities(reach: Reach, scopes: Mapping[Reference, Scope]) -> Iterator[str]:
    """The entities that activities name without querying, showing or creating their objects."""
    for _, _, element_path in in_nanoflows(reach, scopes):
        if isinstance(element_path.element, (Argument, CreateListAction)):
            yield element_path.element.entity


def _arguments(call: CallMicroflowAction, scope: Scope) -> Iterator[DataType]:
    """The types of the objects and lists that are handed over.

    What is no variable has the type that the microflow declares for it.
    """
    declared = scope.parameter_types(DocumentKind.MICROFLOW, call.microflow)
    for argument in call.all(Argument):
        expression = argument.expression.strip()
        held = scope.type_of(expression) if expression != "$currentUser" else DataType()
        handed = held if held.entity else declared.get(argument.name, held)
        if handed.entity:
            yield handed
