"""OSM003: the parts of the app that pytest-osm could not analyse."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.profile import Profile
from pytest_osm.rules.rule import Message, Preset, Severity, applies, rule


@rule(
    "OSM003",
    "unfollowed-construct",
    on=Profile,
    applies=(applies(Severity.INFO),),
    preset=Preset.ALL,
)
def unfollowed_construct(subject: Profile) -> Iterator[Message]:
    """Some parts of the app could not be analysed.

    These are: documents that do not exist, parts of unknown types, names and constraints under
    unknown keys, rules in decisions, pages that only a link to their address opens, and variables
    whose entity is unknown. Through each of them the profile may reach more than pytest-osm knows.

    Instead: look at each of them in Studio Pro. If Studio Pro shows no error for it, report it to
    the pytest-osm project.

    In Studio Pro:
    1. Open each listed place and see where it leads.
    2. If it leads to pages or nanoflows with online data, check them by hand.
    """
    if subject.not_followed:
        count = len(subject.not_followed)
        parts = "1 part" if count == 1 else f"{count} parts"
        details = tuple(str(each) for each in subject.not_followed)
        yield Message(
            f"{parts} of the app could not be analysed", details=details, summarized=details
        )
