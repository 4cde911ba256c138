"""OSM301: one query cannot run on the server and on the device."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.online_offline_pairs import surest_pair
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query, QueryKind
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


@rule(
    "OSM301",
    "mixed-generalization-query",
    on=Query,
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
        yield Message(text, Severity.WARNING, Confidence.LOW, details=mix.doubts)
    else:
        # What is configured is certain, whether the profile uses the entity itself or not: the
        # query selects its objects.
        certainty = mix.certainty_of_modes if mix.is_configured else mix.confidence
        yield Message(text, confidence=certainty, details=mix.doubts)
