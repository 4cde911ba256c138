"""Reading the YAML files to which mxlint exports a model.

The folder has a Metadata.yaml, the documents of the project, and a folder per module. The raw
form keeps all; the usual one drops ids, flows and more (see `ModelFeature`), and the modules
from the Marketplace.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from ruamel.yaml import __version__ as yaml_version
from ruamel.yaml import __with_libyaml__

from pytest_osm.errors import ReadError, UnitError
from pytest_osm.files import opened, read_file, reason, stamp_of
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import KINDS
from pytest_osm.model.project import (
    DOMAIN_MODEL,
    MODULE,
    NAVIGATION,
    Project,
)
from pytest_osm.model.raw import Raw, items
from pytest_osm.model.store import Header, Unit
from pytest_osm.readers import yaml_unit
from pytest_osm.readers.discovery import EXPORT_MARKER
from pytest_osm.readers.mpr_database import version_of
from pytest_osm.readers.stored_model import Encoding, StoredModel
from pytest_osm.readers.yaml_unit import YamlProblem, parse_yaml, stored_guid

_INDEX = "app.yaml"
_SUFFIX = ".yaml"
_SHORTENED = "_TRUNCATED_"


def read_export(path: Path) -> Project:
    """Open an export by its Metadata.yaml; ReadError when that cannot be understood."""
    stamp, metadata = stamp_of(path), _parsed(path)
    version = version_of(path, str(metadata.get("ProductVersion")))
    return Project(Export(path, version, stamp, metadata))


def _parsed(path: Path) -> Raw:
    try:
        found = parse_yaml(read_file(path))
    except OSError as error:
        raise ReadError(
            path, f"cannot be opened ({reason(error)})", "check the path and its permissions"
        ) from error
    except YamlProblem as error:
        raise ReadError(path, f"is damaged: {error}", "export the model again") from error
    if found is None:
        raise ReadError(path, "is empty", "export the model again")
    return found


class Export(StoredModel, frozen=True, dict=True):
    """The files of an export."""

    encoding: ClassVar[Encoding] = yaml_unit

    metadata: Raw
    is_export: bool = True
    decoder: str = f"ruamel.yaml {yaml_version}, libyaml {__with_libyaml__}"

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """See `Store.units`."""
        documents = sorted(_files(self.path.parent))
        folders = {_top(name): None for name in documents if "/" in name}.keys()
        domains = {f"{folder}/{DOMAIN_MODEL}{_SUFFIX}" for folder in folders & self._listed.keys()}
        missing = sorted(domains.difference(documents))
        return (
            *(Unit(f"{folder}/", "", "Modules", f"{folder}/") for folder in folders),
            *map(self._unit, (*documents, *missing)),
        )

    @cached_property
    def omitted_features(self) -> frozenset[ModelFeature]:
        """See `Store.omitted_features`."""
        return frozenset() if self._has_ids else frozenset(ModelFeature)

    @cached_property
    def omitted_modules(self) -> frozenset[str] | None:
        """See `Store.omitted_modules`. Early releases did not list the modules."""
        return frozenset(self._listed) - set(self._modules.values()) if self._listed else None

    def headers(
        self, units: Iterable[Unit], named: frozenset[str]
    ) -> Iterator[Header | UnitError]:
        """See `Store.headers`."""
        found = [self._header(unit, named) for unit in units]
        names = Counter(_name(each) for each in found if isinstance(each, Header))
        for each in found:
            if isinstance(each, Header) and names[_name(each)] > 1:
                what = f"is one of {names[_name(each)]} files with a {each.type} {each.name}"
                yield UnitError(each.unit.id, f"{what}: empty the folder and export again")
            else:
                yield each

    @cached_property
    def _has_ids(self) -> bool:
        navigation = self.path.parent / f"{NAVIGATION}{_SUFFIX}"
        return navigation.is_file() and bool(stored_guid(_head(navigation)))

    def _unit(self, file: str) -> Unit:
        folder, slash, rest = file.partition("/")
        guid = stored_guid(_head(self.path.parent / file)) if self._has_ids else ""
        if not slash:
            return Unit(guid or file, "", "ProjectDocuments", file)
        is_domain = rest == f"{DOMAIN_MODEL}{_SUFFIX}"
        containment = "DomainModel" if is_domain else "Documents"
        return Unit(guid or file, f"{folder}/", containment, file)

    def _header(self, unit: Unit, named: frozenset[str]) -> Header | UnitError:
        folder = _top(unit.file)
        if unit.containment == "Modules":
            name = self._modules.get(folder, "")
            return Header(unit, MODULE, name, is_from_marketplace=self._listed.get(name, False))
        if unit.container and folder not in self._modules:
            return UnitError(unit.id, "lies in no module: its folders are nested too deep")
        try:
            return self.header(unit, named)
        except UnitError as error:
            return error

    @cached_property
    def _modules(self) -> Mapping[str, str]:
        """The modules by their folders.

        Each has a domain model, if only an empty one; folders that have none, and are not listed,
        are what is left of paths that were too deep.
        """
        folders = [unit.file[:-1] for unit in self.units if unit.containment == "Modules"]
        with_domain = {_top(unit.file) for unit in self.units if unit.containment == "DomainModel"}
        originals = self._originals if any(_SHORTENED in name for name in folders) else {}
        names = {folder: originals.get(folder, folder) for folder in folders}
        return {
            folder: name
            for folder, name in names.items()
            if folder in with_domain or name in self._listed
        }

    @cached_property
    def _originals(self) -> Mapping[str, str]:
        """The full names of folders whose names were too long."""
        index = self.path.parent / _INDEX
        files = items(_parsed(index).get("files")) if index.is_file() else ()
        paths = [(str(file.get("path")), str(file.get("originalPath"))) for file in files]
        return {_top(path): _top(original) for path, original in paths}

    @cached_property
    def _listed(self) -> Mapping[str, bool]:
        """The modules that Metadata.yaml lists, and whether they are from the Marketplace."""
        listed: dict[str, bool] = {}
        for module in items(self.metadata.get("Modules")):
            stored = module.get("Attributes")
            facts = {**(stored if isinstance(stored, dict) else {}), **module}
            listed[str(module.get("Name"))] = facts.get("FromAppStore") is True
        return listed


def _files(folder: Path) -> Iterator[str]:
    """The YAML files of units, relative to the folder, with slashes."""
    root = os.fspath(folder)
    for place, _, names in os.walk(root):
        inside = os.path.relpath(place, root).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        for name in names:
            if name.endswith(_SUFFIX) and (prefix or name not in (EXPORT_MARKER, _INDEX)):
                yield prefix + name


def _head(path: Path) -> bytes:
    try:
        with opened(path) as file:
            return file.read(yaml_unit.HEADER_SIZE)
    except OSError:
        return b""  # whoever reads it as a whole says so


def _top(path: str) -> str:
    return path.replace("\\", "/").partition("/")[0]


def _name(header: Header) -> tuple[str, ...]:
    """What no two documents share; nameless and excluded ones share nothing."""
    if header.type not in KINDS or header.is_excluded:
        return (header.unit.id,)
    return header.unit.container, header.type, header.name
