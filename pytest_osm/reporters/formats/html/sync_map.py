"""Where everything lies on the map of a profile: the device left, the server right.

Between them stands what crosses, one sign per association or generalization, so that every name
can be read whatever their number: lines lead from a sign to its entities and never past others.
All measures are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby

from pytest_osm.overview.crossings import Crossing
from pytest_osm.overview.profile_overview import EntitySummary, ProfileOverview
from pytest_osm.records import frozen

_COLUMN, _GAP, _GUTTER, _MARGIN = 196, 12, 74, 16
_HEAD = 44
_BOX, _BOX_PITCH = 36, 44
_LINE_PITCH = 20
_LETTERS, _SMALL_LETTERS = 24, 29  # that fit into a column
_PASSES = 8


@frozen
class Box:
    """An entity that something crosses to."""

    entity: EntitySummary
    x: float
    y: float

    @property
    def subtitle(self) -> str:
        """The module, and the mode where it may be another than Online."""
        if not self.entity.is_offline:
            return shortened(self.entity.module, _SMALL_LETTERS)
        room = max(_SMALL_LETTERS - len(self.entity.mode), 0)
        return f"{shortened(self.entity.module, room)}, {self.entity.mode}"


@frozen
class Sign:
    """What crosses, in the middle; `edges` are the paths of the lines to its entities."""

    crossing: Crossing
    caption: str
    x: float
    y: float
    edges: tuple[str, ...]


@frozen
class Line:
    """A line of a list: an entity that nothing crosses to, or the name of a module above some."""

    x: float
    y: float
    text: str
    entity: EntitySummary | None = None


@frozen
class SyncMap:
    """The map; `server_x` is where the right half begins."""

    boxes: tuple[Box, ...]
    signs: tuple[Sign, ...]
    lines: tuple[Line, ...]
    device_count: int
    server_count: int
    width: int
    height: int
    server_x: int
    pane_width: int = 2 * _COLUMN + _GAP
    column: int = _COLUMN
    box: int = _BOX
    margin: int = _MARGIN


def draw(overview: ProfileOverview) -> SyncMap:
    """Lay out the map of a profile."""
    device, server = overview.device, overview.server
    order = _Order.of(overview.crossings, device, server)
    tall = max(map(len, (order.device, order.signs, order.server)))
    device_x, server_x = _MARGIN, _MARGIN + 3 * _COLUMN + _GAP + 2 * _GUTTER
    sign_x = device_x + 2 * _COLUMN + _GAP + _GUTTER
    boxes = {
        box.entity.name: box
        for box in chain(
            _boxes(order.device, device, device_x + _COLUMN + _GAP, tall),
            _boxes(order.server, server, server_x, tall),
        )
    }
    lines = (
        *_listed(device, order.device, device_x, device_x + _COLUMN + _GAP, tall),
        *_listed(server, order.server, server_x + _COLUMN + _GAP, server_x, tall),
    )
    bottom = max((_HEAD + tall * _BOX_PITCH, *(line.y + _LINE_PITCH for line in lines)))
    return SyncMap(
        boxes=tuple(boxes.values()),
        signs=tuple(_signs(order.signs, boxes, sign_x, tall)),
        lines=lines,
        device_count=len(device),
        server_count=len(server),
        width=server_x + 2 * _COLUMN + _GAP + _MARGIN,
        height=int(bottom) + _MARGIN,
        server_x=server_x,
    )


def shortened(text: str, letters: int = _LETTERS) -> str:
    """A text that fits into a column: both ends of a name tell more than its middle."""
    if len(text) <= letters:
        return text
    start = letters // 3
    return f"{text[:start]}…{text[-(letters - start - 1) :]}"


@frozen
class _Order:
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
    names: Iterable[str], entities: Mapping[str, EntitySummary], x: int, tall: int
) -> Iterator[Box]:
    there = tuple(names)
    for place, name in enumerate(there):
        yield Box(entities[name], x, _middle(place, len(there), tall))


def _signs(
    crossings: tuple[Crossing, ...], boxes: Mapping[str, Box], x: int, tall: int
) -> Iterator[Sign]:
    for place, crossing in enumerate(crossings):
        y = _middle(place, len(crossings), tall)
        edges = tuple(_edge(x, y, boxes[name]) for name in _entities(crossing))
        yield Sign(crossing, _caption(crossing), x, y, edges)


def _middle(place: int, count: int, tall: int) -> float:
    """Where the top of a box is, in a column of some, beside one of the tallest."""
    return _HEAD + (place + (tall - count) / 2) * _BOX_PITCH


def _edge(x: float, y: float, box: Box) -> str:
    is_left = box.x < x
    start, end = (x, box.x + _COLUMN) if is_left else (x + _COLUMN, box.x)
    y1, y2 = y + _BOX / 2, box.y + _BOX / 2
    half = (start + end) / 2
    return f"M{start:g} {y1:g}C{half:g} {y1:g} {half:g} {y2:g} {end:g} {y2:g}"


def _caption(crossing: Crossing) -> str:
    if not crossing.is_association:
        return "generalization"
    return crossing.name.partition(".")[2]


def _listed(
    entities: Mapping[str, EntitySummary],
    boxed: tuple[str, ...],
    outer: int,
    inner: int,
    tall: int,
) -> Iterator[Line]:
    """The entities without a box, by module: first in the outer column, then below the boxes."""
    if not boxed:
        outer, inner = sorted((outer, inner))
    room = round(tall * _BOX_PITCH / _LINE_PITCH) if boxed else 0
    texts = tuple(_by_module(entities[name] for name in sorted(entities.keys() - {*boxed})))
    outside = max(room, (len(texts) + room + 1) // 2)
    first, second = texts[:outside], texts[outside:]
    if second and (entity := second[0][1]):
        first = first[:-1] if first[-1][1] is None else first
        second = ((entity.module, None), *second)
    for row, text in enumerate(first):
        yield Line(outer, _HEAD + row * _LINE_PITCH, *text)
    for row, text in enumerate(second, room):
        yield Line(inner, _HEAD + row * _LINE_PITCH, *text)


def _by_module(entities: Iterable[EntitySummary]) -> Iterator[tuple[str, EntitySummary | None]]:
    for module, group in groupby(entities, key=lambda each: each.module):
        yield module, None
        yield from ((each.name.partition(".")[2], each) for each in group)
