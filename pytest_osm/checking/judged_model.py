"""A readable model, and its profiles as the settings have them judged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from pytest_osm.configuration.names import suggestion
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Pattern, Settings
from pytest_osm.errors import ConfigurationError, UsageError
from pytest_osm.facts.accepted_checks import CALLABLE, DEFAULT_CHECKS
from pytest_osm.facts.profile import Profile
from pytest_osm.model.documents import UnreadablePart
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.project import Project
from pytest_osm.model.version import MendixVersion
from pytest_osm.model.words import module_of
from pytest_osm.records import Record
from pytest_osm.terminal.printable import shortened

_MOST_HINTS = 20  # of names that are like another one, for which all have to be compared
LATEST_KNOWN = MendixVersion(11, 15, 999)


class JudgedModel(Record, frozen=True):
    """A readable model with its profiles, judged as the settings say."""

    project: Project
    settings: Settings
    version: MendixVersion
    profiles: tuple[Profile, ...]

    @classmethod
    def of(cls, project: Project, settings: Settings) -> JudgedModel:
        """A model whose navigation, if it can be read, has these profiles."""
        version = settings.mendix_version or project.version
        return cls(project, settings, version, tuple(_profiles(project, version, settings)))

    def require_profiles(self) -> None:
        """Configured profiles must be there; UsageError with a suggestion otherwise."""
        _require_profiles(self.settings, self.project)

    @property
    def unmatched(self) -> Mapping[Node, ConfigurationError]:
        """The patterns of the settings that fit nothing in this model, and what to say of them.

        Each is a mistake if it fits nothing in the other models of a run either.
        """
        return dict(_unmatched(self.settings, self.project))

    @property
    def notes(self) -> Iterator[str]:
        """What everybody should know who reads the verdict."""
        yield from too_new(self.version)
        for entity, mode in self.settings.assume.items():
            yield f"assumed that {entity} is {mode.caption}"
        if self.version != self.project.version:
            yield f"judged as Mendix {self.version}; the model is of {self.project.version}"
        navigation = self.project.navigation
        unknown = () if isinstance(navigation, UnreadablePart) else navigation.unknown_parts
        for part in unknown:
            is_profile = part.storage_type.endswith("NavigationProfile")
            what = "a profile" if is_profile else "a part of the navigation"
            yield f"{what} of the unknown type {part.storage_type} is not judged"
        for profile in self.profiles:
            if not profile.navigation.has_known_kind:
                kind = profile.navigation.kind or "(none)"
                yield f"profile {profile.name} is of the unknown kind {kind} and is not judged"
        if not any(profile.is_offline for profile in self.profiles):
            where = "among the selected ones" if self.settings.profiles else "in this app"
            yield f"there is no offline profile {where}: no limit of Online mode applies"


def too_new(version: MendixVersion) -> Iterator[str]:
    """What to know of a verdict on a version that nobody knew when the rules were written."""
    if version > LATEST_KNOWN:
        latest = f"{LATEST_KNOWN.major}.{LATEST_KNOWN.minor}"
        yield f"Mendix {version} is newer than {latest}, the latest version known here"


def _profiles(project: Project, version: MendixVersion, settings: Settings) -> Iterator[Profile]:
    for profile in project.profiles:
        if settings.selects_profile(profile.name):
            checks = (*DEFAULT_CHECKS, *_configured_checks(project, settings))
            found = Profile.of(project, profile, version, checks)
            yield found.assuming(settings.assume) if profile.is_offline else found


def _configured_checks(project: Project, settings: Settings) -> Iterator[str]:
    """The names of the configured connection checks; optional ones only if they are there."""
    there = {name for kind in CALLABLE for name in project.names(kind)}
    for check in settings.connection_checks:
        if check.text in there or not check.is_optional:
            yield check.text


def _require_profiles(settings: Settings, project: Project) -> None:
    there = tuple(profile.name for profile in project.profiles)
    missing = [
        pattern
        for pattern in settings.profiles
        if not any(fnmatchcase(name, pattern) for name in there)
    ]
    if missing:
        hint = suggestion(missing[0], there)
        message = f"{project.path} has no profile {', '.join(missing)}{hint}"
        raise UsageError(message)


def _unmatched(settings: Settings, project: Project) -> Iterator[tuple[Node, ConfigurationError]]:
    modules, documents = settings.modules.patterns, settings.documents.patterns
    entities = settings.entities.patterns
    if entities:  # or no domain model is read yet
        yield from _fitting_none(entities, project.domain.entities, "entity", project)
    if not (modules or documents or settings.connection_checks):
        return
    yield from _fitting_none(modules, project.modules, "module", project)
    names = [*project.modules, *(name for kind in DocumentKind for name in project.names(kind))]
    yield from _fitting_none(documents, names, "document", project)
    checks = [name for kind in CALLABLE for name in project.names(kind)]
    what = "JavaScript action or nanoflow"
    yield from _fitting_none(settings.connection_checks, checks, what, project)


def _fitting_none(
    patterns: Collection[Pattern], names: Iterable[str], what: str, project: Project
) -> Iterator[tuple[Node, ConfigurationError]]:
    if not patterns:
        return
    there = dict.fromkeys(names)
    microflows = project.names(DocumentKind.MICROFLOW)
    hints = iter(range(_MOST_HINTS))
    for pattern in patterns:
        is_there = pattern.text in there or any(map(pattern.fits, there))
        if pattern.is_optional or is_there or _is_omitted(pattern, project):
            continue
        hint = suggestion(pattern.text, tuple(there)) if next(hints, None) is not None else ""
        if pattern.text in microflows:
            hint = ": it is a microflow, which cannot run without a connection"
        yield (
            pattern.node,
            pattern.node.error(f"there is no {what} {shortened(pattern.text)}{hint}"),
        )


def _is_omitted(pattern: Pattern, project: Project) -> bool:
    """Whether a pattern may be for a module that an export leaves out."""
    omitted = project.store.omitted_modules
    module = module_of(pattern.text) or pattern.text
    return omitted is None or any(fnmatchcase(name, module) for name in omitted)
