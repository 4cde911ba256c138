"""OSM405: the device cannot set AutoNumber and calculated attributes."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from pytest_osm.facts.confidence import CERTAIN, Confidence, doubt, weakest
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Use, UseKind
from pytest_osm.model.domain import Persistability
from pytest_osm.rules.rule import SYNCHRONIZATION, Message, Preset, Severity, Whole, applies, rule

_MAY_BE_ONLINE = doubt(
    Confidence.MEDIUM, "the objects are Online, and the server may set the attribute in time"
)
_CHANGED = doubt(
    Confidence.MEDIUM, "only a release note says that changing such objects is limited too"
)


def _the_same_entity(use: Use, profile: Profile) -> Whole:
    """What one document does with the objects of one entity."""
    entity = profile.domain.entities.get(use.entity)
    location = replace(use.location.whole, element_id=entity.id if entity else b"")
    return Whole(location, (use.entity,))


@rule(
    "OSM405",
    "offline-create-server-computed",
    on=Use,
    together=_the_same_entity,
    applies=(
        applies(Severity.INFO, before="11.7"),
        applies(Severity.ERROR, since="11.7", before="11.13"),
        applies(Severity.WARNING, since="11.13"),
    ),
    link=SYNCHRONIZATION,
    preset=Preset.DOCUMENTED,
)
def offline_create_server_computed(uses: tuple[Use, ...], profile: Profile) -> Iterator[Message]:
    """The device creates or changes objects with AutoNumber or calculated attributes.

    Only the server can set these attributes. AutoNumbers are 0 until the object is synchronized,
    and calculated values are not evaluated offline. Creating such objects is an error from 11.7,
    and a warning since 11.13, whose release note is also about changing them. Source: release
    notes of 11.7.0 and 11.13.0.

    Instead: create the object in a microflow, or use an attribute that the device can set.

    In Studio Pro:
    1. Open the named document and find where the object is created.
    2. Create the object in a microflow, and call the microflow after a connection check.
    3. Or replace the attribute with one that the nanoflow can set.
    """
    entity = uses[0].entity
    is_persistable = profile.domain.persistability(entity) is Persistability.PERSISTABLE
    computed = [
        attribute.name
        for each in profile.domain.generalizations(entity)
        for attribute in each.attributes
        if attribute.is_computed_by_server
    ]
    for kind in (UseKind.CREATED, UseKind.CHANGED):
        places = [use.location for use in uses if use.kind is kind]
        if places and computed and is_persistable:
            at = f" in {len(places)} places" if len(places) > 1 else ""
            online = _MAY_BE_ONLINE if profile.mode(entity).is_online else CERTAIN
            yield Message(
                f"{entity} is {kind.value} on the device{at}, but only the server sets"
                f" {', '.join(computed)}",
                confidence=weakest(online, _CHANGED if kind is UseKind.CHANGED else CERTAIN),
                details=tuple(filter(None, (place.element for place in places))),
                summarized=tuple(place.part for place in places),
            )
            return
