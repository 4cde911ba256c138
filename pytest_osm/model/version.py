"""Mendix versions, by which limits come and go."""

from __future__ import annotations

import re

from pytest_osm.records import Record
from pytest_osm.terminal.printable import shortened

NUMBERS = re.compile(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


class MendixVersion(Record, frozen=True, eq=True, order=True):
    """A Mendix version; builds and release candidates count as the version they belong to."""

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> MendixVersion:
        """Read "10.24.16.96987", "11.10.0-rc.5" or "11.4"; ValueError when it is none of these."""
        match = NUMBERS.match(text)
        if match is None:
            message = f"{shortened(repr(text))} is not a Mendix version like 10.24.3"
            raise ValueError(message)
        return cls(*(int(number or 0) for number in match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def short(self) -> str:
        """Without a patch number of zero, as people write it: "10.19"."""
        return str(self).removesuffix(".0")
