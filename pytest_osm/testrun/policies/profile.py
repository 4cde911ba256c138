"""An offline profile as tests see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.names import fitting, known
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.errors import UsageError
from pytest_osm.extension.loading import Plugins
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.homes import Home
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query
from pytest_osm.facts.server_calls import ServerAccess
from pytest_osm.facts.subjects import Subject, subjects_of
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.facts.writes import Write
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.version import MendixVersion
from pytest_osm.overview.why import names, why
from pytest_osm.records import Record
from pytest_osm.testrun.policies.documents import OsmDocument, documents_of
from pytest_osm.testrun.policies.entities import OsmEntity
from pytest_osm.testrun.policies.found import Found
from pytest_osm.testrun.policies.names import mode_called, without_frames
from pytest_osm.testrun.policies.words import Thing

_Subject = TypeVar("_Subject", bound=Subject)
_Thing = TypeVar("_Thing", bound=Thing)


class Modes(Mapping[str, EffectiveMode]):
    """The effective modes of a profile by entity; of others it says that they are not in it."""

    def __init__(self, profile: OsmProfile) -> None:
        """Those of one profile."""
        self.profile = profile

    def __getitem__(self, entity: str) -> EffectiveMode:
        __tracebackhide__ = True
        return self.profile.mode(entity)

    def __contains__(self, entity: object) -> bool:
        return entity in self.profile.facts.modes

    def __iter__(self) -> Iterator[str]:
        return iter(self.profile.facts.modes)

    def __len__(self) -> int:
        return len(self.profile.facts.modes)


class OsmProfile(Record, frozen=True):
    """An offline profile of an app.

    Names are qualified, like "Sales.Order". A name that the model does not have is a UsageError
    with a suggestion, so that a test cannot pass because of a typing error.
    """

    facts: Profile
    _settings: Settings
    _plugins: Plugins

    @property
    def name(self) -> str:
        """The profile's name in Studio Pro."""
        return self.facts.name

    @property
    def version(self) -> MendixVersion:
        """The Mendix version that it is judged by."""
        return self.facts.version

    @property
    def modes(self) -> Modes:
        """The effective modes of the entities in the profile."""
        return Modes(self)

    @without_frames
    def mode(self, entity: str) -> EffectiveMode:
        """The effective mode of an entity: `mode`, `is_online`, `is_offline`, `source`."""
        return self.facts.mode(known(entity, self.facts.domain.entities, "entity").name)

    @without_frames
    def entities(
        self,
        pattern: str = "*",
        *,
        mode: str | None = None,
        module: str | None = None,
        specializes: str | None = None,
    ) -> Found[OsmEntity]:
        """The entities in the profile: those with a mode, in a module, or below another entity.

        `mode` is a caption of Studio Pro, like "All Objects", or a stored name, like "All".
        """
        domain = self.facts.domain
        meant = fitting(pattern, domain.entities, "entity")
        if module is not None:
            modules = fitting(module, self.facts.project.modules, "module")
            meant &= {name for name in meant if name.partition(".")[0] in modules}
        if specializes is not None:
            base = known(specializes, domain.entities, "entity").name
            meant &= set(domain.specializations(base))
        if mode is not None:
            chosen, modes = mode_called(mode), self.facts.modes
            meant &= {
                name for name in modes if chosen in (modes[name].mode, modes[name].alternative)
            }
        there = sorted(meant & self.facts.modes.keys())
        things = (OsmEntity(domain.entities[name], self.facts) for name in there)
        return self._found(things, "entity")

    @without_frames
    def documents(self, pattern: str = "*", *, kind: str | None = None) -> Found[OsmDocument]:
        """The documents that users get to, of a kind like "page" or "nanoflow" if one is named."""
        there = documents_of(self.facts.project, (self.facts,), pattern, kind)
        return self._found((each for each in there if each.is_reached), "document")

    @without_frames
    def reaches(self, name: str) -> bool:
        """Whether users get to a document, or the profile uses an entity."""
        return bool(self.paths(name))

    @without_frames
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
    def pages_offline(self) -> Found[DocumentAvailability]:
        """What of each page works without a connection: `works_offline`, `needs`."""
        return self._offline(DocumentKind.PAGE, "page")

    @property
    def nanoflows_offline(self) -> Found[DocumentAvailability]:
        """What of each nanoflow works without a connection: `works_offline`, `needs`."""
        return self._offline(DocumentKind.NANOFLOW, "nanoflow")

    @property
    def queries(self) -> Found[Query]:
        """The client queries: `entity`, `kind`, `constraint`, `location`."""
        return self._found(self.facts.access.queries, "query")

    @property
    def writes(self) -> Found[Write]:
        """What the client creates and changes: `entity`, `kind`, `association`, `location`."""
        return self._found(self.facts.usage.writes, "write")

    @property
    def server_calls(self) -> Found[ServerAccess]:
        """What asks the server; `unguarded` are those without a check of the connection."""
        return self._found(self._subjects(ServerAccess), "server call")

    @property
    def opened_pages(self) -> Found[PageOpening]:
        """What opens pages: `page`, `online_data`, `is_guarded`, `location`."""
        return self._found(self._subjects(PageOpening), "opening")

    @property
    def homes(self) -> Found[Home]:
        """The pages that it starts on: `page`, `entries`, `online_data`."""
        return self._found(self._subjects(Home), "home page")

    @property
    def rows(self) -> Found[SyncRow]:
        """The rows of Configure synchronization, in stored order: `entity`, `config`."""
        return self._found(self.facts.rows, "row")

    @without_frames
    def check(self, rule: str, *, must_apply: bool = True) -> Found[Finding]:
        """The findings of a rule, by code or name, accepted and unsure ones included.

        UsageError when the rule does not apply to the version of the app, unless it need not.
        """
        checks = tuple(select_rules(self._settings, rule, self._plugins).checks_of((self.facts,)))
        if must_apply and not checks:
            message = f"{rule} does not apply to Mendix {self.version}; see must_apply"
            raise UsageError(message)
        found = (finding for check in checks for finding in check.run().findings)
        return self._found(found, "finding")

    def __repr__(self) -> str:
        return f"<OsmProfile {self.name} of {self.facts.project.path.name}>"

    def _subjects(self, kind: type[_Subject]) -> Iterable[_Subject]:
        return subjects_of(kind, self.facts)

    def _found(self, things: Iterable[_Thing], noun: str) -> Found[_Thing]:
        return Found(tuple(things), noun, self.facts)

    def _offline(self, kind: DocumentKind, noun: str) -> Found[DocumentAvailability]:
        found = self._subjects(DocumentAvailability)
        return self._found((each for each in found if each.reached.document.kind is kind), noun)

    def _reached(self, kind: DocumentKind) -> tuple[str, ...]:
        return tuple(sorted(each.document.name for each in self.facts.reach.of_kind(kind)))
