"""Apps as ordinary tests see them: their profiles, documents and findings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from warnings import warn

from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.names import known, suggestion
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import open_profiles
from pytest_osm.errors import UsageError
from pytest_osm.extension.loading import Plugins, load_plugins
from pytest_osm.facts.profile import Profile
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.testrun.policies.documents import OsmDocument, documents_of
from pytest_osm.testrun.policies.names import without_frames
from pytest_osm.testrun.policies.profile import OsmProfile


class OsmApp(Record, frozen=True, dict=True):
    """A model, judged by the configuration that lies beside it, or by what a run makes of that."""

    path: Path
    _settings_for: Callable[[Path], Settings] = settings_for
    _plugins_for: Callable[[Settings], Plugins] = lambda settings: load_plugins(settings.plugins)

    @cached_property
    def settings(self) -> Settings:
        """The configuration. ConfigurationError for one with mistakes."""
        return self._settings_for(self.path)

    @cached_property
    def _plugins(self) -> Plugins:
        return self._plugins_for(self.settings)

    @cached_property
    def _all_profiles(self) -> tuple[Profile, ...]:
        profiles = open_profiles(self.path, self.settings, self._plugins)
        for project in {profile.project: None for profile in profiles}:
            for entity in self.settings.assume:
                known(entity, project.domain.entities, "entity")
            for part in project.unreadable_parts:
                warn(f"{self.path.name}: {part}; policies say nothing of it", stacklevel=2)
        return profiles

    @cached_property
    def profiles(self) -> tuple[OsmProfile, ...]:
        """The offline profiles. ReadError when the model cannot be read."""
        return tuple(
            OsmProfile(each, self.settings, self._plugins)
            for each in self._all_profiles
            if each.is_offline
        )

    @property
    def version(self) -> MendixVersion | None:
        """The Mendix version that it is judged by; None without an offline profile."""
        return self.profiles[0].version if self.profiles else None

    @without_frames
    def profile(self, name: str = "") -> OsmProfile:
        """An offline profile by name, or the only one. UsageError when there is none such."""
        found = [each for each in self.profiles if name in ("", each.name)]
        if len(found) != 1:
            names = tuple(each.name for each in self.profiles)
            there = ", ".join(names) or "none"
            near = suggestion(name, names) if name and names else "; name one of them"
            message = f"{self.path} has these offline profiles: {there}{near}"
            raise UsageError(message)
        return found[0]

    @without_frames
    def documents(self, pattern: str = "*", *, kind: str | None = None) -> tuple[OsmDocument, ...]:
        """The documents of the app, also those that no offline profile reaches.

        UsageError for a pattern that fits none.
        """
        if not self._all_profiles:
            message = f"{self.path} has no navigation profile"
            raise UsageError(message)
        offline = [each.facts for each in self.profiles]
        return tuple(documents_of(self._all_profiles[0].project, offline, pattern, kind))

    @without_frames
    def check(self, rule: str, *, must_apply: bool = True) -> tuple[Finding, ...]:
        """The findings of a rule in all offline profiles; see `OsmProfile.check`."""
        return tuple(
            finding
            for each in self.profiles
            for finding in each.check(rule, must_apply=must_apply)
        )
