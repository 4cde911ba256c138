"""Nothing on an offline page or in a nanoflow is passed over in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CORPUS

from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.model.element import declaration
from pytest_osm.model.metamodel import Treatment, metamodel
from pytest_osm.model.parsing import DECLARED
from pytest_osm.testing import (
    AnyActivity,
    AnyObject,
    AnyPart,
    AnyWidget,
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    Container,
    Disabled,
    Entity,
    If,
    JavaScriptAction,
    ListView,
    Menu,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Return,
    ShowMessage,
    Snippet,
    WebProfile,
    findings_of,
)

ProfileOf = Callable[[App], Profile]
CALL = CallMicroflowActivity("M.Server")


def app(*parts: object, rows: dict[str, str] | None = None) -> App:
    """An app whose home page has some widgets; its nanoflow Work has some activities."""
    documents = [each for each in parts if isinstance(each, (Page, Snippet, Nanoflow, Menu))]
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
        from pytest_osm.testing.stored import Context  # noqa: PLC0415

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
