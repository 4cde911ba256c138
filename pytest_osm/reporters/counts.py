"""The numbers that close every report."""

from __future__ import annotations

from msgspec.structs import astuple

from pytest_osm.records import Record


class Counts(Record, frozen=True):
    """How many there are of everything that a report counts; they can be added up.

    Findings are counted by what becomes of them, under the names of `Status`.
    """

    models: int = 0
    profiles: int = 0  # offline ones
    checks: int = 0
    failing: int = 0
    accepted: int = 0
    known: int = 0
    minor: int = 0
    unsure: int = 0
    hidden: int = 0
    nothing_to_check: int = 0  # checks
    skipped: int = 0  # rules
    not_applicable: int = 0  # rules
    not_followed: int = 0
    not_readable: int = 0
    crashed: int = 0  # rules
    without_verdict: int = 0  # models
    stale_acceptances: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*map(sum, zip(astuple(self), astuple(other), strict=True)))
