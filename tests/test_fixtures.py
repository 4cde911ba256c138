"""The fixtures with which ordinary tests state policies about an app."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import field_service
import pytest

import pytest_osm
from pytest_osm import OsmApp, OsmError, OsmFailure, OsmProfile, UsageError, assert_none
from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallMicroflowActivity,
    CallNanoflow,
    Change,
    CreateObject,
    Entity,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    WebProfile,
)

ROOT = Path(__file__).parents[1]
POLICIES = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs" / "policies.md").read_text("utf-8"), re.DOTALL
)
BROKEN = {  # by the example app, which is not right in everything
    "test_the_team_chose_every_mode[FieldService-NativePhone]",
    "test_all_kinds_of_tasks_are_on_the_device[FieldService-NativePhone-Planning.Inspection]",
    "test_only_parts_and_news_are_online[FieldService-NativePhone]",
    "test_the_app_starts_offline[FieldService-NativePhone]",
    "test_online_pages_are_opened_with_care[FieldService-NativePhone]",
    "test_the_server_is_called_in_one_place[FieldService-NativePhone]",
    "test_no_query_mixes_modes[FieldService-NativePhone]",
}
KEPT = {
    "test_work_orders_are_on_the_device[FieldService-NativePhone]",
    "test_planning_works_offline[FieldService-NativePhone]",
    "test_photos_are_made_in_one_place[FieldService-NativePhone]",
    "test_phones_do_not_load_the_latest_news[FieldService-NativePhone]",
    "test_every_page_is_used",
}


def app(version: str = "11.6.0", *, name: str = "NativePhone") -> App:
    return App(
        version,
        Module("Administration", Page("Accounts")),
        Module(
            "Orders",
            Entity("Price"),
            Entity("News"),
            Entity("Flash", "Orders.News"),
            Association("Price_News", "Price", "News"),
            Page(
                "Home",
                ListView("Orders.Price"),
                Button("A", CallNanoflow("Orders.ACT_Send")),
                Button("News", OpenPage("Orders.News")),
            ),
            Page("News", Pluggable("Orders.News")),
            Nanoflow(
                "ACT_Send",
                CreateObject("Orders.Price", "Price"),
                Change("Price"),
                CallMicroflowActivity("Orders.Send"),
            ),
            Microflow("Send"),
        ),
        NativeProfile(name=name, home="Orders.Home", rows={"Orders.Price": "All"}),
        WebProfile(kind="Responsive", home="Orders.Home"),
    )


def mypy(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "."),
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        check=False,
    )


@pytest.fixture
def osm_app(tmp_path: Path) -> OsmApp:
    return OsmApp(app().write(tmp_path / "App.mpr"))


@pytest.fixture
def profile(osm_app: OsmApp) -> OsmProfile:
    return osm_app.profile()


@pytest.fixture
def run(pytester: pytest.Pytester):
    pytester.makeini("[pytest]\naddopts = -p no:random-order --strict-markers\n")

    def run(*arguments: str, source: str = "") -> pytest.RunResult:
        if source:
            pytester.makepyfile(source)
        return pytester.runpytest_inprocess("-W", "error", *arguments)

    return run


@pytest.mark.once
@pytest.mark.slow
class TestPolicies:
    @pytest.fixture
    def folder(self, pytester: pytest.Pytester) -> Path:
        field_service.main(pytester.path)
        pytester.makepyfile(**{f"test_{number}": code for number, code in enumerate(POLICIES)})
        return pytester.path

    def test_each_says_of_the_example_what_is_true(self, folder: Path, run) -> None:
        assert len(POLICIES) == 12

        told = re.findall(r"^test_\d+.py::(\S+) (\w+)", run("-v").stdout.str(), re.MULTILINE)

        assert {name for name, outcome in told if outcome == "FAILED"} == BROKEN
        assert {name for name, outcome in told if outcome == "PASSED"} == KEPT

    def test_type_checkers_follow_them(self, folder: Path) -> None:
        done = mypy(folder)

        assert done.stdout == f"Success: no issues found in {len(POLICIES)} source files\n"

    def test_a_failure_shows_place_and_way_and_no_line_of_ours(self, folder: Path, run) -> None:
        result = run("test_3.py", "test_11.py")

        result.stdout.fnmatch_lines(
            [
                "E       pytest_osm.OsmFailure: 2 entities, but there should be none: only Parts*",
                "E          domain model Planning, entity Planning.Inspection",
                "E             what  Planning.Inspection is Online",
                "E             path  profile NativePhone > *",
                "E       pytest_osm.OsmFailure: 2 findings, but there should be none: these*",
                "E             fix   give the whole hierarchy one mode,*",
            ]
        )
        result.stdout.no_fnmatch_line("*policies/*.py:*")


class TestFixtures:
    @pytest.mark.slow
    def test_several_models_are_named(self, pytester: pytest.Pytester, run) -> None:
        for name in ("One", "Two"):
            app().write(pytester.path / name / f"{name}.mpr")

        result = run(
            source="""
            def test_one(osm_app): ...

            def test_each(osm_apps):
                one, two = osm_apps("One/One.mpr"), osm_apps("Two/Two.mpr")
                assert one.path.name == "One.mpr"
                assert osm_apps("One/One.mpr") is one
                assert str(two.version) == "11.6.0"

            def test_gone(osm_apps):
                osm_apps("Gone.mpr")

            def test_profile(osm_profile):
                pass
            """
        )

        result.assert_outcomes(errors=1, passed=3, failed=1)
        result.stdout.fnmatch_lines(["*osm_app is for one model below *; there are: One/One.*"])
        result.stdout.fnmatch_lines(["*there is no Mendix model *Gone.mpr"])
        run("-o", "osm_app=One/One.mpr").assert_outcomes(passed=3, failed=1)
        run("--ignore=Two").assert_outcomes(passed=3, failed=1)

    def test_a_test_for_each_profile_and_entity(self, pytester: pytest.Pytester, run) -> None:
        app().write(pytester.path / "one" / "App.mpr")
        app(name="Tablet").write(pytester.path / "two" / "App.mpr")
        App("11.6.0", Module("M"), WebProfile(kind="Responsive")).write(pytester.path / "Web.mpr")
        (pytester.path / "Bad.mpr").write_bytes(b"")

        result = run(
            "-v",
            "-rs",
            source="""
            import pytest

            def test_profile(osm_profile):
                assert osm_profile.pages

            @pytest.mark.osm_entities(mode="All Objects", module="Orders")
            def test_entity(osm_profile, osm_entity):
                assert osm_profile.mode(osm_entity.name) is osm_entity.mode

            @pytest.mark.osm_entities(mode="Never")
            def test_none(osm_entity): ...

            @pytest.mark.osm_entities("Orders.Nwes")
            def test_misspelt(osm_entity): ...

            """,
        )

        result.stdout.fnmatch_lines(
            [
                "*::test_profile[[]Bad] ERROR*",
                "*::test_profile[[]Web] SKIPPED*",
                "*::test_profile[[]one-App-NativePhone] PASSED*",
                "*::test_profile[[]two-App-Tablet] PASSED*",
                "*::test_entity[[]one-App-NativePhone-Orders.Price] PASSED*",
                "*::test_none[[]one-App-NativePhone] SKIPPED*",
                "*::test_misspelt[[]two-App-Tablet] ERROR*",
            ],
        )
        result.stdout.fnmatch_lines(["*Bad.mpr*is empty*"])
        result.stdout.fnmatch_lines(["SKIPPED*Web.mpr has no offline profile"])
        result.stdout.fnmatch_lines(["SKIPPED*: Tablet has no entity with mode Never"])
        result.stdout.fnmatch_lines(["*osm_entities: there is no entity Orders.Nwes; did you*"])

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("marker", "fixture", "said"),
        [
            ("mod='Online'", "osm_entity", "takes a pattern, and mode, module or sp*; not mod"),
            ("'Orders.*', 'All'", "osm_entity", "takes a pattern, and mode, *; not All"),
            ("", "osm_profile", "is for tests that use osm_entity"),
        ],
    )
    def test_markers_with_mistakes(
        self, pytester: pytest.Pytester, run, marker: str, fixture: str, said: str
    ) -> None:
        app().write(pytester.path / "App.mpr")

        result = run(
            source=f"""
            import pytest

            @pytest.mark.osm_entities({marker})
            def test_it({fixture}): ...
            """
        )

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines([f"*osm_entities {said}"])

    @pytest.mark.slow
    def test_what_is_assumed_of_nothing(self, pytester: pytest.Pytester, run) -> None:
        app().write(pytester.path / "App.mpr")

        result = run("--osm-assume=Price=All", source="def test_it(osm_profile): ...")

        result.stdout.fnmatch_lines(["*there is no entity Price; did you mean Orders.Price?"])

    @pytest.mark.slow
    def test_what_cannot_be_read_is_a_warning(self, pytester: pytest.Pytester, run) -> None:
        model = app().write(pytester.path / "App.mpr")
        for file in (model.parent / "mprcontents").rglob("*.mxunit"):
            if b"Accounts" in file.read_bytes():
                file.unlink()
        pytester.makepyfile("def test_it(osm_profile): osm_profile.pages")

        result = pytester.runpytest_subprocess()

        result.assert_outcomes(passed=1, warnings=1)
        result.stdout.fnmatch_lines(["*App.mpr: *policies say nothing of it"])

    def test_without_a_model(self, run) -> None:
        result = run(source="def test_profile(osm_profile): ...")

        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines(["*there is no Mendix model below *"])

    @pytest.mark.slow
    def test_the_options_of_the_run_count(self, pytester: pytest.Pytester, run) -> None:
        app().write(pytester.path / "App.mpr")
        (pytester.path / "ours.py").write_text("raise SystemExit('run')")
        (pytester.path / "osm.yaml").write_text("plugins: [ours.py]\n")
        source = """
            def test_mode(osm_app):
                assert osm_app.profile().mode("Orders.Price").mode.caption == "Never"
                osm_app.check("OSM301")
            """

        result = run(
            "--osm-no-plugins", "--osm-no-cache", "--osm-assume=Orders.Price=Never", source=source
        )

        result.assert_outcomes(passed=1)

    @pytest.mark.slow
    def test_rules_of_a_conftest_count(self, pytester: pytest.Pytester, run) -> None:
        app().write(pytester.path / "App.mpr")
        pytester.makeconftest(
            """
            from pytest_osm import Query, Severity, applies, rule

            @rule("ACME001", "ours", on=Query, applies=(applies(Severity.ERROR),), link="")
            def ours(query, profile):
                '''One.

                Two.

                Instead: three.
                '''
                yield query.entity
            """
        )

        result = run(
            source="def test_it(osm_app): assert len(osm_app.check('ACME001')) == 2",
        )

        result.assert_outcomes(passed=1)

    @pytest.mark.slow
    def test_a_comparison_explains_itself(self, pytester: pytest.Pytester, run) -> None:
        app().write(pytester.path / "App.mpr")

        result = run(
            source="""
            def test_equal(osm_profile):
                assert osm_profile.queries.online == []

            def test_not(osm_profile):
                assert not osm_profile.queries

            def test_other(osm_profile):
                assert osm_profile.queries == [1]

            def test_name(osm_profile):
                osm_profile.mode("Orders.Pric")
            """
        )

        result.stdout.fnmatch_lines(
            [
                "E       assert <1 query: page Orders.News, *",
                "E            page Orders.News, Pluggable*",
                "E               what  queries Orders.News",
                "E               path  profile NativePhone > *",
                "E       assert not <2 queries: page Orders.Home, list view*",
                "*UsageError: there is no entity Orders.Pric; did you mean Orders.Price?",
            ]
        )
        result.stdout.no_fnmatch_line("*policies/*.py:*")
        assert max(map(len, result.outlines)) < 400


class TestProfile:
    def test_what_it_has(self, profile: OsmProfile) -> None:
        assert profile.name == "NativePhone"
        assert profile.pages == ("Orders.Home", "Orders.News")
        assert profile.nanoflows == ("Orders.ACT_Send",)
        assert [query.entity for query in profile.queries] == ["Orders.Price", "Orders.News"]
        assert profile.reaches("Orders.Price")
        assert not profile.reaches("Administration.Accounts")
        assert [found.code for found in profile.check("OSM501")] == ["OSM501"]
        assert [each.page for each in profile.opened_pages] == ["Orders.News"]
        assert [row.entity for row in profile.rows] == ["Orders.Price"]
        assert profile.writes.names == ("Orders.ACT_Send",)
        assert profile.homes.names == ("Orders.Home",)

    def test_entities(self, profile: OsmProfile) -> None:
        assert profile.entities().names == ("Orders.News", "Orders.Price")
        assert profile.entities(mode="All").names == ("Orders.Price",)
        assert profile.entities(mode="All Objects").names == ("Orders.Price",)
        assert profile.entities("Orders.N*", module="Orders").names == ("Orders.News",)
        assert profile.entities(specializes="Orders.News").names == ()
        assert profile.entities(module="Administration") == ()
        (price,) = profile.entities("Orders.Price")
        assert (price.is_offline, price.is_online, price.is_downloaded) == (True, False, True)
        assert profile.entities().online.names == ("Orders.News",)

    def test_documents(self, profile: OsmProfile, osm_app: OsmApp) -> None:
        assert profile.documents("Orders.*", kind="page").names == ("Orders.Home", "Orders.News")
        assert profile.documents(kind="microflow").names == ("Orders.Send",)
        (accounts,) = osm_app.documents("Administration.*")
        assert (accounts.name, accounts.kind, accounts.module, accounts.is_reached) == (
            "Administration.Accounts",
            "page",
            "Administration",
            False,
        )
        assert str(accounts) == "page Administration.Accounts, which is not reached"

    def test_narrowing_down(self, profile: OsmProfile) -> None:
        assert profile.queries.of("Orders.News").names == ("Orders.News",)
        assert profile.queries.of("Orders.News") == profile.queries[1:]
        assert profile.queries.at("Orders.H*").offline.names == ("Orders.Home",)
        assert len(profile.server_calls.unguarded) == 1
        assert profile.opened_pages.unguarded == profile.opened_pages
        assert profile.opened_pages.to("Orders.News") == profile.opened_pages
        assert profile.homes.to("Orders.News") == []
        assert profile.check("OSM501").of("Orders.News") == []
        assert profile.opened_pages.online.names == ("Orders.Home",)
        assert profile.server_calls.online == []
        assert profile.rows.offline == profile.rows
        assert profile.queries != "queries"
        assert len({profile.queries, profile.queries.of("Orders.*")}) == 1

    def test_calls_about_online_entities(self, tmp_path: Path) -> None:
        home = Page("Home", Button("News", CallNanoflow("Orders.Load")))
        load = Nanoflow("Load", Retrieve("Orders.News", "News"))
        described = App(
            "11.6.0",
            Module("Orders", Entity("News"), home, load),
            NativeProfile(home="Orders.Home", rows={"Orders.News": "Online"}),
        )
        profile = OsmApp(described.write(tmp_path / "App.mpr")).profile()

        assert profile.server_calls.online == profile.server_calls.of("Orders.News")
        assert profile.server_calls.online.names == ("Orders.Load",)

    def test_modes_and_mode_agree(self, profile: OsmProfile) -> None:
        assert list(profile.modes) == ["Orders.Price", "Orders.News"]
        assert len(profile.modes) == 2
        assert profile.modes["Orders.Flash"] == profile.mode("Orders.Flash")
        assert "Orders.Flash" not in profile.modes
        assert str(profile.mode("Orders.Flash")) == "not part of the profile"
        assert repr(profile.mode("Orders.Price")) == "<EffectiveMode Orders.Price: All Objects>"
        with pytest.raises(UsageError, match="did you mean"):
            profile.modes["Orders.Flsh"]

    @pytest.mark.parametrize(
        ("ask", "said"),
        [
            (lambda it: it.mode("Orders.Pric"), "no entity Orders.Pric; did you mean Orders.P"),
            (lambda it: it.reaches("Orders.Hom"), "no Orders.Hom; did you mean Orders.Home"),
            (lambda it: it.entities("Ordrs.*"), "Ordrs.* fits no entity; did you mean Orders?"),
            (lambda it: it.documents("Orders.X*"), "Orders.X* fits no document"),
            (lambda it: it.documents().online, "documents have no entities"),
            (lambda it: it.documents().of("Orders.*"), "documents have no entities"),
            (lambda it: it.documents().offline, "documents have no entities"),
            (lambda it: it.queries.unguarded, "queries have no checks of the connection"),
            (lambda it: it.queries.to("Orders.*"), "queries have no pages to lead to"),
            (lambda it: it.entities(module="Ordrs"), "no module Ordrs; did you mean Orders"),
            (lambda it: it.entities(mode="Onlin"), "no synchronization mode Onlin; did you mean"),
            (lambda it: it.entities(specializes="X"), "no entity X"),
            (lambda it: it.documents("Orders.X"), "no document Orders.X"),
            (lambda it: it.documents(kind="pages"), "no kind of documents pages; did you mean p"),
            (lambda it: it.queries.of("X.*"), "X.* fits no entity"),
            (lambda it: it.queries.at("X.*"), "X.* fits no document"),
            (lambda it: it.check("OSM3O1"), "there is no rule OSM3O1"),
            (lambda it: it.check("OSM101"), "OSM101 does not apply to Mendix 11.6.0; see must_a"),
        ],
    )
    def test_mistakes(self, profile: OsmProfile, ask, said: str) -> None:
        with pytest.raises(OsmError, match=re.escape(said)):
            ask(profile)

    def test_a_rule_that_need_not_apply(self, profile: OsmProfile) -> None:
        assert profile.check("OSM101", must_apply=False) == ()

    def test_what_is_configured_counts(self, osm_app: OsmApp, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_text("connection-checks: []\nassume: {Orders.Price: Never}")

        assert osm_app.profile().mode("Orders.Price").mode.caption == "Never"


class TestApp:
    def test_a_rule_of_all_profiles_by_name(self, osm_app: OsmApp) -> None:
        (finding,) = osm_app.check("server-call-without-connection-check")

        assert finding.location.name == "Orders.ACT_Send"
        assert osm_app.check("online-mode-beta", must_apply=False) == ()
        with pytest.raises(UsageError, match="does not apply"):
            osm_app.check("online-mode-beta")

    def test_profiles_by_name(self, osm_app: OsmApp, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match=r"offline profiles: NativePhone; did you mean Nati"):
            osm_app.profile("NativPhone")
        web = OsmApp(App("11.6.0", Module("M")).write(tmp_path / "Web.mpr"))
        assert web.version is None
        with pytest.raises(UsageError, match=r"has these offline profiles: none"):
            web.profile()
        with pytest.raises(UsageError, match="has no navigation profile"):
            web.documents()

    def test_what_is_wrong_with_the_model_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "App.mpr").write_bytes(b"")

        with pytest.raises(OsmError, match="is empty"):
            _ = OsmApp(tmp_path / "App.mpr").profiles


class TestNothing:
    def test_nothing_is_there(self, profile: OsmProfile) -> None:
        assert_none(profile.queries.of("Orders.Flash"), because="no")
        assert_none([], because="no")

    def test_many_things(self, tmp_path: Path) -> None:
        lists = (ListView("Orders.Price", name=f"list{number}") for number in range(12))
        described = App(
            "11.6.0",
            Module("Orders", Entity("Price"), Page("Home", *lists)),
            NativeProfile(home="Orders.Home", rows={"Orders.Price": "Online"}),
        )
        profile = OsmApp(described.write(tmp_path / "App.mpr")).profile()

        with pytest.raises(OsmFailure) as failure:
            assert_none(profile.queries, because="why not")

        lines = str(failure.value).splitlines()
        assert lines[0] == "12 queries, but there should be none: why not"
        assert lines[-1] == "   and 2 more"
        assert repr(profile.queries).startswith('<12 queries: page Orders.Home, list view "list0"')

    def test_something_that_is_no_list(self) -> None:
        with pytest.raises(TypeError):
            assert_none(None, because="no")

    def test_anything_else(self) -> None:
        with pytest.raises(OsmFailure, match="1 thing, but there should be none: no\n   a word"):
            assert_none(["a word"], because="no")

    def test_each_thing_says_what_it_is(self, profile: OsmProfile) -> None:
        kinds = (
            profile.entities(),
            profile.documents(),
            profile.queries,
            profile.writes,
            profile.server_calls,
            profile.opened_pages,
            profile.homes,
            profile.rows,
            profile.check("OSM501"),
        )

        lines = "\n".join(line for each in kinds for line in each.explained())

        for said in (
            "what  Orders.Price is All Objects",
            "what  is reached",
            "what  queries Orders.Price",
            "what  Orders.Price is created",
            "what  calls microflow Orders.Send",
            "what  opens page Orders.News, which shows Orders.News from the server",
            "what  is home page",
            "warning OSM501: calls microflow Orders.Send",
        ):
            assert said in lines
        for each in (*kinds, *(thing for found in kinds for thing in found)):
            assert len(repr(each)) < 1000
            assert "\n" not in repr(each)


class TestNames:
    def test_each_public_name_is_there(self) -> None:
        for name in pytest_osm.__all__:
            assert getattr(pytest_osm, name) is not None
        assert dir(pytest_osm) == sorted(pytest_osm.__all__)

    def test_other_names_are_none(self) -> None:
        with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
            _ = pytest_osm.Nothing

    @pytest.mark.once
    @pytest.mark.slow
    def test_type_checkers_know_the_same_names(self, tmp_path: Path) -> None:
        (tmp_path / "test_it.py").write_text("from pytest_osm import Nothing\n")

        done = mypy(tmp_path)

        assert 'Module "pytest_osm" has no attribute "Nothing"' in done.stdout
