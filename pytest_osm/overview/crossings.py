"""Where the entities on the device meet those on the server: what is allowed there."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.owned_associations import OwnedAssociation
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.specialized_entities import SpecializedEntity
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record

_READ_ONLY_SINCE = MendixVersion(10, 24, 1)
_NO_XPATH = "XPath constraints must not step over it"


class Allowance(IntEnum):
    """How much of a relation works between device and server. Ordered: the most comes first."""

    ALLOWED = 1
    LIMITED = 2
    PROHIBITED = 3

    @property
    def word(self) -> str:
        """How it is printed."""
        return self.name.lower()


class Crossing(Record, frozen=True):
    """An association, or a generalization, between entities on the device and on the server.

    `device` and `server` are the entities at either side. `starts_online` says on which sides it
    starts: an association where it is owned, a generalization at the specialization.
    `is_certain` is False where it crosses only if a mode that is not known for sure is Online.
    """

    name: str
    is_association: bool
    device: tuple[str, ...]
    server: tuple[str, ...]
    starts_online: tuple[bool, ...]
    allowance: Allowance
    note: str
    is_certain: bool


def crossings(profile: Profile) -> Iterator[Crossing]:
    """The associations and generalizations that cross, associations first, by name."""
    directions: dict[str, list[_Direction]] = {}
    for reference in subjects_of(OwnedAssociation, profile):
        for direction in (
            _Direction(reference.targets, reference.owners, starts_online=False),
            _Direction(reference.owners, reference.targets, starts_online=True),
        ):
            if direction.crosses:
                directions.setdefault(reference.association.name, []).append(direction)
    for name, found in directions.items():
        yield _association(name, found, profile.version)
    for each in subjects_of(SpecializedEntity, profile):
        if each.generalization:
            yield from _generalization(each.mode, each.generalization)


class _Direction(Record, frozen=True):
    """The entities at both ends of an association, and the end at which it starts."""

    one_end: tuple[EffectiveMode, ...]
    other_end: tuple[EffectiveMode, ...]
    starts_online: bool

    @property
    def onlines(self) -> tuple[EffectiveMode, ...]:
        """The entities at the one end that are, or may be, online."""
        return tuple(mode for mode in self.one_end if mode.is_online)

    @property
    def offlines(self) -> tuple[EffectiveMode, ...]:
        """The entities at the other end that are, or may be, offline."""
        return tuple(mode for mode in self.other_end if mode.is_offline)

    @property
    def crosses(self) -> bool:
        """Whether an online entity is at the one end, and another, offline one at the other."""
        return surest_pair(self.onlines, self.offlines) is not None


def _association(name: str, found: list[_Direction], version: MendixVersion) -> Crossing:
    onlines = [mode for direction in found for mode in direction.onlines]
    offlines = [mode for direction in found for mode in direction.offlines]
    starts = tuple(sorted({direction.starts_online for direction in found}))
    allowance, note = _allowed(owned_online=True in starts, version=version)
    return Crossing(
        name=name,
        is_association=True,
        device=tuple(dict.fromkeys(mode.entity for mode in offlines)),
        server=tuple(dict.fromkeys(mode.entity for mode in onlines)),
        starts_online=starts,
        allowance=allowance,
        note=note,
        is_certain=not all(mode.is_offline for mode in onlines)
        and not all(mode.is_online for mode in offlines),
    )


def _allowed(*, owned_online: bool, version: MendixVersion) -> tuple[Allowance, str]:
    if not owned_online:
        return Allowance.ALLOWED, _NO_XPATH
    if version < _READ_ONLY_SINCE:
        return Allowance.PROHIBITED, "an online entity must not own an association to this side"
    return Allowance.LIMITED, f"it is read-only on the device, and {_NO_XPATH}"


def _generalization(special: EffectiveMode, general: EffectiveMode) -> Iterator[Crossing]:
    downwards = _Direction((special,), (general,), starts_online=True)
    upwards = _Direction((general,), (special,), starts_online=False)
    for direction in (downwards, upwards):
        if direction.crosses:
            refused = "; some builds of Studio Pro refuse it" if direction is downwards else ""
            yield Crossing(
                name=f"{special.entity} specializes {general.entity}",
                is_association=False,
                device=tuple(mode.entity for mode in direction.offlines),
                server=tuple(mode.entity for mode in direction.onlines),
                starts_online=(direction.starts_online,),
                allowance=Allowance.LIMITED,
                note=f"queries must not select {general.entity}{refused}",
                is_certain=not any(one.is_online and one.is_offline for one in (special, general)),
            )
            return
