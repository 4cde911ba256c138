"""Decoding BSON with pymongo; apart, because importing that takes 10 ms.

Where the cache has all documents, nothing is decoded.
"""

from __future__ import annotations

from bson import CodecOptions, DatetimeConversion, decode
from bson.errors import BSONError

from pytest_osm.model.raw import Raw

# Dates are of no interest, and some are out of Python's range.
_OPTIONS: CodecOptions[dict[str, object]] = CodecOptions(
    document_class=dict,
    datetime_conversion=DatetimeConversion.DATETIME_MS,
    unicode_decode_error_handler="replace",
)
_UNDECODABLE = (BSONError, ValueError, KeyError, IndexError, OverflowError, RecursionError)


def decoded(contents: bytes) -> Raw:
    """The document in some bytes; ValueError when it is damaged."""
    try:
        return decode(contents, _OPTIONS)
    except _UNDECODABLE as error:
        raise ValueError(str(error)) from error
