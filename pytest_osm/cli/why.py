"""The command `why`: how a profile gets to something, and what that leads to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.options import judging_options, offline_profiles
from pytest_osm.cli.running import without_collection
from pytest_osm.configuration.node import known
from pytest_osm.errors import UsageError
from pytest_osm.facts.profile import Profile
from pytest_osm.model.domain import Entity
from pytest_osm.model.kinds import Reference
from pytest_osm.overview.why import Listing, names, obstacle, why
from pytest_osm.readers.discovery import MODEL_SUFFIX
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.terminal.printable import printable


@click.command("why")
@click.argument("words", nargs=-1, required=True, metavar="[MODEL] NAME")
@judging_options
@without_collection
def why_command(words: tuple[str, ...], **judging: Any) -> int:
    """Show how users get to NAME, a document or entity, and where it leads.

    MODEL can be omitted if there is only one model below the current folder.
    """
    *model, name = words
    if name.endswith(MODEL_SUFFIX):
        message = f"the model comes first: why {name} {' '.join(model) or 'NAME'}"
        raise UsageError(message)
    if len(model) > 1:
        message = "why takes a model, if there is more than one, and a name"
        raise UsageError(message)
    profiles = offline_profiles(Path(model[0]) if model else None, **judging)
    project = profiles[0].project
    for profile in profiles:
        for what in known(name, names(project)):
            for line in _told(profile, what):
                click.echo(printable(line))
    return CLEAN


def _told(profile: Profile, what: Reference | Entity) -> Iterator[str]:
    answer = why(profile, what)
    verb = "reaches" if answer.is_reached else "does not reach"
    yield f"profile {profile.name} {verb} {answer.what}"
    if answer.mode:
        yield f"  mode: {answer.mode}, {answer.mode.source.value}"
    if not answer.is_reached:
        yield f"  {obstacle(profile, what)}"
    yield from _listed("paths", answer.paths)
    yield from _listed("connected with" if answer.mode else "leads to", answer.leads_to)


def _listed(title: str, listing: Listing) -> Iterator[str]:
    if listing.total:
        yield f"  {title}"
    for line in listing.lines:
        yield f"    {line}"
    if rest := listing.total - len(listing.lines):
        yield f"    and {rest} more"
