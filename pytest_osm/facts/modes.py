"""The synchronization mode that each entity really has in a profile, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeVar

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt
from pytest_osm.facts.queries import DataAccess, Query, Use
from pytest_osm.model.domain import Domain, Persistability
from pytest_osm.model.navigation import SyncConfig, SyncMode
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record

_ROWS_FROZEN = MendixVersion(11, 0)
ONLINE_BY_DEFAULT = MendixVersion(11, 4)

_Evidence = TypeVar("_Evidence", Query, Use)


class ModeSource(Enum):
    """Who decided on a mode; the value says it in a sentence."""

    ROW = "configured in the profile"
    ASSUMED = "assumed, whatever the profile says"
    DERIVED = "derived by Studio Pro from the pages and nanoflows of the profile"
    VERSION_DEFAULT = "the default of this Mendix version"
    NOT_IN_PROFILE = "not part of the profile"


class Derivation(Record, frozen=True, eq=True):
    """The mode that Studio Pro up to 10.24 derives for an entity, and the evidence for it."""

    mode: SyncMode
    evidence: Query | Use | None = None
    generalization: str = ""
    inherited: Certainty = CERTAIN  # of the query for the generalization

    @property
    def is_used(self) -> bool:
        """Whether the profile touches the entity itself, not just a generalization of it."""
        return self.evidence is not None

    @property
    def certainty(self) -> Certainty:
        """It is in doubt if the path contains a part that could not be analysed."""
        return self.evidence.reached.certainty if self.evidence else self.inherited

    def __str__(self) -> str:
        if self.evidence is None:
            return f"specialization of {self.generalization}, which is queried"
        word = "queried" if isinstance(self.evidence, Query) else self.evidence.kind.value
        return f"{word} by {self.evidence.location}"


class EffectiveMode(Record, frozen=True, eq=True):
    """The mode of an entity in a profile.

    `mode` is None outside the profile. `alternative` is what the mode may be instead, in the
    versions whose default is not known for sure: there both answers are of low confidence.
    """

    entity: str
    mode: SyncMode | None
    source: ModeSource
    certainty: Certainty = CERTAIN
    alternative: SyncMode | None = None
    derivation: Derivation | None = None

    @property
    def confidence(self) -> Confidence:
        """How sure the mode is."""
        return self.certainty.confidence

    @property
    def is_online(self) -> bool:
        """Whether queries for the entity run, or may run, on the server."""
        return self.mode is SyncMode.ONLINE or self.alternative is SyncMode.ONLINE

    @property
    def is_offline(self) -> bool:
        """Whether the entity has, or may have, a table on the device."""
        not_offline = None, SyncMode.ONLINE
        return self.mode not in not_offline or self.alternative not in not_offline

    @property
    def is_downloaded(self) -> bool:
        """Whether synchronization brings, or may bring, objects to the device."""
        return any(mode.is_downloaded for mode in self._possible)

    def shares_default_with(self, other: EffectiveMode) -> bool:
        """Whether both modes are the default of the version.

        Then they are of one kind, even where it is not known which: either Mendix derives both, or
        both are Online.
        """
        return self.source is other.source is ModeSource.VERSION_DEFAULT

    @property
    def is_configured(self) -> bool:
        """Whether a developer wrote the mode down, or it is assumed that one did."""
        return self.source in (ModeSource.ROW, ModeSource.ASSUMED)

    @property
    def is_used(self) -> bool:
        """Whether the profile queries, shows or creates objects of this very entity."""
        return self.derivation is not None and self.derivation.is_used

    @property
    def _possible(self) -> tuple[SyncMode, ...]:
        return tuple(mode for mode in (self.mode, self.alternative) if mode is not None)

    def __repr__(self) -> str:
        return f"<EffectiveMode {self.entity}: {self}>"

    def __str__(self) -> str:
        words = [mode.caption for mode in self._possible]
        if not words:
            return self.source.value
        by_default = " by default" if self.source is ModeSource.VERSION_DEFAULT else ""
        return " or ".join(words) + by_default


def derive_modes(domain: Domain, access: DataAccess) -> Mapping[str, Derivation]:
    """What the profile touches and the modes that Studio Pro up to 10.24 derives from that.

    Queried entities get All, entities that are only shown or created None, and specializations
    of queried ones NoneAndPreserveData. Measured: the rows that Studio Pro 11.0.0 wrote when it
    upgraded real apps are exactly these.
    """
    derived: dict[str, Derivation] = {}
    for query in _certain_first(access.queries):
        derived.setdefault(query.entity, Derivation(SyncMode.ALL, query))
    queried = tuple(derived)
    for use in _certain_first(use for use in access.uses if use.brings_into_profile):
        derived.setdefault(use.entity, Derivation(SyncMode.NONE, use))
    for general in queried:
        for special in domain.specializations(general):
            inherited = Derivation(
                SyncMode.NONE_AND_PRESERVE_DATA,
                generalization=general,
                inherited=derived[general].certainty,
            )
            derived.setdefault(special, inherited)
    return {name: each for name, each in derived.items() if domain.is_synchronizable(name)}


def effective_modes(
    version: MendixVersion,
    domain: Domain,
    rows: Iterable[SyncConfig],
    derived: Mapping[str, Derivation],
) -> Mapping[str, EffectiveMode]:
    """The modes of all entities in the profile: rows first, the version's default for the rest."""
    modes: dict[str, EffectiveMode] = {}
    for row in rows:
        is_transient = domain.persistability(row.entity) is Persistability.TRANSIENT
        if row.entity not in modes and row.mode and not is_transient:
            modes[row.entity] = _configured(domain, row, row.mode, derived)
    for name, derivation in derived.items():
        if name not in modes and (default := _default(version, name, derivation)):
            modes[name] = default
    return {
        name: mode
        for name, mode in modes.items()
        if domain.is_synchronizable(name) or domain.persistability(name) is Persistability.UNKNOWN
    }


