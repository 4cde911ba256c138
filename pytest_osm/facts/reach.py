"""Which documents an offline profile reaches, each with one shortest path."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from functools import cached_property

from attrs import define, evolve, field, frozen

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt
from pytest_osm.facts.location import Location, location_in, navigation_location
from pytest_osm.model.activities import ClearFromDevice
from pytest_osm.model.client_actions import PageSettings
from pytest_osm.model.documents import Document, Module
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Decision
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import HomePage, NavigationProfile
from pytest_osm.model.pages import MenuItem
from pytest_osm.model.project import Project
from pytest_osm.model.store import Unit
from pytest_osm.model.unread import UnknownConstruct, UnreadConstraint, UnreadName
from pytest_osm.model.words import words_of

PAGES = (DocumentKind.PAGE, DocumentKind.SNIPPET, DocumentKind.LAYOUT)
# Microflows run on the server, where no page of an offline app can be opened, and JavaScript
# is code: both are places a profile gets to, and the walk ends there.
_THROUGH_UNKNOWN = doubt(
    Confidence.MEDIUM, "the path there leads through a part that could not be analysed"
)
_NOT_WALKED = frozenset({DocumentKind.MICROFLOW, DocumentKind.JAVASCRIPT_ACTION})
_PROBLEMATIC = (ClearFromDevice, Decision)
_FOLLOWED = frozenset({*PAGES, DocumentKind.MENU, DocumentKind.NANOFLOW})


@frozen(eq=False)
class ReachedDocument:
    """A document, what led to it, and from where; `origin` is None at the profile itself."""

    document: Document
    via: str
    origin: ReachedDocument | None = None
    is_certain: bool = True

    @property
    def path(self) -> tuple[str, ...]:
        """How users get there from the profile: a menu item, a page, a button, and so on."""
        backwards: list[str] = []
        place: ReachedDocument | None = self
        while place is not None:
            backwards.append(str(place.document))
            if place.via:
                backwards.append(place.via)
            place = place.origin
        return tuple(reversed(backwards))

    @property
    def certainty(self) -> Certainty:
        """Whether users really get there."""
        return CERTAIN if self.is_certain else _THROUGH_UNKNOWN

    def at(self, element_path: ElementPath) -> ReachedDocument:
        """The document as far as an element in it is concerned, which may lie below a doubt."""
        is_certain = self.is_certain and element_path.is_certain
        return self if is_certain is self.is_certain else evolve(self, is_certain=False)


@frozen
class NotFollowed:
    """Something that could not be analysed, with its place and the reason."""

    location: Location
    construct: str
    reason: str

    def __str__(self) -> str:
        return f"{self.location}: {self.construct} ({self.reason})"


@frozen
class Link:
    """A reference from a reached document, or from the profile itself, to another document."""

    reference: Reference
    element_path: ElementPath
    location: Location
    origin: ReachedDocument | None
    is_certain: bool

    @property
    def is_in_nanoflow(self) -> bool:
        """Whether it is an activity of a nanoflow that refers to the document."""
        return self.origin is not None and self.origin.document.kind is DocumentKind.NANOFLOW


@frozen
class MissingDocument:
    """A document that something reached refers to and that is not there, or not readable."""

    reference: Reference
    location: Location
    origin: ReachedDocument | None


@frozen
class Reach:
    """Everything a profile reaches, nearest first."""

    reached: Mapping[Reference, ReachedDocument]
    links: tuple[Link, ...]
    missing: tuple[MissingDocument, ...]
    not_followed: tuple[NotFollowed, ...]

    def of_kind(self, *kinds: DocumentKind) -> Iterator[ReachedDocument]:
        """The reached documents of some kinds."""
        return (each for each in self.reached.values() if each.document.kind in kinds)

    @cached_property
    def incoming_links(self) -> Mapping[Reference, int]:
        """From how many places each document is reached: buttons, calls, uses of a snippet."""
        return Counter(link.reference for link in self.links)


@define
class _Walk:
    """A breadth-first walk; mutable, because a walk is."""

    project: Project
    profile: NavigationProfile
    reached: dict[Reference, ReachedDocument] = field(factory=dict)
    links: list[Link] = field(factory=list)
    missing: dict[Reference, MissingDocument] = field(factory=dict)
    not_followed: list[NotFollowed] = field(factory=list)
    pending: deque[ReachedDocument] = field(factory=deque)

    def enter_profile(self) -> None:
        for element_path in sorted(self.profile.walk(), key=_homes_first):
            location = navigation_location(
                self.project, self.profile.name, _entry_label(element_path), element_path.element
            )
            self._follow(element_path, location, None)
            if isinstance(element_path.element, HomePage) and element_path.element.microflow:
                self.not_followed.append(
                    NotFollowed(
                        location,
                        f"microflow {element_path.element.microflow}",
                        "a microflow runs on the server, so it cannot choose an offline page",
                    )
                )

    def enter(self, reached: ReachedDocument) -> None:
        for root in _roots(reached.document):
            for element_path in root.paths:
                element = element_path.element
                if element.references or not element.is_known or isinstance(element, _PROBLEMATIC):
                    self._follow(
                        element_path, location_in(reached.document, element_path), reached
                    )

    def _follow(
        self, element_path: ElementPath, location: Location, origin: ReachedDocument | None
    ) -> None:
        element = element_path.element
        references = element.references
        if isinstance(element, UnreadName):
            references = tuple(self._named(element, location))
        elif problem := _problem(element):
            self.not_followed.append(NotFollowed(location, *problem))
        is_certain = element_path.is_certain and (origin is None or origin.is_certain)
        for reference in references:
            link = Link(reference, element_path, location, origin, is_certain)
            self.links.append(link)
            if reference.kind not in _NOT_WALKED and reference not in self.reached:
                self._arrive(link)

    def _named(self, unread: UnreadName, location: Location) -> Iterator[Reference]:
        """The documents that a name nobody reads may stand for, each to be followed with doubt."""
        kinds = self.project.kinds_named(unread.name)
        domain = self.project.domain
        others = {"entity": domain.entities, "association": domain.associations}
        words = [kind.value for kind in kinds]
        words += [word for word, names in others.items() if unread.name in names]
        if words:
            construct = f"{' or '.join(words)} {unread.name}"
            self.not_followed.append(NotFollowed(location, construct, _under(unread)))
        if len(words) == len(kinds):
            yield from (Reference(kind, unread.name) for kind in kinds if kind in _FOLLOWED)

    def _arrive(self, link: Link) -> None:
        reference = link.reference
        if reference == Reference(DocumentKind.NAVIGATION_MENU, self.profile.name):
            return
        document = self._document(reference)
        if document is None:
            self.missing.setdefault(
                reference, MissingDocument(reference, link.location, link.origin)
            )
            return
        reached = ReachedDocument(document, link.location.element, link.origin, link.is_certain)
        self.reached[reference] = reached
        self.pending.append(reached)

    def _document(self, reference: Reference) -> Document | None:
        if reference.kind is DocumentKind.NAVIGATION_MENU:
            return _menu_of_profile(self.project, reference)
        return self.project.document(reference)


def explore(project: Project, profile: NavigationProfile) -> Reach:
    """Walk from the profile's homes, menus and bottom bar through everything they lead to."""
    walk = _Walk(project, profile)
    walk.enter_profile()
    while walk.pending:
        walk.enter(walk.pending.popleft())
    missing = tuple(walk.missing.values())
    dangling = [
        NotFollowed(each.location, str(each.reference), _why(project, each)) for each in missing
    ]
    reach = Reach(walk.reached, tuple(walk.links), missing, (*walk.not_followed, *dangling))
    addressed = _addressed(project, profile, reach)
    return evolve(reach, not_followed=(*reach.not_followed, *addressed))


