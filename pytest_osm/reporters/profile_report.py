"""What is known about one navigation profile besides the verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_osm.facts.profile import Profile
from pytest_osm.records import Record

if TYPE_CHECKING:
    from pytest_osm.overview.profile_overview import ProfileOverview


class ProfileReport(Record, frozen=True, eq=True):
    """A navigation profile, and what could not be analysed in it.

    The portrait is there if a reporter wants it.
    """

    name: str
    is_offline: bool
    not_followed: tuple[str, ...] = ()
    overview: ProfileOverview | None = None

    @classmethod
    def of(cls, profile: Profile, *, needs_overview: bool) -> ProfileReport:
        """Report on a profile, which may need all of its facts."""
        return cls(
            name=profile.name,
            is_offline=profile.is_offline,
            not_followed=tuple(str(each) for each in profile.not_followed),
            overview=_overview(profile) if needs_overview and profile.is_offline else None,
        )


def _overview(profile: Profile) -> ProfileOverview:
    from pytest_osm.overview.profile_overview import profile_overview  # noqa: PLC0415 - 20 ms

    return profile_overview(profile)
