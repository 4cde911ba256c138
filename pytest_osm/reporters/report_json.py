"""Reports as JSON text, and back: from one process to another one of the same run."""

from __future__ import annotations

import json

from msgspec import convert, to_builtins

from pytest_osm.overview.profile_overview import ProfileOverview
from pytest_osm.reporters import profile_report, report
from pytest_osm.reporters.build_comparison import BuildComparison
from pytest_osm.reporters.report import ModelReport

# What few runs need is imported late, so that those modules lack the names of some fields.
vars(report)[BuildComparison.__name__] = BuildComparison
vars(profile_report)[ProfileOverview.__name__] = ProfileOverview


def dumps(model: ModelReport) -> str:
    """The report on a model as JSON text; other than msgspec, json lets half characters pass."""
    return json.dumps(to_builtins(model), separators=(",", ":"))


def loads(text: str) -> ModelReport:
    """The report on a model that `dumps` wrote."""
    return convert(json.loads(text), ModelReport)
