"""Nothing on an offline page or in a nanoflow is passed over in silence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from attrs import frozen
from bson import decode, encode
from conftest import CORPUS

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import open_profiles
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.model.metamodel import Treatment, metamodel
from pytest_osm.model.parsing import DECLARED
from pytest_osm.model.stored_fields import declaration
from pytest_osm.testing import (
    AnyActivity,
    AnyObject,
    AnyPart,
    AnyWidget,
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Container,
    Create,
    CreateObject,
    Delete,
    Disabled,
    Entity,
    If,
    JavaScriptAction,
    ListView,
    Menu,
    MenuBar,
    MenuItem,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    OpenPage,
    Page,
    Return,
    ShowMessage,
    ShowPage,
    Snippet,
    SnippetCall,
    Synchronize,
    TextBox,
    WebProfile,
    findings_of,
)
from pytest_osm.testing.activities import ActionActivity
from pytest_osm.testing.stored import Context, Stored

SETTINGS_LIST = AnyPart("Forms$FormSettings", Form=("M.Next",))
SETTINGS_TWICE = AnyPart("Forms$FormSettings", Form="M.Home", Page="M.Next")
ProfileOf = Callable[[App], Profile]
CALL = CallMicroflowActivity("M.Server")


class Inside:
    """The action of an activity, inside of something else."""

    def __init__(self, activity: ActionActivity) -> None:
        self.activity = activity

    def stored(self, context: Context) -> Stored:
        return self.activity.action(context)


@frozen
class AnyDocument:
    """A document of any stored type."""

    name: str
    storage_type: str

    def stored(self, context: Context) -> Stored:
        return context.element(self.storage_type, Name=self.name)


DOCUMENTS = (Page, Snippet, Nanoflow, Menu, AnyDocument)


def app(*parts: object, rows: dict[str, str] | None = None) -> App:
    """An app whose home page has some widgets; its nanoflow Work has some activities."""
    documents = [each for each in parts if isinstance(each, DOCUMENTS)]
    widgets = [each for each in parts if each not in documents and hasattr(each, "stored")]
    return App(
        "11.6.0",
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Entity("Order"),
            Entity("Part"),
            Association("Part_Order", "Part", "Order"),
            Page("Home", Button("Work", CallNanoflow("M.Work")), *widgets),
            Microflow("Server"),
            *documents,
        ),
        NativeProfile(home="M.Home", rows=rows or {}),
    )


def work(*activities: object) -> App:
    return app(Nanoflow("Work", *activities))


def told(profile: Profile) -> list[str]:
    return [str(each) for each in profile.not_followed if "M.Work (there is no" not in str(each)]


class TestNames:
    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("M.Order", "entity M.Order"),
            ("M.Part_Order", "association M.Part_Order"),
            ("M.Server", "microflow M.Server"),
            ("M.Next", "page M.Next"),
        ],
    )
    def test_a_key_that_nobody_reads(self, profile_of: ProfileOf, name: str, what: str) -> None:
        button = AnyWidget("Forms$ActionButton", Secret=name, Name="b")

        (line,) = told(profile_of(app(button, Page("Next"))))

        assert line == (
            f'page M.Home, button "b": {what} (Secret of action button is a key that is unknown'
            " here)"
        )

    @pytest.mark.parametrize(
        ("storage_type", "what"),
        [
            ("Enumerations$Enumeration", "enumeration M.Other"),
            ("Constants$Constant", "constant M.Other"),
            ("Microflows$Rule", "rule M.Other"),
            ("JavaActions$JavaAction", "java action M.Other"),
            ("Workflows$Workflow", "workflow M.Other"),
            ("Future$Thing", "thing M.Other"),
        ],
    )
    def test_a_document_that_nothing_is_followed_into(
        self, profile_of: ProfileOf, storage_type: str, what: str
    ) -> None:
        button = AnyWidget("Forms$ActionButton", Secret="M.Other", Name="b")

        (line,) = told(profile_of(app(button, AnyDocument("Other", storage_type))))

        assert line.startswith(f'page M.Home, button "b": {what} (Secret of action button')

    def test_a_name_of_no_document(self, profile_of: ProfileOf) -> None:
        named = AnyWidget("Forms$ActionButton", Secret=("M.Nothing", "Other.Other"))

        assert told(profile_of(app(named, AnyDocument("Other", "Enumerations$Enumeration")))) == []

    def test_in_a_list(self, profile_of: ProfileOf) -> None:
        listed = AnyWidget("Forms$ActionButton", Secret=("M.Order", "M.Nothing", "M.Part"))
        assert [line.split(": ")[1][:14] for line in told(profile_of(app(listed)))] == [
            "entity M.Order",
            "entity M.Part ",
        ]

    def test_in_a_part_that_no_class_declares(self, profile_of: ProfileOf) -> None:
        deep = Container(AnyWidget("Forms$GroupBox", Header=AnyPart("Forms$Label", X="M.Order")))
        (line,) = told(profile_of(app(deep)))
        assert "entity M.Order (X of label" in line

    def test_in_a_part_that_is_consumed(self, profile_of: ProfileOf) -> None:
        reference = AnyPart("DomainModels$DirectEntityRef", Entity="M.Part", Also="M.Order")
        view = AnyWidget(
            "Forms$DataView", DataSource=AnyPart("Forms$DataViewSource", EntityRef=reference)
        )
        (line,) = told(profile_of(app(view)))
        assert "entity M.Order (Also of direct entity ref" in line

    def test_in_a_nanoflow(self, profile_of: ProfileOf) -> None:
        (line,) = told(profile_of(work(AnyActivity("Microflows$CommitAction", Extra="M.Order"))))
        assert line.startswith("nanoflow M.Work, commit $: entity M.Order (Extra of commit action")

    def test_in_the_profile(self, profile_of: ProfileOf) -> None:
        class Odd(NativeProfile):
            def stored(self, context: Context) -> dict[str, object]:
                return {**super().stored(context), "Secret": "M.Order"}

        model = App("11.6.0", Module("M", Entity("Order"), Page("Home")), Odd(home="M.Home"))
        (line,) = told(profile_of(model))
        assert line.startswith(
            "navigation profile NativePhone, profile NativePhone: entity M.Order (Secret of"
        )

    def test_what_is_no_name_of_the_model(self, profile_of: ProfileOf) -> None:
        assert not told(
            profile_of(app(AnyWidget("Forms$ActionButton", Secret="M.Gone", Url="a.b")))
        )

    @pytest.mark.parametrize(
        "harmless",
        [
            AnyWidget("Forms$DynamicText", Content=AnyPart("Texts$Text", Items="M.Order")),
            AnyWidget(
                "CustomWidgets$CustomWidget",
                Type=AnyPart("CustomWidgets$WidgetObjectType", Default="M.Order"),
            ),
            AnyWidget(
                "Forms$DivContainer",
                Appearance=AnyPart("Forms$Appearance", DesignProperties=("M.Order",)),
            ),
            AnyWidget(
                "Forms$DivContainer",
                ConditionalVisibilitySettings=AnyPart(
                    "Forms$ConditionalVisibilitySettings", ModuleRoles=("M.Order",)
                ),
            ),
        ],
        ids=["texts", "type description", "design properties", "module roles"],
    )
    def test_what_is_left_alone_for_a_reason(
        self, profile_of: ProfileOf, harmless: AnyPart
    ) -> None:
        assert not told(profile_of(app(harmless)))

    def test_a_disabled_activity_is_left_alone(self, profile_of: ProfileOf) -> None:
        class Odd(CallMicroflowActivity):
            def action(self, context):
                return {**super().action(context), "Secret": "M.Order"}

        assert not told(profile_of(work(Disabled(Odd("M.Server")))))
        assert told(profile_of(work(Odd("M.Server"))))

    def test_a_document_is_followed_with_doubt(self, profile_of: ProfileOf) -> None:
        button = AnyWidget("Forms$ActionButton", Secret="M.Next")
        profile = profile_of(app(button, Page("Next", ListView("M.Order"))))

        reached = {str(each.document): each.is_certain for each in profile.reach.reached.values()}
        assert reached["page M.Next"] is False
        assert "M.Order" in profile.usage.derived_modes

    def test_a_name_that_may_be_an_entity_is_not_followed(self, profile_of: ProfileOf) -> None:
        button = AnyWidget("Forms$ActionButton", Secret="M.Order")
        profile = profile_of(app(button, Page("Order")))

        (line,) = told(profile)
        assert "page or entity M.Order" in line
        assert "page M.Order" not in {
            str(each.document) for each in profile.reach.reached.values()
        }


class TestConstraints:
    @pytest.mark.parametrize(
        "values", [{"XPathConstraint": " [Name = 'x'] "}, {"Filter": "[M.Part_Order/M.Order]"}]
    )
    def test_one_that_nobody_reads(self, profile_of: ProfileOf, values: dict[str, str]) -> None:
        (line,) = told(profile_of(app(AnyWidget("Forms$GroupBox", **values))))
        assert "XPath constraint " in line
        assert "of group box is a key that is unknown here" in line

    @pytest.mark.parametrize(
        "values", [{"XPathConstraint": " "}, {"Value": "[%CurrentDateTime%]"}, {"Value": "x = 1"}]
    )
    def test_what_is_none(self, profile_of: ProfileOf, values: dict[str, str]) -> None:
        assert not told(profile_of(app(AnyWidget("Forms$GroupBox", **values))))


UNKNOWN = "a construct that is unknown here"


class TestTypes:
    @pytest.mark.parametrize(
        "widget",
        [
            AnyWidget("Forms$HoloGrid"),
            AnyPart("NativePages$HoloGrid", Name="holo"),
            AnyPart("Holo$Grid"),
            Button("Go", AnyPart("Forms$Teleport")),
            AnyWidget("Forms$DataView", DataSource=AnyPart("Holo$Oracle")),
        ],
        ids=["widget", "of another namespace", "without a name", "action", "data source"],
    )
    def test_a_part_of_a_page(self, profile_of: ProfileOf, widget: object) -> None:
        (line,) = told(profile_of(app(widget)))
        assert line.endswith(f"({UNKNOWN})")

    @pytest.mark.parametrize(
        "activity",
        [
            AnyObject("Microflows$Portal"),
            AnyActivity("Holo$Beam"),
            AnyActivity("Microflows$RestCallAction"),
            AnyActivity(
                "Microflows$JavaScriptActionCallAction",
                ParameterMappings=(
                    AnyPart(
                        "Microflows$JavaScriptActionParameterMapping",
                        ParameterValue=AnyPart("Microflows$HoloParameterValue"),
                    ),
                ),
            ),
            AnyActivity(
                "Microflows$ListOperationsAction", NewOperation=AnyPart("Microflows$Shuffle")
            ),
        ],
        ids=["flow object", "action", "action of the server", "argument", "list operation"],
    )
    def test_a_part_of_a_nanoflow(self, profile_of: ProfileOf, activity: object) -> None:
        (line,) = told(profile_of(work(activity)))
        assert line.endswith(f"({UNKNOWN})")

    def test_what_lies_below_is_at_most_medium(self, profile_of: ProfileOf) -> None:
        teleport = AnyPart("Forms$TeleportClientAction", Inner=CallNanoflow("M.Work"))
        model = app(Nanoflow("Work", CALL))
        model = App(
            "11.6.0",
            Module(
                "M",
                Page("Home", Button("Go", teleport)),
                Nanoflow("Work", CALL),
                Microflow("Server"),
            ),
            NativeProfile(home="M.Home"),
        )

        (finding,) = findings_of(model, "OSM501")

        assert finding.confidence is Confidence.MEDIUM

    def test_a_query_below_is_at_most_medium(self) -> None:
        grid = AnyWidget("Forms$HoloGrid", Widgets=(ListView("M.Order"),))
        model = App(
            "11.6.0",
            Module(
                "M",
                Entity("Order"),
                Page("Home", Button("Go", OpenPage("M.Next"))),
                Page("Next", grid),
            ),
            NativeProfile(home="M.Home", rows={"M.Order": "Online"}),
        )
        (finding,) = findings_of(model.at("11.0.0"), "OSM305")
        assert finding.confidence is Confidence.MEDIUM
        assert "M.Order" in finding.text

    def test_control_flow_passes_through_an_unknown_object(self) -> None:
        check = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
        portal = AnyObject("Microflows$Portal")
        guarded = work(portal, check, If("$IsConnected", (CALL,), (ShowMessage("No."), Return())))
        unguarded = work(portal, CALL)

        assert not findings_of(guarded, "OSM501")
        (finding,) = findings_of(unguarded, "OSM501")
        assert finding.confidence is Confidence.MEDIUM

    def test_what_comes_before_it_is_certain(self) -> None:
        (finding,) = findings_of(work(CALL, AnyObject("Microflows$Portal")), "OSM501")
        assert finding.confidence is Confidence.HIGH


class TestShapes:
    """What stands under a key that is read, but is not what is read there."""

    @pytest.mark.parametrize(
        "part",
        [
            Button("x", AnyPart("Forms$FormAction", FormSettings=SETTINGS_LIST)),
            AnyWidget("Forms$GroupBox", Secret=(("M.Next",),)),
            AnyWidget("Forms$DataView", SourceVariable="M.Next"),
            Button("x", AnyPart("Forms$FormAction", FormSettings=SETTINGS_TWICE)),
            AnyWidget("Forms$GroupBox", X=AnyPart("", Y="M.Next")),
        ],
        ids=["a list", "lists in lists", "a text for a part", "a second key", "without a type"],
    )
    def test_names(self, profile_of: ProfileOf, part: object) -> None:
        assert any("page M.Next" in line for line in told(profile_of(app(part, Page("Next")))))

    def test_the_first_key_that_is_not_empty_is_read(self, profile_of: ProfileOf) -> None:
        settings = AnyPart("Forms$FormSettings", Form="", Page="M.Next")
        button = Button("x", AnyPart("Forms$FormAction", FormSettings=settings))
        profile = profile_of(app(button, Page("Next")))

        assert not told(profile)
        assert "page M.Next" in {str(each.document) for each in profile.reach.reached.values()}

    @pytest.mark.parametrize(
        "part",
        [
            AnyWidget(
                "Forms$DataView",
                DataSource=AnyPart("Forms$DataViewSource", EntityRef=AnyPart("Holo$Ref")),
            ),
            AnyWidget("Forms$GroupBox", Name=AnyPart("Holo$Name")),
            AnyPart("Forms$PageParameter", ParameterType=AnyPart("DataTypes$HoloType")),
        ],
        ids=["entity reference", "name", "data type"],
    )
    def test_parts_of_unknown_types(self, profile_of: ProfileOf, part: object) -> None:
        assert any(line.endswith(f"({UNKNOWN})") for line in told(profile_of(app(part))))

    def test_what_is_read_through_an_unknown_part_is_in_doubt(self) -> None:
        reference = AnyPart("Holo$Ref", Entity="M.Order")
        source = AnyPart("Forms$ListViewXPathSource", EntityRef=reference, XPathConstraint="")
        model = app(AnyWidget("Forms$ListView", DataSource=source), rows={"M.Order": "Online"})

        (finding,) = findings_of(model, "OSM503")
        assert finding.confidence is Confidence.MEDIUM

    def test_a_constraint_without_an_entity(self, profile_of: ProfileOf) -> None:
        source = AnyPart("Forms$ListViewXPathSource", EntityRef=None, XPathConstraint="[A = 1]")
        (line,) = told(profile_of(app(AnyWidget("Forms$ListView", DataSource=source))))
        assert line.endswith("XPath constraint (its entity is unknown)")

        value = AnyPart("CustomWidgets$WidgetValue", XPathConstraint="[A = 1]")
        (line,) = told(profile_of(app(AnyWidget("CustomWidgets$CustomWidget", Object=value))))
        assert line.endswith("XPath constraint (its entity is unknown)")

    @pytest.mark.parametrize(
        "values",
        [
            {"Text": "[Sync] started at M.Order"},
            {"Documentation": "M.Order"},
            {"Documentation": "see $Part/M.Part_Order/M.Order/Name"},
            {"Caption": "[M.Order] first"},
            {"Class": "M.Order"},
            {"Pattern": '["M.Order"]'},
            {"Pattern": "[0-9.]+"},
        ],
    )
    def test_free_texts_are_no_names(self, profile_of: ProfileOf, values: dict[str, str]) -> None:
        profile = profile_of(app(AnyWidget("Forms$GroupBox", **values)))
        assert not told(profile)
        assert not profile.access.uses


class TestCertainty:
    """A finding that rests on something unknown says so, however it rests on it."""

    def confidences(self, model: App, code: str) -> set[str]:
        return {each.confidence.word for each in findings_of(model, code)}

    @pytest.mark.parametrize(
        ("code", "widget"),
        [
            ("OSM503", AnyWidget("Forms$Holo", W=(ListView("M.Order"),))),
            ("OSM503", AnyWidget("Forms$Holo", W=(SnippetCall("M.Orders"),))),
            ("OSM502", AnyWidget("Forms$Holo", W=(Button("Go", OpenPage("M.List")),))),
            ("OSM502", AnyWidget("Forms$Holo", Page="M.List")),
            ("OSM502", AnyWidget("Forms$GroupBox", Secret="M.List")),
            ("OSM501", AnyWidget("Forms$Holo", W=(Button("Go", CallMicroflow("M.Server")),))),
            ("OSM501", Button("x", AnyPart("Holo$Act", In=CallMicroflow("M.Server")))),
        ],
    )
    def test_below_an_unknown_part_of_a_page(self, code: str, widget: object) -> None:
        model = app(
            widget,
            Snippet("Orders", ListView("M.Order")),
            Page("List", ListView("M.Order")),
            rows={"M.Order": "Online"},
        )
        assert self.confidences(model, code) == {"medium"}

    @pytest.mark.parametrize(
        ("code", "key", "part"),
        [
            ("OSM503", "Footer", ListView("M.Order")),
            ("OSM502", "SwipeAction", OpenPage("M.List")),
            ("OSM502", "Secrets", (OpenPage("M.List"), OpenPage("M.Home"))),
            ("OSM501", "SwipeAction", CallMicroflow("M.Server")),
        ],
    )
    def test_known_parts_under_an_unknown_key(self, code: str, key: str, part: object) -> None:
        model = app(
            AnyWidget("Forms$GroupBox", **{key: part}),
            Page("List", ListView("M.Order")),
            rows={"M.Order": "Online"},
        )
        assert self.confidences(model, code) == {"medium"}

    @pytest.mark.parametrize(
        ("code", "inside"),
        [
            ("OSM501", CALL),
            ("OSM501", CallNanoflowActivity("M.Sub")),
            ("OSM502", ShowPage("M.List")),
        ],
    )
    def test_below_an_unknown_action(self, code: str, inside: ActionActivity) -> None:
        model = app(
            Nanoflow("Work", AnyActivity("Holo$Beam", In=Inside(inside))),
            Nanoflow("Sub", CALL),
            Page("List", ListView("M.Order")),
            rows={"M.Order": "Online"},
        )
        assert self.confidences(model, code) == {"medium"}

    @pytest.mark.parametrize(
        "before",
        [
            CallNanoflowActivity("M.Sub"),
            AnyActivity("Microflows$ListOperationsAction", NewOperation=AnyPart("Microflows$Mix")),
            AnyObject(
                "Microflows$ExclusiveSplit",
                SplitCondition=AnyPart(
                    "Microflows$RuleSplitCondition",
                    RuleCall=AnyPart("Microflows$RuleCall", Microflow="M.IsOpen"),
                ),
            ),
        ],
        ids=["a nanoflow with something unknown", "an unknown part", "a rule"],
    )
    def test_behind(self, before: object) -> None:
        model = app(
            Nanoflow("Work", before, CALL), Nanoflow("Sub", AnyObject("Microflows$Portal"))
        )
        assert self.confidences(model, "OSM501") == {"medium"}

    def test_behind_in_the_same_nanoflow(self) -> None:
        behind = work(AnyObject("Microflows$Portal"), CALL)
        before = work(CALL, AnyObject("Microflows$Portal"))

        assert self.confidences(behind, "OSM404") == {"medium"}
        assert self.confidences(before, "OSM404") == {"high"}

    def test_a_way_that_is_certain_is_preferred_though_longer(self, profile_of: ProfileOf) -> None:
        model = app(
            AnyWidget("Forms$Holo", Page="M.Last"),
            Button("1", OpenPage("M.First")),
            Page("First", Button("2", OpenPage("M.Last"))),
            Page("Last"),
        )
        reached = {str(each.document): each for each in profile_of(model).reach.reached.values()}
        assert reached["page M.Last"].is_certain
        assert reached["page M.Last"].path[-4:-1] == ('button "1"', "page M.First", 'button "2"')

    def test_a_selector_of_something_unknown(self, profile_of: ProfileOf) -> None:
        selector = AnyWidget("Forms$ReferenceSetSelector", XPathConstraint="[Name = 'a']")
        assert not profile_of(app(selector)).access.queries

    def test_what_may_be_done_by_something_unknown(self) -> None:
        check = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="c")
        said = work(check, If("$c", (CALL,), (AnyObject("Microflows$Portal"), Return())))
        used = work(check, AnyActivity("Holo$Beam", Condition="$c"))

        assert not findings_of(said, "OSM504")
        assert not findings_of(used, "OSM504")

    def test_a_container_whose_source_is_unknown_has_no_known_object(
        self, profile_of: ProfileOf
    ) -> None:
        view = AnyWidget(
            "Forms$DataView", DataSource=AnyPart("Holo$Oracle"), Widgets=(TextBox("M.Part.Name"),)
        )
        model = app(
            Button("Go", OpenPage("M.Next")), Page("Next", view, parameters={"O": "M.Order"})
        )

        assert not profile_of(model).usage.writes

    def test_a_variable_of_something_unknown_has_no_type(self) -> None:
        made = Inside(CreateObject("M.Order", into="Order"))
        model = app(
            Nanoflow("Work", AnyActivity("Holo$Beam", In=made), Synchronize(("Order",))),
            rows={"M.Order": "Online"},
        )
        assert not findings_of(model.at("11.0.0"), "OSM403")

    def test_a_specialization_of_what_is_queried_in_doubt(self) -> None:
        model = App(
            "10.20.0",
            Module(
                "M",
                Entity("Order"),
                Entity("Special", "M.Order"),
                Entity("Other"),
                Association("Other_Special", "Other", "Special"),
                Page(
                    "Home", AnyWidget("Forms$Holo", W=(ListView("M.Order"),)), ListView("M.Other")
                ),
            ),
            NativeProfile(home="M.Home", rows={"M.Other": "Online"}),
        )
        assert self.confidences(model, "OSM201") == {"medium"}

    def test_the_doubt_of_what_a_finding_is_about_counts(self) -> None:
        certain = OnError(CALL, ShowMessage("!"))
        model = work(certain, AnyActivity("Holo$Beam", In=Inside(CALL)))

        assert self.confidences(model, "OSM404") == {"medium"}


class TestProfiles:
    """What lies in the navigation document is looked at like any other document."""

    def test_the_own_menu_creates_objects(self, profile_of: ProfileOf) -> None:
        menu = (MenuItem("New", Create("M.Order", "M.Home")),)
        model = App(
            "11.6.0",
            Module("M", Entity("Order"), Page("Home")),
            WebProfile(home="M.Home", menu=menu, rows={"M.Order": "Online"}),
        )

        assert "M.Order" in profile_of(model).usage.derived_modes
        assert not findings_of(model, "OSM105")

    def test_a_menu_has_no_object_to_delete(self, profile_of: ProfileOf) -> None:
        model = App(
            "11.6.0",
            Module("M", Entity("Order"), Page("Home")),
            WebProfile(
                home="M.Home", menu=(MenuItem("Delete", Delete()),), rows={"M.Order": "Online"}
            ),
        )

        assert not findings_of(model, "OSM501")

    def test_an_unknown_key_beside_the_profiles(
        self, profile_of: ProfileOf, tmp_path: Path
    ) -> None:
        model = App("11.6.0", Module("M", Page("Home")), NativeProfile(home="M.Home")).write(
            tmp_path / "App.mpr", storage=1
        )
        with closing(sqlite3.connect(model)) as database, database:
            for unit, contents in database.execute("SELECT UnitID, Contents FROM Unit").fetchall():
                document = decode(contents)
                if document["$Type"] == "Navigation$NavigationDocument":
                    changed = encode({**document, "Secret": "M.Home"})
                    database.execute(
                        "UPDATE Unit SET Contents = ? WHERE UnitID = ?", (changed, unit)
                    )

        (profile,) = open_profiles(model, Settings())
        assert any("(Secret of navigation document" in str(each) for each in profile.not_followed)

    def test_an_unknown_item_in_the_menu_of_another_profile(self, profile_of: ProfileOf) -> None:
        odd = AnyPart("Menus$HoloItem", Page="M.Next")
        model = App(
            "11.6.0",
            Module("M", Page("Home", MenuBar(profile="Tablet")), Page("Next")),
            NativeProfile(home="M.Home"),
            WebProfile(name="Tablet", kind="Tablet", home="M.Home", menu=(odd,)),
        )

        (line,) = told(profile_of(model))
        assert line == f"navigation menu Tablet: Menus$HoloItem ({UNKNOWN})"


class TestOthers:
    def test_a_rule_in_a_decision(self, profile_of: ProfileOf) -> None:
        rule = AnyPart(
            "Microflows$RuleSplitCondition",
            RuleCall=AnyPart("Microflows$RuleCall", Microflow="M.IsOpen"),
        )
        decision = AnyObject("Microflows$ExclusiveSplit", SplitCondition=rule, Caption="open?")

        (line,) = told(profile_of(work(decision)))

        assert line == (
            'nanoflow M.Work, decision "open?": rule M.IsOpen (the outcome of a rule is not known'
            " here)"
        )

    def test_pages_with_an_address_are_listed_once(self, profile_of: ProfileOf) -> None:
        pages = (
            Page("Home", Button("A", OpenPage("M.A"))),
            Page("A", url="a"),
            Page("B", url="b"),
            Page("C", url="c/{Order}"),
            Page("D"),
            Page("E", url="e", excluded=True),
        )
        web = App("11.6.0", Module("M", *pages), WebProfile(home="M.Home"))
        native = App("11.6.0", Module("M", *pages), NativeProfile(home="M.Home"))

        (line,) = told(profile_of(web))
        assert "pages M.B, M.C (nothing in the profile leads there, but a link" in line
        assert not told(profile_of(native))


class TestMetamodel:
    """`metamodel.csv` says of each type and key what is done with it, and says it truly."""

    def test_declared_types_and_others(self) -> None:
        types = {row.type: row.treatment for row in metamodel().rows if not row.key}
        for storage_type, treatment in types.items():
            is_declared = storage_type in DECLARED
            assert is_declared is (treatment is Treatment.DECLARED), storage_type

    def test_keys(self) -> None:
        for row in metamodel().rows:
            if not row.key:
                continue
            kind = DECLARED.get(row.type)
            is_read = kind is not None and row.key in declaration(kind).keys
            if is_read:
                assert row.treatment is Treatment.DECLARED, row
            if row.treatment is Treatment.LEFT_ALONE:
                assert row.reason, row

    def test_keys_that_are_read_through_another_part(self) -> None:
        def holds(tree: object, key: str) -> bool:
            return isinstance(tree, dict) and (
                key in tree or any(holds(branch, key) for branch in tree.values())
            )

        for row in metamodel().rows:
            if row.treatment is Treatment.READ:
                for reader in row.reason.split():
                    kind = DECLARED.get(reader)
                    assert kind is None or holds(declaration(kind).keys, row.key), row

    def test_parts_of_every_class_are_under_known_keys(self) -> None:
        part_keys = metamodel().part_keys
        for storage_type, kind in DECLARED.items():
            read = {key for key, below in declaration(kind).keys.items() if below}
            assert read <= part_keys.get(storage_type, read), storage_type

    @pytest.mark.skipif(not CORPUS.is_dir(), reason="the whole metamodel is not here")
    def test_nothing_of_the_whole_metamodel_is_missing(self) -> None:
        import csv  # noqa: PLC0415

        folder: Path = CORPUS.parent / "reference" / "metamodel"
        known = {(row.type, row.key) for row in metamodel().rows}
        with (folder / "references.csv").open(encoding="utf-8") as file:
            keys = {(row["stored type"], row["key"]) for row in csv.DictReader(file)}
        with (folder / "types.csv").open(encoding="utf-8") as file:
            types = {(row["storage type"], "") for row in csv.DictReader(file)}
        assert keys | types <= known
