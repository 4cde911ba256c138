"""Walking from a profile through everything that users can get to."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import cast

from msgspec import field
from msgspec.structs import replace

from pytest_osm.facts.location import Location, location_in, navigation_location
from pytest_osm.facts.reach import (
    PAGES,
    THROUGH_UNKNOWN,
    Link,
    MissingDocument,
    NotFollowed,
    Reach,
    ReachedDocument,
)
from pytest_osm.model.activities import ClearFromDevice
from pytest_osm.model.client_actions import PageSettings
from pytest_osm.model.documents import Document, Module
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Decision
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import HomePage, NavigationDocument, NavigationProfile
from pytest_osm.model.pages import MenuItem
from pytest_osm.model.project import Project
from pytest_osm.model.unread import UnknownConstruct, UnreadConstraint, UnreadName, UnreadParts
from pytest_osm.model.words import words_of
from pytest_osm.records import State

# Microflows run on the server, where no page of an offline app can be opened, and JavaScript
# is code: both are places a profile gets to, and the walk ends there.
_NOT_WALKED = frozenset({DocumentKind.MICROFLOW, DocumentKind.JAVASCRIPT_ACTION})
_PROBLEMATIC = (ClearFromDevice, Decision)
_FOLLOWED = frozenset({*PAGES, DocumentKind.MENU, DocumentKind.NANOFLOW})


class _Walk(State):
    """A breadth-first walk; mutable, because a walk is."""

    project: Project
    profile: NavigationProfile
    reached: dict[Reference, ReachedDocument] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    missing: dict[Reference, MissingDocument] = field(default_factory=dict)
    not_followed: list[NotFollowed] = field(default_factory=list)
    pending: deque[ReachedDocument] = field(default_factory=deque)
    doubtful: deque[Link] = field(default_factory=deque)
    is_late: bool = False  # nothing certain is left to be followed

    def run(self) -> None:
        """Follow all that is certain to the end, then the rest."""
        self.enter_profile()
        while self.pending or self.doubtful:
            if self.pending:
                self.enter(self.pending.popleft())
            else:
                self.is_late = True
                self._arrive(self.doubtful.popleft())

    def enter_profile(self) -> None:
        for element_path in sorted(self.profile.walk(), key=_homes_first):
            self._enter_at_profile(element_path)
        navigation = cast("NavigationDocument", self.project.navigation)  # it has the profile
        for part in navigation.children:
            if isinstance(part, (UnreadName, UnreadConstraint, UnreadParts)):
                self._enter_at_profile(ElementPath((part,)))

    def _enter_at_profile(self, element_path: ElementPath) -> None:
        element = element_path.element
        location = navigation_location(
            self.project, self.profile.name, _entry_label(element_path), element
        )
        self._follow(element_path, location, None)
        if isinstance(element, HomePage) and element.microflow:
            reason = "a microflow runs on the server, so it cannot choose an offline page"
            construct = f"microflow {element.microflow}"
            self.not_followed.append(NotFollowed(location, construct, reason))

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
            references = tuple(self._named(element_path, location))
        elif problem := _problem(element):
            self.not_followed.append(NotFollowed(location, *problem))
        inside = "" if element_path.is_certain else THROUGH_UNKNOWN
        for reference in references:
            around = origin.doubt if origin else ""
            link = Link(reference, element_path, location, origin, around or inside)
            self.links.append(link)
            if reference.kind not in _NOT_WALKED:
                self._arrive(link)

    def _named(self, element_path: ElementPath, location: Location) -> Iterator[Reference]:
        """The documents that a name nobody reads may stand for, each to be followed with doubt.

        Names of other things below something unknown are not told as well.
        """
        unread = cast("UnreadName", element_path.element)
        is_told = element_path.closest(UnknownConstruct) is not None
        kinds = self.project.kinds_named(unread.name)
        domain = self.project.domain
        others = {"entity": domain.entities, "association": domain.associations}
        words = [kind.value for kind in kinds]
        words += [word for word, names in others.items() if unread.name in names]
        words = words or [*self.project.others_named(unread.name)]
        if words and (kinds or not is_told):
            construct = f"{' or '.join(words)} {unread.name}"
            self.not_followed.append(NotFollowed(location, construct, _under(unread)))
        if len(words) == len(kinds):
            yield from (Reference(kind, unread.name) for kind in kinds if kind in _FOLLOWED)

    def _arrive(self, link: Link) -> None:
        reference = link.reference
        if reference in self.reached:
            return
        if reference == Reference(DocumentKind.NAVIGATION_MENU, self.profile.name):
            return
        if link.doubt and not self.is_late:  # a certain way may still be found, though longer
            self.doubtful.append(link)
            return
        document = self._document(reference)
        if document is None:
            self.missing.setdefault(
                reference, MissingDocument(reference, link.location, link.origin)
            )
            return
        reached = ReachedDocument(document, link.location.element, link.origin, link.doubt)
        self.reached[reference] = reached
        self.pending.append(reached)

    def _document(self, reference: Reference) -> Document | None:
        if reference.kind is DocumentKind.NAVIGATION_MENU:
            return _menu_of_profile(self.project, reference)
        return self.project.document(reference)


def explore(project: Project, profile: NavigationProfile) -> Reach:
    """Walk from the profile's homes, menus and bottom bar through everything they lead to."""
    walk = _Walk(project, profile)
    walk.run()
    missing = tuple(walk.missing.values())
    dangling = [
        NotFollowed(each.location, str(each.reference), _why(project, each)) for each in missing
    ]
    menu = Document(
        DocumentKind.NAVIGATION_MENU, profile.name, Module(""), project.navigation_unit, profile
    )
    reach = Reach(
        walk.reached,
        tuple(walk.links),
        missing,
        (*walk.not_followed, *dangling),
        own_menu=(ReachedDocument(menu, ""),),
    )
    addressed = _addressed(project, profile, reach)
    return replace(reach, not_followed=(*reach.not_followed, *addressed))


