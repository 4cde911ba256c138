"""What a rule asks of the other entities as soon as one of them is Online."""

from __future__ import annotations

from collections.abc import Iterable

from pytest_osm.facts.confidence import CERTAIN, Certainty
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.records import Record


class Implication(Record, frozen=True):
    """As soon as any of some entities is Online, all of some others must be, or a rule is broken.

    `reason` says why, and ends a sentence that begins with "because". `is_of_use` says that the
    rule is less sure of entities that the profile does not use itself.
    """

    any_of: tuple[str, ...]
    all_of: tuple[str, ...]
    reason: str
    certainty: Certainty = CERTAIN
    is_of_use: bool = False


def entities_of(modes: Iterable[EffectiveMode]) -> tuple[str, ...]:
    """The entities of some effective modes, each once."""
    return tuple(dict.fromkeys(mode.entity for mode in modes))
