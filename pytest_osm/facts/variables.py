"""The entity behind every variable of a nanoflow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, singledispatch
from typing import cast

from pytest_osm.facts.control_flow import flow_object_around, objects_behind_unknown
from pytest_osm.facts.reach import BEHIND_UNKNOWN, Reach, ReachedDocument
from pytest_osm.model.activities import Action
from pytest_osm.model.call_activities import (
    Argument,
    CallJavaScriptAction,
    CallMicroflowAction,
    CallNanoflowAction,
)
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Flow, Loop
from pytest_osm.model.javascript import JavaScriptAction
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.object_activities import (
    AssociationRetrieve,
    CastAction,
    CreateListAction,
    CreateObjectAction,
    DatabaseRetrieve,
    ListOperation,
    Retrieve,
)
from pytest_osm.model.project import Project
from pytest_osm.model.raw import DataType
from pytest_osm.records import Record

Types = Mapping[str, DataType]
_UNKNOWN = DataType()
_CURRENT_USER = DataType("System.User")


class Scope(Record, frozen=True, dict=True):
    """What the type of a variable may depend on."""

    project: Project
    flow: Flow
    types: Types

    def type_of(self, variable: str) -> DataType:
        """The type of a variable as far as it is known already."""
        name = variable.removeprefix("$")
        return _CURRENT_USER if name == "currentUser" else self.types.get(name, _UNKNOWN)

    @cached_property
    def created(self) -> frozenset[str]:
        """The variables that hold objects which the flow itself creates."""
        return frozenset(each.output for each, _ in self.flow.walk_to(CreateObjectAction))

    def parameter_types(self, kind: DocumentKind, name: str) -> Types:
        """The declared types of a flow's parameters."""
        document = self.project.document(Reference(kind, name))
        root = document.root if document else None
        parameters = root.parameters if isinstance(root, Flow) else ()
        return {each.name: each.data_type for each in parameters}

    def return_type(self, kind: DocumentKind, name: str) -> DataType:
        """The return type of a flow."""
        document = self.project.document(Reference(kind, name))
        root = document.root if document else None
        return root.return_type if isinstance(root, Flow) else _UNKNOWN


def scopes_of(project: Project, reach: Reach) -> Mapping[Reference, Scope]:
    """The scopes of all reached nanoflows."""
    flows = {
        reached.document.reference: cast("Flow", reached.document.root)
        for reached in reach.of_kind(DocumentKind.NANOFLOW)
    }
    return {
        reference: Scope(project, flow, variable_types(project, flow))
        for reference, flow in flows.items()
    }


def in_nanoflows(
    reach: Reach, scopes: Mapping[Reference, Scope]
) -> Iterator[tuple[Scope, ReachedDocument, ElementPath]]:
    """Everything in the reached nanoflows, each with the variables it may use."""
    for reached in reach.of_kind(DocumentKind.NANOFLOW):
        scope = scopes[reached.document.reference]
        if scope.flow.has_only_known_parts:  # then it is as certain everywhere
            yield from ((scope, reached, each) for each in scope.flow.paths)
            continue
        behind = objects_behind_unknown(scope.flow)
        for element_path in scope.flow.paths:
            is_behind = behind and flow_object_around(element_path) in behind
            inside = BEHIND_UNKNOWN if is_behind else ""
            yield scope, reached.at(element_path, inside), element_path


def variable_types(project: Project, flow: Flow) -> Types:
    """The types of all parameters and variables that hold objects; unknown ones are left out.

    Activities are visited until nothing new is learned, because stored order means nothing.
    """
    types = {each.name: each.data_type for each in flow.parameters if each.data_type.entity}
    definitions = tuple(_definitions(flow))
    is_learning = True
    while is_learning:
        is_learning = False
        for variable, element in definitions:
            if variable not in types:
                found = result_type(element, Scope(project, flow, types))
                if found.entity:
                    types[variable] = found
                    is_learning = True
    return types


def _definitions(flow: Flow) -> Iterator[tuple[str, Element]]:
    for element, element_path in flow.walk_to(Action, Loop):
        if not element_path.is_certain:  # nobody knows what becomes of it
            continue
        if isinstance(element, Action) and element.output:
            yield element.output, element
        elif isinstance(element, Loop) and element.iterator:
            yield element.iterator, element


