"""What `rules` and `explain` tell programs."""

from __future__ import annotations

from typing import Literal

from pytest_osm.records import Record
from pytest_osm.rules.page import RuleRecord


class RulesAnswer(Record, frozen=True):
    """What `pytest-osm rules --format json` and `explain --format json` print."""

    rules: tuple[RuleRecord, ...]
    schema: Literal[1] = 1
