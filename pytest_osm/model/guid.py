"""Ids as Mendix writes them: GUIDs, whose first parts are stored with their bytes reversed."""

from __future__ import annotations

from uuid import UUID

_SIZE = 16  # bytes


def written_id(stored: bytes) -> str:
    """A stored id as a GUID; one of another size, which real models lack, in hexadecimal."""
    return str(UUID(bytes_le=stored)) if len(stored) == _SIZE else stored.hex()


def stored_id(text: str) -> bytes:
    """The stored form of what `written_id` wrote."""
    return UUID(text).bytes_le if "-" in text else bytes.fromhex(text)
