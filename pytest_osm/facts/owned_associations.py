"""The associations between entities of a profile, seen from the ends that own them."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.location import Location, domain_location
from pytest_osm.facts.modes import EffectiveMode
from pytest_osm.facts.online_offline_pairs import OnlineOfflinePair, surest_pair
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.model.domain import Association
from pytest_osm.records import Record


class Ownership(Record, frozen=True):
    """An association, an end that owns it, and the other end."""

    association: Association
    owner: str
    target: str


class OwnedAssociation(Record, frozen=True):
    """An association seen from an end that owns it.

    `owners` and `targets` are the entities at either end that are in the profile: the declared
    one and its specializations, which inherit the association.
    """

    association: Association
    owners: tuple[EffectiveMode, ...]
    targets: tuple[EffectiveMode, ...]
    location: Location
    reached: ReachedDocument | None = None

    @property
    def online_to_offline(self) -> OnlineOfflinePair | None:
        """The surest pair of an online owner and an offline entity it refers to."""
        return surest_pair(self.owners, self.targets)


def ownerships(profile: Profile) -> Iterator[Ownership]:
    """Associations with the ends that own them and what these refer to."""
    for association in profile.domain.associations_by_name:
        for owner, target in association.ownerships:
            yield Ownership(association, owner, target)


def owned_association(seen: Ownership, profile: Profile) -> Iterator[OwnedAssociation]:
    """An association, if it is between entities of the profile; inherited ones count."""
    owners, targets = profile.family(seen.owner), profile.family(seen.target)
    if owners and targets:
        association = seen.association
        element = f"association {association.name}"
        location = domain_location(profile.project, association.module, element, association)
        yield OwnedAssociation(association, owners, targets, location)
