"""The mode of every entity, and who says so."""

from __future__ import annotations

import pytest

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.modes import ModeSource
from pytest_osm.model.navigation import SyncMode
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallMicroflow,
    CallNanoflow,
    Create,
    CreateList,
    CreateObject,
    Database,
    DataGrid,
    DataView,
    Entity,
    FromContext,
    FromMicroflow,
    FromNanoflow,
    Image,
    ListenTo,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    NewButton,
    Over,
    Page,
    Pluggable,
    ReferenceSelector,
    Retrieve,
    RetrieveOver,
    Row,
    TextBox,
    UnknownAction,
)

ENTITIES = (
    Entity("Person", attributes={"Name": "String"}),
    Entity("Customer", "M.Person"),
    Entity("Order"),
    Entity("Line"),
    Entity("Photo", "System.Image"),
    Entity("Draft", persistable=False),
    Entity("Remote", source="external"),
    Entity("View", source="view"),
    Association("Order_Person", "Order", "Person"),
    Association("Line_Order", "Line", "Order"),
    Association("Order_Photo", "Order", "Photo"),
)


def app(*contents: object, version: str = "10.24.0", rows: object = ()) -> App:
    return App(version, Module("M", *ENTITIES, *contents), NativeProfile(home="M.Home", rows=rows))


def derived(profile) -> dict[str, str]:
    return {
        name.removeprefix("M."): each.mode.value
        for name, each in profile.usage.derived_modes.items()
    }


class TestDerivation:
    @pytest.mark.parametrize(
        "widget",
        [
            ListView("M.Order"),
            ListView(Database("M.Order", "[true()]")),
            DataGrid("M.Order"),
            Pluggable("M.Order"),
        ],
    )
    def test_queries_of_lists_grids_and_pluggable_widgets_give_all(
        self, widget, profile_of
    ) -> None:
        assert derived(profile_of(app(Page("Home", widget)))) == {"Order": "All"}

    def test_sources_over_associations_give_all_for_each_step(self, profile_of) -> None:
        path = "M.Line_Order/M.Order/M.Order_Person/M.Person"
        profile = profile_of(app(Page("Home", ListView(Over(path)))))

        modes = derived(profile)

        assert modes == {"Order": "All", "Person": "All", "Customer": "NoneAndPreserveData"}

    def test_an_image_over_an_association_is_queried(self, profile_of) -> None:
        view = DataView(FromContext("M.Order"), Image("", "M.Order_Photo/M.Photo"))

        modes = derived(profile_of(app(Page("Home", view))))

        assert modes == {"Order": "None", "Photo": "All"}

    def test_a_reference_selector_queries_its_options(self, profile_of) -> None:
        selector = ReferenceSelector("M.Person.Name", "M.Order_Person/M.Person")

        modes = derived(profile_of(app(Page("Home", DataView("M.Order", selector)))))

        assert modes == {"Order": "None", "Person": "All", "Customer": "NoneAndPreserveData"}

    def test_retrieves_in_nanoflows_give_all(self, profile_of) -> None:
        flow = Nanoflow(
            "F",
            Retrieve("M.Line", "Line", first=True),
            RetrieveOver("M.Line_Order", "Line", "Order"),
        )
        profile = profile_of(app(Page("Home", Button("Go", CallNanoflow("M.F"))), flow))

        assert derived(profile) == {"Line": "All", "Order": "All"}

    @pytest.mark.parametrize(
        "source", [FromContext("M.Order"), FromNanoflow("M.N"), FromMicroflow("M.S")]
    )
    def test_what_is_only_shown_gets_none(self, source, profile_of) -> None:
        flows = Nanoflow("N", returns="M.Order"), Microflow("S", returns="M.Order")

        modes = derived(profile_of(app(Page("Home", DataView(source)), *flows)))

        assert modes == {"Order": "None"}

    def test_a_new_button_of_a_grid_creates(self, profile_of) -> None:
        grid = DataGrid("M.Order", NewButton("M.Line"))

        modes = derived(profile_of(app(Page("Home", grid))))

        assert modes == {"Order": "All", "Line": "None"}

    def test_a_source_that_is_not_configured_is_nothing(self, profile_of) -> None:
        assert derived(profile_of(app(Page("Home", DataView(FromContext("")))))) == {}

    def test_a_new_button_that_is_not_configured_is_nothing(self, profile_of) -> None:
        grid = DataGrid("M.Order", NewButton(""))

        assert derived(profile_of(app(Page("Home", grid)))) == {"Order": "All"}

    def test_what_is_only_created_gets_none(self, profile_of) -> None:
        page = Page("Home", Button("New", Create("M.Line")), Button("Go", CallNanoflow("M.F")))

        modes = derived(profile_of(app(page, Nanoflow("F", CreateObject("M.Order")))))

        assert modes == {"Order": "None", "Line": "None"}

    def test_what_only_types_parameters_and_lists_is_not_used(self, profile_of) -> None:
        flow = Nanoflow("F", CreateList("M.Line"), parameters={"Order": "M.Order"})

        modes = derived(profile_of(app(Page("Home", Button("Go", CallNanoflow("M.F"))), flow)))

        assert modes == {}

    def test_an_attribute_over_an_association_is_no_query(self, profile_of) -> None:
        box = TextBox("M.Person.Name", "M.Order_Person/M.Person")

        modes = derived(profile_of(app(Page("Home", DataView("M.Order", box)))))

        assert modes == {"Order": "None"}

    def test_what_a_microflow_does_is_not_the_profiles_doing(self, profile_of) -> None:
        flow = Microflow("S", Retrieve("M.Order"))

        modes = derived(profile_of(app(Page("Home", Button("Go", CallMicroflow("M.S"))), flow)))

        assert modes == {}

    def test_specializations_of_queried_entities_are_preserved(self, profile_of) -> None:
        profile = profile_of(app(Page("Home", ListView("M.Person"))))

        assert derived(profile) == {"Person": "All", "Customer": "NoneAndPreserveData"}
        reason = str(profile.usage.derived_modes["M.Customer"])
        assert reason == "specialization of M.Person, which is queried"

    def test_only_what_is_kept_in_the_database_has_a_mode(self, profile_of) -> None:
        widgets = [ListView(f"M.{name}") for name in ("Draft", "Remote", "View")]

        assert derived(profile_of(app(Page("Home", *widgets, ListView(ListenTo("x")))))) == {}

    def test_system_entities_have_modes_too(self, profile_of) -> None:
        profile = profile_of(app(Page("Home", ListView("System.User"))))

        assert profile.usage.derived_modes["System.User"].mode is SyncMode.ALL

    def test_the_evidence_is_kept(self, profile_of) -> None:
        profile = profile_of(app(Page("Home", ListView("M.Order", name="orders"))))

        evidence = str(profile.usage.derived_modes["M.Order"])

        assert evidence == 'queried by page M.Home, list view "orders"'


