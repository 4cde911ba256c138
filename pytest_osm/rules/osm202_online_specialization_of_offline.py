"""OSM202: if a generalization is offline, its specializations should be offline too."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence, doubt, weakest
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.specialized_entities import SpecializedEntity
from pytest_osm.rules.implication import Implication
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule

_ONLY_SOME_BUILDS = doubt(Confidence.MEDIUM, "only some builds of Studio Pro refuse it")


def _generalization_too(specialization: SpecializedEntity, _: Profile) -> Iterator[Implication]:
    if general := specialization.generalization:
        name = specialization.mode.entity
        yield Implication((name,), (general.entity,), f"{name} specializes it")


@rule(
    "OSM202",
    "online-specialization-of-offline",
    on=SpecializedEntity,
    implies=_generalization_too,
    applies=(applies(Severity.WARNING, since="10.19"),),
    confidence=Confidence.MEDIUM,
    link=GUIDE,
)
def online_specialization_of_offline(specialization: SpecializedEntity) -> Iterator[Message]:
    """A specialization is Online, but its generalization is offline.

    Some builds of Studio Pro reject this. A query on the generalization does not find the
    objects of the specialization. Source: release notes of 10.24.6.

    Instead: give the specialization an offline mode, or make the generalization Online too.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. Choose an offline mode for the specialization, or Online for its generalization.
    """
    general = specialization.generalization
    if general and (mix := surest_pair([specialization.mode], [general])):
        yield Message(
            f"{mix.online.entity} specializes {mix.offline.entity}, but {mix}",
            confidence=weakest(mix.certainty, _ONLY_SOME_BUILDS),
        )
