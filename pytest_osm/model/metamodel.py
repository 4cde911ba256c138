"""What is known of the parts that pages, nanoflows, menus and profiles are made of.

`metamodel.csv` lists the stored types and, of each, the keys that hold a name, an XPath constraint
or an expression, with the Mendix versions that have them. What an element class declares speaks
for itself; for the rest a row says what is done with it, and why. Nothing else is left alone.
`part_keys.csv` lists, for each stored type, the keys that hold other parts in any version, under
the names of the metamodel and under the stored ones where these are other.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from pytest_osm.records import Record

ANY_TYPE = "*"
METAMODEL = Path(__file__).with_name("metamodel.csv")
PART_KEYS = Path(__file__).with_name("part_keys.csv")


class Treatment(Enum):
    """What is done with a type or key that no element class declares."""

    WALKED = "walked"
    READ = "read"
    LEFT_ALONE = "left alone"
    LISTED = "listed"
    DECLARED = ""


class MetamodelRow(Record, frozen=True):
    """A stored type, or a key of one that `holds` a name, a constraint or an expression.

    A type of `ANY_TYPE` stands for all of them.
    `since` and `until` are Mendix versions or "". `reason` says why something is left alone or
    listed; for a key that is read, which types read it through the part that has it.
    """

    type: str
    key: str
    holds: str
    since: str
    until: str
    treatment: Treatment
    reason: str


class Metamodel(Record, frozen=True):
    """The rows of `metamodel.csv`, looked up."""

    rows: tuple[MetamodelRow, ...]
    walked: frozenset[str]
    left_alone: frozenset[str]
    keys_left_alone: Mapping[str, frozenset[str]]
    free_texts: frozenset[str]  # which are left alone in all types
    part_keys: Mapping[str, frozenset[str]]


@cache
def metamodel() -> Metamodel:
    """The known metamodel, read when the first document is parsed."""
    rows = tuple(
        MetamodelRow(stored, key, holds, since, until, Treatment(treatment), reason)
        for stored, key, holds, since, until, treatment, reason in _lines(METAMODEL)
    )
    left_alone = [row for row in rows if row.treatment is Treatment.LEFT_ALONE]
    free_texts = frozenset(row.key for row in left_alone if row.type == ANY_TYPE)
    return Metamodel(
        rows,
        walked=_types(rows, Treatment.WALKED),
        left_alone=_types(rows, Treatment.LEFT_ALONE),
        keys_left_alone={
            each.type: free_texts.union(row.key for row in left_alone if row.type == each.type)
            for each in left_alone
            if each.key
        },
        free_texts=free_texts,
        part_keys={stored: frozenset(keys.split()) for stored, keys in _lines(PART_KEYS)},
    )


def _lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        _, *lines = csv.reader(file)
    return lines


def _types(rows: tuple[MetamodelRow, ...], treatment: Treatment) -> frozenset[str]:
    return frozenset(row.type for row in rows if not row.key and row.treatment is treatment)
