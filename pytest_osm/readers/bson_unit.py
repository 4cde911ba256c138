"""Decoding the BSON document of one unit."""

from __future__ import annotations

from bson import CodecOptions, DatetimeConversion, decode
from bson.errors import BSONError
from bson.raw_bson import RawBSONDocument

from pytest_osm.errors import UnitError
from pytest_osm.model.raw import Raw
from pytest_osm.model.store import Header, Unit
from pytest_osm.terminal.printable import one_line

# Dates are of no interest, and some are out of Python's range.
_OPTIONS: CodecOptions[dict[str, object]] = CodecOptions(
    document_class=dict,
    datetime_conversion=DatetimeConversion.DATETIME_MS,
    unicode_decode_error_handler="replace",
)
_RAW_OPTIONS: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)
_UNDECODABLE = (BSONError, ValueError, KeyError, IndexError, OverflowError, RecursionError)

# Every stored document begins with $ID (16 bytes) and $Type, so that the type's length stands
# at byte 37 and its text at byte 41.
_TYPE_LENGTH, _TYPE_TEXT = slice(37, 41), 41
HEADER_SIZE = 256


def storage_type(head: bytes) -> str:
    """The `$Type` of a unit from its first `HEADER_SIZE` bytes, or "" when it is elsewhere."""
    if head[4:9] != b"\x05$ID\x00" or head[30:37] != b"\x02$Type\x00":
        return ""
    end = _TYPE_TEXT + int.from_bytes(head[_TYPE_LENGTH], "little") - 1
    return head[_TYPE_TEXT:end].decode("utf-8", "replace") if end <= len(head) else ""


def decode_unit(unit: Unit, contents: bytes) -> Raw:
    """The whole document; UnitError when it is damaged."""
    _check_frame(unit, contents)
    try:
        return decode(contents, _OPTIONS)
    except _UNDECODABLE as error:
        raise UnitError(unit.id, f"is damaged: {one_line(error)}") from error


def named_header(unit: Unit, contents: bytes) -> Header:
    """The header with the name, for which nested documents are stepped over undecoded."""
    _check_frame(unit, contents)
    try:
        document = RawBSONDocument(contents, _RAW_OPTIONS)
        return Header(
            unit,
            str(document["$Type"]),
            str(document.get("Name", "")),
            is_excluded=document.get("Excluded") is True,
            is_from_marketplace=document.get("FromAppStore") is True,
            url=str(document.get("Url", "")),
        )
    except _UNDECODABLE as error:
        raise UnitError(unit.id, f"is damaged: {one_line(error)}") from error


def _check_frame(unit: Unit, contents: bytes) -> None:
    if not contents:
        raise UnitError(unit.id, "is empty")
    if contents.startswith(b"version https://git-lfs"):
        raise UnitError(unit.id, "is a Git LFS pointer whose contents were not fetched")
    if len(contents) != int.from_bytes(contents[:4], "little") or contents[-1]:
        raise UnitError(unit.id, "is damaged: its length is not the one it states")
