"""The settings of one model, and the acceptances of findings that a team lives with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from pytest_osm.configuration.node import Node
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.discovery import find_models
from pytest_osm.records import Record
from pytest_osm.rules.rule import Preset, Severity


class Acceptance(Record, frozen=True, eq=True):
    """An xfail entry: findings that are known, why, and until when.

    Without a profile it holds for every profile, without a document for all findings of the
    rule there, without a model for every model that the file configures.
    """

    rule: Node
    reason: str
    place: str
    profile: str = ""
    document: str = ""
    model: str = ""
    until: date | None = None
    is_of_run: bool = False  # of pytest's own configuration, which is that of all models

    def is_expired(self, today: date) -> bool:
        """Whether the day named in `until` has passed."""
        return self.until is not None and today > self.until

    def covers_profile(self, profile: str) -> bool:
        """Whether it holds for a profile."""
        return not self.profile or fnmatchcase(profile, self.profile)

    def covers_location(self, location: Location) -> bool:
        """Whether it holds for findings at a place.

        The pattern is for the qualified name of the document, or for the place as it is printed.
        """
        names = (location.name, location.document, str(location))
        return not self.document or any(fnmatchcase(name, self.document) for name in names)

    def covers_model(self, path: Path) -> bool:
        """Whether it holds for a model; patterns are relative to the configuration file."""
        pattern = self.model.replace("\\", "/")
        return not pattern or PurePosixPath(path.as_posix()).match(pattern)

    @property
    def has_model(self) -> bool:
        """Whether there is any model that it is for, below the folder of the configuration."""
        folder = self.rule.path.absolute().parent
        return any(self.covers_model(model) for model in find_models(folder))


_OPTIONAL = "(optional)"


class Pattern(Record, frozen=True):
    """A name or pattern in a configuration, which must fit something in some model of a run.

    One that ends in "(optional)" need not, for configurations that several apps share.
    """

    node: Node

    @property
    def text(self) -> str:
        """The pattern itself."""
        return self.node.text().removesuffix(_OPTIONAL).strip()

    @property
    def is_optional(self) -> bool:
        """Whether it may fit nothing."""
        return self.node.text().endswith(_OPTIONAL)

    def fits(self, name: str) -> bool:
        """Whether it means a name."""
        return fnmatchcase(name, self.text)


class Patterns(Record, frozen=True, eq=True):
    """Which names are meant: those that fit one of `only`, if any, and none of `ignore`."""

    only: tuple[Pattern, ...] = ()
    ignore: tuple[Pattern, ...] = ()

    def fit(self, name: str) -> bool:
        """Whether a name is meant."""
        is_meant = not self.only or any(pattern.fits(name) for pattern in self.only)
        return is_meant and not any(pattern.fits(name) for pattern in self.ignore)

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns."""
        return *self.only, *self.ignore


class ModuleScope(Record, frozen=True, eq=True):
    """In which modules findings are reported, and how severe they are in some of them."""

    names: Patterns = Patterns()
    reports_marketplace: bool = False
    severities: tuple[tuple[Pattern, Severity], ...] = ()

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """All patterns, each for names of modules."""
        return *self.names.patterns, *(pattern for pattern, _ in self.severities)


class SettingOrigin(Record, frozen=True):
    """Where a value of the settings comes from, and how it is written there, as JSON.

    A list of tables has a line for each of them too.
    """

    place: str
    text: str
    lines: tuple[str, ...] = ()


class Settings(Record, frozen=True, eq=True):
    """Everything that can be configured, with the defaults."""

    path: Path | None = None
    preset: Preset = Preset.RECOMMENDED
    select: tuple[Node, ...] = ()
    ignore: tuple[Node, ...] = ()
    profiles: tuple[str, ...] = ()
    severity: tuple[tuple[Node, Severity], ...] = ()
    fail_on: Severity = Severity.WARNING
    min_confidence: Confidence = Confidence.MEDIUM
    mendix_version: MendixVersion | None = None
    assume: Mapping[str, SyncMode] = {}
    connection_checks: tuple[Pattern, ...] = ()
    modules: ModuleScope = ModuleScope()
    documents: Patterns = Patterns()
    entities: Patterns = Patterns()  # of options only
    is_scoped: bool = False  # by options, so that findings elsewhere are hidden for now
    is_placed: bool = False  # by options, to modules or documents
    xfail: tuple[Acceptance, ...] = ()
    baseline: Node | None = None
    require: tuple[Node, ...] = ()
    strict: bool = False
    plugins: tuple[Node, ...] = ()
    origins: Mapping[str, SettingOrigin] = {}
    is_explicit: bool = False  # the file was named by the user, and not found beside a model
    ignores_baseline: bool = False  # as if nothing was accepted
    is_narrowed: bool = False  # by options of a command, so that some acceptances lie idle
    cache: Cache = NO_CACHE

    def selects_profile(self, name: str) -> bool:
        """Whether a profile is to be checked."""
        return not self.profiles or any(fnmatchcase(name, each) for each in self.profiles)

    def reports(self, location: Location) -> bool:
        """Whether findings at a place are reported.

        What lies in no module always is, unless options ask for some place; what is wrong with the
        model itself is even then. The walk goes everywhere all the same.
        """
        module = location.module
        if not module.name:
            return not self.is_placed or location.kind == "model"
        is_ours = self.modules.reports_marketplace or not module.is_from_marketplace
        is_meant = self.modules.names.fit(module.name) and self.documents.fit(location.name)
        return is_ours and is_meant

    def is_about(self, entities: Iterable[str]) -> bool:
        """Whether findings that name these entities are meant."""
        return not self.entities.only or any(map(self.entities.fit, entities))

    def severity_at(self, location: Location) -> Severity | None:
        """The severity that findings at a place have, if the team says so."""
        name = location.module.name
        fitting = (each for pattern, each in self.modules.severities if pattern.fits(name))
        return next(fitting, None)
