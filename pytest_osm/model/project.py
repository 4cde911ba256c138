"""A Mendix app whose documents are parsed when somebody asks for them, once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import cast

from msgspec import field

from pytest_osm.errors import UnitError
from pytest_osm.model.cache import NO_CACHE, Cache
from pytest_osm.model.documents import Document, Module, UnreadablePart
from pytest_osm.model.domain import Domain
from pytest_osm.model.domain_model import DomainModel
from pytest_osm.model.element import Element
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import KINDS, DocumentKind, Reference
from pytest_osm.model.navigation import LanguageSettings, NavigationDocument, NavigationProfile
from pytest_osm.model.other_documents import other_documents
from pytest_osm.model.parsing import structure
from pytest_osm.model.raw import Raw
from pytest_osm.model.store import Header, Store, Unit
from pytest_osm.model.unit_tree import UnitTree
from pytest_osm.model.version import MendixVersion
from pytest_osm.model.words import module_of
from pytest_osm.records import State
from pytest_osm.timing import CLOCK, measured_property

_FILES = frozenset(KINDS.values())
MODULE = "Projects$ModuleImpl"
DOMAIN_MODEL = "DomainModels$DomainModel"
NAVIGATION = "Navigation$NavigationDocument"
_SETTINGS = "Settings$ProjectSettings"
_NAMED_TYPES = frozenset({MODULE, *KINDS})
_NOWHERE = Unit("", "", "")


class Project(State, dict=True):
    """A Mendix app as it lies on disk. Nothing is ever written to it.

    Errors that make the whole model unreadable are raised as ReadError; units that are missing
    or damaged become `unreadable_parts`, and whoever refers to them finds nothing there.
    """

    store: Store
    cache: Cache = NO_CACHE
    _documents: dict[Reference, Document | None] = field(default_factory=dict)
    _damaged: dict[Reference, UnreadablePart] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file that stands for the model."""
        return self.store.path

    @property
    def version(self) -> MendixVersion:
        """The Mendix version that wrote the model."""
        return self.store.version

    @property
    def omitted_features(self) -> frozenset[ModelFeature]:
        """What its stored form leaves out."""
        return self.store.omitted_features

    @property
    def navigation(self) -> NavigationDocument | UnreadablePart:
        """The navigation document, found without reading the rest of the model."""
        return self._navigation[1]

    @property
    def navigation_unit(self) -> Unit:
        """The unit of the navigation document."""
        return self._navigation[0]

    @cached_property
    def _navigation(self) -> tuple[Unit, NavigationDocument | UnreadablePart]:
        candidates = [unit for unit in self.store.units if unit.containment == "ProjectDocuments"]
        problem = "is missing from the model"
        for header in self.store.headers(candidates, frozenset()):
            if isinstance(header, UnitError):
                problem = f"may be the damaged unit {header.unit_id}, which {header.problem}"
            elif header.type == NAVIGATION:
                return header.unit, cast(
                    "NavigationDocument | UnreadablePart", self._parse(header)
                )
        return _NOWHERE, UnreadablePart(_NOWHERE, "", problem)

    @cached_property
    def language(self) -> str:
        """The code of the default language, "" when the settings do not tell."""
        candidates = [unit for unit in self.store.units if unit.containment == "ProjectDocuments"]
        for header in self.store.headers(candidates, frozenset()):
            if isinstance(header, Header) and header.type == _SETTINGS:
                settings = self._parse(header)
                found = settings.first(LanguageSettings) if isinstance(settings, Element) else None
                return found.default if found else ""
        return ""

    @cached_property
    def modules(self) -> Mapping[str, Module]:
        """The modules by name."""
        return {module.name: module for module in self.tree.modules.values()}

    @property
    def profiles(self) -> tuple[NavigationProfile, ...]:
        """The navigation profiles; none when the navigation document cannot be read."""
        return () if isinstance(self.navigation, UnreadablePart) else self.navigation.profiles

    @measured_property
    def domain(self) -> Domain:
        """Entities and associations of all modules."""
        readable = (
            (module, cast("DomainModel", parsed))
            for module, parsed in self._domain_models
            if not isinstance(parsed, UnreadablePart)
        )
        missing = frozenset(unreadable.module for unreadable in self.unreadable_domain_parts)
        if (omitted_modules := self.store.omitted_modules) is None:
            return Domain.of(readable, missing, modules=frozenset(self.modules))
        return Domain.of(readable, missing | omitted_modules)

    @cached_property
    def unreadable_domain_parts(self) -> tuple[UnreadablePart, ...]:
        """Domain models and whole modules that cannot be read."""
        damaged = [
            parsed for _, parsed in self._domain_models if isinstance(parsed, UnreadablePart)
        ]
        containments = {"DomainModel", "Modules"}
        listed = [
            unreadable
            for unreadable in self._unreadable_units
            if unreadable.unit.containment in containments
        ]
        return (*listed, *damaged)

    @cached_property
    def domain_units(self) -> Mapping[str, Unit]:
        """The units of the domain models by the name of their module."""
        return {
            self.tree.module_of(header.unit).name: header.unit
            for header in self._headers_of(DOMAIN_MODEL)
        }

    @cached_property
    def _domain_models(self) -> tuple[tuple[str, Element | UnreadablePart], ...]:
        """The parsed domain models by the name of their module."""
        return tuple(
            (self.tree.module_of(header.unit).name, self._parse(header))
            for header in self._headers_of(DOMAIN_MODEL)
        )

    @property
    def unreadable_parts(self) -> tuple[UnreadablePart, ...]:
        """The units that are known so far to be unreadable."""
        return (*self._unreadable_units, *self._damaged.values())

    def document(self, reference: Reference) -> Document | None:
        """The document that a reference names; None when there is no readable one."""
        if reference not in self._documents:
            self._documents[reference] = self._load(reference)
        return self._documents[reference]

    def let_go(self) -> None:
        """Keep nothing alive that nobody else holds; what is asked for is worked out anew."""
        for document in filter(None, self._documents.values()):
            document.root.forget_paths()

    def why_missing(self, reference: Reference) -> UnreadablePart | None:
        """The unreadable unit that is, or in its module may be, the named document."""
        if damaged := self._damaged.get(reference):
            return damaged
        module = module_of(reference.name)
        same = (
            unreadable
            for unreadable in self._unreadable_units
            if unreadable.is_document and unreadable.module == module
        )
        return next(same, self.missing_module(reference.name) or self._missing_file(reference))

    def _missing_file(self, reference: Reference) -> UnreadablePart | None:
        """What an export should have: of two documents with one name, only one file is left."""
        module = module_of(reference.name)
        if not self.store.is_export or module not in self.modules or reference.kind not in _FILES:
            return None
        unit = Unit("", "", "Documents")
        return UnreadablePart(unit, module, "the export has no file of it, or an excluded one")

    def missing_module(self, name: str) -> UnreadablePart | None:
        """The module of something with a qualified name, if it may have been left out."""
        module = module_of(name)
        if module in (name, "System") or module in self.modules:
            return None
        omitted_modules = self.store.omitted_modules
        is_left_out = omitted_modules is None or module in omitted_modules
        return UnreadablePart(_NOWHERE, module, "is not in the export") if is_left_out else None

    def names(self, kind: DocumentKind) -> tuple[str, ...]:
        """The qualified names of all documents of a kind, sorted."""
        return tuple(sorted(each.name for each in self._index if each.kind is kind))

    def kinds_named(self, name: str) -> tuple[DocumentKind, ...]:
        """The kinds of documents that have a qualified name."""
        return tuple(kind for kind in KINDS.values() if Reference(kind, name) in self._index)

    def others_named(self, name: str) -> tuple[str, ...]:
        """What documents that nothing is followed into are called that have a name, in words.

        Looking for the first one reads the whole model: an enumeration, a rule, a workflow, ...
        """
        return self._others.get(name, ()) if module_of(name) in self.modules else ()

    @cached_property
    def _others(self) -> Mapping[str, tuple[str, ...]]:
        return other_documents(self.store, self._scan, self.tree)

    @cached_property
    def pages_with_url(self) -> tuple[str, ...]:
        """The pages that a browser may open by an address of their own, sorted."""
        headers = self._index.items()
        return tuple(sorted(each.name for each, header in headers if header.url))

    def _load(self, reference: Reference) -> Document | None:
        header = self._index.get(reference)
        if header is None:
            return None
        parsed = self._parse(header)
        if isinstance(parsed, UnreadablePart):
            self._damaged[reference] = parsed
            return None
        module = self.tree.module_of(header.unit)
        return Document(reference.kind, reference.name, module, header.unit, parsed)

    def _parse(self, header: Header) -> Element | UnreadablePart:
        with CLOCK.measure("parsing documents"):
            try:
                language = "" if header.type == _SETTINGS else self.language
                parsed = self._element(header.unit, language)
            except UnitError as error:
                return self._unreadable(header.unit, error.problem)
            if parsed.storage_type != header.type:
                return self._unreadable(header.unit, "changed while it was read")
            return parsed

    def _element(self, unit: Unit, language: str) -> Element:
        contents, decoder = self.store.contents(unit), self.store.decoder
        cache = self.cache if decoder else NO_CACHE
        return cache.element(
            contents,
            f"{decoder}, {language}",
            lambda: structure(self.store.decode(unit, contents), language),
        )

    def stored(self, document: Document) -> Raw:
        """A document as it is stored, with all that elements do not tell. UnitError."""
        return self.store.decode(document.unit, self.store.contents(document.unit))

    def _unreadable(self, unit: Unit, problem: str) -> UnreadablePart:
        is_in_module = unit.containment not in ("ProjectDocuments", "Modules")
        return UnreadablePart(
            unit, self.tree.module_of(unit).name if is_in_module else "", problem
        )

    @measured_property
    def _scan(self) -> tuple[Header | UnitError, ...]:
        # What a folder holds does not matter to a verdict, and a fifth of all units are folders.
        units = (each for each in self.store.units if each.containment != "Folders")
        return tuple(self.store.headers(units, _NAMED_TYPES))

    def _headers_of(self, *types: str) -> Iterator[Header]:
        for header in self._scan:
            if isinstance(header, Header) and header.type in types:
                yield header

    @cached_property
    def _index(self) -> Mapping[Reference, Header]:
        """The documents by reference. Excluded ones do not exist: they may share a name."""
        return {
            Reference(KINDS[each.type], f"{self.tree.module_of(each.unit).name}.{each.name}"): each
            for each in self._headers_of(*KINDS)
            if not each.is_excluded
        }

    @cached_property
    def _unreadable_units(self) -> tuple[UnreadablePart, ...]:
        return tuple(
            self._unreadable(unit, error.problem)
            for error in self._scan
            if isinstance(error, UnitError) and (unit := self.tree.units[error.unit_id])
        )

    @cached_property
    def tree(self) -> UnitTree:
        """Where its units lie."""
        modules = {
            header.unit.id: Module(header.name, header.is_from_marketplace)
            for header in self._headers_of(MODULE)
        }
        return UnitTree(self.store, modules)
