"""OSM202: a specialization should be offline where its generalization is."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.specialized_entities import SpecializedEntity
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule


@rule(
    "OSM202",
    "online-specialization-of-offline",
    on=SpecializedEntity,
    applies=(applies(Severity.WARNING, since="10.19"),),
    confidence=Confidence.MEDIUM,
    link=GUIDE,
)
def online_specialization_of_offline(specialization: SpecializedEntity) -> Iterator[Message]:
    """A specialization is Online while its generalization is offline.

    Some builds of Studio Pro reject this, and a query on the generalization cannot see the
    specialized objects. Source: release notes of 10.24.6.

    Instead: give the specialization an offline mode, or make the generalization Online too.

    In Studio Pro:
    1. Open App Explorer > Navigation, the offline profile, and Configure synchronization.
    2. Choose an offline mode for the specialization, or Online for its generalization.
    """
    general = specialization.generalization
    if general and (mix := surest_pair([specialization.mode], [general])):
        yield Message(
            f"{mix.online.entity} specializes {mix.offline.entity}, but {mix}",
            confidence=mix.confidence,
        )
