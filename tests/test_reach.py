"""What a profile reaches, by which way, and what the walk could not see through."""

from __future__ import annotations

from pathlib import Path

import pytest

from pytest_osm.facts.server_calls import ServerAccess
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Button,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Container,
    Create,
    DataView,
    Disabled,
    Entity,
    FromContext,
    FromNanoflow,
    If,
    JavaScriptAction,
    Layout,
    ListView,
    Loop,
    Menu,
    MenuBar,
    MenuItem,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    ShowPage,
    Snippet,
    SnippetCall,
    Text,
    UnknownAction,
    WebProfile,
)


def app(*contents: object, **profile: object) -> App:
    return App(
        "11.6.0",
        Module("M", *contents),
        NativeProfile(**{"home": "M.Home", **profile}),
    )


def reached(profile) -> set[str]:
    return {str(each.document) for each in profile.reach.reached.values()}


def path_to(profile, document: str) -> str:
    steps = {str(each.document): each.path for each in profile.reach.reached.values()}
    return " > ".join(steps[document])


class TestStarts:
    def test_home_page_role_homes_and_bottom_bar_of_a_native_profile(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home"),
                Page("AdminHome"),
                Page("More"),
                Page("Elsewhere"),
                role_homes={"Admin": "M.AdminHome"},
                bottom_bar={"More": "M.More"},
            )
        )

        assert reached(profile) == {"page M.Home", "page M.AdminHome", "page M.More"}
        assert path_to(profile, "page M.AdminHome").startswith('home page of role "Admin" > ')
        assert path_to(profile, "page M.More").startswith('bottom bar item "More" > ')

    def test_the_home_page_is_named_before_other_ways_to_it(self, profile_of) -> None:
        profile = profile_of(app(Page("Home"), bottom_bar={"Home": "M.Home"}))

        assert path_to(profile, "page M.Home") == "home page > page M.Home"

    def test_a_home_nanoflow(self, profile_of) -> None:
        profile = profile_of(
            app(
                Nanoflow("Start", ShowPage("M.First")),
                Page("First"),
                home="",
                home_nanoflow="M.Start",
            )
        )

        assert (
            path_to(profile, "page M.First")
            == "home page > nanoflow M.Start > show page > page M.First"
        )

    def test_menus_login_and_not_found_pages_of_a_web_profile(self, profile_of) -> None:
        menu = (MenuItem("Top", items=(MenuItem("Orders", OpenPage("M.Orders")),)),)
        profile = profile_of(
            App(
                "11.6.0",
                Module("M", *(Page(name) for name in ("Home", "Orders", "Login", "Lost"))),
                WebProfile(home="M.Home", menu=menu, login="M.Login", not_found="M.Lost"),
            )
        )

        assert path_to(profile, "page M.Orders") == 'menu item "Orders" > page M.Orders'
        assert path_to(profile, "page M.Login") == "login page > page M.Login"
        assert path_to(profile, "page M.Lost") == "not-found page > page M.Lost"

    def test_a_microflow_cannot_choose_an_offline_home_page(self, profile_of) -> None:
        profile = profile_of(
            App(
                "11.6.0",
                Module("M", Microflow("Choose"), Page("Home")),
                WebProfile(home_microflow="M.Choose"),
            )
        )

        assert reached(profile) == set()
        (unseen,) = profile.not_followed
        assert "microflow M.Choose" in str(unseen)


class TestOfflineProfiles:
    @pytest.mark.parametrize(
        "kind", ["ResponsiveOffline", "TabletOffline", "PhoneOffline", "HybridPhoneOffline"]
    )
    def test_a_web_profile_is_offline_by_its_kind(self, kind: str, profile_of) -> None:
        profile = profile_of(App("9.0.0", Module("M"), WebProfile(kind=kind, name="P")), "P")

        assert profile.is_offline

    def test_a_name_says_nothing(self, profile_of) -> None:
        web = WebProfile(kind="Responsive", name="HybridPhoneOffline")
        profile = profile_of(App("10.0.0", Module("M"), web), "HybridPhoneOffline")

        assert not profile.is_offline

    def test_a_disabled_profile_does_not_count(self, profile_of) -> None:
        web = WebProfile(kind="PhoneOffline", enabled=False)
        profile = profile_of(App("7.0.0", Module("M"), web), "PhoneOffline")

        assert not profile.is_offline


