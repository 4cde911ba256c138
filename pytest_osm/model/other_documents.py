"""The documents that nothing is followed into: enumerations, constants, rules, workflows, ..."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pytest_osm.errors import UnitError
from pytest_osm.model.kinds import KINDS
from pytest_osm.model.store import Header, Store
from pytest_osm.model.unit_tree import UnitTree
from pytest_osm.model.words import words_of


def other_documents(
    store: Store, scan: Iterable[Header | UnitError], tree: UnitTree
) -> Mapping[str, tuple[str, ...]]:
    """What each of them is, in words, by qualified name; their units are read for that."""
    left = [
        header
        for header in scan
        if isinstance(header, Header)
        and header.type not in KINDS
        and header.unit.containment == "Documents"
    ]
    found: dict[str, tuple[str, ...]] = {}
    types = frozenset(header.type for header in left)
    named = store.headers([each.unit for each in left], types)
    for header in (each for each in named if isinstance(each, Header)):
        name = f"{tree.module_of(header.unit).name}.{header.name}"
        found[name] = (*found.get(name, ()), words_of(header.type))
    return found
