"""Which entities can only become Online together, and what each such move costs and saves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import SyncMode
from pytest_osm.overview.mode_table import users_of_entities
from pytest_osm.records import Record
from pytest_osm.rules.rule import Severity
from pytest_osm.what_if.implied import Implied
from pytest_osm.what_if.plan import require_online_mode
from pytest_osm.what_if.trials import Trials

_MOST_TRIED = 20_000  # entities, in all groups


class OnlineGroup(Record, frozen=True):
    """Entities that become Online together, or not at all, and those that must go along.

    So many `pages` and `nanoflows` use one of them, and devices download `downloaded` of them now.
    `errors` and `warnings` would have to be mended; they are None where there is too much to try.
    """

    entities: tuple[str, ...]
    along: tuple[str, ...]
    pages: int
    nanoflows: int
    downloaded: int
    errors: int | None = None
    warnings: int | None = None

    @property
    def cost(self) -> tuple[int, ...]:
        """What makes one dearer than another: work, then places, then entities."""
        work = self.errors or 0, self.warnings or 0
        return (*work, self.pages + self.nanoflows, len(self.along), len(self.entities))


def online_groups(profile: Profile, settings: Settings) -> tuple[OnlineGroup, ...]:
    """The groups of entities that are used and not Online yet, the cheapest first.

    Pages count with their snippets and layouts. The work that each group brings is worked out,
    unless there are very many and large ones; then the places that use them say what is cheap.
    UsageError for a version of Mendix without Online mode.
    """
    require_online_mode(profile)
    candidates = sorted(name for name, mode in profile.modes.items() if mode.is_offline)
    implied = Implied.of(profile, settings)
    closures = _closures(candidates, implied)
    together: dict[int, list[str]] = defaultdict(list)
    for name in candidates:
        together[closures[name]].append(name)
    users = users_of_entities(profile)
    downloaded = {name for name in candidates if profile.mode(name).is_downloaded}
    groups = []
    for closure, entities in together.items():
        if not any(profile.mode(name).is_used for name in entities):
            continue
        bits = reversed(f"{closure:b}")  # the text of one is read faster than shifted so often
        all_of = [name for name, bit in zip(candidates, bits, strict=False) if bit == "1"]
        used_by = set[Reference]().union(*(users.get(name, ()) for name in all_of))
        pages = sum(each.kind is DocumentKind.PAGE for each in used_by)
        groups.append(
            OnlineGroup(
                tuple(entities),
                tuple(name for name in all_of if closures[name] != closure),
                pages,
                len(used_by) - pages,
                len(downloaded.intersection(all_of)),
            )
        )
    if sum(len(each.entities) + len(each.along) for each in groups) <= _MOST_TRIED:
        groups = [*_with_work(groups, profile, settings)]
    return tuple(sorted(groups, key=lambda group: (group.cost, group.entities)))


def _with_work(
    groups: Iterable[OnlineGroup], profile: Profile, settings: Settings
) -> Iterator[OnlineGroup]:
    trials = Trials.of(profile, select_rules(settings), settings)
    for group in groups:
        modes = dict.fromkeys((*group.entities, *group.along), SyncMode.ONLINE)
        severities = Counter(each.severity for each in trials.appearing(modes))
        yield replace(
            group, errors=severities[Severity.ERROR], warnings=severities[Severity.WARNING]
        )


def _closures(candidates: Iterable[str], implied: Implied) -> Mapping[str, int]:
    """What each entity leads to, itself included, as bits: fast with thousands of them."""
    led_along = {name for name in candidates if implied.is_wrong_beside_online(name)}
    closures = {name: 1 << number for number, name in enumerate(candidates)}
    links = sorted(
        {
            (
                tuple(name for name in each.implication.any_of if name in closures),
                tuple(name for name in each.implication.all_of if name in led_along),
            )
            for each in implied.statements
        }
    )
    is_growing = True
    while is_growing:
        is_growing = False
        links.reverse()  # what is slow in one direction is fast in the other
        for any_of, all_of in links:
            led_to = 0
            for name in all_of:
                led_to |= closures[name]
            for name in any_of:
                if led_to | closures[name] != closures[name]:
                    closures[name] |= led_to
                    is_growing = True
    return closures
