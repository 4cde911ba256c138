"""OSM405: the device cannot set AutoNumber and calculated attributes."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Use, UseKind
from pytest_osm.model.domain import Persistability
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Preset, Severity, applies, rule


@rule(
    "OSM405",
    "offline-create-server-computed",
    on=Use,
    applies=(
        applies(Severity.INFO, before="11.7"),
        applies(Severity.ERROR, since="11.7", before="11.13"),
        applies(Severity.WARNING, since="11.13"),
    ),
    link=SYNCHRONIZATION,
    preset=Preset.DOCUMENTED,
)
def offline_create_server_computed(use: Use, profile: Profile) -> Iterator[Message]:
    """The device creates objects of an entity with AutoNumber or calculated attributes.

    Only the server can set these attributes, so they are empty until the object is synchronized.
    This is an error from 11.7, and a warning since 11.13. Source: release notes of 11.7.0 and
    11.13.0.

    Instead: create the object in a microflow, or use an attribute that the device can set.

    In Studio Pro:
    1. Open the named document and find where the object is created.
    2. Create the object in a microflow, and call the microflow after a connection check.
    3. Or replace the attribute with one that the nanoflow can set.
    """
    is_persistable = profile.domain.persistability(use.entity) is Persistability.PERSISTABLE
    if use.kind is not UseKind.CREATED or not is_persistable:
        return
    computed = [
        attribute.name
        for entity in profile.domain.generalizations(use.entity)
        for attribute in entity.attributes
        if attribute.is_computed_by_server
    ]
    if computed:
        is_online = profile.mode(use.entity).is_online
        names = ", ".join(computed)
        yield Message(
            f"{use.entity} is created on the device, but only the server sets {names}",
            confidence=Confidence.MEDIUM if is_online else Confidence.HIGH,
        )
