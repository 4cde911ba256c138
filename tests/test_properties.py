"""What holds for every app, whatever it looks like."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.facts.confidence import Confidence
from pytest_osm.rules.rule import Severity
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallNanoflow,
    CreateObject,
    DataView,
    Entity,
    FromContext,
    FromNanoflow,
    ListView,
    Loop,
    Module,
    Nanoflow,
    NanoflowCall,
    NativeProfile,
    OpenPage,
    Over,
    Page,
    Pluggable,
    Retrieve,
    RetrieveOver,
    ShowPage,
    Snippet,
    SnippetCall,
)

NAMES = ("A", "B", "C", "D")
EVERYTHING = Settings(fail_on=Severity.INFO, min_confidence=Confidence.LOW)
VERSIONS = ("9.20.0", "10.18.0", "10.19.0", "10.24.0", "10.24.1", "11.1.0", "11.6.0", "11.15.0")
MODES = ("Online", "All", "Constrained", "None", "NoneAndPreserveData", "Never", "Odd")

entity_names = st.sampled_from([f"M.{name}" for name in NAMES] + ["System.Image", "M.Gone"])
page_names = st.sampled_from([f"M.P{number}" for number in range(4)] + ["M.Gone"])
flow_names = st.sampled_from([f"M.F{number}" for number in range(3)] + ["M.Gone"])
snippet_names = st.sampled_from(["M.S0", "M.S1", "M.Gone"])
sources = (
    entity_names
    | st.builds(FromNanoflow, flow_names)
    | st.builds(FromContext, entity_names)
    | st.builds(lambda entity: Over(f"M.A_B/{entity}"), entity_names)
)
actions = st.builds(OpenPage, page_names) | st.builds(CallNanoflow, flow_names)
widgets = st.recursive(
    st.builds(Button, st.text(max_size=3), actions) | st.builds(SnippetCall, snippet_names),
    lambda inner: st.builds(
        lambda kind, source, inside: kind(source, *inside),
        st.sampled_from((ListView, DataView, Pluggable)),
        sources,
        st.lists(inner, max_size=2),
    ),
    max_leaves=4,
)
activities = (
    st.builds(Retrieve, entity_names, st.sampled_from(("X", "Y")))
    | st.builds(RetrieveOver, st.sampled_from(("M.A_B", "M.Gone")), st.sampled_from(("X", "Z")))
    | st.builds(CreateObject, entity_names, st.just("Z"))
    | st.builds(NanoflowCall, flow_names, st.sampled_from(("", "X")))
    | st.builds(ShowPage, page_names)
    | st.builds(lambda name: Loop("X", (NanoflowCall(name),)), flow_names)
)


@st.composite
def apps(draw: st.DrawFn) -> tuple[App, App]:
    """An app, and the same with its documents in another order."""
    entities = [
        Entity(name, draw(st.sampled_from(("", "", "M.A", "M.B", "System.Image"))))
        for name in NAMES
    ]
    documents = [
        *(Page(f"P{number}", *draw(st.lists(widgets, max_size=3))) for number in range(4)),
        *(Snippet(f"S{number}", *draw(st.lists(widgets, max_size=2))) for number in range(2)),
        *(
            Nanoflow(
                f"F{number}",
                *draw(st.lists(activities, max_size=4)),
                returns=draw(entity_names),
            )
            for number in range(3)
        ),
    ]
    rows = draw(st.dictionaries(entity_names, st.sampled_from(MODES), max_size=5))
    profile = NativeProfile(home="M.P0", bottom_bar={"One": "M.P1"}, rows=rows)
    version = draw(st.sampled_from(VERSIONS))
    association = Association("A_B", "A", "B", both=draw(st.booleans()))
    shuffled = draw(st.permutations(documents))
    return (
        App(version, Module("M", *entities, association, *documents), profile),
        App(version, Module("M", *shuffled, association, *reversed(entities)), profile),
    )


def verdict(app: App, storage: int) -> tuple[object, ...]:
    with TemporaryDirectory() as folder:
        model = app.write(Path(folder) / "App.mpr", storage=storage)
        report = check_model(model, EVERYTHING, date(2026, 1, 1))
    assert report.crashes == ()
    findings = [
        (each.rule.code, str(each.location), each.text, each.severity, each.confidence)
        for each in report.failing
    ]
    witnesses = [each.witness for each in report.failing]
    return findings, witnesses, sorted(str(each) for _, each in report.not_followed)


@settings(max_examples=60)
@given(apps())
def test_neither_order_nor_storage_changes_the_verdict(both: tuple[App, App]) -> None:
    app, shuffled = both

    assert verdict(app, 1) == verdict(app, 2) == verdict(shuffled, 2)
