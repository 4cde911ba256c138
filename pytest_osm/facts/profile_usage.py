"""What a profile does, whatever the modes of its entities and the version of Mendix."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_osm.errors import UsageError
from pytest_osm.facts.accepted_checks import DEFAULT_CHECKS
from pytest_osm.facts.attribute_paths import AttributePath, attribute_paths
from pytest_osm.facts.calls import (
    Clearing,
    MicroflowCall,
    Synchronization,
    clearings,
    microflow_calls,
    named_entities,
    synchronizations,
)
from pytest_osm.facts.constraints import Constraint, constraints
from pytest_osm.facts.exploration import explore
from pytest_osm.facts.flow_parts import FlowPart, flow_parts
from pytest_osm.facts.guards import GuardAnalysis, analyse_guards
from pytest_osm.facts.modes import Derivation, derive_modes
from pytest_osm.facts.page_data import PageData, page_data
from pytest_osm.facts.queries import DataAccess, data_access
from pytest_osm.facts.reach import NotFollowed, Reach
from pytest_osm.facts.variables import Scope, scopes_of
from pytest_osm.facts.writes import Write, writes
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import Reference
from pytest_osm.model.navigation import NavigationProfile
from pytest_osm.model.project import Project
from pytest_osm.records import Record
from pytest_osm.timing import measured_property


class ProfileUsage(Record, frozen=True, dict=True):
    """The documents, queries, calls and writes of a profile; each fact is computed once.

    Profiles that differ in modes or version alone share it.
    """

    project: Project
    navigation: NavigationProfile
    accepted_checks: tuple[str, ...] = DEFAULT_CHECKS

    @measured_property
    def reach(self) -> Reach:
        """The documents it reaches; none for an online profile, which keeps nothing offline."""
        if not self.navigation.is_offline:
            return Reach({}, (), (), ())
        return explore(self.project, self.navigation)

    @measured_property
    def scopes(self) -> Mapping[Reference, Scope]:
        """The variables of the reached nanoflows, with their entities."""
        return scopes_of(self.project, self.reach)

    @measured_property
    def access(self) -> DataAccess:
        """What it queries, shows and creates."""
        return data_access(self.project, self.reach, self.scopes)

    @measured_property
    def page_data(self) -> PageData:
        """What its pages show."""
        return page_data(self.reach, self.access)

    @measured_property
    def _constraints(self) -> tuple[Constraint | NotFollowed, ...]:
        return tuple(constraints(self.access.queries, self.project.domain))

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """The queries that follow associations, and where they lead."""
        return tuple(each for each in self._constraints if isinstance(each, Constraint))

    @property
    def constraints_not_followed(self) -> tuple[NotFollowed, ...]:
        """What in the constraints of its queries is unknown."""
        return tuple(each for each in self._constraints if isinstance(each, NotFollowed))

    @measured_property
    def derived_modes(self) -> Mapping[str, Derivation]:
        """The modes that Studio Pro up to 10.24 derives, whatever rows or defaults say."""
        return derive_modes(self.project.domain, self.access)

    @measured_property
    def guards(self) -> GuardAnalysis:
        """Its connection checks, and what its nanoflows do without one.

        UsageError where the model is stored without control flow.
        """
        if (detail := ModelFeature.CONTROL_FLOW) in self.project.omitted_features:
            raise UsageError(detail.skip_reason)
        return analyse_guards(self.reach, self.accepted_checks)

    @measured_property
    def flow_parts(self) -> Mapping[Reference, list[FlowPart]]:
        """The parts of its nanoflows that may ask the server, by nanoflow."""
        return flow_parts(self.reach, self.scopes)

    @measured_property
    def writes(self) -> tuple[Write, ...]:
        """What it creates, changes and associates on the client."""
        return tuple(writes(self.project, self.reach, self.scopes))

    @measured_property
    def microflow_calls(self) -> tuple[MicroflowCall, ...]:
        """The microflow calls in its nanoflows: each is a request to the server."""
        return tuple(microflow_calls(self.reach, self.scopes))

    @measured_property
    def synchronizations(self) -> tuple[Synchronization, ...]:
        """The Synchronize activities that name objects."""
        return tuple(synchronizations(self.reach, self.scopes))

    @measured_property
    def clearings(self) -> tuple[Clearing, ...]:
        """The Clear from device activities."""
        return tuple(clearings(self.reach, self.scopes))

    @measured_property
    def named_entities(self) -> frozenset[str]:
        """The entities that its documents name, be it in passing: to sort, compare or clear."""
        sorted_by = (step.entity for query in self.access.queries for step in query.sort_steps)
        used = (use.entity for use in self.access.uses)
        cleared = (entity for each in self.clearings for entity in each.entities)
        handed = named_entities(self.reach, self.scopes)
        return frozenset((*sorted_by, *used, *cleared, *handed))

    @measured_property
    def attribute_paths(self) -> tuple[AttributePath, ...]:
        """The attributes that its pages bind over associations."""
        return tuple(attribute_paths(self.reach))
