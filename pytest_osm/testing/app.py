"""A described app: modules and profiles, and how to write them to disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, TypeAlias
from uuid import UUID, uuid5

from attrs import evolve, frozen

from pytest_osm.model.version import MendixVersion
from pytest_osm.testing.description import tell_tree
from pytest_osm.testing.domain import Association, Entity, domain_model
from pytest_osm.testing.exporting import Form, write_export
from pytest_osm.testing.navigation import NativeProfile, WebProfile, navigation_document
from pytest_osm.testing.stored import Context, Part
from pytest_osm.testing.writing import WrittenUnit, write_folder, write_single_file

_NAMESPACE = UUID("0b1cf3a6-93f6-4e5d-8b0e-6a8f1d1f7c55")

Content: TypeAlias = "Part | Folder"


@frozen(init=False)
class Folder:
    """A folder of documents, which has no part in their names."""

    name: str
    contents: tuple[Content, ...]

    def __init__(self, name: str, *contents: Content) -> None:
        self.__attrs_init__(name, contents)


@frozen(init=False)
class Module:
    """A module with entities, associations, documents and folders."""

    name: str
    contents: tuple[Content, ...]
    marketplace: bool

    def __init__(self, name: str, *contents: Content, marketplace: bool = False) -> None:
        self.__attrs_init__(name, contents, marketplace)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities."""
        return tuple(each for each in self.contents if isinstance(each, Entity))

    @property
    def associations(self) -> tuple[Association, ...]:
        """The associations."""
        return tuple(each for each in self.contents if isinstance(each, Association))


@frozen(init=False)
class App:
    """An app of some Mendix version. The same description always gives the same bytes.

    ValueError for a version that is none, TypeError for parts that are neither modules nor
    profiles.
    """

    version: str
    modules: tuple[Module, ...]
    profiles: tuple[NativeProfile | WebProfile, ...]
    name: str
    language: str

    def __init__(
        self,
        version: str,
        *parts: Module | NativeProfile | WebProfile,
        name: str = "App",
        language: str = "en_US",
    ) -> None:
        MendixVersion.parse(version)
        modules = tuple(part for part in parts if isinstance(part, Module))
        profiles = tuple(part for part in parts if not isinstance(part, Module))
        if not all(hasattr(profile, "stored") for profile in profiles):
            message = "an app consists of modules and profiles"
            raise TypeError(message)
        self.__attrs_init__(version, modules, profiles, name, language)

    @property
    def mendix_version(self) -> MendixVersion:
        """The version, ordered."""
        return MendixVersion.parse(self.version)

    def at(self, version: str) -> App:
        """The same app in another Mendix version."""
        return App(version, *self.modules, *self.profiles, name=self.name, language=self.language)

    def __str__(self) -> str:
        """The app in short lines: profiles first, then each module with what it holds."""
        lines = [f"Mendix {self.version}"]
        for part in (*self.profiles, *self.modules):
            lines += tell_tree(part)
        return "\n".join(lines)

    def write(self, path: Path, storage: Literal[1, 2] = 2) -> Path:
        """Write the app as an .mpr of storage format 1 or 2, and return the path of the .mpr.

        OSError when that cannot be done.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        write = write_single_file if storage == 1 else write_folder
        write(path, self.version, self._units())
        return path

    def export(self, folder: Path, form: Form = "usual", *, marketplace: bool = False) -> Path:
        """Write the app as mxlint exports it, and return the path of its Metadata.yaml.

        The usual form drops ids and flows, `raw` drops nothing, and `early` has other marks of
        old releases. Marketplace modules are left out unless they are wanted.
        """
        return write_export(folder, self.version, self._units(), form, marketplace=marketplace)

    def _units(self) -> Iterator[WrittenUnit]:
        context = Context(self.mendix_version, self.name, entity_ids=self._ids())
        root = self._id("project")
        yield WrittenUnit(root, root, "", context.element("Projects$Project"))
        navigation = navigation_document(context, self.profiles)
        yield WrittenUnit(self._id("navigation"), root, "ProjectDocuments", navigation)
        settings = context.element(
            "Settings$ProjectSettings",
            Settings=[
                2,
                context.element("Settings$LanguageSettings", DefaultLanguageCode=self.language),
            ],
        )
        yield WrittenUnit(self._id("settings"), root, "ProjectDocuments", settings)
        for module in self.modules:
            yield from self._module(evolve(context, module=module.name), module, root)

    def _module(self, context: Context, module: Module, root: UUID) -> Iterator[WrittenUnit]:
        place = self._id("module", module.name)
        stored = context.element(
            "Projects$ModuleImpl", Name=module.name, FromAppStore=module.marketplace
        )
        yield WrittenUnit(place, root, "Modules", stored)
        domain = domain_model(context, module.entities, module.associations)
        yield WrittenUnit(self._id("domain", module.name), place, "DomainModel", domain)
        yield from self._contents(context, module.contents, place, module.name)

    def _contents(
        self, context: Context, contents: tuple[Content, ...], place: UUID, path: str
    ) -> Iterator[WrittenUnit]:
        for number, each in enumerate(contents):
            unit_id = self._id(path, str(number))
            if isinstance(each, Folder):
                stored = context.element("Projects$Folder", Name=each.name)
                yield WrittenUnit(unit_id, place, "Folders", stored)
                yield from self._contents(context, each.contents, unit_id, f"{path}/{number}")
            elif not isinstance(each, (Entity, Association)):
                yield WrittenUnit(unit_id, place, "Documents", each.stored(context))

    def _ids(self) -> Mapping[str, bytes]:
        return {
            f"{module.name}.{entity.name}": self._id("entity", module.name, entity.name).bytes_le
            for module in self.modules
            for entity in module.entities
        }

    def _id(self, *path: str) -> UUID:
        return uuid5(_NAMESPACE, "/".join((self.name, *path)))
