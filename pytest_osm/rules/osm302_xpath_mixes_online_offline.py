"""OSM302: one constraint cannot use objects on the server and objects on the device."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.constraints import ConstrainedQuery
from pytest_osm.facts.profile import Profile
from pytest_osm.model.version import MendixVersion
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule

BOTH_WAYS = MendixVersion(10, 24, 1)


@rule(
    "OSM302",
    "xpath-mixes-online-offline",
    on=ConstrainedQuery,
    applies=(applies(Severity.ERROR, since="10.19"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def xpath_mixes_online_offline(query: ConstrainedQuery, profile: Profile) -> Iterator[Message]:
    """An XPath constraint follows an association between an online and an offline entity.

    The query runs on the device for an offline entity and on the server for an online entity.
    The objects of the other entity are not there. Mendix prohibits such a constraint from
    offline to online since 10.19, and in both directions since 10.24.1. Studio Pro does not
    report it in 10.24 and 11.0. Source: the guide, release notes of 10.24.1 and 11.1.0.

    Instead: give both entities the same mode, store the compared value in the entity itself, or
    let a microflow select the objects.

    In Studio Pro:
    1. Open the named document and the constraint.
    2. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    3. Give both entities the same kind of mode, or move the compared value into the entity.
    4. Or replace the query with a microflow that selects the objects on the server.
    """
    crossing = []
    if query.root.is_offline:
        crossing += [step for step in query.steps if step.is_off_device]
    if query.root.is_online and profile.version >= BOTH_WAYS:
        crossing += [step for step in query.steps if step.target.is_offline]
    others = [
        step
        for step in dict.fromkeys(crossing)
        if step.target.entity != query.root.entity
        and not step.target.shares_default_with(query.root)
    ]
    if others:
        surest = max(others, key=lambda step: step.target.confidence)
        yield Message(
            f"the constraint on {query.root.entity} ({query.root}) follows"
            f" {surest.association} to {surest.target.entity} ({surest.target})",
            confidence=min(query.root.confidence, surest.target.confidence),
            details=tuple(
                f"it also follows {step.association} to {step.target.entity} ({step.target})"
                for step in others
                if step is not surest
            ),
        )