def _configured(
    domain: Domain, row: SyncConfig, mode: SyncMode, derived: Mapping[str, Derivation]
) -> EffectiveMode:
    name = row.entity
    source = ModeSource.ASSUMED if row.is_assumed else ModeSource.ROW
    is_known = domain.persistability(name) is not Persistability.UNKNOWN
    unknown = doubt(Confidence.MEDIUM, f"nothing else is known here about {name}")
    certainty = CERTAIN if is_known else unknown
    return EffectiveMode(name, mode, source, certainty, derivation=derived.get(name))


def _default(version: MendixVersion, name: str, derivation: Derivation) -> EffectiveMode | None:
    if version < _ROWS_FROZEN:
        return EffectiveMode(
            name,
            derivation.mode,
            ModeSource.DERIVED,
            derivation.certainty,
            derivation=derivation,
        )
    if not derivation.is_used:
        return None
    if version < ONLINE_BY_DEFAULT:
        return EffectiveMode(
            name,
            derivation.mode,
            ModeSource.VERSION_DEFAULT,
            doubt(
                Confidence.LOW,
                f"nobody chose the mode of {name}, and the default of {version} is not known",
            ),
            alternative=SyncMode.ONLINE,
            derivation=derivation,
        )
    return online_by_default(name, derivation)


def online_by_default(name: str, derivation: Derivation | None = None) -> EffectiveMode:
    """The mode of an entity without a row, from `ONLINE_BY_DEFAULT` on."""
    return EffectiveMode(
        name,
        SyncMode.ONLINE,
        ModeSource.VERSION_DEFAULT,
        doubt(Confidence.MEDIUM, f"nobody chose the mode of {name}: it is the default"),
        derivation=derivation,
    )


def _certain_first(found: Iterable[_Evidence]) -> list[_Evidence]:
    return sorted(found, key=lambda each: not each.reached.is_certain)
