"""Settings as options of pytest and of the commands change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Pattern, Patterns, Settings
from pytest_osm.configuration.values import assumed_modes
from pytest_osm.errors import UsageError
from pytest_osm.model.navigation import SyncMode


def assuming(settings: Settings, texts: Iterable[str]) -> Settings:
    """The settings with modes assumed on the command line of pytest."""
    assumed = assumptions(tuple(texts), "--osm-assume")
    if not assumed:
        return settings
    return replace(settings, assume={**settings.assume, **assumed}, is_narrowed=True)


def without_acceptances(settings: Settings) -> Settings:
    """The settings as if nothing was accepted, neither by xfail nor in a baseline."""
    return replace(settings, xfail=(), ignores_baseline=True)


def within(
    settings: Settings,
    modules: Iterable[str],
    documents: Iterable[str],
    entities: Iterable[str],
    option: str = "--{}",
) -> Settings:
    """The settings that report only findings in some modules or documents, or about entities."""
    meant = {"module": tuple(modules), "document": tuple(documents), "entity": tuple(entities)}
    patterns = {
        what: tuple(Pattern(Node(Path(option.format(what)), name)) for name in names)
        for what, names in meant.items()
    }
    names = settings.modules.names
    only = patterns["module"] or names.only
    return replace(
        settings,
        modules=replace(settings.modules, names=replace(names, only=only)),
        documents=replace(
            settings.documents, only=patterns["document"] or settings.documents.only
        ),
        entities=Patterns(patterns["entity"]),
        is_scoped=any(meant.values()),
        is_placed=bool(meant["module"] or meant["document"]),
        is_narrowed=settings.is_narrowed or any(meant.values()),
    )


def assumptions(texts: tuple[str, ...], option: str) -> Mapping[str, SyncMode]:
    """Modes by entity from the texts of an option, like "Sales.Order=Online"."""
    assumed: dict[str, str] = {}
    for text in texts:
        entity, equals, mode = (part.strip() for part in text.partition("="))
        if not equals:
            message = f"{option} takes Module.Entity=Mode, not {text}"
            raise UsageError(message)
        assumed[entity] = mode
    return assumed_modes(Node(Path(option), assumed))
