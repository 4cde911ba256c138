"""Online and offline entities that meet where they must not."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from pytest_osm.facts.confidence import Certainty, Confidence, doubt, weakest
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.records import Record


class OnlineOfflinePair(Record, frozen=True):
    """An online and an offline entity that meet, and how sure it is that they do.

    An entity that has a row but that the profile does not use is a weaker witness than others.
    """

    online: EffectiveMode
    offline: EffectiveMode

    @property
    def certainty_of_modes(self) -> Certainty:
        """How sure the two modes are."""
        return weakest(self.online.certainty, self.offline.certainty)

    @property
    def certainty(self) -> Certainty:
        """How sure it is that they meet at all: there is doubt where an end is not used.

        That is for what is only found in the domain model. A query touches both ends itself.
        """
        unused = (doubt(Confidence.MEDIUM, reason) for reason in self.unused_ends)
        uses = (each.derivation for each in (self.online, self.offline) if each.derivation)
        return weakest(self.certainty_of_modes, *unused, *(use.certainty for use in uses))

    @property
    def unused_ends(self) -> tuple[str, ...]:
        """The ends that the profile has a row for, and does not use."""
        both = (self.online, self.offline)
        unused = (mode for mode in both if mode.is_configured and not mode.is_used)
        return tuple(f"the profile does not use {mode.entity} itself" for mode in unused)

    def __str__(self) -> str:
        return f"{self.online.entity} is {self.online} and {self.offline.entity} is {self.offline}"


def surest_pair(
    onlines: Iterable[EffectiveMode], offlines: Iterable[EffectiveMode]
) -> OnlineOfflinePair | None:
    """The surest pair of an online and another, offline entity; None when there is none."""
    pairs = product(
        _surest(mode for mode in onlines if mode.is_online),
        _surest(mode for mode in offlines if mode.is_offline),
    )
    mixes = [
        OnlineOfflinePair(online, offline)
        for online, offline in pairs
        if online.entity != offline.entity and not online.shares_default_with(offline)
    ]
    return max(mixes, key=lambda mix: mix.certainty.confidence, default=None)


def _surest(modes: Iterable[EffectiveMode]) -> list[EffectiveMode]:
    """Two are enough: at most one of them is the same entity as on the other side."""
    return sorted(modes, key=lambda mode: (-mode.confidence, not mode.is_used))[:2]
