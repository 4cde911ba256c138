"""What counts as a connection check."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

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
    callers = _callers(nanoflows)
    for outcome in (True, False):
        found = _candidates(checks, callers, nanoflows)
        candidates = dict.fromkeys((each for each in found if each not in checks), outcome)
        checks |= candidates
        pending = deque(candidates)
        while pending:
            each = pending.popleft()
            if each in checks and not _returns_check(
                nanoflows[each], nanoflows, checks, outcome=outcome
            ):
                del checks[each]
                around = _believed_around(each, callers, checks)
                pending += (caller for caller in around if caller in candidates)
    return checks


def _callers(
    nanoflows: Mapping[Reference, NanoflowGraph],
) -> Mapping[Reference, list[Reference]]:
    callers: dict[Reference, list[Reference]] = defaultdict(list)
    for caller, nanoflow in nanoflows.items():
        for called in nanoflow.calls:
            callers[called].append(caller)
    return callers


def _candidates(
    checks: Mapping[Reference, bool],
    callers: Mapping[Reference, list[Reference]],
    nanoflows: Mapping[Reference, NanoflowGraph],
) -> list[Reference]:
    """The nanoflows with a result from which calls lead to a check, nearest first."""
    found: dict[Reference, None] = {}
    begin = (callers.get(check, ()) for check in sorted(checks, key=str))
    pending = deque(chain.from_iterable(begin))
    while pending:
        candidate = pending.popleft()
        if candidate not in found and nanoflows[candidate].returns_value:
            found[candidate] = None
            pending += callers.get(candidate, ())
    return list(found)


def _believed_around(
    refuted: Reference,
    callers: Mapping[Reference, list[Reference]],
    checks: Mapping[Reference, bool],
) -> Iterator[Reference]:
    """The checks that call a nanoflow, be it through others that are none."""
    pending = deque([refuted])
    seen = {refuted}  # from when they wait, or what many ways lead to would wait once for each
    while pending:
        around = dict.fromkeys(callers.get(pending.popleft(), ()))
        new = [caller for caller in around if caller not in seen]
        seen.update(new)
        yield from (caller for caller in new if caller in checks)
        pending += (caller for caller in new if caller not in checks)


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
