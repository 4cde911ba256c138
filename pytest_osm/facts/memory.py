"""What was worked out about a profile once, and what it was worked out from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Value = TypeVar("_Value")


class Memory:
    """The answers to questions about one profile, each worked out once."""

    def __init__(self, **answers: object) -> None:
        """Begin with what is known already."""
        self._answers: dict[Hashable, Any] = dict(answers.items())

    def recall(self, question: Hashable, work_out: Callable[[], _Value]) -> _Value:
        """The answer to a question; what it holds is only let go of with the profile."""
        if question not in self._answers:
            self._answers[question] = work_out()
        answer: _Value = self._answers[question]
        return answer

    def knows(self, question: Hashable) -> bool:
        """Whether the answer was worked out already."""
        return question in self._answers

    def note_rows_of(self, entity: str) -> None:
        """That the rows of an entity are looked at: of interest where others are tried."""

    def note_all_rows(self) -> None:
        """That all rows are looked at."""
