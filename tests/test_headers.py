"""What a document is, read from its first and its outermost bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone
from io import BytesIO
from time import perf_counter
from typing import Any

import bson
import pytest
from bson import Binary, Code, DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp
from hypothesis import given
from hypothesis import strategies as st

from pytest_osm.errors import UnitError
from pytest_osm.model.store import Header, Unit
from pytest_osm.readers.bson_unit import named_header

UNIT = Unit("7a4c8d3e-0000-0000-0000-000000000001", "", "")
TYPE = {"$ID": Binary(bytes(16)), "$Type": "Forms$Page"}
VALUES = (
    *("", "some words", "ö" * 3000, True, False, None, 7, Int64(2**40), 1.5),
    *({}, {"Name": "inner", "Excluded": True}, [], [3, {"Name": "inner"}], ["x" * 9000]),
    *(b"bytes", Binary(bytes(16)), ObjectId(b"0" * 12), datetime(2026, 1, 1, tzinfo=timezone.utc)),
    *(Decimal128("1.5"), Timestamp(1, 2), MinKey(), MaxKey(), Code("code"), Code("code", {})),
)
KEYS = ("Name", "Url", "Excluded", "FromAppStore", "Documentation", "A", "k" * 100)


def header(contents: bytes) -> Header:
    return named_header(UNIT, BytesIO(contents))


def as_the_library_reads_it(contents: bytes) -> tuple[Any, ...]:
    document = bson.decode(contents)
    texts = (document.get(key) for key in ("$Type", "Name", "Url"))
    flags = (document.get(key) is True for key in ("Excluded", "FromAppStore"))
    return (*(each if type(each) is str else "" for each in texts), *flags)


@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)))
def test_it_is_what_the_library_for_bson_reads(properties: dict[str, object]) -> None:
    contents = bson.encode({**TYPE, **properties})

    found = header(contents)

    told = found.type, found.name, found.url, found.is_excluded, found.is_from_marketplace
    assert told == as_the_library_reads_it(contents)


def test_a_name_may_lie_anywhere_and_be_long() -> None:
    for size in range(3800, 4300):
        document = {**TYPE, "A": {"B": "x" * size}, "Name": "n" * 300, "Url": "u" * 5000}
        found = header(bson.encode(document))
        assert (found.name, found.url) == ("n" * 300, "u" * 5000)


def test_the_type_may_come_last() -> None:
    assert header(bson.encode({"Name": "Home", "$Type": "Forms$Page"})).type == "Forms$Page"


def damaged() -> Iterator[tuple[bytes, str]]:
    whole = bson.encode({**TYPE, "Name": "Home"})
    yield b"", "is empty"
    yield b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"
    yield whole[:-1], "its length is not the one it states"
    yield whole.replace(b"\x02Name", b"\x77Name"), "is damaged: 119"
    yield whole.replace(b"Home", b"\xff\xff\xff\xff"), "can't decode byte"
    yield whole[:-1] + b"\x01", "is damaged"
    yield whole.replace(b"\x05\0\0\0Home", b"\x05\0\0\x7fHome"), "it does not end where it should"
    yield whole.replace(b"\x05\0\0\0Home", b"\x01\0\0\0\0\0\0\0"), "it does not end where"
    yield bson.encode({"Name": "Home"}), "$Type"
    yield bson.encode({"$Type": 7}), "$Type"
    yield bson.encode({str(number): True for number in range(2000)}), "it does not end where"
    yield bson.encode({"R": Regex("a", 0), **TYPE}), "is damaged: 11"


@pytest.mark.parametrize(("contents", "problem"), [*damaged()])
def test_what_is_damaged_says_how(contents: bytes, problem: str) -> None:
    with pytest.raises(UnitError) as caught:
        header(contents)

    assert problem in str(caught.value.problem)


@given(st.data())
def test_no_bytes_do_any_harm(data: st.DataObject) -> None:
    contents = bytearray(bson.encode({**TYPE, "A": {"B": [1, "two"]}, "Name": "Home"}))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(4, len(contents) - 1))
        contents[place] = data.draw(st.integers(0, 255))
    try:
        found = header(bytes(contents))
    except UnitError:
        return
    assert isinstance(found.name, str)


def test_many_properties_take_no_time() -> None:
    contents = b"".join(b"\x0a%d\0" % number for number in range(1_000_000))
    contents = (len(contents) + 5).to_bytes(4, "little") + contents + b"\0"
    begin = perf_counter()

    with pytest.raises(UnitError, match="is damaged"):
        header(contents)

    assert perf_counter() - begin < 1


def test_references_of_the_library_are_nested_documents() -> None:
    document = {**TYPE, "Ref": DBRef("a", ObjectId(b"0" * 12)), "Name": "Home"}
    assert header(bson.encode(document)).name == "Home"
