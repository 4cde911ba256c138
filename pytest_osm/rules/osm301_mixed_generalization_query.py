"""OSM301: one query cannot run on the server and on the device."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import CERTAIN, Confidence, doubt
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query, QueryKind
from pytest_osm.rules.implication import Implication, entities_of
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule

_OVER_ASSOCIATION = doubt(
    Confidence.LOW, "the guide does not say whether it is also about retrieves over an association"
)


def _whole_hierarchy(query: Query, profile: Profile) -> Iterator[Implication]:
    if query.kind is not QueryKind.ALONG_PATH:
        family = entities_of(profile.family(query.entity))
        certainty = _OVER_ASSOCIATION if query.kind is QueryKind.ASSOCIATION else CERTAIN
        reason = f"the {query.kind.value} selects {query.entity} with all its specializations"
        yield Implication(family, family, reason, certainty)


@rule(
    "OSM301",
    "mixed-generalization-query",
    on=Query,
    implies=_whole_hierarchy,
    applies=(applies(Severity.ERROR, since="10.19"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def mixed_generalization_query(query: Query, profile: Profile) -> Iterator[Message]:
    """A query selects a generalization whose specializations mix Online and offline modes.

    A query on a generalization returns the objects of all its specializations. If some of them
    are on the server and others on the device, the query would have to run in both places.
    Mendix prohibits that. The guide does not say whether this also applies when you retrieve
    such objects over an association.

    Instead: give the whole hierarchy one mode, or query the specializations one by one.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. Give the generalization and all specializations in the profile the same kind of mode.
    3. Or open the named document and query each specialization separately.
    """
    family = profile.family(query.entity)
    mix = surest_pair(family, family)
    if mix is None or query.kind is QueryKind.ALONG_PATH:
        return
    text = f"the {query.kind.value} selects {query.entity}, whose hierarchy is mixed: {mix}"
    if query.kind is QueryKind.ASSOCIATION:
        yield Message(text, Severity.WARNING, _OVER_ASSOCIATION, details=mix.unused_ends)
    else:
        # Whether the profile uses an entity itself or not: the query selects its objects.
        yield Message(text, confidence=mix.certainty_of_modes, details=mix.unused_ends)
