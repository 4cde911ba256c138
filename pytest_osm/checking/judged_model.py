"""A readable model, and its profiles as the settings have them judged."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from attrs import frozen

from pytest_osm.configuration.node import suggestion
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import UsageError
from pytest_osm.facts.accepted_checks import CALLABLE, DEFAULT_CHECKS
from pytest_osm.facts.profile import Profile
from pytest_osm.model.documents import UnreadablePart
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.navigation import NavigationProfile
from pytest_osm.model.project import Project
from pytest_osm.model.version import MendixVersion
from pytest_osm.model.words import module_of

LATEST_KNOWN = MendixVersion(11, 15, 999)


@frozen(eq=False)
class JudgedModel:
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

    def require_configured_names(self) -> None:
        """Configured profiles and connection checks must be there."""
        _require_profiles(self.settings, self.project)
        _require_connection_checks(self.settings, self.project)

    @property
    def notes(self) -> Iterator[str]:
        """What everybody should know who reads the verdict."""
        if self.version > LATEST_KNOWN:
            latest = f"{LATEST_KNOWN.major}.{LATEST_KNOWN.minor}"
            yield f"Mendix {self.version} is newer than {latest}, the latest version known here"
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


def _profiles(project: Project, version: MendixVersion, settings: Settings) -> Iterator[Profile]:
    for profile in project.profiles:
        if settings.selects_profile(profile.name):
            checks = (*DEFAULT_CHECKS, *(each.text() for each in settings.connection_checks))
            yield Profile(project, _assumed(profile, settings), version, checks)


def _assumed(profile: NavigationProfile, settings: Settings) -> NavigationProfile:
    """The profile as it would be with the assumed modes configured."""
    if not settings.assume or not profile.is_offline:
        return profile
    for entity, mode in settings.assume.items():
        profile = profile.with_row(entity, mode)
    return profile


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


def _require_connection_checks(settings: Settings, project: Project) -> None:
    """Configured connection checks must be there, if their module is: others are of other apps."""
    for node in settings.connection_checks:
        name = node.text()
        known = tuple(each for kind in CALLABLE for each in project.names(kind))
        if name in known or module_of(name) not in project.modules:
            continue
        if name in project.names(DocumentKind.MICROFLOW):
            raise node.error(f"{name} is a microflow, which cannot run without a connection")
        hint = suggestion(name, known)
        raise node.error(f"there is no JavaScript action or nanoflow {name}{hint}")
