"""The reached nanoflows with their control flow, and what their activities call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import cast

from pytest_osm.facts.control_flow import ControlFlow
from pytest_osm.facts.liveness import Liveness
from pytest_osm.facts.reach import Reach, ReachedDocument
from pytest_osm.model.activities import Action
from pytest_osm.model.call_activities import CallJavaScriptAction, CallNanoflowAction
from pytest_osm.model.element import Element
from pytest_osm.model.flows import Activity, Event, Flow
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.records import Record


class NanoflowGraph(Record, frozen=True, dict=True):
    """A reached nanoflow with its control flow."""

    reached: ReachedDocument
    control_flow: ControlFlow
    calls: frozenset[Reference]
    returns_value: bool
    is_understood: bool  # whether nothing in it is unknown

    @classmethod
    def of(cls, reached: ReachedDocument) -> NanoflowGraph:
        """The graph of a nanoflow."""
        flow = cast("Flow", reached.document.root)
        elements = [element_path.element for element_path in flow.paths]
        called = (called_by(element) for element in elements)
        ends = (element for element in elements if isinstance(element, Event))
        return cls(
            reached,
            ControlFlow.of(flow),
            frozenset(each for each in called if each),
            any(end.return_value for end in ends),
            flow.has_only_known_parts,
        )

    @cached_property
    def liveness(self) -> Liveness:
        """Where the values of its variables still matter."""
        return Liveness(self.control_flow)

    @property
    def reference(self) -> Reference:
        """How others refer to the nanoflow."""
        return self.reached.document.reference


def nanoflow_graphs(reach: Reach) -> Mapping[Reference, NanoflowGraph]:
    """The graphs of all reached nanoflows."""
    graphs: Iterable[NanoflowGraph] = map(NanoflowGraph.of, reach.of_kind(DocumentKind.NANOFLOW))
    return {graph.reference: graph for graph in graphs}


def called_by(element: Element) -> Reference | None:
    """The nanoflow or JavaScript action that an action calls."""
    if isinstance(element, (CallNanoflowAction, CallJavaScriptAction)):
        return next(iter(element.references), None)
    return None


def action_of(element: Element) -> Action | None:
    """What an activity does; None for other objects, and for a disabled activity."""
    return element.first(Action) if isinstance(element, Activity) else None
