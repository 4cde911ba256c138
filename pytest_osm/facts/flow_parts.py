"""The parts of nanoflows that ask the server, or would with other modes of entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pytest_osm.facts.control_flow import flow_object_around
from pytest_osm.facts.reach import Reach, ReachedDocument
from pytest_osm.facts.variables import Scope, in_nanoflows
from pytest_osm.model.activities import Action
from pytest_osm.model.call_activities import Argument
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.expression_paths import ExpressionPath
from pytest_osm.model.kinds import Reference
from pytest_osm.records import Record

_MAY_ASK = (Action, Argument, ExpressionPath)


class FlowPart(Record, frozen=True):
    """A part of a nanoflow, the variables it may use, and the flow object that it is in."""

    scope: Scope
    reached: ReachedDocument
    element_path: ElementPath
    flow_object: Element


def flow_parts(
    reach: Reach, scopes: Mapping[Reference, Scope]
) -> Mapping[Reference, list[FlowPart]]:
    """The parts that may ask the server, by the nanoflow that they are in."""
    found: dict[Reference, list[FlowPart]] = defaultdict(list)
    for scope, reached, element_path in in_nanoflows(reach, scopes):
        may_ask = isinstance(element_path.element, _MAY_ASK)
        if may_ask and (around := flow_object_around(element_path)):
            part = FlowPart(scope, reached, element_path, around)
            found[reached.document.reference].append(part)
    return found