class TestPages:
    def test_layouts_snippets_and_what_they_lead_to(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home", SnippetCall("M.Outer"), layout="M.Base"),
                Layout("Base", Container(Button("Help", OpenPage("M.Help")))),
                Snippet("Outer", SnippetCall("M.Inner")),
                Snippet("Inner", Button("Go", OpenPage("M.Next"))),
                Page("Help"),
                Page("Next"),
            )
        )

        assert (
            path_to(profile, "page M.Next")
            == 'home page > page M.Home > snippet call "snippetCall1" > snippet M.Outer'
            ' > snippet call "snippetCall1" > snippet M.Inner > button "Go" > page M.Next'
        )
        assert (
            path_to(profile, "page M.Help")
            == 'home page > page M.Home > layout > layout M.Base > button "Help" > page M.Help'
        )

    def test_actions_and_sources_of_pluggable_widgets_at_any_depth(self, profile_of) -> None:
        inner = Pluggable(FromNanoflow("M.Source"), on_click=CallNanoflow("M.Click"))
        profile = profile_of(
            app(
                Page("Home", Pluggable("M.Order", Container(Pluggable("M.Order", inner)))),
                Entity("Order"),
                Nanoflow("Source", returns="[M.Order]"),
                Nanoflow("Click"),
            )
        )

        assert {"nanoflow M.Source", "nanoflow M.Click"} <= reached(profile)

    def test_names_in_a_widget_type_are_no_references(self, profile_of) -> None:
        profile = profile_of(
            App(
                "11.6.0",
                Module("M", Entity("Order"), Page("Home", Pluggable("M.Order"))),
                Module("Designer", Page("DefaultPage")),
                NativeProfile(home="M.Home"),
            )
        )

        assert reached(profile) == {"page M.Home"}

    def test_pages_for_specializations_and_new_objects(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page(
                    "Home",
                    Button("Open", OpenPage("M.Order", {"M.Urgent": "M.Urgent"})),
                    Button("New", Create("M.Urgent", "M.New")),
                ),
                Entity("Urgent"),
                Page("Order"),
                Page("Urgent"),
                Page("New"),
            )
        )

        assert {"page M.Order", "page M.Urgent", "page M.New"} <= reached(profile)

    def test_menu_documents_and_menus_of_other_profiles(self, profile_of) -> None:
        online = WebProfile(
            kind="Responsive", home="M.Never", menu=(MenuItem("B", OpenPage("M.B")),)
        )
        profile = profile_of(
            App(
                "11.6.0",
                Module(
                    "M",
                    Page("Home", MenuBar(menu="M.Menu"), MenuBar(profile="Responsive")),
                    Menu("Menu", MenuItem("A", OpenPage("M.A"))),
                    Page("A"),
                    Page("B"),
                    Page("Never"),
                ),
                online,
                NativeProfile(home="M.Home"),
            )
        )

        assert {"page M.A", "page M.B"} <= reached(profile)
        assert "page M.Never" not in reached(profile)
        assert path_to(profile, "page M.B").endswith('menu item "B" > page M.B')

    def test_a_profile_may_show_its_own_menu(self, profile_of) -> None:
        menu = (MenuItem("A", OpenPage("M.Home")),)
        profile = profile_of(
            App(
                "11.6.0",
                Module("M", Page("Home", MenuBar(profile="ResponsiveOffline"))),
                WebProfile(home="M.Home", menu=menu),
            )
        )

        assert reached(profile) == {"page M.Home"}
        assert profile.not_followed == ()

    def test_the_menu_of_a_profile_lies_in_the_navigation_document(self, profile_of) -> None:
        menu = (MenuItem("A", OpenPage("M.Home")),)
        other = WebProfile(kind="Responsive", name="Other", home="M.Home", menu=menu)
        widget = MenuBar(profile="Other")
        app = App("11.6.0", Module("M", Page("Home", widget)), WebProfile(home="M.Home"), other)
        profile = profile_of(app)

        (menu_of_other,) = profile.reach.of_kind(DocumentKind.NAVIGATION_MENU)
        assert menu_of_other.document.unit == profile.project.navigation_unit
        (own,) = profile.reach.own_menu
        assert own.document.unit == profile.project.navigation_unit

    def test_kinds_have_names_of_their_own(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home", Button("Go", CallNanoflow("M.Image"))),
                Nanoflow("Image"),
                Page("Image", Button("x", OpenPage("M.Beyond"))),
                Page("Beyond"),
                Entity("Image"),
            )
        )

        assert reached(profile) == {"page M.Home", "nanoflow M.Image"}


