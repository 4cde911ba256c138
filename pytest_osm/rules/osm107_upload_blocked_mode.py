"""OSM107: Mendix 11.10 rejects uploads of more modes than it should."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import surest
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.written_entities import WrittenEntity
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Severity, Whole, applies, rule
from pytest_osm.rules.wording import listed

_SHOWN = 5
_REFUSED = (SyncMode.NONE, SyncMode.NONE_AND_PRESERVE_DATA, SyncMode.NEVER)


def _in_one_profile(_: WrittenEntity, profile: Profile) -> Whole:
    return Whole(profile.location)


@rule(
    "OSM107",
    "upload-blocked-mode",
    on=WrittenEntity,
    together=_in_one_profile,
    applies=(applies(Severity.WARNING, since="11.10", before="11.11"),),
    link=SYNCHRONIZATION,
)
def upload_blocked_mode(written: tuple[WrittenEntity, ...]) -> Iterator[Message]:
    """The client changes entities that are not downloaded, and the server rejects the upload.

    The server of 11.10 rejects objects of entities whose mode is Nothing or Never, so what users
    enter stays on their device. Since 11.11 the server rejects only objects of Online entities.
    Source: release notes of 11.10.0 and 11.11.0.

    Instead: upgrade to 11.11 or later, or turn on compatibility mode in the rows of the
    entities.

    In Studio Pro:
    1. Upgrade the app to 11.11 or later.
    2. If you cannot upgrade yet, open App Explorer > Navigation, select the offline profile, and
       click Configure synchronization.
    3. Select Compatibility mode in the row of the entity, or choose All Objects.
    """
    refused = [
        each
        for each in written
        if each.row.config.mode in _REFUSED and not each.row.config.compatibility_mode
    ]
    if not refused:
        return
    names = [each.row.entity for each in refused]
    modes = [f"{each.row.entity} is {_caption(each)}" for each in refused]
    them = "it" if len(refused) == 1 else "them"
    yield Message(
        f"{listed(modes)}, but the client writes {them}; the server rejects the upload",
        confidence=surest(
            (write for each in refused for write in each.writes), lambda write: write.certainty
        ).certainty,
        details=tuple(line for each in refused for line in _places(each)),
        summarized=tuple(names),
        about=tuple(refused),
    )


def _caption(written: WrittenEntity) -> str:
    mode = written.row.config.mode
    return mode.caption if mode else ""


def _places(written: WrittenEntity) -> Iterator[str]:
    """Where the client writes an entity, in the first few of many places."""
    places = list(
        dict.fromkeys(
            f"{written.row.entity} is {each.kind.value} by {each.location}"
            for each in written.writes
        )
    )
    yield from places[:_SHOWN]
    if len(places) > _SHOWN:
        yield f"{written.row.entity} is written in {len(places) - _SHOWN} other places too"
