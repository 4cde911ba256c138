"""OSM108: a constraint belongs to mode By XPath, and that mode to a constraint."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import SYNCHRONIZATION, Severity, applies, rule


@rule(
    "OSM108",
    "sync-constraint-mismatch",
    on=SyncRow,
    applies=(applies(Severity.WARNING),),
    link=SYNCHRONIZATION,
)
def sync_constraint_mismatch(row: SyncRow) -> Iterator[str]:
    """A row has mode By XPath without a constraint, or a constraint that is ignored.

    Only mode By XPath looks at the constraint: without one it selects every object, and beside
    any other mode a constraint promises a selection that does not happen.

    Instead: write the constraint, or remove it, or choose the mode that fits it.

    In Studio Pro:
    1. Open App Explorer > Navigation, the offline profile, and Configure synchronization.
    2. With By XPath, write the constraint that was meant; with any other mode, remove it.
    """
    has_constraint = bool(row.config.constraint.strip())
    is_by_xpath = row.config.mode is SyncMode.CONSTRAINED
    if is_by_xpath and not has_constraint:
        yield f"{row.entity} is {SyncMode.CONSTRAINED.caption}, but has no constraint"
    elif has_constraint and not is_by_xpath and row.config.mode:
        yield f"{row.entity} has a constraint, which mode {row.config.mode.caption} ignores"
