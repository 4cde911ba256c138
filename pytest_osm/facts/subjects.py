"""What rules look at: each rule subscribes to one of these kinds."""

from __future__ import annotations

from attrs import frozen

from pytest_osm.facts.location import Location
from pytest_osm.facts.mixes import OnlineOfflinePair, surest_pair
from pytest_osm.facts.modes import Derivation, EffectiveMode
from pytest_osm.facts.page_data import OnlineData
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.writes import Write
from pytest_osm.model.domain import Association, Entity
from pytest_osm.model.navigation import SyncConfig
from pytest_osm.model.project import UnreadablePart


@frozen
class SyncRow:
    """A row of Configure synchronization, in any profile.

    `is_repeated` says that an earlier row names the same entity.
    """

    config: SyncConfig
    location: Location
    is_repeated: bool
    derivation: Derivation | None = None

    @property
    def entity(self) -> str:
        """The qualified name of the entity."""
        return self.config.entity


@frozen
class Home:
    """A page that the profile starts on, for everybody or for some roles."""

    page: str
    entries: tuple[str, ...]
    location: Location
    reached: ReachedDocument
    online_data: tuple[OnlineData, ...]


@frozen
class OwnedAssociation:
    """An association seen from an end that owns it.

    `owners` and `targets` are the entities at either end that are in the profile: the declared
    one and its specializations, which inherit the association.
    """

    association: Association
    owners: tuple[EffectiveMode, ...]
    targets: tuple[EffectiveMode, ...]
    location: Location

    @property
    def online_to_offline(self) -> OnlineOfflinePair | None:
        """The surest pair of an online owner and an offline entity it refers to."""
        return surest_pair(self.owners, self.targets)


@frozen
class SpecializedEntity:
    """An entity of the profile and its generalization, if that is in the profile too."""

    entity: Entity
    mode: EffectiveMode
    generalization: EffectiveMode | None
    location: Location


@frozen
class AssociationWrite:
    """An association that the client sets, with the modes of the entities at its ends.

    Only ends that own the association are seen as the source; an end outside of the profile
    is left out.
    """

    write: Write
    source: EffectiveMode
    target: EffectiveMode
    location: Location
    reached: ReachedDocument


@frozen
class WrittenEntity:
    """A configured entity that the client creates or changes, and where it does."""

    row: SyncRow
    writes: tuple[Write, ...]
    location: Location
    reached: ReachedDocument


@frozen
class RequiredPart:
    """A part of the model that the verdict on a profile rests on; with a gap, it is not there."""

    what: str
    location: Location
    unreadable: UnreadablePart | None = None
    reached: ReachedDocument | None = None
