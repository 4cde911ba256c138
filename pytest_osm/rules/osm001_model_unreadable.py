"""OSM001: a model file that cannot be read is a failing check, not a check without findings."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.unreadable_model import UnreadableModel
from pytest_osm.rules.rule import Message, Preset, Severity, applies, rule


@rule(
    "OSM001",
    "model-unreadable",
    on=UnreadableModel,
    applies=(applies(Severity.ERROR),),
    preset=Preset.DOCUMENTED,
)
def model_unreadable(model: UnreadableModel) -> Iterator[Message]:
    """A model file cannot be read.

    The .mpr file is empty, truncated or encrypted, is a Git LFS pointer, or has a format that
    this version of pytest-osm does not know. Nothing is known about the app.

    Instead: do what the message says, and run the check again.

    In Studio Pro:
    1. Open the app in Studio Pro. If that fails too, the file is damaged.
    2. Restore the .mpr file from version control. For a Git LFS pointer, run git lfs pull.
    """
    yield Message(f"the file {model.error.problem}", remedy=model.error.remedy)
