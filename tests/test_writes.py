"""What the client creates, changes and associates, and of which entity the object is."""

from __future__ import annotations

import pytest

from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallNanoflow,
    ComboBox,
    Create,
    DataGrid,
    DataView,
    Entity,
    FromContext,
    FromMicroflow,
    FromNanoflow,
    ListenTo,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    NewButton,
    Page,
    Rating,
    ReferenceSelector,
    Return,
    Snippet,
    SnippetCall,
    TextBox,
)

NAME = TextBox("M.Order.Number")
OVER = "M.Order_Part/M.Part"


@pytest.fixture
def written(profile_of):
    """The entities, kinds and associations that a page's widgets write, and how sure it is."""

    def written(
        *widgets: object, version: str = "11.6.0", **page: object
    ) -> list[tuple[str, str, str, str]]:
        described = App(
            version,
            Module(
                "M",
                Entity("Order", attributes={"Number": "String"}),
                Entity("Part"),
                Entity("Maker"),
                Association("Order_Part", "Order", "Part"),
                Association("Part_Maker", "Part", "Maker"),
                Page("Home", *widgets, Button("Go", CallNanoflow("M.One")), **page),
                Nanoflow("One", Return("empty"), returns="M.Order"),
                Microflow("Two", returns="M.Part"),
                Snippet("Form", NAME, parameters={"Order": "M.Order"}),
                Snippet("Blank", NAME),
            ),
            NativeProfile(home="M.Home"),
        )
        return [
            (each.entity, each.kind.value, each.association, each.certainty.confidence.word)
            for each in profile_of(described).usage.writes
        ]

    return written


CHANGED = [("M.Order", "changed", "", "high")]


class TestContext:
    def test_a_data_view_on_a_parameter(self, written) -> None:
        assert written(DataView(FromContext("M.Order"), NAME)) == CHANGED

    def test_a_data_view_on_the_result_of_a_nanoflow(self, written) -> None:
        assert written(DataView(FromNanoflow("M.One"), NAME)) == CHANGED

    def test_a_data_view_on_the_result_of_a_microflow(self, written) -> None:
        assert written(DataView(FromMicroflow("M.Two"), TextBox("M.Part.Name"))) == [
            ("M.Part", "changed", "", "high")
        ]

    def test_the_innermost_of_two(self, written) -> None:
        inner = DataView(FromContext("M.Order", over="M.Order_Part/M.Order"), NAME)
        assert written(DataView(FromContext("M.Part"), inner)) == CHANGED

    def test_a_list(self, written) -> None:
        assert written(ListView("M.Order", NAME)) == CHANGED

    def test_what_is_selected_in_a_list(self, written) -> None:
        listening = DataView(ListenTo("orders"), NAME)
        assert written(ListView("M.Order", name="orders"), listening) == CHANGED

    def test_widgets_that_listen_to_each_other_or_to_none(self, written) -> None:
        one = DataView(ListenTo("two"), NAME, name="one")
        two = DataView(ListenTo("one"), NAME, name="two")
        assert written(one, two, DataView(ListenTo("gone"), NAME)) == []

    def test_a_container_that_is_not_configured_is_passed(self, written) -> None:
        assert written(ListView("M.Order", DataView(FromContext(""), NAME))) == CHANGED
        listening = DataView(ListenTo("inner"), NAME)
        inner = DataView(FromContext(""), name="inner")
        assert written(ListView("M.Order", inner), listening) == CHANGED

    def test_a_named_widget(self, written) -> None:
        elsewhere = TextBox("M.Order.Number", of_widget="orders")
        named = ListView("M.Order", name="orders")
        assert written(named, DataView(FromContext("M.Part"), elsewhere)) == CHANGED

    def test_a_named_parameter(self, written) -> None:
        parameters = {"Order": "M.Order", "Part": "M.Part"}
        named = TextBox("M.Order.Number", page_parameter="Order")
        unknown = TextBox("M.Order.Number", page_parameter="Gone")
        assert written(named, unknown, NAME, parameters=parameters) == CHANGED

    def test_the_only_parameter(self, written) -> None:
        assert written(NAME, parameters={"Order": "M.Order"}) == CHANGED

    def test_the_parameter_of_a_snippet(self, written) -> None:
        assert written(SnippetCall("M.Form"), SnippetCall("M.Blank")) == CHANGED

    def test_the_nameless_context_of_an_old_snippet(self, written) -> None:
        assert written(SnippetCall("M.Form"), version="9.18.0") == CHANGED

    def test_no_context(self, written) -> None:
        assert written(NAME) == []


class TestWidgets:
    def form(self, written, widget: object, **view: str) -> list[tuple[str, str, str, str]]:
        return written(DataView(FromContext("M.Order"), widget, **view))

    def test_an_attribute_over_an_association_is_only_shown(self, written) -> None:
        assert self.form(written, TextBox("M.Part.Name", over=OVER)) == []

    @pytest.mark.parametrize(
        ("of_widget", "of_view", "confidence"),
        [
            ("Always", "Always", "high"),
            ("Conditional", "Always", "low"),
            ("Always", "Conditional", "low"),
            ("Never", "Always", None),
            ("Always", "Never", None),
        ],
    )
    def test_editability(self, written, of_widget: str, of_view: str, confidence: str) -> None:
        box = TextBox("M.Order.Number", editable=of_widget)
        expected = [("M.Order", "changed", "", confidence)] if confidence else []
        assert self.form(written, box, editable=of_view) == expected

    def test_a_reference_selector_sets_the_last_association(self, written) -> None:
        near = ReferenceSelector("M.Part.Name", over=OVER)
        far = ReferenceSelector("M.Maker.Name", over=f"{OVER}/M.Part_Maker/M.Maker")
        unbound = ReferenceSelector("M.Order.Number", over="")

        assert self.form(written, near) == [("M.Order", "changed", "M.Order_Part", "high")]
        assert self.form(written, far) == [("M.Part", "changed", "M.Part_Maker", "high")]
        assert self.form(written, unbound) == []

    def test_pluggable_widgets(self, written) -> None:
        assert self.form(written, ComboBox(OVER)) == [
            ("M.Order", "changed", "M.Order_Part", "high")
        ]
        assert self.form(written, Rating("M.Order.Number")) == [("M.Order", "changed", "", "low")]
        filtering = "com.mendix.widget.web.datagridtextfilter.DatagridTextFilter"
        assert self.form(written, Rating("M.Order.Number", widget_id=filtering)) == []

    def test_buttons_that_create(self, written) -> None:
        over = Create("M.Order", over="M.Order_Part/M.Order")
        assert written(Button("New", Create("M.Order")), Button("New", over)) == [
            ("M.Order", "created", "", "high"),
            ("M.Order", "created", "", "high"),
            ("M.Order", "created", "M.Order_Part", "low"),
        ]
        assert written(DataGrid("M.Order", NewButton("M.Order"))) == [
            ("M.Order", "created", "", "high")
        ]
