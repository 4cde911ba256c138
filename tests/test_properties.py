"""What holds for every app, whatever it looks like."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.facts.confidence import Confidence
from pytest_osm.rules.rule import Preset, Severity
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Change,
    ChangeVariable,
    ComboBox,
    Commit,
    Create,
    CreateObject,
    DataView,
    DeleteObject,
    Entity,
    FromContext,
    FromNanoflow,
    If,
    JavaScriptAction,
    ListenTo,
    ListView,
    Loop,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    OpenPage,
    Over,
    Page,
    Pluggable,
    ReferenceSelector,
    Retrieve,
    RetrieveOver,
    Return,
    ShowPage,
    Snippet,
    SnippetCall,
    Synchronize,
    TextBox,
    While,
)

CHECK = "NanoflowCommons.IsConnectedToServer"
COMMONS = Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer"))
NAMES = ("A", "B", "C", "D")
EVERYTHING = Settings(preset=Preset.ALL, fail_on=Severity.INFO, min_confidence=Confidence.LOW)
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
    | st.builds(ListenTo, st.sampled_from(("listView1", "dataView1", "gone")))
)
actions = (
    st.builds(OpenPage, page_names)
    | st.builds(CallNanoflow, flow_names)
    | st.builds(CallMicroflow, st.just("M.Server"))
    | st.builds(lambda entity: Create(entity, over=f"M.A_B/{entity}"), entity_names)
)
inputs = st.sampled_from(
    (
        TextBox("M.A.Name"),
        TextBox("M.B.Name", over="M.A_B/M.B"),
        TextBox("M.B.Name", of_widget="listView1"),
        ComboBox("M.A_B/M.B"),
        ReferenceSelector("M.B.Name", over="M.A_B/M.B", xpath="[M.A_B/M.A/Name = 'x']"),
    )
)
widgets = st.recursive(
    st.builds(Button, st.text(max_size=3), actions)
    | st.builds(SnippetCall, snippet_names)
    | inputs,
    lambda inner: st.builds(
        lambda kind, source, inside: kind(source, *inside),
        st.sampled_from((ListView, DataView, Pluggable)),
        sources,
        st.lists(inner, max_size=2),
    ),
    max_leaves=4,
)
xpaths = st.sampled_from(("", "[M.A_B/M.B/Name = $X/Name]", "[not(M.A_B)]", "[odd"))
conditions = st.sampled_from(
    ("$c", "not($c)", "$c and $d", "$c = false", "$X/Name = 'x'", "odd (")
)
simple_activities = (
    st.builds(Retrieve, entity_names, st.sampled_from(("X", "Y")), xpaths)
    | st.builds(RetrieveOver, st.sampled_from(("M.A_B", "M.Gone")), st.sampled_from(("X", "Z")))
    | st.builds(CreateObject, entity_names, st.just("Z"))
    | st.builds(CallNanoflowActivity, flow_names, st.sampled_from(("", "X")))
    | st.builds(ShowPage, page_names)
    | st.builds(CallNanoflowActivity, flow_names, st.sampled_from(("c", "d")))
    | st.builds(CallMicroflowActivity, st.just("M.Server"), st.sampled_from(("", "c", "X")))
    | st.builds(Change, st.sampled_from("XYZ"), st.just({"M.A_B": "$X"}), st.booleans())
    | st.builds(Commit, st.sampled_from("XYZ"))
    | st.builds(DeleteObject, st.sampled_from("XYZ"))
    | st.builds(Synchronize, st.sampled_from(((), ("X",))))
    | st.builds(lambda into: CallJavaScriptActivity(CHECK, into), st.sampled_from(("c", "d", "")))
    | st.builds(ChangeVariable, st.sampled_from("cd"), conditions)
    | st.builds(Return, st.sampled_from(("", "true", "$c", "$X")))
)
activities = st.recursive(
    simple_activities,
    lambda inner: st.one_of(
        st.builds(lambda body: Loop("X", tuple(body)), st.lists(inner, max_size=2)),
        st.builds(
            lambda condition, body: While(condition, tuple(body)),
            conditions,
            st.lists(inner, max_size=2),
        ),
        st.builds(
            lambda condition, then, otherwise: If(condition, tuple(then), tuple(otherwise)),
            conditions,
            st.lists(inner, max_size=2),
            st.lists(inner, max_size=2),
        ),
        st.builds(
            lambda handler: OnError(CallMicroflowActivity("M.Server"), *handler),
            st.lists(inner, max_size=2),
        ),
    ),
    max_leaves=6,
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
        Microflow("Server", returns=draw(entity_names)),
    ]
    rows = draw(st.dictionaries(entity_names, st.sampled_from(MODES), max_size=5))
    profile = NativeProfile(home="M.P0", bottom_bar={"One": "M.P1"}, rows=rows)
    version = draw(st.sampled_from(VERSIONS))
    association = Association("A_B", "A", "B", both=draw(st.booleans()))
    shuffled = draw(st.permutations(documents))
    return (
        App(version, COMMONS, Module("M", *entities, association, *documents), profile),
        App(version, Module("M", *shuffled, association, *reversed(entities)), COMMONS, profile),
    )


def verdict(app: App, storage: int) -> tuple[object, ...]:
    with TemporaryDirectory() as folder:
        model = app.write(Path(folder) / "App.mpr", storage=storage)
        report = check_model(model, EVERYTHING, date(2026, 1, 1))
    assert report.crashes == ()
    findings = [
        (each.code, str(each.location), each.text, each.severity, each.confidence)
        for each in report.failing
    ]
    witnesses = [each.path for each in report.failing]
    return findings, witnesses, sorted(str(each) for _, each in report.not_followed)


@pytest.mark.slow
@pytest.mark.once
@settings(max_examples=60)
@given(apps())
def test_neither_order_nor_storage_changes_the_verdict(both: tuple[App, App]) -> None:
    app, shuffled = both

    assert verdict(app, 1) == verdict(app, 2) == verdict(shuffled, 2)
