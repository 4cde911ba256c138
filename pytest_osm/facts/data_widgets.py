"""The widgets that show entities of a profile."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.page_data import shown_in
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query, Use
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.records import Record


class DataWidget(Record, frozen=True):
    """A data container or selector that shows objects of an entity of the profile."""

    mode: EffectiveMode
    storage_type: str
    location: Location
    reached: ReachedDocument

    @property
    def is_pluggable(self) -> bool:
        """Whether the widget is a pluggable one."""
        return self.storage_type == "CustomWidgets$CustomWidget"

    @property
    def is_data_view(self) -> bool:
        """Whether it shows one object, of which it need not be the one to ask for it."""
        return self.storage_type == "Forms$DataView"


def shown_by_widgets(profile: Profile) -> Iterator[Query | Use]:
    """What the widgets of all reached pages show."""
    for shown in shown_in(profile.access):
        if shown.widget not in ("", "Forms$ImageViewer"):
            yield shown


def data_widget(shown: Query | Use, profile: Profile) -> Iterator[DataWidget]:
    """A widget, if it shows an entity of the profile."""
    if mode := profile.modes.get(shown.entity):
        yield DataWidget(mode, shown.widget, shown.location, shown.reached)
