"""Where the XPath constraints of client queries lead: every step from one entity to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pytest_osm.facts.confidence import Confidence, doubt
from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import ONLINE_BY_DEFAULT, EffectiveMode, ModeSource, online_by_default
from pytest_osm.facts.queries import Query
from pytest_osm.facts.reach import NotFollowed, ReachedDocument
from pytest_osm.language.xpath.syntax import Expression, Operation, Path, PathSegment
from pytest_osm.model.domain import Domain, Persistability
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record

_ONLY_STEPPED_TO = doubt(
    Confidence.LOW,
    "only a constraint names the entity, and it is not known what follows from that",
)
_CONSTRAINT = "XPath constraint"
_OF_EVERY_ENTITY = {"System.owner": "System.User", "System.changedBy": "System.User"}


class Step(Record, frozen=True, eq=True):
    """A step over an association, from one entity to another."""

    association: str
    source: str
    target: str


class AssociationStep(Record, frozen=True, eq=True):
    """A step of a constraint over an association, to an entity with its mode."""

    association: str
    source: str
    target: EffectiveMode

    @property
    def is_off_device(self) -> bool:
        """Whether the objects of the target are, or may be, nowhere but on the server."""
        return self.target.is_online or self.target.source is ModeSource.NOT_IN_PROFILE


class ConstrainedQuery(Record, frozen=True):
    """A query that follows associations, the mode of its entity, and the steps it takes.

    It does so in its XPath constraint, or to sort and to search, as `sort_steps`.
    """

    root: EffectiveMode
    steps: tuple[AssociationStep, ...]
    location: Location
    reached: ReachedDocument
    sort_steps: tuple[AssociationStep, ...] = ()


class Constraint(Record, frozen=True):
    """A query that follows associations, and where they lead, whatever the modes there."""

    query: Query
    steps: tuple[Step, ...]
    sort_steps: tuple[Step, ...]


def constraints(queries: Iterable[Query], domain: Domain) -> Iterator[Constraint | NotFollowed]:
    """The queries that follow associations to entities with a mode, and what is unknown."""
    for query in queries:
        if query.constraint.strip() or query.sort_steps:
            resolved = [*_resolved(domain, query)]
            yield from (each for each in resolved if isinstance(each, NotFollowed))
            sorting = (Step(each.association, "", each.entity) for each in query.sort_steps)
            yield Constraint(
                query, _synchronizable(resolved, domain), _synchronizable(sorting, domain)
            )


def constrained_query(
    constraint: Constraint, modes: Mapping[str, EffectiveMode], version: MendixVersion
) -> Iterator[ConstrainedQuery]:
    """A query with the modes of what it asks for, if that is in the profile."""
    query = constraint.query
    if query.entity in modes:
        yield ConstrainedQuery(
            modes[query.entity],
            tuple(_with_modes(constraint.steps, modes, version)),
            query.location,
            query.reached,
            tuple(_with_modes(constraint.sort_steps, modes, version)),
        )


def _synchronizable(found: Iterable[object], domain: Domain) -> tuple[Step, ...]:
    """The steps to entities that may have a mode."""
    steps = (each for each in found if isinstance(each, Step))
    return tuple(each for each in steps if domain.is_synchronizable(each.target))


def _with_modes(
    steps: Iterable[Step], modes: Mapping[str, EffectiveMode], version: MendixVersion
) -> Iterator[AssociationStep]:
    for each in steps:
        yield AssociationStep(each.association, each.source, _mode(each.target, modes, version))


def _resolved(domain: Domain, query: Query) -> Iterator[Step | NotFollowed]:
    """The steps of a query's constraint, and what in it stands for nothing that is known."""
    if not query.constraint.strip():
        return
    # Late, because parsy and the grammar take 20 ms, and many apps have no constraint.
    from pytest_osm.language.xpath.grammar import NotParsed, parse  # noqa: PLC0415

    parsed = parse(query.constraint)
    if isinstance(parsed, NotParsed):
        yield NotFollowed(query.location, _CONSTRAINT, parsed.reason)
        return
    for each in dict.fromkeys(_steps(domain, query.entity, parsed)):
        if problem := _problem(domain, each):
            yield NotFollowed(query.location, _CONSTRAINT, problem)
        if isinstance(each, Step):
            yield each


def _mode(
    entity: str, modes: Mapping[str, EffectiveMode], version: MendixVersion
) -> EffectiveMode:
    """The mode of an entity that a constraint steps to, be it only there."""
    if entity in modes:
        return modes[entity]
    if version < ONLINE_BY_DEFAULT:
        return EffectiveMode(entity, None, ModeSource.NOT_IN_PROFILE, _ONLY_STEPPED_TO)
    return online_by_default(entity)


class _Unresolved(Record, frozen=True, eq=True):
    """A name in a path that stands for nothing that is known; the path is given up there."""

    reason: str


class _InContext(Record, frozen=True):
    """An expression, and the entity that its paths start at."""

    expression: Expression
    entity: str


def _problem(domain: Domain, found: Step | _Unresolved) -> str:
    if isinstance(found, _Unresolved):
        return found.reason
    is_unknown = domain.persistability(found.target) is Persistability.UNKNOWN
    is_unknown = is_unknown and not _is_of_system(found.target)
    return f"nothing is known here about {found.target}" if is_unknown else ""


def _steps(
    domain: Domain, entity: str, predicates: Iterable[Expression]
) -> Iterator[Step | _Unresolved]:
    """The steps of all paths in the order of the text, nested predicates included."""
    pending = [_InContext(each, entity) for each in reversed([*predicates])]
    while pending:
        each = pending.pop()
        if isinstance(each.expression, Operation):
            operands = reversed(each.expression.operands)
            pending += [_InContext(operand, each.entity) for operand in operands]
        elif isinstance(each.expression, Path):
            for found in _along(domain, each.entity, each.expression):
                if isinstance(found, _InContext):
                    pending.append(found)
                else:
                    yield found


def _along(domain: Domain, entity: str, path: Path) -> Iterator[Step | _Unresolved | _InContext]:
    """The steps of one path, with the predicates in it and the entity that each is about."""
    following = (*path.segments[1:], None)
    arrived_at = ""  # by an association, whose entity may be named next
    for segment, onwards in zip(path.segments, following, strict=True):
        # An association and an entity may have one name; then the place in the path decides.
        is_association = not arrived_at and segment.name in domain.associations
        is_entity = segment.name == arrived_at or segment.name in domain.entities
        if segment.is_qualified and (is_association or not is_entity):
            target = _target(domain, entity, segment, onwards)
            if not target:
                yield _Unresolved(f"{entity} has no association {segment.name}")
                return
            yield Step(segment.name, entity, target)
            entity = arrived_at = target
        elif is_entity:
            entity, arrived_at = segment.name, ""
        yield from (_InContext(predicate, entity) for predicate in segment.predicates)


def _is_of_system(name: str) -> bool:
    """Whether something is of the module that no app stores, and of which not all is built in."""
    return name.startswith("System.")


def _target(domain: Domain, entity: str, segment: PathSegment, onwards: PathSegment | None) -> str:
    """Where an association leads: to the entity that is named next, or else its other end."""
    association = domain.associations.get(segment.name)
    end = _OF_EVERY_ENTITY.get(segment.name, "")
    if association is not None:
        end = domain.other_end(association, entity)
    is_unknown = _is_of_system(segment.name) if association is None else not association.has_ends
    if onwards is not None and onwards.is_qualified and (end or is_unknown):
        return onwards.name
    return end
