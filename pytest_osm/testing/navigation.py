"""Navigation profiles of a described app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from pytest_osm.testing.actions import Action, NoAction, form_settings
from pytest_osm.testing.stored import Context, Stored, listed, text


@frozen
class Row:
    """A row of Configure synchronization."""

    entity: str
    mode: str
    constraint: str = ""
    compatibility: bool = False

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`: the mode's key has changed twice."""
        if context.is_before("8.9"):
            mode: Stored = {"ShouldDownload": self.mode == "All"}
        else:
            mode = {"DownloadMode" if context.is_before("9.24") else "SyncMode": self.mode}
        if not context.is_before("11.10"):
            mode["CompatibilityMode"] = self.compatibility
        return context.element(
            "Navigation$OfflineEntityConfig",
            Entity=self.entity,
            Constraint=self.constraint,
            **mode,
        )


def rows_of(rows: Mapping[str, str] | tuple[Row, ...]) -> tuple[Row, ...]:
    """Rows, also given as the mode of each entity."""
    if isinstance(rows, Mapping):
        return tuple(Row(entity, mode) for entity, mode in rows.items())
    return rows


@frozen
class MenuItem:
    """A menu item with an action or with further items."""

    caption: str
    action: Action = NoAction()
    items: tuple[MenuItem, ...] = ()

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Menus$MenuItem",
            Caption=text(context, self.caption),
            Action=self.action.stored(context),
            Items=listed(context, self.items),
        )


@frozen(kw_only=True)
class NativeProfile:
    """A native profile, which is always offline.

    Rows are a mapping from entity to mode, or `Row`s where a constraint is needed; role homes
    map a user role to a page; the bottom bar maps a caption to a page.
    """

    name: str = "NativePhone"
    home: str = ""
    home_nanoflow: str = ""
    role_homes: Mapping[str, str] = field(factory=dict)
    bottom_bar: Mapping[str, str] = field(factory=dict)
    rows: tuple[Row, ...] = field(default=(), converter=rows_of)

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        return context.element(
            "Navigation$NativeNavigationProfile",
            Name=self.name,
            NativeHomePage=context.element(
                "Navigation$NativeHomePage",
                HomePagePage=self.home,
                HomePageNanoflow=self.home_nanoflow,
            ),
            RoleBasedNativeHomePages=[
                2,
                *(
                    context.element(
                        "Navigation$RoleBasedNativeHomePage",
                        UserRole=role,
                        HomePagePage=page,
                        HomePageNanoflow="",
                    )
                    for role, page in self.role_homes.items()
                ),
            ],
            BottomBarItems=[
                2,
                *(
                    context.element(
                        "NativePages$BottomBarItem", Caption=text(context, caption), Page=page
                    )
                    for caption, page in self.bottom_bar.items()
                ),
            ],
            OfflineEntityConfigs=listed(context, self.rows),
        )


@frozen(kw_only=True)
class WebProfile:
    """A web profile, offline if its kind says so. `enabled` is stored by Mendix 6 and 7.0 only."""

    kind: str = "ResponsiveOffline"
    name: str = ""
    home: str = ""
    home_microflow: str = ""
    role_homes: Mapping[str, str] = field(factory=dict)
    menu: tuple[MenuItem, ...] = ()
    login: str = ""
    not_found: str = ""
    rows: tuple[Row, ...] = field(default=(), converter=rows_of)
    enabled: bool | None = None

    def stored(self, context: Context) -> Stored:
        """See `Part.stored`."""
        enabled = {} if self.enabled is None else {"Enabled": self.enabled}
        return context.element(
            "Navigation$NavigationProfile",
            Name=self.name or self.kind,
            Kind=self.kind,
            HomePage=context.element(
                "Navigation$HomePage", Page=self.home, Microflow=self.home_microflow
            ),
            HomeItems=[
                2,
                *(
                    context.element(
                        "Navigation$RoleBasedHomePage", UserRole=role, Page=page, Microflow=""
                    )
                    for role, page in self.role_homes.items()
                ),
            ],
            Menu=context.element("Menus$MenuItemCollection", Items=listed(context, self.menu)),
            LoginPageSettings=form_settings(context, self.login),
            NotFoundHomepage=(
                self.not_found
                and context.element(
                    "Navigation$NotFoundHomePage", Page=self.not_found, Microflow=""
                )
            )
            or None,
            OfflineEntityConfigs=listed(context, self.rows),
            **enabled,
        )


def navigation_document(
    context: Context, profiles: Iterable[NativeProfile | WebProfile]
) -> Stored:
    """The navigation document of an app."""
    return context.element(
        "Navigation$NavigationDocument", Profiles=listed(context, profiles, marker=2)
    )
