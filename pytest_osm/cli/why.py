"""The command `why`: how a profile gets to something, and what that leads to."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pytest_osm.cli.answers import json_of
from pytest_osm.cli.answers.reasons import Reason, WhyAnswer
from pytest_osm.cli.completing import complete_words
from pytest_osm.cli.options import (
    examples,
    judging_options,
    offline_profiles,
    text_or_json_option,
    the_model_at,
)
from pytest_osm.cli.running import show
from pytest_osm.configuration.names import known
from pytest_osm.errors import UsageError
from pytest_osm.facts.availability import DocumentAvailability, ServerNeed
from pytest_osm.facts.profile import Profile
from pytest_osm.model.domain import Entity
from pytest_osm.model.kinds import Reference
from pytest_osm.overview.availability import OfflineSummary
from pytest_osm.overview.why import Answer, Listing, names, obstacle, why
from pytest_osm.readers.discovery import has_model_suffix
from pytest_osm.reporters.exit_codes import CLEAN
from pytest_osm.reporters.finding_lines import wrapped
from pytest_osm.terminal.abilities import columns

_ENDLESS = 100_000  # columns, of a pipe


@click.command(
    "why",
    short_help="Show how users get to a document or entity.",
    epilog=examples(
        "pytest-osm why Sales.Order",
        "pytest-osm why App.mpr Sales.ACT_Save --profile NativePhone",
    ),
)
@click.argument(
    "words",
    nargs=-1,
    required=True,
    metavar="[MODEL] NAME",
    shell_complete=complete_words,
)
@text_or_json_option
@judging_options
def why_command(words: tuple[str, ...], form: str, **judging: Any) -> int:
    """Show how users get to NAME, a document or entity, and where it leads.

    MODEL can be omitted if there is only one model below the current folder.
    """
    *model, name = words
    if has_model_suffix(name):
        message = f"the model comes first: why {name} {' '.join(model) or 'NAME'}"
        raise UsageError(message)
    if len(model) > 1:
        message = "why takes a model, if there is more than one, and a name"
        raise UsageError(message)
    path = the_model_at(Path(model[0]) if model else None)
    profiles = offline_profiles(path, **judging)
    meant = known(name, names(profiles[0].project))
    answers = [(profile, *_answered(profile, what)) for profile in profiles for what in meant]
    if form == "json":
        reasons = tuple(Reason.of(*each) for each in answers)
        click.echo(json_of(WhyAnswer(path.as_posix(), reasons)))
    else:
        width = columns(sys.stdout, _ENDLESS)
        told = (line for each in answers for line in _told(*each))
        show(part for line in told for part in _wrapped(line, width))
    return CLEAN


def _wrapped(line: str, width: int) -> list[str]:
    """A line for a screen of some width; what is continued hangs below its beginning."""
    margin = line[: len(line) - len(line.lstrip())]
    return wrapped(line.lstrip(), width, margin, f"{margin}    ")


def _answered(profile: Profile, what: Reference | Entity) -> tuple[Answer, str]:
    """Why, and what is in between if there is no way."""
    answer = why(profile, what)
    return answer, "" if answer.is_reached else obstacle(profile, what)


def _told(profile: Profile, answer: Answer, in_between: str) -> Iterator[str]:
    verb = "reaches" if answer.is_reached else "does not reach"
    yield f"profile {profile.name} {verb} {answer.what}"
    if answer.mode:
        yield f"  mode: {answer.mode}, {answer.mode.source.value}"
    if in_between:
        yield f"  {in_between}"
    yield from _listed("paths", answer.paths)
    yield from _listed("connected with" if answer.mode else "leads to", answer.leads_to)
    if answer.offline:
        yield f"  works offline: {OfflineSummary.of(answer.offline).verdict}"
        for need in answer.offline.needs:
            yield f"    {_asked(answer.offline, need)}"


def _asked(document: DocumentAvailability, need: ServerNeed) -> str:
    """What asks the server, and in which document if that is a part of this one."""
    is_here = need.location.whole == document.location.whole
    place = need.location.element if is_here else str(need.location)
    checked = "the connection is checked before" if need.is_guarded else "not checked before"
    said = f"{place}: {need.text} ({checked})"
    return "; ".join(filter(None, (said, need.certainty.explanation)))


def _listed(title: str, listing: Listing) -> Iterator[str]:
    if listing.total:
        yield f"  {title}"
    for line in listing.lines:
        yield f"    {line}"
    if rest := listing.total - len(listing.lines):
        yield f"    and {rest} more"
