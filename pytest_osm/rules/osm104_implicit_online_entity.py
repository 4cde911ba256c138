"""OSM104: from 11.4 on, what nobody configured is Online."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.modes import ModeSource
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule


@rule(
    "OSM104",
    "implicit-online-entity",
    on=Profile,
    applies=(
        applies(Severity.INFO, since="11.0", before="11.4"),
        applies(Severity.WARNING, since="11.4"),
    ),
    link=GUIDE,
)
def implicit_online_entity(subject: Profile) -> Iterator[Message]:
    """Entities are Online by default: the profile uses them and nobody chose a mode.

    Since Mendix 11.4 the default mode is Online; before, Studio Pro derived a mode that keeps
    the data on the device. An entity without a row needs a connection wherever it is used.
    Which default 11.0 to 11.3 have is not known. Source: metamodel of 11.4, default of syncMode.

    Instead: open Navigation > the profile > Configure synchronization and choose a mode for
    each of these entities, Online included if that is what you want.

    In Studio Pro:
    1. Open App Explorer > Navigation, the offline profile, and Configure synchronization.
    2. Choose a mode for each listed entity; Online is one of them.
    3. Click OK, which writes a row for each choice, and commit.
    """
    implicit = [
        mode
        for mode in subject.modes.values()
        if mode.source is ModeSource.VERSION_DEFAULT and mode.is_online
    ]
    if implicit:
        implicit.sort(key=lambda mode: mode.entity)
        names = [mode.entity for mode in implicit]
        confidence = max((mode.confidence for mode in implicit), default=Confidence.LOW)
        verb = "may be" if confidence is Confidence.LOW else "is" if len(names) == 1 else "are"
        count = "1 entity" if len(names) == 1 else f"{len(names)} entities"
        yield Message(
            f"{count} {verb} Online by default: {', '.join(names)}",
            confidence=confidence,
            details=tuple(f"{mode.entity} is {mode.derivation}" for mode in implicit),
            summarized=tuple(names),
        )
