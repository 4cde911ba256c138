"""What some stored forms of a model leave out, though others have it."""

from __future__ import annotations

from enum import Enum


class ModelFeature(Enum):
    """A detail that verdicts may rest on; the value says what is unknown without it."""

    ASSOCIATION_ENDS = "which entities an association connects"
    CONTROL_FLOW = "in which order the activities of a nanoflow run"

    @property
    def skip_reason(self) -> str:
        """Why nothing can be said where it is left out."""
        return f"the export does not say {self.value}"
