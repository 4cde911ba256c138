"""OSM104: from 11.4 on, an entity without a configured mode is Online."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.confidence import Certainty, Confidence, surest
from pytest_osm.facts.modes import ModeSource
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import GUIDE, Message, Severity, applies, rule

_REASONS = {
    Confidence.LOW: ("it is not known which default Mendix 11.0 to 11.3 have",),
    Confidence.MEDIUM: ("nobody chose the mode: it is the default",),
    Confidence.HIGH: (),
}


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
    """The profile uses entities that are Online by default, because nobody chose a mode for them.

    Since Mendix 11.4 the default mode is Online. Before, Studio Pro derived a mode that keeps
    the data on the device. An entity without a row needs a connection wherever the app uses it.
    It is not known which default 11.0 to 11.3 have. Source: metamodel of 11.4, default of
    syncMode.

    Instead: open Navigation > the profile > Configure synchronization and choose a mode for
    each of these entities. Choose Online if that is what you want.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. Choose a mode for each listed entity. Online is one of the modes.
    3. Click OK. Studio Pro writes a row for each choice. Commit the app.
    """
    implicit = [
        mode
        for mode in subject.modes.values()
        if mode.source is ModeSource.VERSION_DEFAULT and mode.is_online
    ]
    if implicit:
        implicit.sort(key=lambda mode: mode.entity)
        names = [mode.entity for mode in implicit]
        confidence = surest(implicit, lambda mode: mode.certainty).confidence
        is_unknown = confidence is Confidence.LOW
        verb = "may be" if is_unknown else "is" if len(names) == 1 else "are"
        count = "1 entity" if len(names) == 1 else f"{len(names)} entities"
        yield Message(
            f"{count} {verb} Online by default: {', '.join(names)}",
            confidence=Certainty(confidence, _REASONS[confidence]),
            details=tuple(f"{mode.entity} is {mode.derivation}" for mode in implicit),
            summarized=tuple(names),
        )
