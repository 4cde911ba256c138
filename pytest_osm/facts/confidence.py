"""How sure a statement is, which is another question than how bad its subject would be."""

from __future__ import annotations

from enum import IntEnum


class Confidence(IntEnum):
    """The confidence of a finding. Ordered: the weakest link of a chain is its minimum."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def word(self) -> str:
        """How the configuration and the reports spell it."""
        return self.name.lower()
