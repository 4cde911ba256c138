"""Check Mendix app models against the limitations of Online synchronization mode.

The names here are the public ones. They are imported when they are first used, because this
package is loaded in every pytest run of an environment that has it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pytest_osm._version import __version__

if TYPE_CHECKING:
    from pytest_osm.errors import OsmError, ReadError, UsageError
    from pytest_osm.extension.hookspecs import hookimpl
    from pytest_osm.facts.association_writes import AssociationWrite
    from pytest_osm.facts.attribute_paths import AttributePath
    from pytest_osm.facts.calls import Clearing, MicroflowCall, Synchronization
    from pytest_osm.facts.confidence import Certainty, Confidence
    from pytest_osm.facts.connection_checks import ConnectionCheck
    from pytest_osm.facts.constraints import ConstrainedQuery
    from pytest_osm.facts.data_widgets import DataWidget
    from pytest_osm.facts.homes import Home
    from pytest_osm.facts.mode_comparisons import ModeComparison
    from pytest_osm.facts.owned_associations import OwnedAssociation
    from pytest_osm.facts.page_openings import PageOpening
    from pytest_osm.facts.profile import Profile
    from pytest_osm.facts.queries import Query, Use
    from pytest_osm.facts.required_parts import RequiredPart
    from pytest_osm.facts.server_calls import DirectCall, ServerAccess, ServerCall
    from pytest_osm.facts.specialized_entities import SpecializedEntity
    from pytest_osm.facts.sync_rows import SyncRow
    from pytest_osm.facts.written_entities import WrittenEntity
    from pytest_osm.model.features import ModelFeature
    from pytest_osm.model.version import MendixVersion
    from pytest_osm.reporters.report import Report
    from pytest_osm.reporters.reporter import Reporter, Screen
    from pytest_osm.rules.rule import Message, Preset, Rule, Severity, Whole, applies, rule
    from pytest_osm.testrun.app import OsmApp, OsmProfile
    from pytest_osm.testrun.failures import OsmFailure

__all__ = [
    "AssociationWrite",
    "AttributePath",
    "Certainty",
    "Clearing",
    "Confidence",
    "ConnectionCheck",
    "ConstrainedQuery",
    "DataWidget",
    "DirectCall",
    "Home",
    "MendixVersion",
    "Message",
    "MicroflowCall",
    "ModeComparison",
    "ModelFeature",
    "OsmApp",
    "OsmError",
    "OsmFailure",
    "OsmProfile",
    "OwnedAssociation",
    "PageOpening",
    "Preset",
    "Profile",
    "Query",
    "ReadError",
    "Report",
    "Reporter",
    "RequiredPart",
    "Rule",
    "Screen",
    "ServerAccess",
    "ServerCall",
    "Severity",
    "SpecializedEntity",
    "SyncRow",
    "Synchronization",
    "UsageError",
    "Use",
    "Whole",
    "WrittenEntity",
    "__version__",
    "applies",
    "hookimpl",
    "rule",
]

_HOMES = {
    "OsmApp": "testrun.app",
    "OsmProfile": "testrun.app",
    "OsmFailure": "testrun.failures",
    "OsmError": "errors",
    "UsageError": "errors",
    "ReadError": "errors",
    "AttributePath": "facts.attribute_paths",
    "Clearing": "facts.calls",
    "MicroflowCall": "facts.calls",
    "Synchronization": "facts.calls",
    "Certainty": "facts.confidence",
    "Confidence": "facts.confidence",
    "ConnectionCheck": "facts.connection_checks",
    "ConstrainedQuery": "facts.constraints",
    "ModeComparison": "facts.mode_comparisons",
    "PageOpening": "facts.page_openings",
    "DataWidget": "facts.data_widgets",
    "Profile": "facts.profile",
    "Query": "facts.queries",
    "Use": "facts.queries",
    "DirectCall": "facts.server_calls",
    "ServerAccess": "facts.server_calls",
    "ServerCall": "facts.server_calls",
    "AssociationWrite": "facts.association_writes",
    "Home": "facts.homes",
    "RequiredPart": "facts.required_parts",
    "OwnedAssociation": "facts.owned_associations",
    "SpecializedEntity": "facts.specialized_entities",
    "SyncRow": "facts.sync_rows",
    "WrittenEntity": "facts.written_entities",
    "hookimpl": "extension.hookspecs",
    "ModelFeature": "model.features",
    "Message": "rules.rule",
    "Preset": "rules.rule",
    "Report": "reporters.report",
    "Reporter": "reporters.reporter",
    "Rule": "rules.rule",
    "Screen": "reporters.reporter",
    "Severity": "rules.rule",
    "Whole": "rules.rule",
    "applies": "rules.rule",
    "rule": "rules.rule",
    "MendixVersion": "model.version",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
