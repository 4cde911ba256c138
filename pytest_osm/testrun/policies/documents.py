"""A document, and whether profiles get there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from pytest_osm.configuration.names import fitting
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.project import Project
from pytest_osm.model.words import module_of
from pytest_osm.overview.why import READ, why
from pytest_osm.records import Record
from pytest_osm.testrun.policies.names import kind_called


class OsmDocument(Record, frozen=True, dict=True):
    """A document of an app, seen from some of its profiles."""

    _reference: Reference
    _profiles: tuple[Profile, ...]

    @property
    def name(self) -> str:
        """The qualified name."""
        return self._reference.name

    @property
    def kind(self) -> str:
        """Mendix's word for its kind: page, snippet, layout, menu, nanoflow or microflow."""
        return self._reference.kind.value

    @property
    def module(self) -> str:
        """The name of its module."""
        return module_of(self.name)

    @property
    def place(self) -> str:
        """Where a developer finds it."""
        return str(self._reference)

    @property
    def is_reached(self) -> bool:
        """Whether users of any of the profiles get there."""
        return any(self._is_in(each) for each in self._profiles)

    @cached_property
    def path(self) -> str:
        """A shortest path to it, "" if there is none."""
        paths = (why(each, self._reference).paths.lines for each in self._profiles)
        return next((lines[0] for lines in paths if lines), "")

    def _is_in(self, profile: Profile) -> bool:
        reach = profile.reach
        return self._reference in reach.reached or bool(reach.incoming_links.get(self._reference))

    def __repr__(self) -> str:
        return f"<OsmDocument {self._reference}>"

    def __str__(self) -> str:
        return f"{self._reference}, which is {'' if self.is_reached else 'not '}reached"


def documents_of(
    project: Project, profiles: Iterable[Profile], pattern: str, kind: str | None
) -> Iterator[OsmDocument]:
    """The documents of an app that a pattern fits. UsageError when it fits none of any kind."""
    kinds: tuple[DocumentKind, ...] = (kind_called(kind),) if kind else READ
    there = tuple(profiles)
    names = {each: project.names(each) for each in kinds}
    every = (name for each in READ for name in project.names(each))
    fit = fitting(pattern, every, "document")
    for each in kinds:
        for name in names[each]:
            if name in fit:
                yield OsmDocument(Reference(each, name), there)