def _problem(element: Element) -> tuple[str, str] | None:
    """What cannot be followed about an element, and why."""
    if isinstance(element, UnknownConstruct):
        return element.storage_type, "a construct that is unknown here"
    if isinstance(element, UnreadConstraint):
        return f"XPath constraint {element.constraint}", _under(element)
    if isinstance(element, ClearFromDevice) and not (element.entity or element.variables):
        return "clear from device", "what it clears is stored in a way that is unknown here"
    if isinstance(element, Decision) and element.rule:
        return f"rule {element.rule}", "the outcome of a rule is not known here"
    return None


def _under(unread: UnreadName | UnreadConstraint) -> str:
    return f"{unread.key} of {words_of(unread.storage_type)} is a key that is unknown here"


def _addressed(
    project: Project, profile: NavigationProfile, reach: Reach
) -> Iterator[NotFollowed]:
    """The pages that only a browser can open, by their address: no page or nanoflow does."""
    names = [
        name
        for name in ([] if profile.is_native else project.pages_with_url)
        if Reference(DocumentKind.PAGE, name) not in reach.reached
    ]
    if names:
        what = "page" if len(names) == 1 else "pages"
        yield NotFollowed(
            navigation_location(project, profile.name, "", profile),
            f"{what} {', '.join(names)}",
            "nothing in the profile leads there, but a link to their address may",
        )


def _homes_first(element_path: ElementPath) -> bool:
    return not isinstance(element_path.element, HomePage)


def _entry_label(element_path: ElementPath) -> str:
    is_login = (
        isinstance(element_path.element, PageSettings) and element_path.closest(MenuItem) is None
    )
    return "login page" if is_login else element_path.label


def _roots(document: Document) -> tuple[Element, ...]:
    """What belongs to a document: of another profile, only its menu does."""
    if isinstance(document.root, NavigationProfile):
        return document.root.menu
    return (document.root,)


def _menu_of_profile(project: Project, reference: Reference) -> Document | None:
    named = (each for each in project.profiles if each.name == reference.name)
    root = next(named, None)
    if root is None:
        return None
    return Document(reference.kind, reference.name, Module(""), Unit("", "", ""), root)


def _why(project: Project, missing: MissingDocument) -> str:
    unreadable = project.why_missing(missing.reference)
    return (
        f"not readable: {unreadable}"
        if unreadable
        else "there is no such document in the model, or it is excluded"
    )
