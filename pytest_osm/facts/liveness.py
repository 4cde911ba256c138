"""Where in a flow the value of a variable still matters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property

from msgspec import field

from pytest_osm.facts.control_flow import ControlFlow
from pytest_osm.model.activities import Action, SetVariable
from pytest_osm.model.element import Element
from pytest_osm.model.flows import Activity, Loop
from pytest_osm.records import Record

_VARIABLE = re.compile(r"\$(\w+)")


class Liveness(Record, frozen=True, dict=True):
    """The variables of a flow, and the objects before which each of them is live.

    A variable is live before an object that reads it, and before all that lead there without
    setting it.
    """

    control_flow: ControlFlow
    _live: dict[str, AbstractSet[bytes]] = field(default_factory=dict)

    def is_live(self, variable: str, element: Element) -> bool:
        """Whether anything from an object on may read the value that a variable has before it."""
        if variable not in self._live:
            self._live[variable] = self._found(variable)
        return element.id in self._live[variable]

    def _found(self, variable: str) -> AbstractSet[bytes]:
        pending = list(self._reading.get(variable, ()))
        live = set(pending)
        while pending:
            for before, is_error in self._before.get(pending.pop(), ()):
                is_set = self._set_by.get(before) == variable and not is_error
                if before not in live and not is_set:
                    live.add(before)
                    pending.append(before)
        return live

    @cached_property
    def _reading(self) -> Mapping[str, AbstractSet[bytes]]:
        """The objects that read each variable."""
        found: dict[str, set[bytes]] = defaultdict(set)
        for each in self.control_flow.objects:
            for text in _texts(each):
                for variable in _VARIABLE.findall(text):
                    found[variable].add(each.id)
        return found

    @cached_property
    def _set_by(self) -> Mapping[bytes, str]:
        """The variables that objects set."""
        actions = ((each.id, each.first(Action)) for each in self.control_flow.objects)
        return {
            identity: action.variable if isinstance(action, SetVariable) else action.output
            for identity, action in actions
            if action
        }

    @cached_property
    def _before(self) -> Mapping[bytes, list[tuple[bytes, bool]]]:
        """What leads to each object, and whether only when it fails."""
        found: dict[bytes, list[tuple[bytes, bool]]] = defaultdict(list)
        for each in self.control_flow.objects:
            for edge in self.control_flow.after(each):
                found[edge.target.id].append((each.id, edge.is_error))
        return found


def _texts(element: Element) -> Iterator[str]:
    """The expressions of an object; those in the body of a loop are those of other objects."""
    inside = [each.element for each in element.walk()] if isinstance(element, Activity) else []
    for each in inside or [element]:
        yield from each.expressions
    if isinstance(element, Loop):
        yield element.while_expression
