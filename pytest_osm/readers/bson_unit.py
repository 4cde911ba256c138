"""Decoding the BSON document of one unit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from io import SEEK_END, BytesIO, RawIOBase
from pathlib import Path
from struct import Struct
from struct import error as StructError  # noqa: N812 - it is a class

from pytest_osm.errors import UnitError
from pytest_osm.model.raw import Raw
from pytest_osm.model.store import Header, Unit
from pytest_osm.terminal.printable import one_line

# Every stored document begins with $ID (16 bytes) and $Type, so that the type's length stands
# at byte 37 and its text at byte 41.
_TYPE_LENGTH, _TYPE_TEXT = slice(37, 41), 41
HEADER_SIZE = 256

# The bytes that a value has by its type; for some they are counted before it, beside these.
_SIZES = {
    0x01: 8,
    0x06: 0,
    0x07: 12,
    0x08: 1,
    0x09: 8,
    0x0A: 0,
    0x10: 4,
    0x11: 8,
    0x12: 8,
    0x13: 16,
    0x7F: 0,
    0xFF: 0,
}
_SIZES_BESIDE = {0x02: 4, 0x03: 0, 0x04: 0, 0x05: 5, 0x0D: 4, 0x0E: 4, 0x0F: 0}
_count = Struct("<I").unpack_from
_END, _TEXT, _BOOLEAN = 0x00, 0x02, 0x08
_WINDOW = 4096  # bytes that are read at once
_LONGEST_KEY = 256  # bytes of one, with its type and the length of its value
_TELLING = {
    **dict.fromkeys((b"$Type", b"Name", b"Url"), _TEXT),
    **dict.fromkeys((b"Excluded", b"FromAppStore"), _BOOLEAN),
}
_TELLING_KINDS = frozenset(_TELLING.values())
_MOST_PROPERTIES = 1000  # of a document itself; real ones have fewer than 40


def storage_type(head: bytes) -> str:
    """The `$Type` of a unit from its first `HEADER_SIZE` bytes, or "" when it is elsewhere."""
    if head[4:9] != b"\x05$ID\x00" or head[30:37] != b"\x02$Type\x00":
        return ""
    end = _TYPE_TEXT + int.from_bytes(head[_TYPE_LENGTH], "little") - 1
    return head[_TYPE_TEXT:end].decode("utf-8", "replace") if end <= len(head) else ""


def decoder() -> str:
    """What decodes contents, with its release, or "" if that is unknown.

    It is not imported for that, as with a full cache nothing needs it.
    """
    package = find_spec("pymongo")
    with suppress(OSError):
        release = Path(str(package and package.origin)).with_name("_version.py").read_bytes()
        return f"pymongo {sha256(release).hexdigest()}"
    return ""


def decode_unit(unit: Unit, contents: bytes) -> Raw:
    """The whole document; UnitError when it is damaged."""
    from pytest_osm.readers.bson_decoding import decoded  # noqa: PLC0415 - 10 ms

    _check_frame(unit, contents, len(contents))
    try:
        return decoded(contents)
    except ValueError as error:
        raise UnitError(unit.id, f"is damaged: {one_line(error)}") from error


def named_header(unit: Unit, file: RawIOBase | BytesIO) -> Header:
    """The header with the name, for which nested documents are stepped over unread."""
    size = file.seek(0, SEEK_END)
    start = _read(file, 0, _WINDOW)
    _check_frame(unit, start, size)
    try:
        found = dict(_properties(file, start, size))
        return Header(
            unit,
            str(found[b"$Type"]),
            str(found.get(b"Name", "")),
            is_excluded=found.get(b"Excluded") is True,
            is_from_marketplace=found.get(b"FromAppStore") is True,
            url=str(found.get(b"Url", "")),
        )
    except (ValueError, LookupError, StructError) as error:
        raise UnitError(unit.id, f"is damaged: {one_line(error)}") from error


def _properties(
    file: RawIOBase | BytesIO, window: bytes, size: int
) -> Iterator[tuple[bytes, str | bool]]:
    """What of a stored document tells what it is, as far as it is a text, or yes or no.

    ValueError, LookupError or struct.error when it is damaged. Source: https://bsonspec.org/spec.html
    """
    begin, at = 0, 4  # where the window lies in the document, and the next property in the window
    for _ in range(_MOST_PROPERTIES):
        if at + _LONGEST_KEY > len(window) and begin + len(window) < size:
            begin, at = begin + at, 0
            window = _read(file, begin, _WINDOW)
        kind = window[at]
        if kind == _END:
            if begin + at != size - 1:
                break
            return
        start, at = at + 1, window.index(0, at + 1) + 1
        if kind in _SIZES_BESIDE:
            length = _SIZES_BESIDE[kind] + _count(window, at)[0]
        else:
            length = _SIZES[kind]
        if begin + at + length >= size:
            break
        if kind in _TELLING_KINDS and kind == _TELLING.get(key := window[start : at - 1]):
            whole = window if at + length <= len(window) else _read(file, begin, at + length)
            text = whole[at + 4 : at + length - 1]
            yield key, text.decode() if kind == _TEXT else whole[at] == 1
        at += length
    message = "it does not end where it should"
    raise ValueError(message)


def _read(file: RawIOBase | BytesIO, begin: int, size: int) -> bytes:
    file.seek(begin)
    return file.read(size) or b""


def _check_frame(unit: Unit, start: bytes, size: int) -> None:
    if not size:
        raise UnitError(unit.id, "is empty")
    if start.startswith(b"version https://git-lfs"):
        raise UnitError(unit.id, "is a Git LFS pointer whose contents were not fetched")
    if size != int.from_bytes(start[:4], "little"):
        raise UnitError(unit.id, "is damaged: its length is not the one it states")
