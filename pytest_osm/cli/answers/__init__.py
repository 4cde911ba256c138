"""What commands say as JSON, for programs; `docs/schemas` describes it, from these classes.

Keys are stable: a new `schema` number says that one has gone or means something else.
"""

from __future__ import annotations

import json
from typing import Literal

from attrs import AttrsInstance, asdict

ConfidenceWord = Literal["low", "medium", "high"]


def json_of(answer: AttrsInstance) -> str:
    """An answer as JSON, its `schema` first."""
    record = asdict(answer)
    return json.dumps({"schema": record.pop("schema"), **record}, indent=2)
