"""How sure a statement is, which is another question than how bad its subject would be.

There is one principle. A finding speaks of its surest witness, if there are several; and it is as
sure as the weakest link of what that witness rests on. Each link says why it is no surer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import TypeVar

from pytest_osm.records import Record

_Witness = TypeVar("_Witness")


class Confidence(IntEnum):
    """The confidence of a finding."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """How the configuration and the reports spell it."""
        return self.name.lower()


class Certainty(Record, frozen=True, eq=True):
    """A confidence and the reasons why it is no higher."""

    confidence: Confidence = Confidence.HIGH
    reasons: tuple[str, ...] = ()

    @property
    def explanation(self) -> str:
        """The reasons in a sentence, "" for what is certain."""
        if not self.reasons:
            return ""
        return f"{self.confidence.word} confidence because {'; and '.join(self.reasons)}"


CERTAIN = Certainty()


def doubt(confidence: Confidence, reason: str) -> Certainty:
    """What leaves a lower confidence, and why."""
    return Certainty(confidence, (reason,))


def weakest(*links: Certainty) -> Certainty:
    """The certainty of a chain: that of its weakest links, with the reasons of all of them."""
    if all(each is CERTAIN for each in links):
        return CERTAIN
    lowest = min((each.confidence for each in links), default=Confidence.HIGH)
    reasons = [reason for each in links if each.confidence is lowest for reason in each.reasons]
    return Certainty(lowest, tuple(dict.fromkeys(reasons)))


def surest(witnesses: Iterable[_Witness], certainty: Callable[[_Witness], Certainty]) -> _Witness:
    """The first of the surest witnesses; ValueError when there are none."""
    return max(witnesses, key=lambda each: certainty(each).confidence)
