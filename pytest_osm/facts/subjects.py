"""What rules look at: each rule subscribes to one of these kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol, TypeVar, cast

from pytest_osm.facts.association_writes import AssociationWrite, association_writes
from pytest_osm.facts.attribute_paths import AttributePath
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.calls import Clearing, MicroflowCall, Synchronization
from pytest_osm.facts.connection_checks import ConnectionCheck, connection_checks
from pytest_osm.facts.constraints import ConstrainedQuery
from pytest_osm.facts.data_widgets import DataWidget, data_widgets
from pytest_osm.facts.homes import Home, homes
from pytest_osm.facts.location import Location
from pytest_osm.facts.mode_comparisons import ModeComparison, mode_comparisons
from pytest_osm.facts.owned_associations import OwnedAssociation, owned_associations
from pytest_osm.facts.page_availability import document_availability
from pytest_osm.facts.page_openings import PageOpening, page_openings
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query, Use
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.required_parts import RequiredPart, required_parts
from pytest_osm.facts.server_calls import ServerAccess, server_accesses
from pytest_osm.facts.specialized_entities import SpecializedEntity, specialized_entities
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.facts.unreadable_model import UnreadableModel
from pytest_osm.facts.written_entities import WrittenEntity, written_entities
from pytest_osm.model.features import ModelFeature
from pytest_osm.records import Record
from pytest_osm.timing import CLOCK

_Subject = TypeVar("_Subject")


class Subject(Protocol):
    """Something that a rule looks at, and where a finding about it is.

    `reached` is the page, snippet or nanoflow that it is in, with the path that leads there; None
    for what is in none, like a row of the profile.
    """

    @property
    def location(self) -> Location:
        """The place in the model."""

    @property
    def reached(self) -> ReachedDocument | None:
        """The reached document around it."""


class SubjectKind(Record, frozen=True):
    """How to find the subjects of a kind, and the feature without which a model has none.

    `words` say to a Mendix developer what they are.
    """

    words: str
    find: Callable[[Profile], Iterable[Subject]]
    required_feature: ModelFeature | None = None


SUBJECTS: Mapping[type, SubjectKind] = MappingProxyType(
    {
        # A model that cannot be read has no profiles: the engine hands this one out itself.
        UnreadableModel: SubjectKind("the file of the model", lambda _: ()),
        Profile: SubjectKind("the navigation profile as a whole", lambda profile: (profile,)),
        SyncRow: SubjectKind(
            "the rows of Configure synchronization", lambda profile: profile.rows
        ),
        Home: SubjectKind("home pages", homes),
        OwnedAssociation: SubjectKind(
            "associations between entities of the profile",
            owned_associations,
            ModelFeature.ASSOCIATION_ENDS,
        ),
        SpecializedEntity: SubjectKind("entities with a generalization", specialized_entities),
        Query: SubjectKind(
            "queries: lists, data sources, and activities that retrieve objects",
            lambda profile: profile.access.queries,
        ),
        Use: SubjectKind(
            "widgets, activities and parameters that show, write or hand on objects",
            lambda profile: profile.access.uses,
        ),
        ConstrainedQuery: SubjectKind(
            "XPath constraints of data sources and retrieve activities",
            lambda profile: profile.constrained_queries,
        ),
        MicroflowCall: SubjectKind(
            "microflow calls in nanoflows", lambda profile: profile.usage.microflow_calls
        ),
        Synchronization: SubjectKind(
            "Synchronize activities for certain objects",
            lambda profile: profile.usage.synchronizations,
        ),
        Clearing: SubjectKind(
            "Clear from device activities", lambda profile: profile.usage.clearings
        ),
        AttributePath: SubjectKind(
            "attributes that widgets show over associations",
            lambda profile: profile.usage.attribute_paths,
        ),
        ServerAccess: SubjectKind(
            "activities, decisions and buttons that ask the server",
            server_accesses,
            ModelFeature.CONTROL_FLOW,
        ),
        ConnectionCheck: SubjectKind(
            "connection checks, and the decisions on their results",
            connection_checks,
            ModelFeature.CONTROL_FLOW,
        ),
        PageOpening: SubjectKind(
            "buttons, menu items and activities that open a page",
            page_openings,
            ModelFeature.CONTROL_FLOW,
        ),
        DocumentAvailability: SubjectKind(
            "pages and nanoflows, and what of them works without a connection",
            lambda profile: document_availability(
                profile,
                subjects_of(ServerAccess, profile),
                subjects_of(PageOpening, profile),
            ),
            ModelFeature.CONTROL_FLOW,
        ),
        DataWidget: SubjectKind("widgets that show a list or an object", data_widgets),
        AssociationWrite: SubjectKind(
            "widgets and activities that set an association",
            association_writes,
            ModelFeature.ASSOCIATION_ENDS,
        ),
        WrittenEntity: SubjectKind(
            "entities that pages and nanoflows create or change", written_entities
        ),
        ModeComparison: SubjectKind("modes of entities, now and in the base", mode_comparisons),
        RequiredPart: SubjectKind("documents and modules that the profile needs", required_parts),
    }
)


def subjects_of(kind: type[_Subject], profile: Profile) -> tuple[_Subject, ...]:
    """All subjects of a kind in a profile; they are found once."""
    if isinstance(profile, kind):  # is not kept: what holds itself is only let go of much later
        return (profile,)
    if kind not in profile.subjects:
        with CLOCK.measure(f"fact {kind.__name__}"):
            profile.subjects[kind] = tuple(SUBJECTS[kind].find(profile))
    return cast("tuple[_Subject, ...]", profile.subjects[kind])
