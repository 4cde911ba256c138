"""OSM108: mode By XPath needs a constraint, and other modes ignore one."""

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
    """A row with mode By XPath has no constraint, or a row with another mode has one.

    Mendix uses the constraint only with mode By XPath. By XPath without a constraint selects
    every object. With any other mode, Mendix ignores the constraint.

    Instead: write the constraint, remove it, or choose the mode that fits it.

    In Studio Pro:
    1. Open App Explorer > Navigation, select the offline profile, and click Configure
       synchronization.
    2. With By XPath, write the constraint. With any other mode, remove it.
    """
    has_constraint = bool(row.config.constraint.strip())
    is_by_xpath = row.config.mode is SyncMode.CONSTRAINED
    if is_by_xpath and not has_constraint:
        yield f"{row.entity} is {SyncMode.CONSTRAINED.caption}, but has no constraint"
    elif has_constraint and not is_by_xpath and row.config.mode:
        yield f"{row.entity} has a constraint, which mode {row.config.mode.caption} ignores"