class TestFlows:
    def test_calls_pages_and_nanoflows_handed_to_javascript(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home", Button("Go", CallNanoflow("M.Main"))),
                Entity("Order"),
                Nanoflow(
                    "Main",
                    If("true", (CallNanoflowActivity("M.Sub"),), (ShowPage("M.Other"),)),
                    CallJavaScriptActivity("M.Wait", arguments={"then": "nanoflow:M.Then"}),
                    Retrieve("M.Order", "Orders"),
                    Loop("Orders", (CallNanoflowActivity("M.InLoop"),)),
                ),
                *(Nanoflow(name) for name in ("Sub", "Then", "InLoop")),
                Page("Other"),
                JavaScriptAction("Wait"),
            )
        )

        assert {
            "nanoflow M.Sub",
            "nanoflow M.Then",
            "nanoflow M.InLoop",
            "page M.Other",
        } <= reached(profile)
        assert path_to(profile, "nanoflow M.Then").endswith("parameter then > nanoflow M.Then")

    def test_microflows_run_on_the_server_and_are_not_walked(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page(
                    "Home",
                    Button("Now", CallMicroflow("M.Server")),
                    Button("Later", CallNanoflow("M.Client")),
                ),
                Nanoflow("Client", CallMicroflowActivity("M.Server")),
                Microflow("Server", ShowPage("M.OnServer")),
                Page("OnServer"),
            )
        )

        assert reached(profile) == {"page M.Home", "nanoflow M.Client"}
        assert profile.not_followed == ()

    def test_disabled_activities_cut_the_walk(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home", Button("Go", CallNanoflow("M.Main"))),
                Nanoflow("Main", Disabled(ShowPage("M.Off")), CallNanoflowActivity("M.On")),
                Nanoflow("On"),
                Page("Off"),
            )
        )

        assert reached(profile) == {"page M.Home", "nanoflow M.Main", "nanoflow M.On"}

    def test_circles_end(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home", SnippetCall("M.S"), Button("Go", CallNanoflow("M.A"))),
                Snippet("S", SnippetCall("M.S"), Button("Home", OpenPage("M.Home"))),
                Nanoflow("A", CallNanoflowActivity("M.B")),
                Nanoflow("B", CallNanoflowActivity("M.A"), CallNanoflowActivity("M.B")),
            )
        )

        assert len(reached(profile)) == 4

    def test_marketplace_modules_are_walked_like_any_other(self, profile_of) -> None:
        profile = profile_of(
            App(
                "11.6.0",
                Module("M", Page("Home", Button("Go", CallNanoflow("Bought.Open"))), Page("Next")),
                Module("Bought", Nanoflow("Open", ShowPage("M.Next")), marketplace=True),
                NativeProfile(home="M.Home"),
            )
        )

        assert "page M.Next" in reached(profile)


class TestWitness:
    def test_the_path_is_a_shortest_one(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page(
                    "Home",
                    Button("Long", CallNanoflow("M.Detour")),
                    Button("Short", OpenPage("M.Goal")),
                ),
                Nanoflow("Detour", ShowPage("M.Goal")),
                Page("Goal"),
            )
        )

        assert path_to(profile, "page M.Goal").endswith(
            'page M.Home > button "Short" > page M.Goal'
        )

    def test_a_step_names_the_innermost_thing_with_a_name(self, profile_of) -> None:
        click = OpenPage("M.Detail")
        profile = profile_of(
            app(
                Page("Home", Container(ListView("M.Order", name="orders", on_click=click))),
                Entity("Order"),
                Page("Detail"),
            )
        )

        assert 'list view "orders"' in path_to(profile, "page M.Detail")

    @pytest.mark.parametrize(
        ("widgets", "shown"),
        [
            ((), ""),
            ((Text("All orders"), Text("Second")), ' ("All orders")'),
            ((Container(Text(" "), Container(Text("All orders"))),), ' ("All orders")'),
            ((Text("{1} orders"), Text("All orders")), ' ("All orders")'),
            ((Text("All\norders "),), ' ("All orders")'),
            ((Text("A long text that explains something to people"),), ""),
        ],
    )
    def test_a_container_has_the_first_text_that_users_see(
        self, profile_of, widgets: tuple[Text, ...], shown: str
    ) -> None:
        opened = Container(*widgets, on_click=OpenPage("M.Detail"))
        profile = profile_of(app(Page("Home", opened), Page("Detail")))

        step = f'container "container1"{shown}'
        assert path_to(profile, "page M.Detail").endswith(f"page M.Home > {step} > page M.Detail")


