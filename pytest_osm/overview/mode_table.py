"""The modes of all entities of a profile side by side with what would be derived for them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from pytest_osm.facts.modes import Derivation, EffectiveMode, ModeSource
from pytest_osm.facts.page_data import Parts
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import SyncMode
from pytest_osm.records import Record

_USERS = (DocumentKind.PAGE, DocumentKind.NANOFLOW)


class ModeRow(Record, frozen=True):
    """An entity, its mode, the mode that Studio Pro up to 10.24 derives, and who uses it."""

    mode: EffectiveMode
    derivation: Derivation | None
    pages: int
    nanoflows: int

    @property
    def entity(self) -> str:
        """The qualified name of the entity."""
        return self.mode.entity

    @property
    def derived(self) -> SyncMode | None:
        """The derived mode; None for an entity that the profile does not use."""
        return self.derivation.mode if self.derivation else None

    @property
    def differs(self) -> bool:
        """Whether the mode is, or may be, another one than is derived."""
        return self.derived != self.mode.mode or self.mode.alternative is not None

    @property
    def reason(self) -> str:
        """Who says so: a row, the evidence for a derived mode, or the default of the version."""
        if self.mode.source is ModeSource.DERIVED and self.derivation:
            return str(self.derivation)
        return self.mode.source.value


def mode_table(profile: Profile) -> tuple[ModeRow, ...]:
    """The entities of a profile by name; each page counts with its snippets and layouts."""
    users = users_of_entities(profile)
    names = sorted({*profile.modes, *profile.usage.derived_modes})
    rows = []
    for name in names:
        counts = Counter(each.kind for each in users.get(name, ()))
        derivation = profile.usage.derived_modes.get(name)
        rows.append(ModeRow(profile.mode(name), derivation, *(counts[kind] for kind in _USERS)))
    return tuple(rows)


def users_of_entities(profile: Profile) -> Mapping[str, set[Reference]]:
    """The pages and nanoflows that use each entity; a page with its snippets and layouts."""
    entities: dict[Reference, set[str]] = defaultdict(set)
    for used in profile.access.queries_and_uses:
        entities[used.reached.document.reference].add(used.entity)
    parts = profile.usage.page_data.parts
    users: dict[str, set[Reference]] = defaultdict(set)
    for reached in profile.reach.of_kind(*_USERS):
        for name in _used(reached.document.reference, parts, entities):
            users[name].add(reached.document.reference)
    return users


def _used(
    whole: Reference,
    parts: Parts,
    entities: Mapping[Reference, set[str]],
) -> Iterator[str]:
    seen, pending = {whole}, [whole]
    while pending:
        part = pending.pop()
        yield from entities.get(part, ())
        fresh = {reference for reference, _ in parts.get(part, ())} - seen
        seen |= fresh
        pending += fresh