def _problem(element: Element) -> tuple[str, str] | None:
    """What cannot be followed about an element, and why."""
    if isinstance(element, UnknownConstruct):
        construct = element.storage_type or "a part without a type"
        return construct, "a construct that is unknown here"
    if isinstance(element, UnreadParts):
        known = [part for part in element.children if part.is_known]  # others are told themselves
        return (words_of(known[0].storage_type), _under(element)) if known else None
    if isinstance(element, UnreadConstraint):
        return f"XPath constraint {element.constraint}", _under(element)
    if isinstance(element, ClearFromDevice) and not (element.entity or element.variables):
        return "clear from device", "what it clears is stored in a way that is unknown here"
    if isinstance(element, Decision) and element.rule:
        return f"rule {element.rule}", "the outcome of a rule is not known here"
    return None


def _under(unread: UnreadName | UnreadConstraint | UnreadParts) -> str:
    of = f" of {words}" if (words := words_of(unread.storage_type)) else ""
    return f"{unread.key}{of} is a key that is unknown here"


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
        parts = document.root.children
        return tuple(each for each in parts if isinstance(each, MenuItem) or not each.is_known)
    return (document.root,)


def _menu_of_profile(project: Project, reference: Reference) -> Document | None:
    named = (each for each in project.profiles if each.name == reference.name)
    root = next(named, None)
    if root is None:
        return None
    return _menu_of(project, root)


def _menu_of(project: Project, profile: NavigationProfile) -> Document:
    unit = project.navigation_unit
    return Document(DocumentKind.NAVIGATION_MENU, profile.name, Module(""), unit, profile)


def _why(project: Project, missing: MissingDocument) -> str:
    unreadable = project.why_missing(missing.reference)
    return (
        f"not readable: {unreadable}"
        if unreadable
        else "there is no such document in the model, or it is excluded"
    )
