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
) -> Mapping[Reference, bool]:
    """The checks with the result that means a connection: the accepted ones, and what uses them.

    Nanoflows that could be checks are taken for such until one of them is found to return true
    without a connection: so those that try again by calling themselves, or each other, are checks.
    Some of the others return false only where there is a connection, like `not($c)`.
    """
    checks = {Reference(kind, name): True for name in accepted for kind in CALLABLE}
    for outcome in (True, False):
        candidates = [each for each in _callers(checks, nanoflows) if each not in checks]
        believed = {**checks, **dict.fromkeys(candidates, outcome)}
        while refuted := [
            each
            for each in candidates
            if each in believed
            and not _returns_check(nanoflows[each], nanoflows, believed, outcome=outcome)
        ]:
            believed = {each: it for each, it in believed.items() if each not in refuted}
        checks = believed
    return checks


def _callers(
    checks: Mapping[Reference, bool], nanoflows: Mapping[Reference, NanoflowGraph]
) -> list[Reference]:
    """The nanoflows with a result from which calls lead to a check, nearest first."""
    callers: dict[Reference, list[Reference]] = defaultdict(list)
    for caller, nanoflow in nanoflows.items():
        for called in nanoflow.calls:
            callers[called].append(caller)
    found: dict[Reference, None] = {}
    pending = deque(caller for check in sorted(checks, key=str) for caller in callers[check])
    while pending:
        candidate = pending.popleft()
        if candidate not in found and nanoflows[candidate].returns_value:
            found[candidate] = None
            pending += callers[candidate]
    return list(found)


def _returns_check(
    nanoflow: NanoflowGraph,
    nanoflows: Mapping[Reference, NanoflowGraph],
    checks: Mapping[Reference, bool],
    *,
    outcome: bool,
) -> bool:
    """Whether it returns an outcome only where a check in it has found a connection."""
    walk = UnguardedWalk(nanoflows, checks, follows_calls=False)
    walk.start(nanoflow)
    walk.run()
    return walk.returns_only_connected(outcome=outcome)
