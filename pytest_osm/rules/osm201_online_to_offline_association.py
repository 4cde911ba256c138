"""OSM201: until 10.24.0 an online entity may not refer to an offline one."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.owned_associations import OwnedAssociation
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.implication import Implication, entities_of
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


def _all_targets(reference: OwnedAssociation, _: Profile) -> Iterator[Implication]:
    name = reference.association.name
    yield Implication(
        entities_of(reference.owners),
        entities_of(reference.targets),
        f"an online entity cannot own {name} to an offline one",
        is_of_use=True,
    )


@rule(
    "OSM201",
    "online-to-offline-association",
    on=OwnedAssociation,
    implies=_all_targets,
    applies=(applies(Severity.ERROR, since="10.19", before="10.24.1"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def online_to_offline_association(reference: OwnedAssociation) -> Iterator[Message]:
    """An online entity owns an association to an offline entity.

    The object comes from the server and would refer to an object that exists only on the device.
    Mendix prohibits this from 10.19.0 to 10.24.0. Since 10.24.1 Mendix allows such associations,
    and they are read-only. Source: the guide of 10.19, release notes of 10.24.1.

    Instead: give both entities the same mode, make the other entity the owner of the association,
    or upgrade to Mendix 10.24.1 or later.

    In Studio Pro:
    1. Open the domain model and the association.
    2. Give both entities the same mode under Configure synchronization, or make the other entity
       the owner.
    3. Or upgrade the app to 10.24.1 or later, where the association is read-only on the
       device.
    """
    if mix := reference.online_to_offline:
        yield Message(
            f"{mix.online.entity} owns {reference.association.name}"
            f" to {mix.offline.entity}, but {mix}",
            confidence=mix.certainty,
        )
