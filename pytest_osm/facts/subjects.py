"""What rules look at: each rule subscribes to one of these kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeVar, cast

from pytest_osm.facts.association_writes import AssociationWrite, association_writes
from pytest_osm.facts.attribute_paths import AttributePath
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.calls import Clearing, MicroflowCall, Synchronization
from pytest_osm.facts.connection_checks import ConnectionCheck, calls_of_checks, connection_check
from pytest_osm.facts.constraints import ConstrainedQuery, constrained_query
from pytest_osm.facts.data_widgets import DataWidget, data_widget, shown_by_widgets
from pytest_osm.facts.homes import Home, home, home_pages
from pytest_osm.facts.location import Location
from pytest_osm.facts.mode_comparisons import (
    ModeComparison,
    mode_comparison,
    names_and_modes_before,
)
from pytest_osm.facts.owned_associations import OwnedAssociation, owned_association, ownerships
from pytest_osm.facts.page_availability import document_availability
from pytest_osm.facts.page_openings import PageOpening, links_to_pages, page_opening
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query, Use
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.required_parts import RequiredPart, required_parts
from pytest_osm.facts.server_calls import ServerAccess, places_to_ask, server_accesses
from pytest_osm.facts.specialized_entities import (
    SpecializedEntity,
    specializations,
    specialized_entity,
)
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.facts.unreadable_model import UnreadableModel
from pytest_osm.facts.written_entities import WrittenEntity, writes_by_entity, written_entity
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

    `words` say to a Mendix developer what they are. The `candidates` are the same whatever the
    modes of the entities are; `judge` says which subjects come of one. Where modes do not matter
    at all, the candidates are the subjects.
    """

    words: str
    candidates: Callable[[Profile], Iterable[Any]]
    judge: Callable[[Any, Profile], Iterable[Subject]] | None = None
    required_feature: ModelFeature | None = None

    def subjects(self, candidate: object, profile: Profile) -> Iterable[Subject]:
        """The subjects that come of a candidate."""
        return self.judge(candidate, profile) if self.judge else (cast("Subject", candidate),)


SUBJECTS: Mapping[type, SubjectKind] = MappingProxyType(
    {
        # A model that cannot be read has no profiles: the engine hands this one out itself.
        UnreadableModel: SubjectKind("the file of the model", lambda _: ()),
        Profile: SubjectKind(
            "the navigation profile as a whole", lambda _: (None,), lambda _, profile: (profile,)
        ),
        SyncRow: SubjectKind(
            "the rows of Configure synchronization",
            lambda profile: dict.fromkeys((*profile.configured, *profile.modes)),
            lambda entity, profile: profile.rows_of(entity),
        ),
        Home: SubjectKind("home pages", home_pages, home),
        OwnedAssociation: SubjectKind(
            "associations between entities of the profile",
            ownerships,
            owned_association,
            ModelFeature.ASSOCIATION_ENDS,
        ),
        SpecializedEntity: SubjectKind(
            "entities with a generalization", specializations, specialized_entity
        ),
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
            lambda profile: profile.usage.constraints,
            lambda each, profile: constrained_query(each, profile.modes, profile.version),
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
            places_to_ask,
            server_accesses,
            ModelFeature.CONTROL_FLOW,
        ),
        ConnectionCheck: SubjectKind(
            "connection checks, and the decisions on their results",
            calls_of_checks,
            connection_check,
            ModelFeature.CONTROL_FLOW,
        ),
        PageOpening: SubjectKind(
            "buttons, menu items and activities that open a page",
            links_to_pages,
            page_opening,
            ModelFeature.CONTROL_FLOW,
        ),
        DocumentAvailability: SubjectKind(
            "pages and nanoflows, and what of them works without a connection",
            lambda _: (None,),
            lambda _, profile: document_availability(
                profile,
                subjects_of(ServerAccess, profile),
                subjects_of(PageOpening, profile),
            ),
            ModelFeature.CONTROL_FLOW,
        ),
        DataWidget: SubjectKind(
            "widgets that show a list or an object", shown_by_widgets, data_widget
        ),
        AssociationWrite: SubjectKind(
            "widgets and activities that set an association",
            lambda profile: profile.usage.writes,
            association_writes,
            ModelFeature.ASSOCIATION_ENDS,
        ),
        WrittenEntity: SubjectKind(
            "entities that pages and nanoflows create or change", writes_by_entity, written_entity
        ),
        ModeComparison: SubjectKind(
            "modes of entities, now and in the base", names_and_modes_before, mode_comparison
        ),
        RequiredPart: SubjectKind("documents and modules that the profile needs", required_parts),
    }
)


def subjects_of(kind: type[_Subject], profile: Profile) -> tuple[_Subject, ...]:
    """All subjects of a kind in a profile; they are found once."""
    if isinstance(profile, kind):  # is not kept: what holds itself is only let go of much later
        return (profile,)
    return cast("tuple[_Subject, ...]", profile.remembered(_all_subjects, kind))


def _all_subjects(profile: Profile, kind: type) -> tuple[Subject, ...]:
    with CLOCK.measure(f"fact {kind.__name__}"):
        candidates, judge = SUBJECTS[kind].candidates(profile), SUBJECTS[kind].judge
        if judge is None:
            return tuple(candidates)
        return tuple(subject for each in candidates for subject in judge(each, profile))
