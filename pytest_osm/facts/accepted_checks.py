"""What counts as a connection check."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from pytest_osm.facts.nanoflow_graphs import NanoflowGraph
from pytest_osm.facts.unguarded_walk import UnguardedWalk
from pytest_osm.model.kinds import DocumentKind, Reference

DEFAULT_CHECKS = (
    "NanoflowCommons.IsConnectedToServer",
    "NativeMobileResources.IsConnected",
    "NativeMobileResources.IsWifiConnection",
    "NativeMobileResources.IsCellularConnection",
)
CALLABLE = (DocumentKind.JAVASCRIPT_ACTION, DocumentKind.NANOFLOW)


def checks_among(
    accepted: Iterable[str], nanoflows: Mapping[Reference, NanoflowGraph]
) -> frozenset[Reference]:
    """The accepted checks and the nanoflows that return the result of one."""
    checks = frozenset(Reference(kind, name) for name in accepted for kind in CALLABLE)
    callers: dict[Reference, list[Reference]] = defaultdict(list)
    for caller, nanoflow in nanoflows.items():
        for called in nanoflow.calls:
            callers[called].append(caller)
    pending = deque(caller for check in sorted(checks, key=str) for caller in callers[check])
    while pending:
        candidate = pending.popleft()
        if candidate not in checks and _returns_check(nanoflows[candidate], checks):
            checks |= {candidate}
            pending += callers[candidate]
    return checks


def _returns_check(nanoflow: NanoflowGraph, checks: frozenset[Reference]) -> bool:
    """Whether it returns true only where a check in it has found a connection."""
    walk = UnguardedWalk({}, checks, follows_calls=False)
    walk.start(nanoflow)
    walk.run()
    return nanoflow.returns_value and all(
        place.returns_known_outcome for places in walk.places.values() for place in places
    )
