"""The JSON Schema of the configuration says of each file what the reader says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import run_command
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from pytest_osm.configuration.json_schema import configuration_schema
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.schema import KEYS, structure_settings
from pytest_osm.errors import ConfigurationError

VALIDATOR = Draft202012Validator(
    configuration_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
)
WORDS = st.sampled_from(
    [
        *("OSM301", "all", "documented", "error", "warning", "medium", "11.10", "11", "", " "),
        *("Online", "All Objects", "2027-03-31", "2027-13-31", "only", "M.*"),
    ]
)
SCALARS = WORDS | st.booleans() | st.integers() | st.none()
ENTRIES = st.sampled_from(["rule", "reason", "until", "profile", "document", "model", "x"])
PLACES = st.sampled_from(["only", "ignore", "marketplace", "severity", "x"])
VALUES = (
    SCALARS
    | st.lists(SCALARS, max_size=3)
    | st.dictionaries(WORDS, SCALARS, max_size=3)
    | st.dictionaries(PLACES, st.lists(WORDS) | SCALARS | st.dictionaries(WORDS, WORDS))
    | st.lists(st.dictionaries(ENTRIES, WORDS), max_size=2)
)


def is_read(configuration: object) -> bool:
    try:
        structure_settings(Node(Path("osm.yaml"), configuration))
    except ConfigurationError:
        return False
    return True


@given(st.dictionaries(st.sampled_from([*KEYS, "selct"]), VALUES, max_size=3))
def test_both_take_the_same(configuration: dict[str, object]) -> None:
    assert VALIDATOR.is_valid(configuration) == is_read(configuration)


@pytest.mark.parametrize("name", KEYS)
def test_each_key_says_what_it_means(name: str) -> None:
    described = configuration_schema()["properties"][name]  # type: ignore[index]

    assert described["description"]
    assert described["examples"] == [KEYS[name].example]


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(configuration_schema())


@pytest.mark.slow
def test_the_command_prints_it_without_a_model(tmp_path: Path) -> None:
    done = run_command(tmp_path, "settings", "--schema")

    assert done.returncode == 0
    assert json.loads(done.stdout) == configuration_schema()
