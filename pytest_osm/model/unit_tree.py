"""Where the units of a model lie: in folders and modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from pytest_osm.model.documents import Module
from pytest_osm.model.store import Header, Store, Unit
from pytest_osm.records import Record

_FOLDER = frozenset({"Projects$Folder"})
_MOST, _FEW = 20, 5  # folders around a document


class UnitTree(Record, frozen=True, dict=True):
    """The units of a model and those around them; modules are known by the id of their unit."""

    store: Store
    modules: Mapping[str, Module]

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """All units by id."""
        return {unit.id: unit for unit in self.store.units}

    def module_of(self, unit: Unit) -> Module:
        """The module that a unit lies in, through its folders; nameless when there is none."""
        passed: list[str] = []
        found: Module | None = None
        for each in self._upwards(unit):
            found = self.modules.get(each.id) or self._found.get(each.id)
            if found:
                break
            passed.append(each.id)
        module = found or Module("")
        self._found.update(dict.fromkeys(passed, module))
        return module

    @cached_property
    def _found(self) -> dict[str, Module]:
        """The modules of units and folders that were asked for before."""
        return {}

    def folders_of(self, unit_id: str) -> tuple[str, ...]:
        """The names of the folders around a unit inside its module, outermost first.

        Of a damaged model that has a great many, the first and last few.
        """
        unit = self.units.get(unit_id)
        around = [*self._upwards(unit)][1:] if unit else []
        folders = [each for each in around if each.containment == "Folders"]
        is_endless = len(folders) > _MOST
        told = [*folders[:_FEW], *folders[-_FEW:]] if is_endless else folders
        headers = self.store.headers(reversed(told), _FOLDER)
        names = [each.name for each in headers if isinstance(each, Header)]
        return (*names[:_FEW], "…", *names[_FEW:]) if is_endless else tuple(names)

    def _upwards(self, unit: Unit) -> Iterator[Unit]:
        """A unit and those around it; a damaged model may have them in a circle."""
        seen: set[str] = set()
        place: Unit | None = unit
        while place is not None and place.id not in seen:
            yield place
            seen.add(place.id)
            place = self.units.get(place.container)
