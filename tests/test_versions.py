"""Versions come in all shapes and compare by their numbers."""

import pytest

from pytest_osm.model.version import MendixVersion


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("10.24.16.96987", MendixVersion(10, 24, 16)),
        ("11.10.0-rc.5", MendixVersion(11, 10, 0)),
        ("11.11.0-alpha.build.104423", MendixVersion(11, 11, 0)),
        ("11.4", MendixVersion(11, 4, 0)),
    ],
)
def test_every_shape_of_version_is_read(text: str, version: MendixVersion) -> None:
    assert MendixVersion.parse(text) == version


@pytest.mark.parametrize("text", ["", "11", "eleven", "v11.4"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a Mendix version"):
        MendixVersion.parse(text)


def test_numbers_decide_not_letters() -> None:
    assert MendixVersion.parse("10.9") < MendixVersion.parse("10.19")


def test_a_version_is_written_in_full_or_short() -> None:
    assert str(MendixVersion(10, 19)) == "10.19.0"
    assert MendixVersion(10, 19).short == "10.19"
    assert MendixVersion(10, 24, 1).short == "10.24.1"
