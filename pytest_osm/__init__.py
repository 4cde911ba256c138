"""Check Mendix app models against the limitations of Online synchronization mode.

The names here are the public ones. They are imported when they are first used, because this
package is loaded in every pytest run of an environment that has it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pytest_osm._version import __version__

if TYPE_CHECKING:
    from pytest_osm.errors import ReadError
    from pytest_osm.facts.bindings import AttributePath
    from pytest_osm.facts.calls import MicroflowCall, Synchronization
    from pytest_osm.facts.confidence import Confidence
    from pytest_osm.facts.constraints import ConstrainedQuery
    from pytest_osm.facts.profile import Profile
    from pytest_osm.facts.queries import Query, Use
    from pytest_osm.facts.subjects import Home, Need, OwnedReference, Specialization, SyncRow
    from pytest_osm.hookspecs import hookimpl
    from pytest_osm.rules.rule import Message, Rule, Severity, applies, rule
    from pytest_osm.version import MendixVersion

__all__ = [
    "AttributePath",
    "Confidence",
    "ConstrainedQuery",
    "Home",
    "MendixVersion",
    "Message",
    "MicroflowCall",
    "Need",
    "OwnedReference",
    "Profile",
    "Query",
    "ReadError",
    "Rule",
    "Severity",
    "Specialization",
    "SyncRow",
    "Synchronization",
    "Use",
    "__version__",
    "applies",
    "hookimpl",
    "rule",
]

_HOMES = {
    "AttributePath": "facts.bindings",
    "MicroflowCall": "facts.calls",
    "Synchronization": "facts.calls",
    "Use": "facts.queries",
    "Confidence": "facts.confidence",
    "ConstrainedQuery": "facts.constraints",
    "Home": "facts.subjects",
    "MendixVersion": "version",
    "Message": "rules.rule",
    "Need": "facts.subjects",
    "OwnedReference": "facts.subjects",
    "Profile": "facts.profile",
    "Query": "facts.queries",
    "ReadError": "errors",
    "Rule": "rules.rule",
    "Severity": "rules.rule",
    "Specialization": "facts.subjects",
    "SyncRow": "facts.subjects",
    "applies": "rules.rule",
    "hookimpl": "hookspecs",
    "rule": "rules.rule",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
