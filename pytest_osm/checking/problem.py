"""What is wrong besides findings, and where to go to mend it."""

from __future__ import annotations

from pytest_osm.records import Record


class Problem(Record, frozen=True, eq=True):
    """A sentence about what is wrong, and the file to look into.

    `file` lies in its repository, if it is in one; "" is that of the model. `line` counts from 1,
    0 when unknown.
    """

    text: str
    file: str = ""
    line: int = 0
    prevents_verdict: bool = False

    @classmethod
    def without_verdict(cls, text: str) -> Problem:
        """One that prevents a verdict."""
        return cls(text, prevents_verdict=True)

    def __str__(self) -> str:
        return self.text
