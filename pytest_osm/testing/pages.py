"""Pages, snippets, layouts and menus of a described app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from pytest_osm.testing.stored import (
    Context,
    Stored,
    data_type,
    listed,
)

if TYPE_CHECKING:
    from pytest_osm.testing.navigation import MenuItem
from pytest_osm.testing.widgets import Widget


@frozen(init=False)
class Page:
    """A page. Parameters map a name to an entity."""

    name: str
    widgets: tuple[Widget, ...]
    layout: str
    parameters: Mapping[str, str]
    excluded: bool
    url: str

    def __init__(
        self,
        name: str,
        *widgets: Widget,
        layout: str = "",
        parameters: Mapping[str, str] | None = None,
        excluded: bool = False,
        url: str = "",
    ) -> None:
        self.__attrs_init__(name, widgets, layout, parameters or {}, excluded, url)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        argument = context.element(
            "Forms$FormCallArgument",
            Parameter=f"{self.layout}.Main",
            Widgets=listed(context, self.widgets),
        )
        return context.element(
            "Forms$Page",
            Name=self.name,
            Excluded=self.excluded,
            FormCall=context.element(
                "Forms$LayoutCall", Form=self.layout, Arguments=[2, argument]
            ),
            Parameters=_parameters(context, "Forms$PageParameter", self.parameters),
            Url=self.url,
        )


@frozen(init=False)
class Snippet:
    """A snippet. Parameters map a name to an entity."""

    name: str
    widgets: tuple[Widget, ...]
    parameters: Mapping[str, str]

    def __init__(
        self, name: str, *widgets: Widget, parameters: Mapping[str, str] | None = None
    ) -> None:
        self.__attrs_init__(name, widgets, parameters or {})

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Forms$Snippet",
            Name=self.name,
            Excluded=False,
            Type="Native",
            Widgets=listed(context, self.widgets),
            **self._context(context),
        )

    def _context(self, context: Context) -> Stored:
        """Until 9.20 a snippet had one nameless parameter."""
        if context.is_before("9.21"):
            return {"Entity": next(iter(self.parameters.values()), "")}
        parameters = _parameters(context, "Forms$SnippetParameter", self.parameters)
        return {"Parameters": parameters}


@frozen(init=False)
class Layout:
    """A layout, native unless it says web."""

    name: str
    widgets: tuple[Widget, ...]
    web: bool

    def __init__(self, name: str, *widgets: Widget, web: bool = False) -> None:
        self.__attrs_init__(name, widgets, web)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        kind = "Forms$WebLayoutContent" if self.web else "Forms$NativeLayoutContent"
        content = context.element(kind, Widgets=listed(context, self.widgets), LayoutCall=None)
        return context.element("Forms$Layout", Name=self.name, Excluded=False, Content=content)


@frozen(init=False)
class Menu:
    """A menu document."""

    name: str
    items: tuple[MenuItem, ...]

    def __init__(self, name: str, *items: MenuItem) -> None:
        self.__attrs_init__(name, items)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        collection = context.element("Menus$MenuItemCollection", Items=listed(context, self.items))
        return context.element(
            "Menus$MenuDocument", Name=self.name, Excluded=False, ItemCollection=collection
        )


def _parameters(context: Context, kind: str, parameters: Mapping[str, str]) -> list[object]:
    return [
        3,
        *(
            context.element(kind, Name=name, ParameterType=data_type(context, entity))
            for name, entity in parameters.items()
        ),
    ]
