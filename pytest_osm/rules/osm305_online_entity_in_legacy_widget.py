"""OSM305: until 11.6.2 only pluggable widgets can show online entities."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence, doubt, weakest
from pytest_osm.facts.data_widgets import DataWidget
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule

_RELEASE_NOTES = doubt(Confidence.MEDIUM, "the release notes do not list the widgets")
_DATA_VIEW = doubt(Confidence.LOW, "it is not known whether the error is also about data views")


@rule(
    "OSM305",
    "online-entity-in-legacy-widget",
    on=DataWidget,
    applies=(applies(Severity.ERROR, since="10.19", before="11.6.3"),),
    confidence=Confidence.MEDIUM,
    studio_pro_code="CE6798",
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def online_entity_in_legacy_widget(widget: DataWidget) -> Iterator[Message]:
    """A widget that is not pluggable shows an online entity.

    Until 11.6.2 Studio Pro reports this as an error. Since 11.6.3 and 11.7.0 Mendix allows such
    widgets. It is not known whether the error also applies to data views, so for them the
    confidence is low. Source: release notes of 11.6.3.

    Instead: use a pluggable widget such as Data grid 2 or Gallery, or upgrade to 11.6.3.

    In Studio Pro:
    1. Open the named page and widget.
    2. Replace the widget with Data grid 2 or Gallery with the same data source.
    3. Or upgrade the app to 11.6.3 or later.
    """
    if widget.mode.is_online and not widget.is_pluggable:
        limit = _DATA_VIEW if widget.is_data_view else _RELEASE_NOTES
        yield Message(
            f"the widget is not pluggable, and {widget.mode.entity} is {widget.mode}",
            confidence=weakest(limit, widget.mode.certainty),
        )
