"""Random changes of bytes and of stored documents, for tests of what survives them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from bson import decode, encode

EXAMPLE = Path(__file__).parents[1] / "examples" / "field_service.py"
INTERESTING = (
    b"\x00",
    b"\xff",
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\x7f",
    b"\xff\xff\xff\xff",
    b"\x80" * 9,
    b"$ID",
    b"$Type",
    b"&a [*a]",
    b"\n- ",
    b": ",
    b"'",
    b'"',
    b"[",
    b"(",
    b"\x1b[31m",
    "\u202e".encode(),
)
WEIRD: tuple[object, ...] = (
    None,
    True,
    0,
    2**62,
    -1.5,
    "",
    "Sales.",
    ".",
    "\x00\x1b[31m\u202e",
    b"",
    b"\x00" * 16,
    b"x" * 3,
    [],
    [2],
    {},
    {"$Type": "Forms$ListView"},
    {"$Type": 5},
)


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """One of some inputs with a few changes at random places."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        place = chance.randrange(len(data) + 1)
        end = min(len(data), place + chance.choice((1, 1, 2, 4, 8, 64, 1024)))
        change = chance.randrange(6)
        if change == 0 and place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        elif change == 1:
            data[place:end] = chance.choice(INTERESTING)
        elif change == 2:
            del data[place:end]
        elif change == 3:
            data[place:place] = data[place:end] * chance.choice((1, 2, 50))
        elif change == 4:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            data[place:end] = other[start : start + chance.choice((4, 64, 1024))]
        else:
            del data[place + 1 :]
    return bytes(data)


def reshaped(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A stored document that decodes, with values in it that do not belong there."""
    document = decode(chance.choice(seeds))
    other = decode(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 8))):
        places, values = list(_places(document)), [value for *_, value in _places(other)]
        if not places:
            break
        container, key, value = chance.choice(places)
        change = chance.randrange(4)
        if change == 0:
            container[key] = deepcopy(chance.choice(WEIRD))
        elif change == 1:
            container[key] = deepcopy(chance.choice(values))
        elif change == 2 and isinstance(value, str):
            container[key] = chance.choice([each for each in values if isinstance(each, str)])
        elif isinstance(container, dict):
            del container[key]
    return encode(document)


def _places(document: Any) -> Iterator[tuple[Any, Any, Any]]:
    pending = [document]
    while pending:
        container = pending.pop()
        pairs = container.items() if isinstance(container, dict) else enumerate(container)
        for key, value in pairs:
            yield container, key, value
            if isinstance(value, (dict, list)):
                pending.append(value)