class TestLegacyProperties:
    """Pluggable widgets from before actions name a document in a property."""

    @pytest.mark.parametrize(
        ("key", "name", "document"),
        [
            ("Form", "M.Next", "page M.Next"),
            ("Nanoflow", "M.Work", "nanoflow M.Work"),
        ],
    )
    def test_a_document_is_followed(self, profile_of, key: str, name: str, document: str) -> None:
        value = AnyPart("CustomWidgets$WidgetValue", **{key: name})
        widget = AnyWidget(
            "CustomWidgets$CustomWidget",
            Object=AnyPart(
                "CustomWidgets$WidgetObject",
                Properties=(AnyPart("CustomWidgets$WidgetProperty", Value=value),),
            ),
        )
        profile = profile_of(app(Page("Home", widget), Page("Next"), Nanoflow("Work")))

        assert path_to(profile, document)
        assert not profile.not_followed

    def test_a_microflow_is_a_call(self, profile_of) -> None:
        value = AnyPart("CustomWidgets$WidgetValue", Microflow="M.Server")
        widget = AnyWidget(
            "CustomWidgets$CustomWidget", Object=AnyPart("CustomWidgets$WidgetObject", V=value)
        )
        profile = profile_of(app(Page("Home", widget), Microflow("Server")))

        (call,) = subjects_of(ServerAccess, profile)
        assert str(call.request) == "calls microflow M.Server"

    def test_a_page_that_a_grid_shows_as_a_tooltip(self, profile_of) -> None:
        grid = AnyWidget("Forms$DataGrid", TooltipForm="M.Next")
        profile = profile_of(app(Page("Home", grid), Page("Next")))

        assert path_to(profile, "page M.Next")


class TestLabels:
    @pytest.mark.parametrize(
        ("widget", "label"),
        [
            (Button("Open", OpenPage("M.Next")), 'button "Open"'),
            (Button("{1}", OpenPage("M.Next")), 'button "{1}" (actionButton1)'),
            (Button("", OpenPage("M.Next")), 'button "actionButton1"'),
        ],
    )
    def test_a_button(self, profile_of, widget: object, label: str) -> None:
        profile = profile_of(app(Page("Home", widget), Page("Next")))
        assert path_to(profile, "page M.Next").split(" > ")[-2] == label

    @pytest.mark.parametrize(
        ("widget_id", "label"),
        [
            ("com.mendix.widget.web.datagrid.Datagrid", 'Grid "widget1", column "Name"'),
            ("com.example.Menu", 'Grid "widget1", item "Name"'),
        ],
    )
    def test_a_column_of_a_grid(self, profile_of, widget_id: str, label: str) -> None:
        named = AnyPart("Texts$Text", Items=(AnyPart("Texts$Translation", Text="Name"),))
        header = AnyPart("Forms$ClientTemplate", Template=named)
        values = (
            AnyPart("CustomWidgets$WidgetValue", TextTemplate=header),
            AnyPart("CustomWidgets$WidgetValue", Action=OpenPage("M.Next")),
        )
        column = AnyPart(
            "CustomWidgets$WidgetObject",
            Properties=tuple(
                AnyPart("CustomWidgets$WidgetProperty", Value=value) for value in values
            ),
        )
        widget = AnyWidget(
            "CustomWidgets$CustomWidget",
            Type=AnyPart("CustomWidgets$CustomWidgetType", WidgetId=widget_id, WidgetName="Grid"),
            Object=AnyPart(
                "CustomWidgets$WidgetObject",
                Properties=(
                    AnyPart(
                        "CustomWidgets$WidgetProperty",
                        Value=AnyPart("CustomWidgets$WidgetValue", Objects=(column,)),
                    ),
                ),
            ),
        )
        profile = profile_of(app(Page("Home", widget), Page("Next")))

        assert path_to(profile, "page M.Next").split(" > ")[-2] == label

    def test_a_column_of_a_classic_grid(self, profile_of) -> None:
        named = AnyPart("Texts$Text", Items=(AnyPart("Texts$Translation", Text="Name"),))
        column = AnyPart("Forms$DataGridColumn", Caption=named, Action=OpenPage("M.Next"))
        grid = AnyWidget("Forms$DataGrid", Columns=(column,))
        profile = profile_of(app(Page("Home", grid), Page("Next")))

        assert (
            path_to(profile, "page M.Next").split(" > ")[-2]
            == 'data grid "widget1", column "Name"'
        )


