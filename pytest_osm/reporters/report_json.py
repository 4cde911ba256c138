"""Reports as JSON, and back: for other processes and other programs."""

from __future__ import annotations

from enum import IntEnum

from attrs import resolve_types
from cattrs.preconf.json import JsonConverter, make_converter

from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.guid import stored_id, written_id
from pytest_osm.model.version import MendixVersion
from pytest_osm.overview.profile_overview import ProfileOverview
from pytest_osm.reporters.build_comparison import BuildComparison
from pytest_osm.reporters.profile_report import ProfileReport
from pytest_osm.reporters.report import ModelReport
from pytest_osm.rules.rule import Severity


def dumps(model: ModelReport) -> str:
    """The report on a model as JSON text, without what is empty in it."""
    return _CONVERTER.dumps(model)


def loads(text: str) -> ModelReport:
    """The report on a model that `dumps` wrote."""
    return _CONVERTER.loads(text, ModelReport)


def _converter() -> JsonConverter:
    resolve_types(ModelReport, localns={BuildComparison.__name__: BuildComparison})
    resolve_types(ProfileReport, localns={ProfileOverview.__name__: ProfileOverview})
    converter = make_converter(omit_if_default=True)
    for grade in (Severity, Confidence):
        converter.register_unstructure_hook(grade, _word)
        converter.register_structure_hook(grade, _grade)
    converter.register_unstructure_hook(MendixVersion, str)
    converter.register_structure_hook(MendixVersion, lambda text, _: MendixVersion.parse(text))
    converter.register_unstructure_hook(bytes, written_id)
    converter.register_structure_hook(bytes, lambda text, _: stored_id(text))
    return converter


def _word(grade: IntEnum) -> str:
    return grade.name.lower()


def _grade(word: str, grades: type[IntEnum]) -> IntEnum:
    return grades[word.upper()]


_CONVERTER = _converter()
