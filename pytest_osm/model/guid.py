"""Ids as Mendix writes them: GUIDs, whose first parts are stored with their bytes reversed."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

_SIZE = 16  # bytes


@lru_cache(maxsize=1000)  # many units lie in the same folder
def written_id(stored: bytes) -> str:
    """A stored id as a GUID; one of another size, which real models lack, in hexadecimal."""
    text = stored.hex()
    if len(stored) != _SIZE:
        return text
    # As uuid.UUID would, which takes ten times as long, and every unit has two of them.
    first = f"{text[6:8]}{text[4:6]}{text[2:4]}{text[:2]}"
    return (
        f"{first}-{text[10:12]}{text[8:10]}-{text[14:16]}{text[12:14]}-{text[16:20]}-{text[20:]}"
    )


def stored_id(text: str) -> bytes:
    """The stored form of what `written_id` wrote."""
    return UUID(text).bytes_le if "-" in text else bytes.fromhex(text)
