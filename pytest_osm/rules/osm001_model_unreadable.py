"""OSM001: a model that cannot be opened is a failure, not an absence of findings."""

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

    Nothing is known about an app whose .mpr file is empty, truncated, encrypted, a Git LFS
    pointer, or of a format that this version of pytest-osm has never seen.

    Instead: do what the message says, and run the check again.

    In Studio Pro:
    1. Open the app in Studio Pro; if that fails too, the file is damaged.
    2. Restore the .mpr from version control; for a Git LFS pointer, run git lfs pull.
    """
    yield Message(f"the file {model.error.problem}", remedy=model.error.remedy)
