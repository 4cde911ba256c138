"""Which entities can only become Online together, and what each such move costs and saves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pytest_osm.configuration.settings import Settings
from pytest_osm.facts.profile import Profile
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.overview.mode_table import users_of_entities
from pytest_osm.records import frozen
from pytest_osm.what_if.implied import Implied


@frozen
class OnlineGroup:
    """Entities that become Online together, or not at all, and those that must go along.

    It costs a connection in so many `pages` and `nanoflows`, which use one of the entities. It
    saves the download of `downloaded` entities.
    """

    entities: tuple[str, ...]
    along: tuple[str, ...]
    pages: int
    nanoflows: int
    downloaded: int

    @property
    def cost(self) -> tuple[int, int, int]:
        """What makes one dearer than another: places first, then entities."""
        return self.pages + self.nanoflows, len(self.along), len(self.entities)


def online_groups(profile: Profile, settings: Settings) -> tuple[OnlineGroup, ...]:
    """The groups of entities that are used and not Online yet, the cheapest first.

    Pages count with their snippets and layouts. What must be Online already, whatever is planned,
    is no part of any group but its own.
    """
    candidates = sorted(name for name, mode in profile.modes.items() if mode.is_offline)
    implied = Implied.of(profile, settings)
    needed_already = implied.by(sorted(implied.online)).needs
    movable = [name for name in candidates if name not in needed_already]
    closures = _closures(candidates, movable, implied)
    together: dict[int, list[str]] = defaultdict(list)
    for name in candidates:
        together[closures[name]].append(name)
    users = users_of_entities(profile)
    numbers = {name: number for number, name in enumerate(candidates)}
    groups = []
    for closure, entities in together.items():
        if not any(profile.mode(name).is_used for name in entities):
            continue
        all_of = [name for name in candidates if closure >> numbers[name] & 1]
        used_by = set[Reference]().union(*(users.get(name, ()) for name in all_of))
        pages = sum(each.kind is DocumentKind.PAGE for each in used_by)
        groups.append(
            OnlineGroup(
                tuple(entities),
                tuple(name for name in all_of if name not in entities),
                pages,
                len(used_by) - pages,
                sum(profile.mode(name).is_downloaded for name in all_of),
            )
        )
    return tuple(sorted(groups, key=lambda group: (group.cost, group.entities)))


def _closures(
    candidates: Iterable[str], movable: Iterable[str], implied: Implied
) -> Mapping[str, int]:
    """What each entity leads to, itself included, as bits: fast with thousands of them."""
    led_along = {name for name in movable if implied.is_wrong_beside_online(name)}
    closures = {name: 1 << number for number, name in enumerate(candidates)}
    links = {
        (
            tuple(name for name in each.implication.any_of if name in closures),
            tuple(name for name in each.implication.all_of if name in led_along),
        )
        for each in implied.statements
    }
    is_growing = True
    while is_growing:
        is_growing = False
        for any_of, all_of in links:
            led_to = 0
            for name in all_of:
                led_to |= closures[name]
            for name in any_of:
                if led_to | closures[name] != closures[name]:
                    closures[name] |= led_to
                    is_growing = True
    return closures
