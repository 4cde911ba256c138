"""Nanoflows as they are drawn in the page of the report."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import bson
import msgspec
import pytest
from conftest import CORPUS, run_command

from pytest_osm.facts.control_flow import objects_with_loops
from pytest_osm.facts.profile import Profile
from pytest_osm.model.flow_layout import FlowLayout, Placed, PlacedLine, Point, Side, flow_layout
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.overview.flow_arrows import drawn_arrows
from pytest_osm.overview.flow_drawing import (
    DrawnShape,
    FlowDrawing,
    asking_nanoflows,
    flow_drawings,
)
from pytest_osm.overview.layered_layout import layered_layout
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.testing import (
    App,
    Break,
    Button,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Disabled,
    Entity,
    If,
    JavaScriptAction,
    Loop,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    Page,
    Return,
    ShowMessage,
    While,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="c")
CALL = CallMicroflowActivity("M.Server")
SAID = ShowMessage("Hello")


def app(*activities: object) -> App:
    return App(
        "11.6.0",
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Entity("Order"),
            Microflow("Server"),
            Nanoflow("Other", SAID),
            Nanoflow("Main", *activities, parameters={"Orders": "[M.Order]"}),
            Page(
                "Home",
                Button("Go", CallNanoflow("M.Main")),
                Button("Direct", CallMicroflow("M.Server")),
            ),
        ),
        NativeProfile(home="M.Home"),
    )


def drawings_of(profile: Profile) -> list[FlowDrawing]:
    return [*flow_drawings(profile, asking_nanoflows(profile))]


@pytest.fixture
def drawn(profile_of):
    def drawn(*activities: object) -> FlowDrawing:
        (drawing,) = drawings_of(profile_of(app(*activities)))
        return drawing

    return drawn


def marks(drawing: FlowDrawing) -> list[str]:
    return [each.said for each in drawing.shapes if each.mark]


class TestMarks:
    def test_the_way_without_a_check_is_marked_and_its_calls_are_numbered(self, drawn) -> None:
        drawing = drawn(SAID, CHECK, If("$c", (CALL,), (SAID,)), SAID, CALL, CALL)

        assert sorted(marks(drawing)) == [
            "call NanoflowCommons.IsConnectedToServer, connection check",
            "call microflow M.Server, call 1 to the server, not checked before",
            "call microflow M.Server, call 2 to the server, not checked before",
            "call microflow M.Server, call to the server, checked before",
            'decision "$c", on a way without a check',
            "merge, on a way without a check",
            "show message, on a way without a check",
            "show message, on a way without a check",
            "show message, on a way without a check",
            "start, on a way without a check",
        ]
        assert sum(each.is_passed for each in drawing.arrows) == 8
        assert {each.label for each in drawing.arrows if not each.is_passed} == {"true", ""}
        assert {each.label for each in drawing.arrows if each.is_passed} == {"false", ""}

    def test_of_two_arrows_to_one_place_the_one_that_is_taken(self, drawn) -> None:
        drawing = drawn(CHECK, If("$c"), CALL)
        assert {each.label for each in drawing.arrows if each.is_passed} == {"false", ""}

    def test_out_of_a_loop(self, drawn) -> None:
        drawing = drawn(While("$x", (SAID,)), CALL)
        assert sum(each.is_passed for each in drawing.arrows) == 2

    def test_only_nanoflows_that_ask_without_a_check_are_drawn(self, profile_of) -> None:
        guarded = profile_of(app(CHECK, If("$c", (CALL,))))
        assert drawings_of(guarded) == []

    def test_a_handler_is_an_arrow_of_its_own(self, drawn) -> None:
        drawing = drawn(OnError(CALL, SAID))
        assert [each.is_error for each in drawing.arrows].count(True) == 1

    def test_captions(self, drawn) -> None:
        drawing = drawn(
            CallNanoflowActivity("M.Other"), Disabled(SAID), If("$x", caption="Is it so?"), CALL
        )
        said = {each.kind: " ".join(each.lines) for each in drawing.shapes if each.mark != "call"}
        assert said["activity"] == "call nanoflow M. Other"
        assert said["decision"] == "Is it so?"
        assert said["disabled"] == "disabled"
        assert {each.label for each in drawing.shapes if each.kind == "decision"} == {
            'decision "Is it so?"'
        }

    def test_long_captions_are_cut(self, drawn) -> None:
        drawing = drawn(If(f"${'long' * 30} = 'x y z'"), CALL)
        (lines,) = (each.lines for each in drawing.shapes if each.kind == "decision")
        assert len(lines) <= 4
        assert all(len(line) <= 20 for line in lines)
        assert lines[0].endswith("…")

    def test_it_travels_between_processes(self, drawn) -> None:
        drawing = drawn(CHECK, If("$c", (CALL,)), CALL)
        assert msgspec.json.decode(msgspec.json.encode(drawing), type=FlowDrawing) == drawing


def overlapping(shapes: list[DrawnShape]) -> list[tuple[str, str]]:
    """The pairs of shapes that cover each other, apart from loops and what is inside of them."""
    return [
        (one.label, other.label)
        for one, other in combinations(shapes, 2)
        if covers(one, other) and not (is_inside(one, other) or is_inside(other, one))
    ]


def covers(one: DrawnShape, other: DrawnShape) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def is_inside(inner: DrawnShape, loop: DrawnShape) -> bool:
    across = loop.x <= inner.x and inner.x + inner.width <= loop.x + loop.width
    down = loop.y <= inner.y and inner.y + inner.height <= loop.y + loop.height
    return loop.kind == "loop" and across and down


class TestWithoutPositions:
    """What is stored without places gets some, from left to right."""

    @pytest.mark.parametrize(
        "activities",
        [
            (CALL,),
            (If("$x", (SAID, SAID), (If("$y", (SAID,), (CALL,)),)), CALL),
            (Loop("Orders", (SAID, If("$x", (Break(),)), Loop("Orders", (SAID, CALL)))), SAID),
            (While("$x", (CALL, SAID)), OnError(CALL, SAID, Return())),
            tuple(If(f"$x{number}", (SAID,) * 3, (CALL,)) for number in range(40)),
        ],
    )
    def test_nothing_covers_another(self, drawn, activities: tuple[object, ...]) -> None:
        drawing = drawn(*activities)

        assert overlapping([*drawing.shapes]) == []
        assert all(each.x >= 0 and each.y >= 0 for each in drawing.shapes)
        assert all(each.x + each.width <= drawing.width for each in drawing.shapes)
        assert all(each.y + each.height <= drawing.height for each in drawing.shapes)

    def test_it_goes_to_the_right(self, drawn) -> None:
        drawing = drawn(If("$x", (SAID, SAID), (SAID,)), CALL)
        at = {each.kind: each.x for each in drawing.shapes}
        assert at["start"] < at["decision"] < at["merge"] < at["end"]

    def test_a_ring_that_nothing_leads_to_has_a_place(self, profile_of) -> None:
        profile = profile_of(app(While("$x", (CALL,)), SAID))
        graph = next(iter(profile.usage.guards.nanoflows.values()))
        flow = graph.reached.document.root
        loops = {each: None for each, _ in objects_with_loops(flow)}  # as if there were no loop
        assert len(layered_layout(graph.control_flow, loops)) == len(loops)


def stored(kind: str, middle: str, size: str = "120;60", **values: object) -> dict[str, object]:
    element = {"$Type": f"Microflows${kind}", "RelativeMiddlePoint": middle, "Size": size}
    return {**element, "$ID": middle.encode(), **values}


class TestStoredPlaces:
    def test_in_a_loop_they_count_from_its_corner(self) -> None:
        inner = stored("ActionActivity", "75;145")
        loop = stored(
            "LoopedActivity", "930;430", "340;220", ObjectCollection={"Objects": [3, inner]}
        )
        layout = flow_layout({"ObjectCollection": {"Objects": [3, loop]}})

        assert layout.objects[b"930;430"] == Placed(Point(760, 320), Point(340, 220))
        assert layout.objects[b"75;145"] == Placed(Point(775, 435), Point(120, 60))

    def test_what_has_no_size_is_left_out(self) -> None:
        broken = stored("ActionActivity", "1;1", "-5;2")
        assert flow_layout({"ObjectCollection": {"Objects": [3, broken]}}).objects == {}

    def test_notes(self) -> None:
        note = stored("Annotation", "0;0", Caption="Mind the gap")
        layout = flow_layout({"ObjectCollection": {"Objects": [3, note]}})
        assert layout.objects[b"0;0"].note == "Mind the gap"

    @pytest.mark.parametrize(
        "middle", ["", "1", "1;", "a;b", "nan;1", "1;nan", "1;inf", "1e9;2", 7, None]
    )
    def test_what_is_no_place_is_left_out(self, middle: object) -> None:
        broken = {**stored("ActionActivity", "1;1"), "RelativeMiddlePoint": middle}
        assert flow_layout({"ObjectCollection": {"Objects": [3, broken]}}).objects == {}
        assert flow_layout({}) == FlowLayout({}, ())

    @pytest.mark.parametrize(
        ("values", "vectors"),
        [
            (
                {
                    "Line": {
                        "$Type": "Microflows$BezierCurve",
                        "OriginControlVector": "15;0",
                        "DestinationControlVector": "-30;0",
                    }
                },
                (Point(15, 0), Point(-30, 0)),
            ),
            (
                {"OriginBezierVector": "15;0", "DestinationBezierVector": "-30;0"},
                (Point(15, 0), Point(-30, 0)),
            ),
            ({"Line": {"$Type": "Microflows$OrthogonalLine"}}, None),
            ({}, None),
        ],
    )
    def test_lines(self, values: dict[str, object], vectors: object) -> None:
        flow = {"OriginPointer": b"a", "DestinationPointer": b"b", "OriginConnectionIndex": 2}
        nowhere = {"OriginPointer": b"a", "DestinationConnectionIndex": "left"}
        layout = flow_layout({"Flows": [3, {**flow, **values}, nowhere]})
        assert layout.lines == (PlacedLine(b"a", b"b", Side.BOTTOM, Side.LEFT, vectors),)

    @pytest.mark.parametrize(
        ("leaves", "enters", "path"),
        [
            (Side.RIGHT, Side.LEFT, "M10,5H20V105H30"),
            (Side.RIGHT, Side.TOP, "M10,5H35V100H35"),
            (Side.BOTTOM, Side.TOP, "M5,10V55H35V100"),
            (Side.BOTTOM, Side.LEFT, "M5,10V105H30V105"),
        ],
    )
    def test_right_angles(self, profile_of, leaves: Side, enters: Side, path: str) -> None:
        profile = profile_of(app(CALL))
        flow = next(iter(profile.usage.guards.nanoflows.values())).reached.document.root
        arrow = flow.sequence_flows[0]
        placed = {
            arrow.origin: Placed(Point(0, 0), Point(10, 10)),
            arrow.destination: Placed(Point(30, 100), Point(10, 10)),
        }
        line = PlacedLine(arrow.origin, arrow.destination, leaves, enters, None)
        (drawn,) = drawn_arrows([arrow], [line], placed, frozenset())
        assert drawn.path == path

    def test_what_is_stored_is_where_it_is_drawn(
        self, profile_of, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        profile = profile_of(app(CALL))
        flow = next(iter(profile.usage.guards.nanoflows.values())).reached.document.root
        ids = [each.id for each, _ in objects_with_loops(flow)]
        size = Point(120, 60)
        places = {
            **{id_: Placed(Point(200 * number, 0), size) for number, id_ in enumerate(ids)},
            flow.parameters[0].id: Placed(Point(0, -100), Point(30, 30)),
            b"note": Placed(Point(0, 200), size, "Mind\nthe gap " + "and more words " * 20),
        }
        layout = FlowLayout(places, ())
        monkeypatch.setattr("pytest_osm.overview.flow_drawing.flow_layout", lambda _: layout)

        (drawing,) = drawings_of(profile)

        kinds = {each.kind: each for each in drawing.shapes}
        assert kinds["parameter"].label == "Orders"
        assert kinds["note"].lines[0] == "Mind the gap and"
        assert kinds["note"].lines[-1].endswith("…")
        assert (kinds["note"].x, kinds["note"].y) == (20, 320)
        assert (drawing.width, drawing.height) == (200 * (len(ids) - 1) + 160, 400)

    def test_an_arrow_to_nowhere_is_none(self, profile_of) -> None:
        profile = profile_of(app(CALL))
        flow = next(iter(profile.usage.guards.nanoflows.values())).reached.document.root
        assert [*drawn_arrows(flow.sequence_flows, [], {}, frozenset())] == []

    def test_a_line_back_goes_below(self, profile_of) -> None:
        profile = profile_of(app(CALL))
        flow = next(iter(profile.usage.guards.nanoflows.values())).reached.document.root
        arrow = flow.sequence_flows[0]
        placed = {
            arrow.origin: Placed(Point(100, 0), Point(10, 10)),
            arrow.destination: Placed(Point(0, 0), Point(10, 10)),
        }
        (drawn,) = drawn_arrows([arrow], [], placed, frozenset())
        assert drawn.path == "M105,10C105,40 5,40 5,10"


def test_a_page_draws_the_first_of_many_nanoflows_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    buttons = (Button(name, CallNanoflow(f"M.{name}")) for name in ("One", "Two", "Three"))
    flows = (Nanoflow(name, CALL) for name in ("One", "Two", "Three"))
    module = Module("M", Microflow("Server"), Page("Home", *buttons), *flows)
    App("11.6.0", module, NativeProfile(home="M.Home")).write(tmp_path / "App.mpr")

    def page() -> str:
        return run_command(tmp_path, "report", "--output", "html").stdout

    assert page().count('<svg class="flow"') == 3
    assert "no drawing" not in page()
    monkeypatch.setattr("pytest_osm.overview.profile_overview._MOST_DRAWN", 1)
    assert page().count('<svg class="flow"') == 1
    said = "Findings in 2 nanoflows have no drawing: the page draws the 1 that users get to first."
    assert said in page()


@pytest.mark.real_apps
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there are no real apps in {CORPUS}")
def test_objects_are_drawn_where_studio_pro_has_them(unpacked) -> None:
    model = unpacked("atlas-11.0")
    project = read_mpr(model)
    navigation = next(each for each in project.profiles if each.is_offline)
    profile = Profile.of(project, navigation, project.version)
    compared = 0
    for reached in profile.reach.of_kind(DocumentKind.NANOFLOW):
        unit = reached.document.unit
        contents = project.store.contents(unit)
        raw = bson.decode(contents)
        layout = flow_layout(project.stored(reached.document))
        for each in raw["ObjectCollection"]["Objects"][1:]:
            x, y = map(int, each["RelativeMiddlePoint"].split(";"))
            placed = layout.objects[each["$ID"]]
            middle = placed.corner.plus(Point(placed.size.x / 2, placed.size.y / 2))
            assert math.dist((middle.x, middle.y), (x, y)) < 0.01
            compared += 1
    assert compared > 100


def test_the_page_has_it_at_the_first_finding_of_the_nanoflow(tmp_path: Path) -> None:
    app(CALL, CHECK).write(tmp_path / "App.mpr")
    run_command(tmp_path, "report", "-o", "html=page.html")
    page = (tmp_path / "page.html").read_text("utf-8")

    assert page.count('<svg class="flow"') == 1
    assert "call microflow M.Server, call 1 to the server, not checked before" in page
