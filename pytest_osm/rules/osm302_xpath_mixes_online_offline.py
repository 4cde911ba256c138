"""OSM302: one constraint cannot use objects on the server and objects on the device."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_osm.facts.confidence import CERTAIN, Certainty, Confidence, doubt, surest, weakest
from pytest_osm.facts.constraints import AssociationStep, ConstrainedQuery
from pytest_osm.facts.profile import Profile
from pytest_osm.model.version import MendixVersion
from pytest_osm.rules.implication import Implication
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule

BOTH_WAYS = MendixVersion(10, 24, 1)
_SORTING = doubt(
    Confidence.LOW, "the guide does not say whether sorting and searching are limited too"
)


def _both_ends(query: ConstrainedQuery, profile: Profile) -> Iterator[Implication]:
    for steps, verb, certainty in (
        (query.steps, "the constraint follows", CERTAIN),
        (query.sort_steps, "sorting or searching follows", _SORTING),
    ):
        for step in dict.fromkeys(steps):
            ends = query.root.entity, step.target.entity
            reason = f"{verb} {step.association} from {ends[0]} to {ends[1]}"
            yield Implication(ends[1:], ends[:1], reason, certainty)
            if profile.version >= BOTH_WAYS and steps is query.steps:
                yield Implication(ends[:1], ends[1:], reason, certainty)


@rule(
    "OSM302",
    "xpath-mixes-online-offline",
    on=ConstrainedQuery,
    implies=_both_ends,
    applies=(applies(Severity.ERROR, since="10.19"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def xpath_mixes_online_offline(query: ConstrainedQuery, profile: Profile) -> Iterator[Message]:
    """An XPath constraint follows an association between an online and an offline entity.

    The query runs on the device for an offline entity and on the server for an online entity.
    The objects of the other entity are not there. Mendix prohibits such a constraint from
    offline to online since 10.19, and in both directions since 10.24.1. Studio Pro does not
    report it in 10.24 and 11.0. The guide does not say whether sorting and searching over such an
    association are limited too. Source: the guide, release notes of 10.24.1 and 11.1.0.

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
    sorting = [step for step in query.sort_steps if query.root.is_offline and step.is_off_device]
    if others := _others(query, crossing):
        yield _message(query, others, "the constraint on", CERTAIN)
    elif others := _others(query, sorting):
        yield _message(query, others, "sorting or searching", _SORTING)


def _others(
    query: ConstrainedQuery, steps: Iterable[AssociationStep]
) -> tuple[AssociationStep, ...]:
    """The steps to another entity, whose mode is not the same default."""
    return tuple(
        step
        for step in dict.fromkeys(steps)
        if step.target.entity != query.root.entity
        and not step.target.shares_default_with(query.root)
    )


def _message(
    query: ConstrainedQuery, others: tuple[AssociationStep, ...], what: str, limit: Certainty
) -> Message:
    best = surest(others, lambda step: step.target.certainty)
    return Message(
        f"{what} {query.root.entity} ({query.root}) follows"
        f" {best.association} to {best.target.entity} ({best.target})",
        confidence=weakest(limit, query.root.certainty, best.target.certainty),
        details=tuple(
            f"it also follows {step.association} to {step.target.entity} ({step.target})"
            for step in others
            if step is not best
        ),
    )
