"""What happens when somebody clicks on a widget or a menu item."""

from __future__ import annotations

from typing import ClassVar

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.raw import EntityPath
from pytest_osm.model.stored_fields import stored, stored_entity_path


class ClientAction(Element, frozen=True):
    """What a button or an event of a widget does; its type says the rest."""

    storage_types: ClassVar[tuple[str, ...]] = (
        "Forms$CancelChangesClientAction",
        "Forms$CancelSynchronizationClientAction",
        "Forms$ClosePageClientAction",
        "Forms$OpenLinkClientAction",
        "Forms$SignOutClientAction",
        "Forms$SyncClientAction",
    )


class SaveOrDelete(ClientAction, frozen=True):
    """Save, or delete, the object that is around."""

    storage_types = ("Forms$DeleteClientAction", "Forms$SaveChangesClientAction")

    @property
    def verb(self) -> str:
        """What it does, in the third person."""
        return "deletes" if self.storage_type == "Forms$DeleteClientAction" else "saves"


class OutputMapping(Element, frozen=True):
    """An attribute that is given a value by what a nanoflow or microflow returns, since 11.5."""

    storage_types = ("Forms$OutputMapping",)

    attribute: str = stored("AttributeRef.Attribute")
    path: EntityPath | None = stored_entity_path("AttributeRef.EntityRef")


class PageSettings(Element, frozen=True):
    """A page that is opened, with the arguments for it."""

    storage_types = ("Forms$FormSettings",)

    page: str = stored("Form", "Page", refers_to=DocumentKind.PAGE)


class OpenPageClientAction(ClientAction, frozen=True):
    """Open a page, or another one for each specialization of the object."""

    storage_types = ("Forms$FormAction",)


class CreateObjectClientAction(ClientAction, frozen=True):
    """Create an object, perhaps over an association, and show it on a page."""

    storage_types = ("Forms$CreateObjectClientAction",)

    path: EntityPath | None = stored_entity_path("EntityRef")


class CallNanoflowClientAction(ClientAction, frozen=True):
    """Call a nanoflow from a page."""

    storage_types = ("Forms$CallNanoflowClientAction",)

    nanoflow: str = stored(
        "Nanoflow", "NanoflowSettings.Nanoflow", refers_to=DocumentKind.NANOFLOW
    )


class CallMicroflowClientAction(ClientAction, frozen=True):
    """Call a microflow from a page."""

    storage_types = ("Forms$MicroflowAction",)

    microflow: str = stored("MicroflowSettings.Microflow", refers_to=DocumentKind.MICROFLOW)
