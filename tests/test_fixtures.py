"""The fixtures with which ordinary tests state policies about an app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pytest_osm import OsmApp, OsmError, UsageError
from pytest_osm.testing import (
    App,
    Button,
    CallMicroflowActivity,
    CallNanoflow,
    Entity,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    WebProfile,
)

DOCUMENT = Path(__file__).parents[1] / "docs" / "policies.md"
POLICIES = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


def app(*, is_good: bool) -> App:
    new_findings = () if is_good else (Button("News", OpenPage("Orders.News")),)
    accounts = () if is_good else (Button("Accounts", OpenPage("Administration.Accounts")),)
    rows = {"Orders.Price": "All" if is_good else "Online"}
    return App(
        "11.6.0",
        Module("Administration", Page("Accounts")),
        Module(
            "Orders",
            Entity("Price"),
            Entity("News"),
            Page("Home", ListView("Orders.Price"), Button("A", CALL), *new_findings, *accounts),
            Page("News", Pluggable("Orders.News")),
            Nanoflow(
                "SUB_CallServer" if is_good else "ACT_Send", CallMicroflowActivity("Orders.Send")
            ),
            Microflow("Send"),
        ),
        NativeProfile(home="Orders.Home", rows=rows),
        WebProfile(kind="Responsive", home="Orders.Home"),
    )


CALL = CallNanoflow("Orders.SUB_CallServer")


class TestPolicies:
    def run(self, pytester: pytest.Pytester, *, is_good: bool) -> pytest.RunResult:
        described = app(is_good=is_good)
        if not is_good:
            (administration, orders) = described.modules
            contents = [
                Page(
                    "Home",
                    *each.widgets[:1],
                    Button("A", CallNanoflow("Orders.ACT_Send")),
                    *each.widgets[2:],
                )
                if isinstance(each, Page) and each.name == "Home"
                else each
                for each in orders.contents
            ]
            described = App(
                "11.6.0", administration, Module("Orders", *contents), *described.profiles
            )
        described.write(pytester.path / "app" / "App.mpr")
        pytester.makepyfile(**{f"test_{number}": code for number, code in enumerate(POLICIES)})
        return pytester.runpytest("-p", "no:random-order")

    def test_an_app_that_keeps_to_them(self, pytester: pytest.Pytester) -> None:
        assert len(POLICIES) == 5
        self.run(pytester, is_good=True).assert_outcomes(passed=5)

    def test_an_app_that_does_not(self, pytester: pytest.Pytester) -> None:
        self.run(pytester, is_good=False).assert_outcomes(failed=5)


class TestModels:
    def test_several_models_are_named(self, pytester: pytest.Pytester) -> None:
        for name in ("One", "Two"):
            app(is_good=True).write(pytester.path / name / f"{name}.mpr")
        pytester.makepyfile(
            """
            def test_one(osm_app): ...

            def test_each(osm_apps):
                one, two = osm_apps("One/One.mpr"), osm_apps("Two/Two.mpr")
                assert one.path.name == "One.mpr"
                assert osm_apps("One/One.mpr") is one
                assert str(two.version) == "11.6.0"

            def test_gone(osm_apps):
                osm_apps("Gone.mpr")
            """
        )

        result = pytester.runpytest()

        result.assert_outcomes(errors=1, passed=1, failed=1)
        result.stdout.fnmatch_lines(["*osm_app is for one model below *; there are: *One.mpr, *"])
        result.stdout.fnmatch_lines(["*there is no Mendix model *Gone.mpr"])


class TestApp:
    @pytest.fixture
    def osm_app(self, tmp_path: Path) -> OsmApp:
        return OsmApp(app(is_good=True).write(tmp_path / "App.mpr"))

    def test_what_a_profile_has(self, osm_app: OsmApp) -> None:
        profile = osm_app.profile()

        assert profile.name == "NativePhone"
        assert profile.pages == ("Orders.Home",)
        assert profile.nanoflows == ("Orders.SUB_CallServer",)
        assert [query.entity for query in profile.queries] == ["Orders.Price"]
        assert profile.reaches("Orders.Price")
        assert not profile.reaches("Orders.News")
        assert [found.code for found in profile.check("OSM501")] == ["OSM501"]

    def test_a_rule_of_all_profiles_by_name(self, osm_app: OsmApp) -> None:
        (finding,) = osm_app.check("server-call-without-connection-check")

        assert finding.location.name == "Orders.SUB_CallServer"
        assert osm_app.check("online-mode-beta") == ()

    def test_what_is_configured_counts(self, osm_app: OsmApp, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_text("connection-checks: []\nassume: {Orders.Price: Never}")

        assert osm_app.profile().mode("Orders.Price").mode.caption == "Never"

    def test_typing_errors(self, osm_app: OsmApp) -> None:
        profile = osm_app.profile()

        with pytest.raises(
            UsageError, match=r"no entity Orders\.Pric; did you mean Orders\.Price"
        ):
            profile.mode("Orders.Pric")
        with pytest.raises(UsageError, match=r"no Orders\.Hom; did you mean Orders\.Home"):
            profile.reaches("Orders.Hom")
        with pytest.raises(OsmError, match="check: there is no rule OSM999"):
            profile.check("OSM999")
        with pytest.raises(UsageError, match="has these offline profiles: NativePhone; name one"):
            osm_app.profile("NativeTablet")

    def test_an_app_without_an_offline_profile(self, tmp_path: Path) -> None:
        online = OsmApp(
            App("11.6.0", Module("M"), WebProfile(kind="Phone")).write(tmp_path / "A.mpr")
        )

        assert online.profiles == ()
        assert online.version is None
        assert online.check("OSM301") == ()
