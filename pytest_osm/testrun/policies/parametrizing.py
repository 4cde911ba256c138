"""A test for each offline profile, or for each entity of each: the parameters of fixtures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from pytest_osm.errors import OsmError
from pytest_osm.records import Record
from pytest_osm.testrun.policies.apps import Apps
from pytest_osm.testrun.policies.entities import OsmEntity
from pytest_osm.testrun.policies.profile import OsmProfile

PROFILE, ENTITY = "osm_profile", "osm_entity"
MARKER = "osm_entities"
_FILTERS = ("pattern", "mode", "module", "specializes")


class Parameter(Record, frozen=True):
    """What one test is about: a profile of a model, perhaps an entity; or why there is none."""

    id: str
    model: Path
    profile: str = ""
    entity: str = ""
    problem: str = ""
    nothing: str = ""

    def profile_of(self, apps: Apps) -> OsmProfile:
        """The profile. The test fails, or is skipped, when there is none."""
        __tracebackhide__ = True
        if self.problem:
            pytest.fail(self.problem, pytrace=False)
        if self.nothing:
            pytest.skip(self.nothing)
        return apps.at(self.model).profile(self.profile)

    def entity_of(self, apps: Apps) -> OsmEntity:
        """The entity. The test fails, or is skipped, when there is none."""
        __tracebackhide__ = True
        (entity,) = self.profile_of(apps).entities(self.entity)
        return entity


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Give a test that uses the fixtures its parameters."""
    wanted = [name for name in (PROFILE, ENTITY) if name in metafunc.fixturenames]
    apps = Apps.of(metafunc.config)
    each_profile = list(_profiles(apps))
    parameters = each_profile
    if ENTITY in wanted:
        marker = metafunc.definition.get_closest_marker(MARKER)
        filters = _filters(marker) if marker else {}
        parameters = [part for each in each_profile for part in _entities(apps, each, filters)]
    values = [(each,) * len(wanted) for each in parameters]
    metafunc.parametrize(wanted, values, ids=[each.id for each in parameters], indirect=True)


def _filters(marker: pytest.Mark) -> dict[str, str]:
    """What a marker says; the test fails for what it cannot say."""
    unknown = [*map(str, marker.args[1:]), *(marker.kwargs.keys() - set(_FILTERS))]
    if unknown:
        message = f"{MARKER} takes a pattern, and mode, module or specializes; not {unknown[0]}"
        pytest.fail(message, pytrace=False)
    return {**dict(zip(_FILTERS, marker.args, strict=False)), **marker.kwargs}


def _profiles(apps: Apps) -> Iterator[Parameter]:
    models = apps.models()
    if not models:
        root = apps.config.rootpath
        yield Parameter("none", root, problem=f"there is no Mendix model below {root}")
    for model, name in zip(models, _names(models), strict=True):
        try:
            profiles = apps.at(model).profiles
        except (OsmError, pytest.fail.Exception) as error:
            yield Parameter(name, model, problem=str(error))
            continue
        for each in profiles:
            yield Parameter(f"{name}-{each.name}", model, each.name)
        if not profiles:
            yield Parameter(name, model, nothing=f"{model} has no offline profile")


def _entities(apps: Apps, of: Parameter, filters: dict[str, str]) -> Iterator[Parameter]:
    if of.problem or of.nothing:
        yield of
        return
    try:
        entities = of.profile_of(apps).entities(**filters)
    except OsmError as error:
        yield Parameter(of.id, of.model, problem=f"{MARKER}: {error}")
        return
    for each in entities:
        yield Parameter(f"{of.id}-{each.name}", of.model, of.profile, each.name)
    if not entities:
        wanted = ", ".join(f"{key} {value}" for key, value in filters.items())
        yield Parameter(of.id, of.model, nothing=f"{of.profile} has no entity with {wanted}")


def _names(models: Iterable[Path]) -> list[str]:
    """What tells models apart: the name of the file, or its folder too where names repeat."""
    paths = tuple(models)
    stems = [path.stem for path in paths]
    return [
        stem if stems.count(stem) == 1 else f"{path.parent.name}-{stem}"
        for stem, path in zip(stems, paths, strict=True)
    ]