class TestEffectiveModes:
    page = Page("Home", ListView("M.Order"))

    @pytest.mark.parametrize("version", ["8.5.0", "9.10.0", "10.24.9", "11.2.0", "11.15.0"])
    def test_a_row_wins_in_every_version(self, version: str, profile_of) -> None:
        mode = profile_of(app(self.page, version=version, rows={"M.Order": "None"})).mode(
            "M.Order"
        )

        assert mode.mode is SyncMode.NONE
        assert mode.source is ModeSource.ROW
        assert mode.confidence is Confidence.HIGH

    def test_without_a_row_the_mode_is_derived_until_10_24(self, profile_of) -> None:
        mode = profile_of(app(self.page, version="10.24.9")).mode("M.Order")

        assert (mode.mode, mode.source) == (SyncMode.ALL, ModeSource.DERIVED)
        assert not mode.is_online

    @pytest.mark.parametrize("version", ["11.0.0", "11.3.5"])
    def test_without_a_row_nobody_knows_from_11_0_to_11_3(self, version: str, profile_of) -> None:
        mode = profile_of(app(self.page, version=version)).mode("M.Order")

        assert mode.is_online
        assert mode.is_offline
        assert mode.confidence is Confidence.LOW

    def test_without_a_row_an_entity_is_online_from_11_4_on(self, profile_of) -> None:
        mode = profile_of(app(self.page, version="11.4.0")).mode("M.Order")

        assert (mode.mode, mode.source) == (SyncMode.ONLINE, ModeSource.VERSION_DEFAULT)
        assert mode.confidence is Confidence.MEDIUM
        assert str(mode) == "Online by default"

    @pytest.mark.parametrize(("version", "expected"), [("10.24.0", True), ("11.4.0", False)])
    def test_an_unused_specialization_is_in_the_profile_until_11(
        self, version: str, *, expected: bool, profile_of
    ) -> None:
        page = Page("Home", ListView("M.Person"))

        modes = profile_of(app(page, version=version)).modes

        assert ("M.Customer" in modes) is expected

    def test_what_is_not_reached_is_not_in_the_profile(self, profile_of) -> None:
        mode = profile_of(app(self.page, version="11.6.0")).mode("M.Line")

        assert mode.source is ModeSource.NOT_IN_PROFILE
        assert str(mode) == "not part of the profile"
        assert not mode.is_online
        assert not mode.is_offline

    def test_the_first_of_two_rows_counts(self, profile_of) -> None:
        rows = (Row("M.Order", "Never"), Row("M.Order", "Online"))

        mode = profile_of(app(self.page, rows=rows)).mode("M.Order")

        assert mode.mode is SyncMode.NEVER

    def test_rows_of_what_has_no_database_say_nothing(self, profile_of) -> None:
        rows = {"M.Draft": "Online", "M.View": "Online", "M.Remote": "Online"}

        assert set(profile_of(app(self.page, rows=rows)).modes) == {"M.Order"}

    def test_a_row_of_an_entity_nobody_knows_is_believed_with_doubt(self, profile_of) -> None:
        mode = profile_of(app(self.page, rows={"System.Newest": "Online"})).mode("System.Newest")

        assert mode.is_online
        assert mode.confidence is Confidence.MEDIUM

    def test_a_mode_from_the_future_is_listed_and_decides_nothing(self, profile_of) -> None:
        profile = profile_of(app(self.page, rows={"M.Order": "Psychic"}))

        assert profile.mode("M.Order").source is ModeSource.DERIVED
        assert any("mode Psychic" in str(each) for each in profile.not_followed)

    def test_doubt_about_the_way_is_doubt_about_the_mode(self, profile_of) -> None:
        pages = (
            Page("Home", Button("Beam", UnknownAction("M.Next"))),
            Page("Next", *self.page.widgets),
        )

        mode = profile_of(app(*pages)).mode("M.Order")

        assert mode.confidence is Confidence.MEDIUM
