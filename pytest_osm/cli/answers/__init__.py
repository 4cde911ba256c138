"""What commands say as JSON, for programs; `docs/schemas` describes it, from these classes.

Keys are stable: a new `schema` number says that one has gone or means something else.
"""

from __future__ import annotations

import json
from typing import Literal

from msgspec import to_builtins

from pytest_osm.records import Record

ConfidenceWord = Literal["low", "medium", "high"]


def json_of(answer: Record) -> str:
    """An answer as JSON, its `schema` first."""
    record = to_builtins(answer)
    return json.dumps({"schema": record.pop("schema"), **record}, indent=2)
