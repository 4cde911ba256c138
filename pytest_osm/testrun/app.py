"""Apps as ordinary tests see them: their profiles, modes, reach and findings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from attrs import evolve, field

from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.node import known
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import open_profiles, select_rules
from pytest_osm.errors import UsageError
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query
from pytest_osm.facts.server_calls import ServerAccess
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.version import MendixVersion
from pytest_osm.overview.why import names, why
from pytest_osm.records import frozen


@frozen(eq=False)
class OsmProfile:
    """An offline profile of an app.

    Names are qualified, like "Sales.Order". A name that the model does not have is a UsageError
    with a suggestion, so that a test cannot pass because of a typing error.
    """

    facts: Profile
    settings: Settings

    @property
    def name(self) -> str:
        """The profile's name in Studio Pro."""
        return self.facts.name

    @property
    def modes(self) -> Mapping[str, EffectiveMode]:
        """The effective modes of the entities in the profile."""
        return self.facts.modes

    def mode(self, entity: str) -> EffectiveMode:
        """The effective mode of an entity: `mode`, `is_online`, `is_offline`, `source`."""
        return self.facts.mode(known(entity, self.facts.domain.entities, "entity").name)

    def reaches(self, name: str) -> bool:
        """Whether users get to a document, or the profile uses an entity."""
        return bool(self.paths(name))

    def paths(self, name: str) -> tuple[str, ...]:
        """Shortest paths to a document, or to the uses of an entity; none if it is not reached."""
        found = known(name, names(self.facts.project))
        return tuple(line for what in found for line in why(self.facts, what).paths.lines)

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of the pages it reaches, sorted."""
        return self._reached(DocumentKind.PAGE)

    @property
    def nanoflows(self) -> tuple[str, ...]:
        """The names of the nanoflows it reaches, sorted."""
        return self._reached(DocumentKind.NANOFLOW)

    @property
    def queries(self) -> tuple[Query, ...]:
        """The client queries: `entity`, `kind`, `constraint`, `location`."""
        return self.facts.access.queries

    @property
    def server_calls(self) -> tuple[ServerAccess, ...]:
        """What asks the server; a `ServerCall` without `unguarded_path` is guarded by a check."""
        return subjects_of(ServerAccess, self.facts)

    @property
    def page_openings(self) -> tuple[PageOpening, ...]:
        """What opens pages: `page`, `online_data`, `is_guarded`, `location`."""
        return subjects_of(PageOpening, self.facts)

    def check(self, rule: str) -> tuple[Finding, ...]:
        """The findings of a rule, by code or name; none when it does not apply to the version.

        Accepted findings and those of low confidence are among them.
        """
        return tuple(
            finding
            for check in select_rules(self.settings, only=rule).checks_of((self.facts,))
            for finding in check.run().findings
        )

    def _reached(self, kind: DocumentKind) -> tuple[str, ...]:
        return tuple(sorted(each.document.name for each in self.facts.reach.of_kind(kind)))


@frozen(eq=False)
class OsmApp:
    """A model, judged by the configuration that lies beside it."""

    path: Path
    cache: Cache = field(default=NO_CACHE, repr=False)

    @cached_property
    def settings(self) -> Settings:
        """The configuration. ConfigurationError for one with mistakes."""
        return evolve(settings_for(self.path), cache=self.cache)

    @cached_property
    def profiles(self) -> tuple[OsmProfile, ...]:
        """The offline profiles. ReadError when the model cannot be read."""
        opened = open_profiles(self.path, self.settings)
        return tuple(OsmProfile(each, self.settings) for each in opened if each.is_offline)

    @property
    def version(self) -> MendixVersion | None:
        """The Mendix version that it is judged by; None without an offline profile."""
        return self.profiles[0].facts.version if self.profiles else None

    def profile(self, name: str = "") -> OsmProfile:
        """An offline profile by name, or the only one. UsageError when there is none such."""
        found = [each for each in self.profiles if name in ("", each.name)]
        if len(found) != 1:
            there = ", ".join(each.name for each in self.profiles) or "none"
            message = f"{self.path} has these offline profiles: {there}; name one of them"
            raise UsageError(message)
        return found[0]

    def check(self, rule: str) -> tuple[Finding, ...]:
        """The findings of a rule in all offline profiles; see `OsmProfile.check`."""
        return tuple(finding for each in self.profiles for finding in each.check(rule))
