"""OSM304: in the beta, a constraint on an online entity does not see the data on the device."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import surest, weakest
from pytest_osm.facts.constraints import ConstrainedQuery
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


@rule(
    "OSM304",
    "online-xpath-ignores-device-data",
    on=ConstrainedQuery,
    applies=(applies(Severity.INFO, since="10.19", before="10.24.1"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def online_xpath_ignores_device_data(query: ConstrainedQuery) -> Iterator[Message]:
    """An XPath constraint on an online entity follows an association to an offline entity.

    The query runs on the server and uses the objects there. It does not see changes on the
    device that are not synchronized yet. Mendix prohibits such a constraint since 10.24.1; from
    then on OSM302 reports it. Source: the guide of 10.19.

    Instead: synchronize before the query, or give both entities the same mode.

    In Studio Pro:
    1. Open the named document and the constraint.
    2. Add a Synchronize activity before the query, or give both entities the same kind of
       mode.
    """
    offline = [step.target for step in query.steps if step.target.is_offline]
    if query.root.is_online and offline:
        best = surest(offline, lambda mode: mode.certainty)
        names = ", ".join(sorted({mode.entity for mode in offline}))
        yield Message(
            f"the constraint on {query.root.entity} ({query.root}) uses {names} on the"
            " server, not on the device",
            confidence=weakest(query.root.certainty, best.certainty),
        )