class TestNotFollowed:
    def test_a_document_that_does_not_exist(self, profile_of) -> None:
        profile = profile_of(app(Page("Home", Button("Go", OpenPage("M.Gone")))))

        (unseen,) = profile.not_followed
        assert str(unseen).startswith('page M.Home, button "Go": page M.Gone (there is no such')

    def test_an_unknown_action_is_followed_with_doubt(self, profile_of) -> None:
        profile = profile_of(
            app(Page("Home", Button("Beam", UnknownAction("M.Next"))), Page("Next"))
        )

        (unseen,) = profile.not_followed
        assert unseen.construct == "Forms$TeleportClientAction"
        doubts = {str(each.document): each.is_certain for each in profile.reach.reached.values()}
        assert doubts == {"page M.Home": True, "page M.Next": False}

    def test_doubt_is_passed_on(self, profile_of) -> None:
        profile = profile_of(
            app(
                Page("Home", Button("Beam", UnknownAction("M.Next"))),
                Page("Next", Button("On", OpenPage("M.Last"))),
                Page("Last"),
            )
        )

        last = list(profile.reach.reached.values())[-1]
        assert not last.is_certain

    def test_a_menu_of_a_profile_that_is_gone(self, profile_of) -> None:
        profile = profile_of(app(Page("Home", MenuBar(profile="Tablet"))))

        (unseen,) = profile.not_followed
        assert unseen.construct == "navigation menu Tablet"

    def test_what_opens_a_page_without_having_a_name(self, profile_of) -> None:
        class Nameless:
            def stored(self, context):
                return context.element("Forms$FormSettings", Form="M.Next")

        profile = profile_of(app(Page("Home", Nameless()), Page("Next")))

        assert path_to(profile, "page M.Next") == "home page > page M.Home > page M.Next"

    def test_a_parameter_source_reaches_nothing(self, profile_of) -> None:
        page = Page("Home", DataView(FromContext("M.Order")), parameters={"Order": "M.Order"})
        profile = profile_of(app(page, Entity("Order")))

        assert profile.not_followed == ()


class TestLanguage:
    CAPTION = "nl_NL:Bestellingen|en_US:Orders"

    @pytest.mark.parametrize(
        ("language", "caption"),
        [("en_US", "Orders"), ("nl_NL", "Bestellingen"), ("de_DE", "Bestellingen")],
    )
    def test_captions_are_in_the_default_language(
        self, profile_of, language: str, caption: str
    ) -> None:
        described = App(
            "11.6.0",
            Module("M", Page("Home", Button(self.CAPTION, OpenPage("M.Two"))), Page("Two")),
            NativeProfile(home="M.Home"),
            language=language,
        )

        assert f'button "{caption}"' in path_to(profile_of(described), "page M.Two")

    def test_settings_that_are_damaged_tell_no_language(self, tmp_path: Path) -> None:
        described = App("11.6.0", Module("M", Page("Home")), NativeProfile(home="M.Home"))
        model = described.write(tmp_path / "App.mpr")
        for unit in (tmp_path / "mprcontents").rglob("*.mxunit"):
            if b"Settings$ProjectSettings" in unit.read_bytes()[:200]:
                unit.unlink()

        assert read_mpr(model).language == ""
