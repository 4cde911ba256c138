"""A profile judged as that of another version."""

from __future__ import annotations

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.what_if.differences import (
    Difference,
    OfflineChange,
    difference,
    findings_of,
    offline_change,
)


class Upgrade(Record, frozen=True):
    """What a profile becomes in another version: modes as pairs of before and after."""

    profile: Profile
    modes: tuple[tuple[EffectiveMode, EffectiveMode], ...]
    findings: Difference
    offline: OfflineChange | None  # None where the model is stored without control flow


def upgrade(profile: Profile, version: MendixVersion, settings: Settings) -> Upgrade:
    """What appears and what disappears when the app is judged as that of another version."""
    after = profile.at(version)
    rules = select_rules(settings)
    names = sorted({*profile.modes, *after.modes})
    modes = ((profile.mode(name), after.mode(name)) for name in names)
    return Upgrade(
        after,
        tuple(pair for pair in modes if str(pair[0]) != str(pair[1])),
        difference(*(findings_of(each, rules, settings) for each in (profile, after))),
        offline_change(profile, after),
    )
