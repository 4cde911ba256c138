"""OSM107: Mendix 11.10 rejects uploads of more modes than it should."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.written_entities import WrittenEntity
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Severity, applies, rule

_SHOWN = 5
_REFUSED = (SyncMode.NONE, SyncMode.NONE_AND_PRESERVE_DATA, SyncMode.NEVER)


@rule(
    "OSM107",
    "upload-blocked-mode",
    on=WrittenEntity,
    applies=(applies(Severity.WARNING, since="11.10", before="11.11"),),
    link=SYNCHRONIZATION,
)
def upload_blocked_mode(written: WrittenEntity) -> Iterator[Message]:
    """The client changes an entity that is not downloaded, and the server rejects the upload.

    The server of 11.10 rejects objects of entities whose mode is Nothing or Never, so what users
    enter stays on their device. Since 11.11 the server rejects only objects of Online entities.
    Source: release notes of 11.10.0 and 11.11.0.

    Instead: upgrade to 11.11 or later, or turn on compatibility mode in the row of the entity.

    In Studio Pro:
    1. Upgrade the app to 11.11 or later.
    2. If you cannot upgrade yet, open App Explorer > Navigation, select the offline profile, and
       click Configure synchronization.
    3. Select Compatibility mode in the row of the entity, or choose All Objects.
    """
    config = written.row.config
    if config.mode not in _REFUSED or config.compatibility_mode:
        return
    places = list(
        dict.fromkeys(f"{each.kind.value} by {each.location}" for each in written.writes)
    )
    more = [f"and in {len(places) - _SHOWN} other places"] if len(places) > _SHOWN else []
    yield Message(
        f"{config.entity} is {config.mode.caption}, but the client changes it;"
        " the server rejects the upload",
        confidence=max(each.confidence for each in written.writes),
        details=(*places[:_SHOWN], *more),
    )
