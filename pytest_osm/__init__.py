"""Check Mendix app models against the limitations of Online synchronization mode.

The names here are the public ones. They are imported when they are first used, because this
package is loaded in every pytest run of an environment that has it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pytest_osm._version import __version__

if TYPE_CHECKING:
    from pytest_osm.checking.findings import Finding
    from pytest_osm.errors import ConfigurationError, OsmError, ReadError, UsageError
    from pytest_osm.extension.hookspecs import hookimpl
    from pytest_osm.facts.association_writes import AssociationWrite
    from pytest_osm.facts.attribute_paths import AttributePath
    from pytest_osm.facts.availability import Availability, DocumentAvailability, ServerNeed
    from pytest_osm.facts.calls import Clearing, MicroflowCall, Synchronization
    from pytest_osm.facts.confidence import Certainty, Confidence
    from pytest_osm.facts.connection_checks import CheckDecision, ConnectionCheck
    from pytest_osm.facts.constraints import AssociationStep, ConstrainedQuery
    from pytest_osm.facts.data_widgets import DataWidget
    from pytest_osm.facts.guards import UnguardedPath
    from pytest_osm.facts.homes import Home
    from pytest_osm.facts.location import Location
    from pytest_osm.facts.mode_comparisons import ModeComparison
    from pytest_osm.facts.modes import Derivation, EffectiveMode, ModeSource
    from pytest_osm.facts.online_offline_pairs import OnlineOfflinePair
    from pytest_osm.facts.owned_associations import OwnedAssociation
    from pytest_osm.facts.page_data import OnlineData
    from pytest_osm.facts.page_openings import PageOpening
    from pytest_osm.facts.page_writes import WriteKind
    from pytest_osm.facts.profile import Profile
    from pytest_osm.facts.queries import Query, QueryKind, Use, UseKind
    from pytest_osm.facts.reach import ReachedDocument
    from pytest_osm.facts.required_parts import RequiredPart
    from pytest_osm.facts.server_calls import DirectCall, Request, ServerAccess, ServerCall
    from pytest_osm.facts.specialized_entities import SpecializedEntity
    from pytest_osm.facts.sync_rows import SyncRow
    from pytest_osm.facts.writes import Write
    from pytest_osm.facts.written_entities import WrittenEntity
    from pytest_osm.model.documents import Document, Module
    from pytest_osm.model.domain import Association, Entity
    from pytest_osm.model.features import ModelFeature
    from pytest_osm.model.kinds import DocumentKind, Reference
    from pytest_osm.model.navigation import SyncConfig, SyncMode
    from pytest_osm.model.raw import DataType, EntityStep
    from pytest_osm.model.version import MendixVersion
    from pytest_osm.reporters.report import Report
    from pytest_osm.reporters.reporter import Reporter, Screen
    from pytest_osm.rules.implication import Implication
    from pytest_osm.rules.rule import Message, Preset, Rule, Severity, Whole, applies, rule
    from pytest_osm.testrun.failures import OsmFailure
    from pytest_osm.testrun.policies.app import OsmApp
    from pytest_osm.testrun.policies.documents import OsmDocument
    from pytest_osm.testrun.policies.entities import OsmEntity
    from pytest_osm.testrun.policies.found import Found, assert_none
    from pytest_osm.testrun.policies.profile import Modes, OsmProfile

else:  # type checkers would believe that every name is here

    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

    def __dir__() -> list[str]:
        return __all__


__all__ = [
    "Association",
    "AssociationStep",
    "AssociationWrite",
    "AttributePath",
    "Availability",
    "Certainty",
    "CheckDecision",
    "Clearing",
    "Confidence",
    "ConfigurationError",
    "ConnectionCheck",
    "ConstrainedQuery",
    "DataType",
    "DataWidget",
    "Derivation",
    "DirectCall",
    "Document",
    "DocumentAvailability",
    "DocumentKind",
    "EffectiveMode",
    "Entity",
    "EntityStep",
    "Finding",
    "Found",
    "Home",
    "Implication",
    "Location",
    "MendixVersion",
    "Message",
    "MicroflowCall",
    "ModeComparison",
    "ModeSource",
    "ModelFeature",
    "Modes",
    "Module",
    "OnlineData",
    "OnlineOfflinePair",
    "OsmApp",
    "OsmDocument",
    "OsmEntity",
    "OsmError",
    "OsmFailure",
    "OsmProfile",
    "OwnedAssociation",
    "PageOpening",
    "Preset",
    "Profile",
    "Query",
    "QueryKind",
    "ReachedDocument",
    "ReadError",
    "Reference",
    "Report",
    "Reporter",
    "Request",
    "RequiredPart",
    "Rule",
    "Screen",
    "ServerAccess",
    "ServerCall",
    "ServerNeed",
    "Severity",
    "SpecializedEntity",
    "SyncConfig",
    "SyncMode",
    "SyncRow",
    "Synchronization",
    "UnguardedPath",
    "UsageError",
    "Use",
    "UseKind",
    "Whole",
    "Write",
    "WriteKind",
    "WrittenEntity",
    "__version__",
    "applies",
    "assert_none",
    "hookimpl",
    "rule",
]

_HOMES = {
    "Association": "model.domain",
    "AssociationStep": "facts.constraints",
    "AssociationWrite": "facts.association_writes",
    "AttributePath": "facts.attribute_paths",
    "Availability": "facts.availability",
    "Certainty": "facts.confidence",
    "CheckDecision": "facts.connection_checks",
    "Clearing": "facts.calls",
    "Confidence": "facts.confidence",
    "ConfigurationError": "errors",
    "ConnectionCheck": "facts.connection_checks",
    "ConstrainedQuery": "facts.constraints",
    "DataType": "model.raw",
    "DataWidget": "facts.data_widgets",
    "Derivation": "facts.modes",
    "DirectCall": "facts.server_calls",
    "Document": "model.documents",
    "DocumentAvailability": "facts.availability",
    "DocumentKind": "model.kinds",
    "EffectiveMode": "facts.modes",
    "Entity": "model.domain",
    "EntityStep": "model.raw",
    "Finding": "checking.findings",
    "Found": "testrun.policies.found",
    "Home": "facts.homes",
    "Implication": "rules.implication",
    "Location": "facts.location",
    "MendixVersion": "model.version",
    "Message": "rules.rule",
    "MicroflowCall": "facts.calls",
    "ModeComparison": "facts.mode_comparisons",
    "ModeSource": "facts.modes",
    "ModelFeature": "model.features",
    "Modes": "testrun.policies.profile",
    "Module": "model.documents",
    "OnlineData": "facts.page_data",
    "OnlineOfflinePair": "facts.online_offline_pairs",
    "OsmApp": "testrun.policies.app",
    "OsmDocument": "testrun.policies.documents",
    "OsmEntity": "testrun.policies.entities",
    "OsmError": "errors",
    "OsmFailure": "testrun.failures",
    "OsmProfile": "testrun.policies.profile",
    "OwnedAssociation": "facts.owned_associations",
    "PageOpening": "facts.page_openings",
    "Preset": "rules.rule",
    "Profile": "facts.profile",
    "Query": "facts.queries",
    "QueryKind": "facts.queries",
    "ReachedDocument": "facts.reach",
    "ReadError": "errors",
    "Reference": "model.kinds",
    "Report": "reporters.report",
    "Reporter": "reporters.reporter",
    "Request": "facts.server_calls",
    "RequiredPart": "facts.required_parts",
    "Rule": "rules.rule",
    "Screen": "reporters.reporter",
    "ServerAccess": "facts.server_calls",
    "ServerCall": "facts.server_calls",
    "ServerNeed": "facts.availability",
    "Severity": "rules.rule",
    "SpecializedEntity": "facts.specialized_entities",
    "SyncConfig": "model.navigation",
    "SyncMode": "model.navigation",
    "SyncRow": "facts.sync_rows",
    "Synchronization": "facts.calls",
    "UnguardedPath": "facts.guards",
    "UsageError": "errors",
    "Use": "facts.queries",
    "UseKind": "facts.queries",
    "Whole": "rules.rule",
    "Write": "facts.writes",
    "WriteKind": "facts.page_writes",
    "WrittenEntity": "facts.written_entities",
    "applies": "rules.rule",
    "assert_none": "testrun.policies.found",
    "hookimpl": "extension.hookspecs",
    "rule": "rules.rule",
}
