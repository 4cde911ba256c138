"""OSM303: the device cannot set an association from an online object to an offline one."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.association_writes import AssociationWrite
from pytest_osm.facts.confidence import weakest
from pytest_osm.facts.profile import Profile
from pytest_osm.rules.implication import Implication, entities_of
from pytest_osm.rules.rule import GUIDE, Message, Preset, Severity, applies, rule


def _all_targets(setting: AssociationWrite, _: Profile) -> Iterator[Implication]:
    yield Implication(
        entities_of(setting.sources),
        entities_of(setting.targets),
        f"the client sets {setting.write.association}, which would be read-only",
        setting.write.certainty,
    )


@rule(
    "OSM303",
    "read-only-association-write",
    on=AssociationWrite,
    implies=_all_targets,
    applies=(applies(Severity.WARNING, since="10.24.1"),),
    link=GUIDE,
    preset=Preset.DOCUMENTED,
)
def read_only_association_write(setting: AssociationWrite) -> Iterator[Message]:
    """The client sets an association from an online to an offline entity.

    Mendix allows such associations since 10.24.1. They are read-only when an offline profile
    loads them, so setting one is not supported. Source: the guide on Online synchronization
    mode, and the release notes of 10.24.1.

    Instead: set the association in a microflow, or make the offline entity its owner.

    In Studio Pro:
    1. Open the named document and the activity or widget.
    2. Move the change into a microflow that gets both objects. Check the connection before you
       call the microflow.
    3. Or make the offline entity the owner of the association in the domain model.
    4. If a widget only shows the association, set Editable to Never.
    """
    source, target = setting.source, setting.target
    is_mixed = source.is_online and target.is_offline
    if is_mixed and not source.shares_default_with(target):
        yield Message(
            f"{setting.write.association} is read-only here: {source.entity} is {source}"
            f" and {target.entity} is {target}",
            confidence=weakest(setting.write.certainty, source.certainty, target.certainty),
        )
