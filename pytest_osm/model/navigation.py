"""The navigation document: profiles, where they start, and their synchronization rows."""

from __future__ import annotations

from enum import Enum

from msgspec.structs import replace

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.stored_fields import stored, stored_text
from pytest_osm.model.unread import UnknownConstruct


class SyncMode(str, Enum):
    """A synchronization mode, equal to its stored name; `caption` is what Studio Pro shows."""

    ONLINE = "Online"
    ALL = "All"
    CONSTRAINED = "Constrained"
    NONE = "None"
    NONE_AND_PRESERVE_DATA = "NoneAndPreserveData"
    NEVER = "Never"

    @property
    def caption(self) -> str:
        """The caption in Studio Pro's dialog."""
        return _CAPTIONS[self]

    @property
    def is_downloaded(self) -> bool:
        """Whether synchronization brings objects to the device."""
        return self in (SyncMode.ALL, SyncMode.CONSTRAINED)


_CAPTIONS = {
    SyncMode.ONLINE: "Online",
    SyncMode.ALL: "All Objects",
    SyncMode.CONSTRAINED: "By XPath",
    SyncMode.NONE: "Nothing (clear data)",
    SyncMode.NONE_AND_PRESERVE_DATA: "Nothing (preserve data)",
    SyncMode.NEVER: "Never",
}
_ONLINE_KINDS = frozenset(
    {"Responsive", "Tablet", "Phone", "Hybrid", "HybridTablet", "HybridPhone", "Embedded"}
)
_MODES = {mode.value: mode for mode in SyncMode}


class SyncConfig(Element, frozen=True):
    """A row of Configure synchronization, as stored."""

    storage_types = ("Navigation$OfflineEntityConfig",)

    entity: str = stored("Entity")
    stored_mode: str = stored("SyncMode", "DownloadMode")  # DownloadMode until Mendix 9.23
    should_download: bool = stored("ShouldDownload", default=True)  # until Mendix 8.8
    constraint: str = stored("Constraint")
    compatibility_mode: bool = stored("CompatibilityMode", default=False)
    is_assumed: bool = False  # and not what is stored

    def assuming(self, entity: str, mode: SyncMode) -> SyncConfig:
        """The row of an entity with another mode; compatibility mode stays as it is."""
        return replace(self, entity=entity, stored_mode=mode.value, constraint="", is_assumed=True)

    @property
    def mode(self) -> SyncMode | None:
        """The mode; None for one this version of pytest-osm has never heard of."""
        if not self.stored_mode:
            return SyncMode.ALL if self.should_download else SyncMode.NONE
        return _MODES.get(self.stored_mode)


class HomePage(Element, frozen=True):
    """Where a profile starts, for everybody or for the users of one role."""

    storage_types = (
        "Navigation$HomePage",
        "Navigation$RoleBasedHomePage",
        "Navigation$NativeHomePage",
        "Navigation$RoleBasedNativeHomePage",
        "Navigation$NotFoundHomePage",
    )

    user_role: str = stored("UserRole")
    page: str = stored("Page", "HomePagePage", refers_to=DocumentKind.PAGE)
    nanoflow: str = stored("Nanoflow", "HomePageNanoflow", refers_to=DocumentKind.NANOFLOW)
    microflow: str = stored("Microflow", refers_to=DocumentKind.MICROFLOW)

    @property
    def is_home(self) -> bool:
        """Whether the app starts here, which it does not on the page for unknown addresses."""
        return self.storage_type != "Navigation$NotFoundHomePage"

    @property
    def label(self) -> str:
        """See `Element.label`."""
        if not self.is_home:
            return "not-found page"
        return f'home page of role "{self.user_role}"' if self.user_role else "home page"


class BottomBarItem(Element, frozen=True):
    """An item of the bottom bar of a native app."""

    storage_types = ("NativePages$BottomBarItem",)

    caption: str = stored_text("Caption")
    page: str = stored("Page", refers_to=DocumentKind.PAGE)

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'bottom bar item "{self.caption}"'


class NavigationProfile(Element, frozen=True):
    """A navigation profile. Its kind says whether it is offline, its name does not."""

    storage_types = ("Navigation$NavigationProfile", "Navigation$NativeNavigationProfile")

    name: str = stored("Name")
    kind: str = stored("Kind")
    is_enabled: bool = stored("Enabled", default=True)

    @property
    def is_native(self) -> bool:
        """Whether it is a native mobile profile."""
        return self.storage_type == "Navigation$NativeNavigationProfile"

    @property
    def has_known_kind(self) -> bool:
        """Whether it is known here what its kind means."""
        is_offline = self.is_native or self.kind.endswith("Offline")
        return is_offline or self.kind in _ONLINE_KINDS

    @property
    def is_offline(self) -> bool:
        """Whether devices keep data: native always, web by kind, disabled ones never."""
        return self.is_enabled and (self.is_native or self.kind.endswith("Offline"))

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f"profile {self.name}"

    @property
    def rows(self) -> tuple[SyncConfig, ...]:
        """The configured synchronization modes, in stored order."""
        return self.all(SyncConfig)


class LanguageSettings(Element, frozen=True):
    """The languages of the app, among the project settings."""

    storage_types = ("Settings$LanguageSettings",)

    default: str = stored("DefaultLanguageCode")


class NavigationDocument(Element, frozen=True):
    """The navigation of the app; there is one."""

    storage_types = ("Navigation$NavigationDocument",)

    @property
    def profiles(self) -> tuple[NavigationProfile, ...]:
        """All known profiles, online and disabled ones included, in stored order."""
        return self.all(NavigationProfile)

    @property
    def unknown_parts(self) -> tuple[Element, ...]:
        """What is of a type that is unknown here, be it a profile or something else."""
        return tuple(each for each in self.children if isinstance(each, UnknownConstruct))
