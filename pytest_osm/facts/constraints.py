"""Where the XPath constraints of client queries lead: every step from one entity to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import ONLINE_BY_DEFAULT, EffectiveMode, ModeSource, online_by_default
from pytest_osm.facts.queries import Query
from pytest_osm.facts.reach import NotFollowed, ReachedDocument
from pytest_osm.language.xpath.syntax import Expression, Operation, Path, Step
from pytest_osm.model.domain import Domain
from pytest_osm.model.version import MendixVersion

_OF_EVERY_ENTITY = {"System.owner": "System.User", "System.changedBy": "System.User"}


@frozen
class EntityHop:
    """A step of a constraint over an association, from one entity to another."""

    association: str
    source: str
    target: str


@frozen
class ConstraintStep:
    """A step, with the mode of the entity that it arrives at."""

    hop: EntityHop
    target: EffectiveMode

    @property
    def is_off_device(self) -> bool:
        """Whether the entity's objects are, or may be, nowhere but on the server."""
        return self.target.is_online or self.target.source is ModeSource.NOT_IN_PROFILE


@frozen
class ConstrainedQuery:
    """A query with an XPath constraint, the mode of its entity, and the steps it takes."""

    root: EffectiveMode
    steps: tuple[ConstraintStep, ...]
    location: Location
    reached: ReachedDocument


def constrained_queries(
    queries: Iterable[Query],
    domain: Domain,
    modes: Mapping[str, EffectiveMode],
    version: MendixVersion,
) -> Iterator[ConstrainedQuery | NotFollowed]:
    """The constrained queries for entities of the profile, and what could not be resolved."""
    constrained = [query for query in queries if query.constraint.strip()]
    if not constrained:
        return
    from pytest_osm.language.xpath.grammar import NotParsed, parse  # noqa: PLC0415 - brings in parsy

    for query in constrained:
        parsed = parse(query.constraint)
        if isinstance(parsed, NotParsed):
            yield NotFollowed(query.location, "XPath constraint", parsed.reason)
            continue
        found = tuple(dict.fromkeys(_hops(domain, query.entity, parsed)))
        for each in found:
            if isinstance(each, str):
                yield NotFollowed(query.location, "XPath constraint", each)
            elif domain.is_persistable(each.target) is None and not _is_of_system(each.target):
                problem = f"nothing is known here about {each.target}"
                yield NotFollowed(query.location, "XPath constraint", problem)
        if query.entity in modes:
            steps = (
                ConstraintStep(hop, _mode(hop.target, modes, version))
                for hop in found
                if isinstance(hop, EntityHop) and domain.is_synchronizable(hop.target)
            )
            yield ConstrainedQuery(
                modes[query.entity], tuple(steps), query.location, query.reached
            )


def _mode(
    entity: str, modes: Mapping[str, EffectiveMode], version: MendixVersion
) -> EffectiveMode:
    """The mode of an entity that a constraint steps to, be it only there."""
    if entity in modes:
        return modes[entity]
    if version < ONLINE_BY_DEFAULT:
        return EffectiveMode(entity, None, ModeSource.NOT_IN_PROFILE, Confidence.LOW)
    return online_by_default(entity)


def _hops(
    domain: Domain, entity: str, predicates: Iterable[Expression]
) -> Iterator[EntityHop | str]:
    """The steps of all paths in the order of the text, nested predicates included.

    A text says what could not be resolved; the path is given up there.
    """
    pending: list[tuple[Expression, str]] = [(each, entity) for each in reversed([*predicates])]
    while pending:
        expression, context = pending.pop()
        if isinstance(expression, Operation):
            pending += [(operand, context) for operand in reversed(expression.operands)]
        elif isinstance(expression, Path):
            for found in _along(domain, context, expression):
                if isinstance(found, tuple):
                    pending.append(found)
                else:
                    yield found


def _along(
    domain: Domain, context: str, path: Path
) -> Iterator[EntityHop | str | tuple[Expression, str]]:
    """The steps of one path, with the predicates in it and the entity that each is about."""
    following = (*path.steps[1:], None)
    arrived_at = ""
    for step, onwards in zip(path.steps, following, strict=True):
        is_entity = step.name == arrived_at or step.name in domain.entities
        if step.is_qualified and not is_entity:
            target = _target(domain, context, step, onwards)
            if not target:
                yield f"{context} has no association {step.name}"
                return
            yield EntityHop(step.name, context, target)
            context = arrived_at = target
        elif is_entity:
            context = step.name
        yield from ((predicate, context) for predicate in step.predicates)


def _is_of_system(name: str) -> bool:
    """Whether something is of the module that no app stores, and of which not all is built in."""
    return name.startswith("System.")


def _target(domain: Domain, context: str, step: Step, onwards: Step | None) -> str:
    """Where an association leads: to the entity that is named next, or else its other end."""
    association = domain.associations.get(step.name)
    end = _OF_EVERY_ENTITY.get(step.name, "")
    if association is not None:
        end = domain.other_end(association, context)
    is_unknown = _is_of_system(step.name) if association is None else not association.has_ends
    if onwards is not None and onwards.is_qualified and (end or is_unknown):
        return onwards.name
    return end
