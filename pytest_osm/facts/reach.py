"""What a profile reaches: documents, each with one shortest path, and what leads to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec.structs import force_setattr, replace

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt
from pytest_osm.facts.location import Location
from pytest_osm.facts.steps import Steps, then, told
from pytest_osm.model.documents import Document
from pytest_osm.model.element import ElementPath
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.records import Record

PAGES = (DocumentKind.PAGE, DocumentKind.SNIPPET, DocumentKind.LAYOUT)
BEHIND_UNKNOWN = "something before it in the nanoflow could not be analysed"
THROUGH_UNKNOWN = "the path there leads through a part that could not be analysed"


def certainty_of(reason: str) -> Certainty:
    """Full certainty without a reason for doubt."""
    return doubt(Confidence.MEDIUM, reason) if reason else CERTAIN


class ReachedDocument(Record, frozen=True):
    """A document, what led to it, and from where; `origin` is None at the profile itself."""

    document: Document
    via: str
    origin: ReachedDocument | None = None
    doubt: str = ""  # why users may not get there, or not in this way
    steps: Steps | None = None  # to it, by way of all that came before

    def __post_init__(self) -> None:
        """Take the steps at once: a way may be longer than Python can follow it back."""
        before = self.origin.steps if self.origin else None
        steps = then(before, filter(None, (self.via, str(self.document))))
        force_setattr(self, "steps", self.steps or steps)

    @property
    def is_certain(self) -> bool:
        """Whether there is no doubt that users get there."""
        return not self.doubt

    @property
    def path(self) -> tuple[str, ...]:
        """How users get there from the profile: a menu item, a page, a button, and so on."""
        return told(self.steps)

    @property
    def certainty(self) -> Certainty:
        """Whether users really get there."""
        return certainty_of(self.doubt)

    def at(self, element_path: ElementPath, doubt: str = "") -> ReachedDocument:
        """The document as far as an element in it is concerned, which may lie below a doubt."""
        inside = doubt or ("" if element_path.is_certain else THROUGH_UNKNOWN)
        return replace(self, doubt=inside) if inside and not self.doubt else self


class NotFollowed(Record, frozen=True):
    """Something that could not be analysed, with its place and the reason."""

    location: Location
    construct: str
    reason: str

    def __str__(self) -> str:
        return f"{self.location}: {self.construct} ({self.reason})"


class Link(Record, frozen=True):
    """A reference from a reached document, or from the profile itself, to another document."""

    reference: Reference
    element_path: ElementPath
    location: Location
    origin: ReachedDocument | None
    doubt: str = ""

    @property
    def certainty(self) -> Certainty:
        """Whether the one leads to the other."""
        return certainty_of(self.doubt)

    @property
    def place(self) -> ReachedDocument | None:
        """The document around the reference, as far as this is concerned."""
        return self.origin.at(self.element_path, self.doubt) if self.origin else None

    @property
    def is_in_nanoflow(self) -> bool:
        """Whether it is an activity of a nanoflow that refers to the document."""
        return self.origin is not None and self.origin.document.kind is DocumentKind.NANOFLOW


class MissingDocument(Record, frozen=True):
    """A document that something reached refers to and that is not there, or not readable."""

    reference: Reference
    location: Location
    origin: ReachedDocument | None


class Reach(Record, frozen=True, dict=True):
    """Everything a profile reaches, nearest first."""

    reached: Mapping[Reference, ReachedDocument]
    links: tuple[Link, ...]
    missing: tuple[MissingDocument, ...]
    not_followed: tuple[NotFollowed, ...]
    own_menu: tuple[ReachedDocument, ...] = ()  # the menu of the profile, and its bottom bar

    def of_kind(self, *kinds: DocumentKind) -> Iterator[ReachedDocument]:
        """The reached documents of some kinds."""
        return (each for each in self.reached.values() if each.document.kind in kinds)

    @cached_property
    def links_in_nanoflows(self) -> Mapping[Reference, list[Link]]:
        """What each nanoflow leads to."""
        found: dict[Reference, list[Link]] = {}
        for link in self.links:
            if link.origin and link.is_in_nanoflow:
                found.setdefault(link.origin.document.reference, []).append(link)
        return found

    @cached_property
    def incoming_links(self) -> Mapping[Reference, int]:
        """From how many places each document is reached: buttons, calls, uses of a snippet."""
        return Counter(link.reference for link in self.links)
