"""What `pages` tells programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from pytest_osm.cli.answers import ConfidenceWord
from pytest_osm.facts.availability import DocumentAvailability, ServerNeed
from pytest_osm.facts.profile import Profile
from pytest_osm.overview.availability import AvailabilityCount, WithoutConnection
from pytest_osm.records import Record

AvailabilityWord = Literal["no", "partly", "yes"]


class AskedOfServer(Record, frozen=True):
    """Something for which the server is asked, and where: in the page, a snippet or its layout.

    `is_checked` says that users get there only after a check has found a connection.
    """

    text: str
    kind: str
    document: str
    element: str | None
    is_checked: bool
    confidence: ConfidenceWord
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, need: ServerNeed) -> AskedOfServer:
        """One need."""
        place = need.location
        return cls(
            need.text,
            place.kind,
            place.name,
            place.element or None,
            need.is_guarded,
            cast("ConfidenceWord", need.certainty.confidence.word),
            need.certainty.reasons,
        )


class DocumentWithoutConnection(Record, frozen=True):
    """A page or nanoflow, and what of it works without a connection.

    `reasons` say why the confidence is no higher.
    """

    kind: str
    name: str
    works_offline: AvailabilityWord
    confidence: ConfidenceWord
    reasons: tuple[str, ...]
    needs: tuple[AskedOfServer, ...]

    @classmethod
    def of(cls, document: DocumentAvailability) -> DocumentWithoutConnection:
        """One page or nanoflow."""
        return cls(
            document.location.kind,
            document.name,
            document.works_offline.value,
            cast("ConfidenceWord", document.certainty.confidence.word),
            document.certainty.reasons,
            tuple(map(AskedOfServer.of, document.needs)),
        )


class ProfilePages(Record, frozen=True):
    """The pages and nanoflows of a profile; all of them count, whatever is listed."""

    name: str
    mendix_version: str
    pages: AvailabilityCount
    nanoflows: AvailabilityCount
    documents: tuple[DocumentWithoutConnection, ...]

    @classmethod
    def of(
        cls, profile: Profile, found: WithoutConnection, listed: Iterable[DocumentAvailability]
    ) -> ProfilePages:
        """One profile, and what is listed of it."""
        return cls(
            profile.name,
            str(profile.version),
            found.pages,
            found.nanoflows,
            tuple(map(DocumentWithoutConnection.of, listed)),
        )


class PagesAnswer(Record, frozen=True):
    """What `pytest-osm pages --format json` prints."""

    model: str
    profiles: tuple[ProfilePages, ...]
    schema: Literal[1] = 1
