"""Drawing flows: objects, and arrows from one to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from attrs import define, field, frozen

from pytest_osm.testing.stored import Context, Stored


class Activity(Protocol):
    """A step of a flow."""

    def draw(self, canvas: Canvas, arrows: Arrows) -> Arrows:
        """Put it on the canvas behind some arrows; the arrows that leave it."""


@frozen
class Arrow:
    """A loose end: where it comes from, and the case it stands for."""

    origin: bytes
    case: Stored | None = None


Arrows = tuple[Arrow, ...]


@define
class Canvas:
    """The objects and flows drawn so far; those of loop bodies are drawn apart."""

    context: Context
    objects: list[Stored] = field(factory=list)
    flows: list[Stored] = field(factory=list)

    def put(self, item: Stored, arrows: Arrows, *, is_error: bool = False) -> Arrows:
        """An object with the arrows that lead to it; the arrow out of it."""
        self.objects.append(item)
        self.flows += [self._flow(arrow, item, is_error=is_error) for arrow in arrows]
        return (Arrow(_id(item)),)

    def draw(self, activities: Iterable[Activity], arrows: Arrows) -> Arrows:
        """A sequence of activities; nothing leaves it if it ends in a return."""
        for activity in activities:
            arrows = activity.draw(self, arrows)
        return arrows

    def merge(self, arrows: Arrows) -> Arrows:
        """Bring branches together again."""
        if len(arrows) < 2:  # noqa: PLR2004 - it takes two
            return arrows
        return self.put(self.context.element("Microflows$ExclusiveMerge"), arrows)

    def _flow(self, arrow: Arrow, item: Stored, *, is_error: bool) -> Stored:
        case = arrow.case or self.context.element("Microflows$NoCase")
        cases: Stored = (
            {"NewCaseValue": case}
            if self.context.is_before("10.15")
            else {"CaseValues": [2, case]}
        )
        return self.context.element(
            "Microflows$SequenceFlow",
            OriginPointer=arrow.origin,
            DestinationPointer=item["$ID"],
            IsErrorHandler=is_error,
            **cases,
        )


def _id(item: Stored) -> bytes:
    identity = item["$ID"]
    assert isinstance(identity, bytes)  # noqa: S101 - `Context.element` made it
    return identity
