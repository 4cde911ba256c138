"""What is found in a profile, as tests narrow it down, and as they say that there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Generic, TypeVar, overload

from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.names import fitting
from pytest_osm.errors import UsageError
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.overview.why import READ
from pytest_osm.reporters.finding_lines import finding_lines, labelled
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.wording import counted
from pytest_osm.terminal.printable import printable, shortened
from pytest_osm.testrun.failures import OsmFailure
from pytest_osm.testrun.policies.documents import OsmDocument
from pytest_osm.testrun.policies.entities import OsmEntity
from pytest_osm.testrun.policies.names import without_frames
from pytest_osm.testrun.policies.words import (
    THINGS,
    Thing,
    certainty_of,
    entities_in,
    is_unguarded,
    page_of,
    place_of,
    said_of,
    way_to,
)

_Thing = TypeVar("_Thing", bound=Thing)
_SCREEN = Screen(100, is_verbose=True)
_WITHOUT_ENTITIES = ("document", "page", "nanoflow")
_MOST = 10  # things of which a failure tells
_LONGEST = 120  # characters of a repr, which pytest cuts at 240


class Found(Sequence[_Thing], Generic[_Thing]):
    """Things that are found in a profile: a sequence that can be narrowed down.

    Patterns are like "Sales.*". One that fits no name of the app is a UsageError, so that a test
    cannot pass because of a typing error.
    """

    def __init__(self, things: tuple[_Thing, ...], noun: str, profile: Profile) -> None:
        """Some things of a profile, and what one of them is called."""
        self.things, self.noun, self.profile = things, noun, profile

    @without_frames
    def of(self, entities: str) -> Found[_Thing]:
        """Those that are about entities that a name or pattern fits."""
        names = fitting(entities, self.profile.domain.entities, "entity")
        self._require("entities", self.noun not in _WITHOUT_ENTITIES)
        return self.where(lambda thing: not names.isdisjoint(entities_in(thing)))

    @without_frames
    def at(self, documents: str) -> Found[_Thing]:
        """Those in documents that a name or pattern fits."""
        project = self.profile.project
        there = (name for kind in READ for name in project.names(kind))
        names = fitting(documents, there, "document")
        return self.where(lambda thing: _document_of(thing) in names)

    @without_frames
    def to(self, pages: str) -> Found[_Thing]:
        """Those that lead to pages that a name or pattern fits."""
        names = fitting(pages, self.profile.project.names(DocumentKind.PAGE), "page")
        self._require("pages to lead to", self.noun in ("opening", "home page"))
        return self.where(lambda thing: page_of(thing) in names)

    def where(self, is_meant: Callable[[_Thing], bool]) -> Found[_Thing]:
        """Those that a function says yes to."""
        return Found(tuple(filter(is_meant, self.things)), self.noun, self.profile)

    @property
    @without_frames
    def online(self) -> Found[_Thing]:
        """Those that are about entities whose queries run, or may run, on the server."""
        return self._with(lambda mode: mode.is_online)

    @property
    @without_frames
    def offline(self) -> Found[_Thing]:
        """Those that are about entities that have, or may have, a table on the device."""
        return self._with(lambda mode: mode.is_offline)

    @property
    @without_frames
    def unguarded(self) -> Found[_Thing]:
        """The calls and openings that users may get to without a check of the connection."""
        self._require("checks of the connection", self.noun in ("server call", "opening"))
        return self.where(is_unguarded)

    def _with(self, fits: Callable[[EffectiveMode], bool]) -> Found[_Thing]:
        """Those that are about entities of some mode."""
        self._require("entities", self.noun not in _WITHOUT_ENTITIES)
        mode = self.profile.mode
        return self.where(lambda each: any(fits(mode(name)) for name in entities_in(each)))

    def _require(self, what: str, has: bool) -> None:  # noqa: FBT001
        """UsageError where narrowing down would leave nothing, or everything, without a word."""
        if not has:
            message = f"{self.number.partition(' ')[2]} have no {what}"
            raise UsageError(message)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the documents and entities among them, or of the documents they are in."""
        return tuple(dict.fromkeys(_document_of(each) for each in self.things))

    @property
    def number(self) -> str:
        """How many there are: "2 queries"."""
        plural = f"{self.noun[:-1]}ies" if self.noun.endswith("y") else f"{self.noun}s"
        return counted(len(self), self.noun, plural)

    @overload
    def __getitem__(self, index: int) -> _Thing: ...

    @overload
    def __getitem__(self, index: slice) -> Found[_Thing]: ...

    def __getitem__(self, index: int | slice) -> _Thing | Found[_Thing]:
        if isinstance(index, slice):
            return Found(self.things[index], self.noun, self.profile)
        return self.things[index]

    def __len__(self) -> int:
        return len(self.things)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Found, list, tuple)):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.things)

    def __repr__(self) -> str:
        first = f": {place_of(self.things[0])} {said_of(self.things[0])}" if self.things else ""
        more = ", ..." if len(self) > 1 else ""
        return shortened(printable(f"<{self.number}{first}{more}>"), _LONGEST)

    def explained(self) -> Iterator[str]:
        """What they are, where, and how users get there, in lines; of many only the first."""
        yield from _explained(self.things, self.profile.name)


def assert_none(things: Sequence[object], because: str) -> None:
    """Fail when there are any, and say where they are, how users get there, and why it matters.

    OsmFailure, which is an AssertionError.
    """
    __tracebackhide__ = True
    if len(things) == 0:
        return
    if isinstance(things, Found):
        number, profile = things.number, things.profile.name
    else:
        number, profile = counted(len(things), "thing"), ""
    headline = f"{number}, but there should be none: {because}"
    raise OsmFailure("\n".join((headline, *_explained(things, profile))))


def _explained(things: Sequence[object], profile: str) -> Iterator[str]:
    for place, group in groupby(things[:_MOST], key=_place_of):
        yield f"   {shortened(printable(place), _LONGEST)}"
        for thing in group:
            if isinstance(thing, Finding):
                yield from finding_lines(thing, _SCREEN)
            elif isinstance(thing, THINGS):
                yield from _lines(thing, profile)
    if len(things) > _MOST:
        yield f"   and {len(things) - _MOST} more"


def _place_of(thing: object) -> str:
    if isinstance(thing, Finding):
        return thing.location.document
    return place_of(thing) if isinstance(thing, THINGS) else str(thing)


def _document_of(thing: Thing) -> str:
    return thing.name if isinstance(thing, (OsmDocument, OsmEntity)) else thing.location.name


def _lines(thing: Thing, profile: str) -> Iterator[str]:
    yield from labelled("what", said_of(thing), _SCREEN)
    if doubt := certainty_of(thing).explanation:
        yield from labelled("", doubt, _SCREEN)
    if way := way_to(thing, profile):
        yield from labelled("path", way, _SCREEN)
