"""Each entity of a profile tried as Online."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pytest_osm.checking.findings import Finding
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.profile import Profile
from pytest_osm.model.navigation import SyncMode
from pytest_osm.records import Record
from pytest_osm.rules.rule import Severity
from pytest_osm.what_if.trials import Trials


class WhatIf(Record, frozen=True):
    """An entity, its mode now, and the findings that there would be with it Online."""

    mode: EffectiveMode
    appearing: tuple[Finding, ...]

    @property
    def cost(self) -> tuple[int, int, int]:
        """How many errors, warnings and infos there would be."""
        counts = Counter(finding.severity for finding in self.appearing)
        return counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]

    @property
    def rules(self) -> Mapping[str, int]:
        """The codes of the rules that would not be kept to, with how often."""
        return Counter(finding.code for finding in self.appearing)


def what_if(profile: Profile, settings: Settings) -> tuple[WhatIf, ...]:
    """Each entity of the profile that is not Online tried as Online, the cheapest first.

    Findings below the minimum confidence, and those in modules that are not reported, do not
    count.
    """
    trials = Trials.of(profile, select_rules(settings), settings)
    tried = [
        WhatIf(mode, trials.appearing({mode.entity: SyncMode.ONLINE}))
        for mode in profile.modes.values()
        if mode.is_used and mode.is_offline
    ]
    return tuple(sorted(tried, key=lambda each: (each.cost, each.mode.entity)))
