"""What a failing policy says of each thing: what it is, where it is, and how users get there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import TypeAlias, get_args

from pytest_osm.checking.findings import Finding
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.confidence import CERTAIN, Certainty, weakest
from pytest_osm.facts.homes import Home
from pytest_osm.facts.page_openings import PageOpening
from pytest_osm.facts.queries import Query
from pytest_osm.facts.server_calls import DirectCall, ServerAccess, ServerCall
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.facts.writes import Write
from pytest_osm.overview.availability import OfflineSummary
from pytest_osm.testrun.policies.documents import OsmDocument
from pytest_osm.testrun.policies.entities import OsmEntity

Thing: TypeAlias = (
    DocumentAvailability
    | Finding
    | Home
    | OsmDocument
    | OsmEntity
    | PageOpening
    | Query
    | ServerAccess
    | SyncRow
    | Write
)

THINGS = get_args(Thing)


@singledispatch
def said_of(thing: Thing) -> str:
    """A thing in a few words, without its place."""
    return str(thing)


@said_of.register
def _(document: OsmDocument) -> str:
    return "is reached" if document.is_reached else "is not reached"


@said_of.register
def _(document: DocumentAvailability) -> str:
    summary = OfflineSummary.of(document)
    return f"works offline: {summary.verdict}{summary.asks and f', it {summary.asks}'}"


@said_of.register
def _(query: Query) -> str:
    return f"queries {query.entity}"


@said_of.register
def _(write: Write) -> str:
    association = f", association {write.association}" if write.association else ""
    return f"{write.entity} is {write.kind.value}{association}"


@said_of.register(ServerCall)
@said_of.register(DirectCall)
def _(call: ServerCall | DirectCall) -> str:
    return str(call.request)


def _showing(page: Home | PageOpening) -> str:
    entities = dict.fromkeys(each.mode.entity for each in page.online_data)
    return f", which shows {', '.join(entities)} from the server" if entities else ""


@said_of.register
def _(opening: PageOpening) -> str:
    return f"opens page {opening.page}{_showing(opening)}"


@said_of.register
def _(home: Home) -> str:
    return f"is {' and '.join(home.entries)}{_showing(home)}"


@said_of.register
def _(row: SyncRow) -> str:
    mode = row.config.mode
    return f"{row.entity} is {mode.caption if mode else row.config.stored_mode}"


@said_of.register
def _(finding: Finding) -> str:
    return f"{finding.code} {finding.text}"


def certainty_of(thing: Thing) -> Certainty:
    """How sure it is that a thing is what is said of it, and that users get there."""
    sure = [getattr(thing, "certainty", CERTAIN)]
    if isinstance(thing, (Home, PageOpening)):
        sure += [each.certainty for each in thing.online_data]
    if isinstance(thing, (ServerCall, DirectCall)):
        sure.append(thing.request.certainty)
    if not isinstance(thing, (Finding, OsmDocument, OsmEntity)) and thing.reached:
        sure.append(thing.reached.certainty)
    return weakest(*sure)


def place_of(thing: Thing) -> str:
    """Where a thing is."""
    return thing.place if isinstance(thing, (OsmDocument, OsmEntity)) else str(thing.location)


def way_to(thing: Thing, profile: str) -> str:
    """How users of a profile get to a thing, "" if they do not, or need not."""
    if isinstance(thing, (OsmDocument, OsmEntity)):
        return thing.path
    around = thing if isinstance(thing, Finding) else thing.reached
    steps = around.path if around else ()
    return " > ".join((f"profile {profile}", *steps)) if steps else ""


def entities_in(thing: Thing) -> Iterable[str]:
    """The entities that a thing is about."""
    if isinstance(thing, OsmEntity):
        return (thing.name,)
    if isinstance(thing, (Query, SyncRow, Write)):
        return (thing.entity,)
    if isinstance(thing, Finding):
        return thing.entities
    if isinstance(thing, (ServerCall, DirectCall)):
        return (thing.request.mode.entity,) if thing.request.mode else ()
    return (each.mode.entity for each in getattr(thing, "online_data", ()))


def page_of(thing: Thing) -> str:
    """The page that a thing leads to, "" if it leads to none."""
    return getattr(thing, "page", "")


def is_unguarded(thing: Thing) -> bool:
    """Whether users may get to a thing without a check of the connection."""
    if isinstance(thing, PageOpening):
        return not thing.is_guarded
    return not isinstance(thing, ServerCall) or thing.unguarded_path is not None
