"""Data sources: where data containers and menu widgets take what they show from."""

from __future__ import annotations

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.raw import EntityPath
from pytest_osm.model.stored_fields import stored, stored_entity_path


class DataSource(Element, frozen=True):
    """Where a data container takes its objects from."""

    path: EntityPath | None = stored_entity_path("EntityRef")


class DatabaseSource(DataSource, frozen=True):
    """A query with an optional XPath constraint, of a list, a grid or a pluggable widget."""

    storage_types = (
        "Forms$ListViewXPathSource",
        "Forms$GridXPathSource",
        "CustomWidgets$CustomWidgetXPathSource",
        "Forms$NewListViewDatabaseSource",
        "Forms$NewGridDatabaseSource",
        "CustomWidgets$CustomWidgetDatabaseSource",
    )

    constraint: str = stored("XPathConstraint")


class SelectorSource(Element, frozen=True):
    """The query behind the options of a reference selector, which names their entity."""

    storage_types = ("Forms$SelectorXPathSource", "Forms$NewSelectorDatabaseSource")

    constraint: str = stored("XPathConstraint")


class ContextSource(DataSource, frozen=True):
    """A parameter, a surrounding object, or what is associated with one."""

    storage_types = (
        "Forms$DataViewSource",
        "Forms$AssociationSource",
        "Forms$ReferenceSetSource",
        "Forms$ImageViewerSource",
    )


class ListenSource(Element, frozen=True):
    """The selection of another widget."""

    storage_types = ("Forms$ListenTargetSource",)

    widget: str = stored("ListenTarget")


class NanoflowSource(Element, frozen=True):
    """The result of a nanoflow."""

    storage_types = ("Forms$NanoflowSource",)

    nanoflow: str = stored(
        "Nanoflow", "NanoflowSettings.Nanoflow", refers_to=DocumentKind.NANOFLOW
    )


class MicroflowSource(Element, frozen=True):
    """The result of a microflow."""

    storage_types = ("Forms$MicroflowSource", "Forms$SelectorMicroflowSource")

    microflow: str = stored(
        "MicroflowSettings.Microflow",
        "DataSourceMicroflowSettings.Microflow",
        refers_to=DocumentKind.MICROFLOW,
    )


class MenuSource(Element, frozen=True):
    """What a menu widget shows: a menu document, or the menu of a navigation profile."""

    storage_types = ("Forms$MenuDocumentSource", "Forms$NavigationSource")

    menu: str = stored("Menu", refers_to=DocumentKind.MENU)
    profile: str = stored("NavigationProfile", refers_to=DocumentKind.NAVIGATION_MENU)
