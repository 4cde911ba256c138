"""Paths over associations in the expressions of pages and nanoflows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pytest_osm.model.element import Element
from pytest_osm.model.raw import EntityStep, Raw
from pytest_osm.model.stored_fields import computed, stored

_TEXTS = re.compile(r"'[^']*'")
_PATH = re.compile(r"\$(\w+)((?:/\w+\.\w+){2,})")


class ExpressionPath(Element, frozen=True):
    """A path that leads over associations: `$Part/M.Part_Order/M.Order/Name`.

    One that ends with an association compares a reference, which is stored with the object.
    Expressions name the entity behind each association.
    """

    variable: str = stored("variable")
    steps: tuple[EntityStep, ...] = computed(lambda raw: tuple(_steps(raw)))


def paths_in(expression: str) -> Iterator[tuple[str, str]]:
    """The variables of an expression from which a path over associations starts, and the path."""
    yield from _PATH.findall(_TEXTS.sub("''", expression))


def _steps(raw: Raw) -> Iterator[EntityStep]:
    names = str(raw.get("path", "")).split("/")[1:]
    for association, entity in zip(names[::2], names[1::2], strict=False):
        yield EntityStep(association, entity)
