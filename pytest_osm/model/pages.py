"""Pages, snippets, layouts and menus."""

from __future__ import annotations

from pytest_osm.model.element import DocumentRoot, Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.raw import DataType
from pytest_osm.model.stored_fields import stored, stored_data_type, stored_text


class Page(DocumentRoot, frozen=True):
    """A page, a snippet or a layout."""

    storage_types = ("Forms$Page", "Forms$Snippet", "Forms$Layout")

    name: str = stored("Name")
    entity: str = stored("Entity")  # the context of a snippet, until Mendix 9.20

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The page or snippet parameters."""
        return self.all(Parameter)


class MenuDocument(Element, frozen=True):
    """A menu that menu widgets show."""

    storage_types = ("Menus$MenuDocument",)

    name: str = stored("Name")


class MenuItem(Element, frozen=True):
    """A menu item, which may hold further items."""

    storage_types = ("Menus$MenuItem",)

    caption: str = stored_text("Caption")

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'menu item "{self.caption}"'


class Parameter(Element, frozen=True):
    """A parameter of a page, a snippet or a flow."""

    storage_types = (
        "Forms$PageParameter",
        "Forms$SnippetParameter",
        "Microflows$MicroflowParameter",
        "Microflows$NanoflowParameter",
    )

    name: str = stored("Name")
    page_type: DataType = stored_data_type("ParameterType")
    flow_type: DataType = stored_data_type("VariableType")

    @property
    def data_type(self) -> DataType:
        """The entity it takes, if any."""
        return self.page_type if self.page_type.entity else self.flow_type


class LayoutCall(Element, frozen=True):
    """The layout that a page or another layout is built on. Its contents are the page's own."""

    storage_types = ("Forms$LayoutCall",)
    labels_contents = False

    layout: str = stored("Form", "Layout", refers_to=DocumentKind.LAYOUT)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return "layout"


class SnippetCall(Element, frozen=True):
    """The use of a snippet."""

    storage_types = ("Forms$SnippetCall",)

    snippet: str = stored("Form", "Snippet", refers_to=DocumentKind.SNIPPET)
