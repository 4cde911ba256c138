"""What `settings` tells programs."""

from __future__ import annotations

from typing import Any, Literal

from pytest_osm.records import Record


class AnsweredSetting(Record, frozen=True):
    """A setting: its value where it is configured, the place of that, and the default in words."""

    name: str
    value: Any
    place: str | None
    default: str


class SettingsAnswer(Record, frozen=True):
    """What `pytest-osm settings --format json` prints: files, selected rules, and each setting."""

    model: str
    configuration: str | None
    baseline: str | None
    plugins: tuple[str, ...]
    rules: tuple[str, ...]
    settings: tuple[AnsweredSetting, ...]
    schema: Literal[1] = 1
