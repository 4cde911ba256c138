"""What `why` tells programs."""

from __future__ import annotations

from typing import Literal

from pytest_osm.cli.answers.modes import ModeInProfile
from pytest_osm.cli.answers.pages import DocumentWithoutConnection
from pytest_osm.facts.profile import Profile
from pytest_osm.overview.why import Answer, Listing
from pytest_osm.records import Record


class ListedPaths(Record, frozen=True):
    """The first of some ways, each as its steps, and how many there are."""

    total: int
    shown: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, listing: Listing) -> ListedPaths:
        """A list that may be cut."""
        return cls(listing.total, listing.shown)


class Reason(Record, frozen=True):
    """Why a profile reaches a document or entity, or what is in between.

    `mode` is that of an entity. `leads_to` is what a document leads to, or what an entity is
    connected with. `without_connection` says what of a page or nanoflow works offline.
    """

    profile: str
    kind: str
    name: str
    is_reached: bool
    obstacle: str | None
    mode: ModeInProfile | None
    paths: ListedPaths
    leads_to: ListedPaths
    without_connection: DocumentWithoutConnection | None

    @classmethod
    def of(cls, profile: Profile, answer: Answer, obstacle: str) -> Reason:
        """One answer of one profile."""
        return cls(
            profile=profile.name,
            kind=answer.kind,
            name=answer.name,
            is_reached=answer.is_reached,
            obstacle=obstacle or None,
            mode=ModeInProfile.of(answer.mode) if answer.mode else None,
            paths=ListedPaths.of(answer.paths),
            leads_to=ListedPaths.of(answer.leads_to),
            without_connection=DocumentWithoutConnection.of(answer.offline)
            if answer.offline
            else None,
        )


class WhyAnswer(Record, frozen=True):
    """What `pytest-osm why --format json` prints: one reason for each thing of that name."""

    model: str
    reasons: tuple[Reason, ...]
    schema: Literal[1] = 1
