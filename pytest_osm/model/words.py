"""What names and stored types of a model say."""

from __future__ import annotations

import re

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def words_of(storage_type: str) -> str:
    """The plain words in a stored type: "Forms$DataView" is a "data view"."""
    return _WORD_STARTS.sub(" ", storage_type.partition("$")[2]).lower()


def module_of(qualified_name: str) -> str:
    """The module in a qualified name: "Sales.Order" lies in "Sales"."""
    return qualified_name.partition(".")[0]