@singledispatch
def result_type(element: Element, scope: Scope) -> DataType:
    """The type of what an activity puts into its variable; unknown unless registered below."""
    del element, scope
    return _UNKNOWN


@result_type.register
def _(element: Retrieve, scope: Scope) -> DataType:
    if database := element.first(DatabaseRetrieve):
        return DataType(database.entity, is_list=not database.is_single)
    association = element.first(AssociationRetrieve)
    return retrieved_over(association, scope) if association else _UNKNOWN


@result_type.register
def _(element: CreateObjectAction, scope: Scope) -> DataType:
    del scope
    return DataType(element.entity)


@result_type.register
def _(element: CreateListAction, scope: Scope) -> DataType:
    del scope
    return DataType(element.entity, is_list=True)


@result_type.register
def _(element: ListOperation, scope: Scope) -> DataType:
    listed = scope.type_of(element.list_variable)
    if not element.gives_objects:
        return _UNKNOWN
    return DataType(listed.entity, is_list=not element.gives_one_object)


@result_type.register
def _(element: Loop, scope: Scope) -> DataType:
    return DataType(scope.type_of(element.list_variable).entity)


@result_type.register
def _(element: CallNanoflowAction, scope: Scope) -> DataType:
    return scope.return_type(DocumentKind.NANOFLOW, element.nanoflow)


@result_type.register
def _(element: CallMicroflowAction, scope: Scope) -> DataType:
    return scope.return_type(DocumentKind.MICROFLOW, element.microflow)


@result_type.register
def _(element: CastAction, scope: Scope) -> DataType:
    return DataType(_cast_entity(element, scope.flow))


@result_type.register
def _(element: CallJavaScriptAction, scope: Scope) -> DataType:
    reference = Reference(DocumentKind.JAVASCRIPT_ACTION, element.javascript_action)
    document = scope.project.document(reference)
    if document is None or not isinstance(action := document.root, JavaScriptAction):
        return _UNKNOWN
    entity = action.returned_entity or _entity_argument(element, action, scope)
    return DataType(entity, is_list=action.returns_list)


def retrieved_over(retrieve: AssociationRetrieve, scope: Scope) -> DataType:
    """What a retrieve over an association gives: a list unless it follows a single reference."""
    start = scope.type_of(retrieve.start_variable).entity
    domain = scope.project.domain
    association = domain.associations.get(retrieve.association)
    if not start or association is None:
        return _UNKNOWN
    forward = domain.is_a(start, association.parent)
    is_single = not association.is_reference_set and (forward or association.owned_by_both)
    return DataType(domain.other_end(association, start), is_list=not is_single)


def _entity_argument(call: CallJavaScriptAction, action: JavaScriptAction, scope: Scope) -> str:
    """The entity given for the type parameter that the action returns."""
    arguments = {each.name: each for each in call.all(Argument)}
    for parameter in action.parameters:
        argument = arguments.get(parameter.name)
        if argument and parameter.type_parameter == action.returned_type_parameter != b"":
            entity = argument.entity or scope.type_of(argument.expression.strip()).entity
            if entity:
                return entity
    return ""


def _cast_entity(cast: CastAction, flow: Flow) -> str:
    """The entity of the object type decision that the flow to a cast came through."""
    arriving = _arrivals(flow)
    activity = next(
        (
            element_path.elements[-2].id
            for element_path in flow.paths
            if element_path.element is cast
        ),
        b"",
    )
    pending, seen = [activity], {activity}
    while pending:
        for origin, entity in arriving(pending.pop()):
            if entity:
                return entity
            if origin not in seen:
                seen.add(origin)
                pending.append(origin)
    return ""


def _arrivals(flow: Flow) -> Callable[[bytes], tuple[tuple[bytes, str], ...]]:
    """The flows into an object, as origin and the entity of the branch, if it is one."""
    arriving: dict[bytes, list[tuple[bytes, str]]] = {}
    for each in flow.sequence_flows:
        entity = each.case if each.is_inheritance_case else ""
        arriving.setdefault(each.destination, []).append((each.origin, entity))
    return lambda place: tuple(arriving.get(place, ()))
