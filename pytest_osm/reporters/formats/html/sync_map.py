"""Where everything lies on the map of a profile: the device left, the server right.

Between them stands what crosses, one sign per association or generalization, so that every name
can be read whatever their number: lines lead from a sign to its entities and never past others.
Columns are as wide as their longest name. Entities that nothing crosses to are in lists, by
module. All measures are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby

from pytest_osm.overview.crossings import Crossing
from pytest_osm.overview.profile_overview import EntitySummary, ProfileOverview
from pytest_osm.records import Record

_COLUMN, _GUTTER, _MARGIN = 196, 74, 16
_HEAD = 44
_BOX, _BOX_PITCH = 36, 44
_LETTER, _SMALL_LETTER, _PADDING = 7.6, 6.4, 20
_PASSES = 8
_FEW = 40  # entities that are listed without being asked for


class Box(Record, frozen=True):
    """An entity that something crosses to."""

    entity: EntitySummary
    x: float
    y: float

    @property
    def name(self) -> str:
        """The name without its module."""
        return self.entity.name.partition(".")[2]

    @property
    def subtitle(self) -> str:
        """The module, and the mode where it may be another than Online."""
        module = self.entity.module
        return f"{module}, {self.entity.mode}" if self.entity.is_offline else module


class Sign(Record, frozen=True):
    """What crosses, in the middle; `edges` are the paths of the lines to its entities."""

    crossing: Crossing
    caption: str
    x: float
    y: float
    edges: tuple[str, ...]


class ListedModule(Record, frozen=True):
    """The entities of a module on one side that nothing crosses to."""

    name: str
    entities: tuple[EntitySummary, ...]


class SyncMap(Record, frozen=True):
    """The map; `server_x` is where the right half begins, each of the three columns is as wide."""

    boxes: tuple[Box, ...]
    signs: tuple[Sign, ...]
    device_modules: tuple[ListedModule, ...]
    server_modules: tuple[ListedModule, ...]
    device_count: int
    server_count: int
    width: float
    height: float
    server_x: float
    column: float
    box: int = _BOX
    margin: int = _MARGIN

    @property
    def is_listed_at_once(self) -> bool:
        """Whether so few entities are in lists that these are open."""
        modules = (*self.device_modules, *self.server_modules)
        return sum(len(each.entities) for each in modules) <= _FEW


def draw(overview: ProfileOverview) -> SyncMap:
    """Lay out the map of a profile."""
    device, server = overview.device, overview.server
    order = _Order.of(overview.crossings, device, server)
    tall = max(map(len, (order.device, order.signs, order.server)))
    drawn = [Box({**device, **server}[name], 0, 0) for name in (*order.device, *order.server)]
    widths = (
        *(_width(each.name, each.subtitle) for each in drawn),
        *(_width(_caption(each)) for each in order.signs),
    )
    column = max((_COLUMN, *widths))
    sign_x = _MARGIN + column + _GUTTER
    server_x = sign_x + column + _GUTTER
    boxes = {
        box.entity.name: box
        for box in chain(
            _boxes(order.device, device, _MARGIN, tall),
            _boxes(order.server, server, server_x, tall),
        )
    }
    return SyncMap(
        boxes=tuple(boxes.values()),
        signs=tuple(_signs(order.signs, boxes, sign_x, column, tall)),
        device_modules=tuple(_modules(device, order.device)),
        server_modules=tuple(_modules(server, order.server)),
        device_count=len(device),
        server_count=len(server),
        width=server_x + column + _MARGIN,
        height=_HEAD + tall * _BOX_PITCH + _MARGIN,
        server_x=server_x,
        column=column,
    )


def _width(name: str, subtitle: str = "") -> float:
    """How wide a box with a name is, and with something smaller below it."""
    return max(len(name) * _LETTER, len(subtitle) * _SMALL_LETTER) + _PADDING


class _Order(Record, frozen=True):
    """What stands below what, so that few lines cross."""

    device: tuple[str, ...]
    signs: tuple[Crossing, ...]
    server: tuple[str, ...]

    @classmethod
    def of(
        cls,
        crossings: tuple[Crossing, ...],
        device: Mapping[str, EntitySummary],
        server: Mapping[str, EntitySummary],
    ) -> _Order:
        """Move everything, some times over, to the middle of what it is connected with."""
        signs = sorted(crossings, key=lambda each: each.name)
        touched = sorted({name for each in crossings for name in _entities(each)})
        left = [name for name in touched if name in device]
        right = [name for name in touched if name in server]
        for _ in range(_PASSES):
            places = {id(sign): place for place, sign in enumerate(signs)}
            near: dict[str, list[int]] = {}
            for sign in signs:
                for name in _entities(sign):
                    near.setdefault(name, []).append(places[id(sign)])
            left.sort(key=lambda name: _mean(near[name]))
            right.sort(key=lambda name: _mean(near[name]))
            heights = {name: place for side in (left, right) for place, name in enumerate(side)}
            signs.sort(key=lambda sign: _mean([heights[name] for name in _entities(sign)]))
        return cls(tuple(left), tuple(signs), tuple(right))


def _entities(crossing: Crossing) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*crossing.device, *crossing.server)))


def _mean(places: list[int]) -> float:
    return sum(places) / len(places)


def _boxes(
    names: Iterable[str], entities: Mapping[str, EntitySummary], x: float, tall: int
) -> Iterator[Box]:
    there = tuple(names)
    for place, name in enumerate(there):
        yield Box(entities[name], x, _middle(place, len(there), tall))


def _signs(
    crossings: tuple[Crossing, ...], boxes: Mapping[str, Box], x: float, column: float, tall: int
) -> Iterator[Sign]:
    for place, crossing in enumerate(crossings):
        y = _middle(place, len(crossings), tall)
        edges = tuple(_edge(x, y, boxes[name], column) for name in _entities(crossing))
        yield Sign(crossing, _caption(crossing), x, y, edges)


def _middle(place: int, count: int, tall: int) -> float:
    """Where the top of a box is, in a column of some, beside one of the tallest."""
    return _HEAD + (place + (tall - count) / 2) * _BOX_PITCH


def _edge(x: float, y: float, box: Box, column: float) -> str:
    is_left = box.x < x
    start, end = (x, box.x + column) if is_left else (x + column, box.x)
    y1, y2 = y + _BOX / 2, box.y + _BOX / 2
    half = (start + end) / 2
    return f"M{start:g} {y1:g}C{half:g} {y1:g} {half:g} {y2:g} {end:g} {y2:g}"


def _caption(crossing: Crossing) -> str:
    if not crossing.is_association:
        return "generalization"
    return crossing.name.partition(".")[2]


def _modules(
    entities: Mapping[str, EntitySummary], boxed: tuple[str, ...]
) -> Iterator[ListedModule]:
    """The entities without a box, by module."""
    others = (entities[name] for name in sorted(entities.keys() - {*boxed}))
    for module, group in groupby(others, key=lambda each: each.module):
        yield ListedModule(module, tuple(group))
