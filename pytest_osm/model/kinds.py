"""The kinds of documents that refer to one another; names are unique per kind only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from pytest_osm.records import Record


class DocumentKind(Enum):
    """A kind of document; the value is Mendix's word for it."""

    PAGE = "page"
    SNIPPET = "snippet"
    LAYOUT = "layout"
    MENU = "menu"
    NANOFLOW = "nanoflow"
    MICROFLOW = "microflow"
    JAVASCRIPT_ACTION = "JavaScript action"
    NAVIGATION_MENU = "navigation menu"

    __hash__ = object.__hash__  # that of Enum is written in Python, and each reference needs it


class Reference(Record, frozen=True, eq=True):
    """A by-name reference, like the page that a button opens."""

    kind: DocumentKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.name}"


KINDS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "Forms$Page": DocumentKind.PAGE,
        "Forms$Snippet": DocumentKind.SNIPPET,
        "Forms$Layout": DocumentKind.LAYOUT,
        "Menus$MenuDocument": DocumentKind.MENU,
        "Microflows$Nanoflow": DocumentKind.NANOFLOW,
        "Microflows$Microflow": DocumentKind.MICROFLOW,
        "JavaScriptActions$JavaScriptAction": DocumentKind.JAVASCRIPT_ACTION,
    }
)
