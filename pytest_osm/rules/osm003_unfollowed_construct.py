"""OSM003: what the walk could not see through, for those who want to know."""

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
    """The walk met constructs that it could not see through.

    Behind each of them the profile may reach more than is known here: documents that do not
    exist, actions of types that are not known, variables whose entity could not be worked out.

    Instead: look at each of them in Studio Pro, and report those that it shows no error for.

    In Studio Pro:
    1. Open each listed place in Studio Pro and see where it leads.
    2. Where it leads to pages or nanoflows with online data, check those by hand.
    """
    if subject.not_followed:
        count = len(subject.not_followed)
        noun = "construct" if count == 1 else "constructs"
        details = tuple(str(each) for each in subject.not_followed)
        yield Message(f"{count} {noun} could not be followed", details=details, summarized=details)
