"""How much of each page works without a connection, and what it asks the server for.

A page does not work when all that it shows comes from the server: each of its outermost data
containers, and each parameter that it shows outside of them. It works in part when something
else asks the server: data inside of a container, a button, or its layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pytest_osm.facts.availability import (
    NOT_ALL_KNOWN,
    Availability,
    DocumentAvailability,
    ServerNeed,
    by_confidence,
)
from pytest_osm.facts.confidence import CERTAIN, Certainty, weakest
from pytest_osm.facts.contexts import containers_around, source_of
from pytest_osm.facts.nanoflow_availability import nanoflow_availability
from pytest_osm.facts.page_data import parts_with_limits, shown_parameters
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import Link, ReachedDocument
from pytest_osm.facts.server_calls import DirectCall, ServerAccess
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.pages import Page
from pytest_osm.model.widgets import Widget
from pytest_osm.records import Record

_MENUS = (DocumentKind.MENU, DocumentKind.NAVIGATION_MENU)


def document_availability(
    profile: Profile, accesses: Iterable[ServerAccess], openings: Iterable[PageOpening]
) -> Iterator[DocumentAvailability]:
    """The verdict on each page and nanoflow that a profile reaches, pages first."""
    nanoflows = nanoflow_availability(profile.usage.guards, accesses, profile.accepted_checks)
    pages = _Pages(profile, accesses, openings, nanoflows)
    yield from map(pages.verdict, profile.reach.of_kind(DocumentKind.PAGE))
    yield from nanoflows.values()


class _PageNeed(Record, frozen=True):
    """What a page asks for; it `is_data` where a data source or parameter needs it all."""

    need: ServerNeed
    is_data: bool


class _Pages(Record, frozen=True, dict=True):
    """The pages of a profile when there is no connection."""

    profile: Profile
    accesses: Iterable[ServerAccess]
    openings: Iterable[PageOpening]
    nanoflows: Mapping[Reference, DocumentAvailability]

    def verdict(self, page: ReachedDocument) -> DocumentAvailability:
        """What of a page works, and for what it asks."""
        found = tuple(self._needs(page.document.reference))
        needs = by_confidence(each.need for each in found)
        if not needs:
            certainty = CERTAIN if self._is_all_known(page.document.reference) else NOT_ALL_KNOWN
            return DocumentAvailability(page, Availability.FULL, certainty, ())
        missing: dict[bytes, Certainty] = {}
        for each in found:
            if each.is_data:
                part, certainty = each.need.location.element_id, each.need.certainty
                known = missing.get(part, certainty)
                missing[part] = max(known, certainty, key=lambda each: each.confidence)
        shown = frozenset(self._shown(page.document.reference))
        if shown and shown <= missing.keys():
            certainty = weakest(*(missing[part] for part in shown))
            return DocumentAvailability(page, Availability.NONE, certainty, needs)
        return DocumentAvailability(page, Availability.PARTIAL, needs[0].certainty, needs)

    def _needs(self, page: Reference) -> Iterator[_PageNeed]:
        is_guarded = page not in self._opened_unguarded
        for data in self.profile.online_data(page):
            text = f"shows {data.mode.entity}"
            need = ServerNeed(text, data.location, is_guarded, data.certainty)
            yield _PageNeed(need, is_data=True)
        for part, limit in self._parts_with_menus(page):
            for call in self._direct_calls.get(part, ()):
                certainty = weakest(limit, call.request.certainty)
                need = ServerNeed(call.request.text, call.location, False, certainty)  # noqa: FBT003
                yield _PageNeed(need, is_data=True)
            for link in self._nanoflows_of.get(part, ()):
                nanoflow = self.nanoflows[link.reference]
                text = f"runs nanoflow {nanoflow.name}"
                gives_nothing = nanoflow.works_offline is Availability.NONE
                asks = nanoflow.certainty if gives_nothing else nanoflow.needs[0].certainty
                certainty = weakest(limit, link.certainty, asks)
                need = ServerNeed(text, link.location, nanoflow.is_guarded, certainty)
                yield _PageNeed(need, is_data=gives_nothing)

    def _parts_with_menus(self, page: Reference) -> Iterator[tuple[Reference, Certainty]]:
        """The page, what it is made of, and the menus that these show."""
        for part, limit in parts_with_limits(page, self.profile.usage.page_data.parts):
            yield part, limit
            yield from ((menu, limit) for menu in self._menus_of.get(part, ()))

    def _is_all_known(self, page: Reference) -> bool:
        """Whether nothing of a page is unknown or missing; the layout, which many have, aside."""
        reached = self.profile.reach.reached
        return all(
            reached[part].document.root.has_only_known_parts and part not in self._incomplete
            for part in self._shown_parts(page)
        )

    @cached_property
    def _incomplete(self) -> frozenset[Reference]:
        """The documents that refer to something that is missing, or not readable."""
        origins = (each.origin for each in self.profile.reach.missing)
        return frozenset(each.document.reference for each in origins if each)

    @cached_property
    def _opened_unguarded(self) -> frozenset[Reference]:
        """The pages that users may get to without a check of the connection."""
        opened = (each.page for each in self.openings if not each.is_guarded)
        begun = (link.reference for link in self.profile.reach.links if link.origin is None)
        return frozenset((*begun, *(Reference(DocumentKind.PAGE, name) for name in opened)))

    @cached_property
    def _direct_calls(self) -> Mapping[Reference, list[DirectCall]]:
        found: dict[Reference, list[DirectCall]] = defaultdict(list)
        for access in self.accesses:
            if isinstance(access, DirectCall) and access.reached:
                found[access.reached.document.reference].append(access)
        return found

    @cached_property
    def _nanoflows_of(self) -> Mapping[Reference, list[Link]]:
        """What pages and their parts run: the nanoflows that ask the server."""
        found: dict[Reference, list[Link]] = defaultdict(list)
        for link in self.profile.reach.links:
            nanoflow = self.nanoflows.get(link.reference)
            if link.origin and nanoflow and nanoflow.needs:
                found[link.origin.document.reference].append(link)
        return found

    @cached_property
    def _menus_of(self) -> Mapping[Reference, list[Reference]]:
        """The menus that pages and their parts show."""
        found: dict[Reference, list[Reference]] = defaultdict(list)
        for link in self.profile.reach.links:
            if link.origin and link.reference.kind in _MENUS:
                found[link.origin.document.reference].append(link.reference)
        return found

    @cached_property
    def _snippets_of(self) -> Mapping[Reference, list[Reference]]:
        """The snippets that pages and snippets use outside of all data containers."""
        found: dict[Reference, list[Reference]] = defaultdict(list)
        for link in self.profile.reach.links:
            is_snippet = link.reference.kind is DocumentKind.SNIPPET
            is_there = is_snippet and link.reference in self.profile.reach.reached
            if link.origin and is_there and not any(containers_around(link.element_path)):
                found[link.origin.document.reference].append(link.reference)
        return found

    def _shown(self, page: Reference) -> Iterator[bytes]:
        """What a page shows: the ids of its outermost data sources, and of parameters."""
        for part in self._shown_parts(page):
            root = self.profile.reach.reached[part].document.root
            yield from _shown_by(root) if isinstance(root, Page) else ()

    def _shown_parts(self, page: Reference) -> Iterator[Reference]:
        """The page and its snippets, apart from those in data containers."""
        seen, pending = {page}, [page]
        while pending:
            part = pending.pop()
            yield part
            new = dict.fromkeys(
                each for each in self._snippets_of.get(part, ()) if each not in seen
            )
            seen.update(new)
            pending += new


def _shown_by(page: Page) -> Iterator[bytes]:
    shown = shown_parameters(page)
    yield from (each.id for each in page.parameters if each.name in shown)
    for widget, element_path in page.walk_to(Widget):
        source = source_of(widget)
        if source and not any(containers_around(element_path)):
            yield source.id
