"""The units of a model as some format keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from pytest_osm.errors import UnitError
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.raw import Raw
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record


class Unit(Record, frozen=True, eq=True):
    """A unit that belongs to the model. Ids are GUIDs in lower case; the root contains itself.

    `file` is where its contents lie, relative to the folder of the model, and "" for those in
    the model file itself. In exports that lack ids it serves as one.
    """

    id: str
    container: str
    containment: str
    file: str = ""

    @property
    def guid(self) -> str:
        """The id that Mendix gave it, "" if it is not known."""
        return "" if self.id == self.file else self.id


class Header(Record, frozen=True):
    """What is known of a unit without parsing it: its `$Type` and, for some types, its name."""

    unit: Unit
    type: str
    name: str = ""
    is_excluded: bool = False
    is_from_marketplace: bool = False
    url: str = ""  # under which a browser may open a page


class Store(Protocol):
    """The units of one model as some format keeps them. Readers implement it."""

    @property
    def path(self) -> Path:
        """The file that stands for the model."""

    @property
    def version(self) -> MendixVersion:
        """The Mendix version that wrote the model."""

    @property
    def units(self) -> tuple[Unit, ...]:
        """Every unit that belongs to the model."""

    @property
    def omitted_features(self) -> frozenset[ModelFeature]:
        """What its format leaves out."""

    @property
    def is_export(self) -> bool:
        """Whether it was made from a model, so that files of documents may be missing from it."""

    @property
    def omitted_modules(self) -> frozenset[str] | None:
        """The modules of the app that are left out; None where any others may be."""

    @property
    def has_changed(self) -> bool:
        """Whether the model was written since it was opened."""

    def headers(
        self, units: Iterable[Unit], named: frozenset[str]
    ) -> Iterator[Header | UnitError]:
        """The headers of some units, with names for the given types.

        A unit that is missing or damaged gives an error instead.
        """

    @property
    def decoder(self) -> str:
        """What decodes contents, with its version: from elsewhere, the same gives the same.

        "" if that is not certain; then nothing is kept of what it gave.
        """

    def contents(self, unit: Unit) -> bytes:
        """The contents of a unit as they are stored; UnitError when there are none."""

    def decode(self, unit: Unit, contents: bytes) -> Raw:
        """The document in the contents of a unit; UnitError when they are damaged."""
