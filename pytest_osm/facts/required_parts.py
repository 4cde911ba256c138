"""The parts of a model that the verdict on a profile rests on."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location, domain_location, location_of
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.model.documents import UnreadablePart
from pytest_osm.records import Record


class RequiredPart(Record, frozen=True):
    """A part of the model that the verdict on a profile rests on, and why it cannot be read."""

    what: str
    location: Location
    unreadable: UnreadablePart | None = None
    reached: ReachedDocument | None = None


def required_parts(profile: Profile) -> Iterator[RequiredPart]:
    """The domain models and the reached documents, readable or not."""
    project = profile.project
    for module in sorted(project.modules):
        what = f"domain model of module {module}"
        yield RequiredPart(what, domain_location(project, module))
    for unreadable in project.unreadable_domain_parts:
        yield RequiredPart(_domain_part(unreadable), profile.location, unreadable)
    for reached in profile.reach.reached.values():
        location = location_of(reached.document)
        yield RequiredPart(str(reached.document), location, reached=reached)
    for missing in profile.reach.missing:
        cause = project.why_missing(missing.reference)
        if cause and not cause.is_module:
            yield RequiredPart(str(missing.reference), missing.location, cause, missing.origin)
    yield from _omitted_modules(profile)


def _omitted_modules(profile: Profile) -> Iterator[RequiredPart]:
    """The modules that an export leaves out, each at the first place that names it."""
    if profile.project.store.omitted_modules == frozenset():
        return
    modules: set[str] = set()
    for name, location, reached in _names(profile):
        unreadable = profile.project.missing_module(name)
        if unreadable and unreadable.module not in modules:
            modules.add(unreadable.module)
            yield RequiredPart(name, location, unreadable, reached)


def _names(profile: Profile) -> Iterator[tuple[str, Location, ReachedDocument | None]]:
    """What is named where, of all that may lie in another module."""
    for missing in profile.reach.missing:
        yield missing.reference.name, missing.location, missing.origin
    for row in profile.rows:
        yield row.entity, row.location, None
    for used in profile.access.queries_and_uses:
        yield used.entity, used.location, used.reached
        for entity in profile.domain.generalizations(used.entity):
            yield entity.generalization, used.location, used.reached


def _domain_part(unreadable: UnreadablePart) -> str:
    module = unreadable.module
    return f"domain model of module {module}" if module else "a whole module"
