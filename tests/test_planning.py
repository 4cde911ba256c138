"""Plans: which entities must be Online together, and what remains to be done."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import as_its_schema_says, run_command
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import QueryKind
from pytest_osm.model.navigation import SyncMode
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.rules.rule import Severity
from pytest_osm.testing import (
    AnyWidget,
    App,
    Association,
    Button,
    CallNanoflow,
    Change,
    Database,
    Entity,
    Layout,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    RetrieveOver,
    Row,
)
from pytest_osm.what_if.differences import findings_of
from pytest_osm.what_if.groups import online_groups
from pytest_osm.what_if.plan import plan

STRUCTURAL = ("OSM201", "OSM202", "OSM301", "OSM302", "OSM303")
NAMES = tuple("ABCDEF")
ENTITIES = tuple(f"M.{name}" for name in NAMES)
VERSIONS = ("10.19.0", "10.24.0", "10.24.5", "11.2.0", "11.4.0", "11.12.0")
MODES = ("All", "None", "Online", "NoneAndPreserveData")


@some.composite
def apps(draw) -> App:
    """Small apps with hierarchies, associations, queries, constraints and writes."""
    generalizations = {}
    for number, name in enumerate(NAMES):
        general = draw(some.sampled_from(("", "", "", *NAMES[:number])))
        generalizations[name] = f"M.{general}" if general else ""
    pairs = draw(
        some.lists(some.tuples(some.sampled_from(NAMES), some.sampled_from(NAMES)), max_size=5)
    )
    associations = {
        f"{one}_{other}_{number}": (one, other) for number, (one, other) in enumerate(pairs)
    }
    widgets, activities = [], []
    for name in draw(some.lists(some.sampled_from(NAMES), max_size=4)):
        widgets.append(Pluggable(f"M.{name}", name=f"query{len(widgets)}"))
    for name, (one, other) in associations.items():
        for action in draw(some.sets(some.sampled_from(("constraint", "back", "set", "over")))):
            if action == "constraint":
                constraint = f"[M.{name}/M.{other}/Name = 'x']"
                source = Database(f"M.{one}", constraint)
                widgets.append(Pluggable(source, name=f"query{len(widgets)}"))
            elif action == "back":
                constraint = f"[M.{name}/M.{one}/Name = 'x']"
                source = Database(f"M.{other}", constraint)
                widgets.append(Pluggable(source, name=f"query{len(widgets)}"))
            elif action == "set":
                activities.append(Change(one, {f"M.{name}": f"${other}"}))
            else:
                activities.append(RetrieveOver(f"M.{name}", one, into=f"x{len(activities)}"))
    rows = draw(some.dictionaries(some.sampled_from(ENTITIES), some.sampled_from(MODES)))
    return App(
        draw(some.sampled_from(VERSIONS)),
        Module(
            "M",
            *(
                Entity(name, generalization=general, attributes={"Name": "String"})
                for name, general in generalizations.items()
            ),
            *(Association(name, one, other) for name, (one, other) in associations.items()),
            Page("Home", *widgets, Button("Go", CallNanoflow("M.Do"))),
            Nanoflow("Do", *activities, parameters={name: f"M.{name}" for name in NAMES}),
        ),
        NativeProfile(home="M.Home", rows=rows),
    )


DEFAULT = Settings()
RULES = select_rules(DEFAULT)
STRUCTURAL_RULES = replace(RULES, rules=tuple(each for each in RULES.rules if each.implies))


def broken(profile: Profile, *online: str, settings: Settings = DEFAULT) -> list[str]:
    """The limits that are broken with some entities Online, and that other modes could keep."""
    assumed = profile.assuming(dict.fromkeys(online, SyncMode.ONLINE))
    found = findings_of(assumed, STRUCTURAL_RULES, settings)
    return [str(each) for each in found if each.severity > Severity.INFO]


def profile_of(app: App, folder: str) -> Profile:
    project = read_mpr(app.write(Path(folder) / "App.mpr"))
    (navigation,) = project.profiles
    return Profile.of(project, navigation, project.version)


@pytest.mark.once
@pytest.mark.slow
@given(
    apps(),
    some.sets(some.sampled_from(ENTITIES), min_size=1, max_size=2),
    some.sampled_from((Confidence.MEDIUM, Confidence.HIGH)),
)
def test_the_set_is_the_smallest_that_breaks_no_limit(
    app: App, named: set[str], least: Confidence
) -> None:
    """Held against all sets of entities there are."""
    settings = Settings(min_confidence=least)  # of what can be asked of anybody
    with TemporaryDirectory() as folder:
        profile = profile_of(app, folder)
        planned = plan(profile, sorted(named), settings)

        online = set(named & profile.modes.keys())
        online |= {each.entity for each in planned.needed_already}
        needed = {row.entity for row in planned.rows if row.need}
        others = [each for each in ENTITIES if each not in online]
        unbroken = [
            set(chosen)
            for size in range(len(others) + 1)
            for chosen in combinations(others, size)
            if not broken(profile, *online, *chosen, settings=settings)
        ]

        assert unbroken, "some limit is broken whatever is Online"
        assert unbroken[0] == needed
        assert all(needed <= each for each in unbroken)


@pytest.mark.once
@pytest.mark.slow
@given(apps())
def test_groups_say_what_plans_say(app: App) -> None:
    with TemporaryDirectory() as folder:
        profile = profile_of(app, folder)
        for group in online_groups(profile, Settings()):
            for name in group.entities:
                rows = plan(profile, [name], Settings()).rows
                assert {each.entity for each in rows} == {*group.entities, *group.along}


SHOP = App(
    "11.12.0",
    Module(
        "Shop",
        Entity("Order", attributes={"Number": "String"}),
        Entity("Person", attributes={"Name": "String"}),
        Entity("Customer", generalization="Shop.Person"),
        Entity("Note"),
        Entity("Cart", persistable=False),
        Association("Order_Customer", "Order", "Customer"),
        Page(
            "Home",
            Pluggable(Database("Shop.Order", "[Shop.Order_Customer/Shop.Customer/Name = 'x']")),
            Pluggable("Shop.Person", name="people"),
            Button("Notes", OpenPage("Shop.Notes")),
        ),
        Page("Notes", ListView("Shop.Note")),
    ),
    NativeProfile(
        home="Shop.Home",
        rows=(
            Row("Shop.Order", "All"),
            Row("Shop.Person", "Constrained", constraint="[Name != '']"),
            Row("Shop.Customer", "NoneAndPreserveData"),
            Row("Shop.Note", "None"),
        ),
    ),
)


@pytest.fixture
def run(tmp_path: Path):
    def run(*arguments: str, app: App = SHOP):
        app.write(tmp_path / "App.mpr")
        return run_command(tmp_path, "plan", *arguments, COLUMNS="120")

    return run


def said(text: str) -> str:
    return " ".join(text.split())


class TestPlan:
    def test_rows_work_and_what_users_lose(self, run) -> None:
        output = said(run("Shop.Order").stdout)

        assert output.startswith(
            "App.mpr, profile NativePhone, Mendix 11.12.0: Shop.Order becomes Online, and 2"
            " entities along with it 1. Set 3 rows to Online: App Explorer > Navigation >"
            " NativePhone > Configure synchronization"
        )
        for row in (
            "Shop.Order All Objects on you name it",
            (
                "Shop.Customer Nothing (preserve data) off because Shop.Order is Online, and the"
                " constraint follows Shop.Order_Customer"
            ),
            "Shop.Person By XPath on because Shop.Customer is Online, and",
        ):
            assert row in output
        assert "2. Mend 1 warning in 1 document page Shop.Home" in output
        assert "warning OSM503: the home page shows Shop.Order and Shop.Person" in output
        assert (
            "3. Tell users what needs a connection then pages that work offline yes partly no"
            " now 2 0 0 then 1 0 1"
        ) in output
        assert "page Shop.Home yes no shows Shop.Order and Shop.Person" in output

    def test_what_stands_in_the_way(self, run) -> None:
        output = said(run("Shop.Order", "--keep", "Shop.Customer").stdout)

        assert "1. First rewrite 1 place, so that Shop.Customer can stay" in output
        assert (
            "Shop.Order is Online, and the constraint follows Shop.Order_Customer from Shop.Order"
            ' to Shop.Customer (page Shop.Home, Pluggable "pluggable1")'
        ) in output
        assert "2. Set 1 row to Online: " in output
        assert "error OSM302" in output

    def test_nothing_goes_along(self, run) -> None:
        output = said(run("Shop.Note").stdout)

        assert "Shop.Note becomes Online 1. Set 1 row" in output
        assert "page Shop.Notes yes no shows Shop.Note" in output

    def test_several_lines_for_few_findings_only(self, run) -> None:
        pages = [Page(f"P{number}", ListView("M.A")) for number in range(12)]
        app = App(
            "11.12.0",
            Module(
                "M",
                Entity("A"),
                Page(
                    "Home",
                    *(Button(f"B{each.name}", OpenPage(f"M.{each.name}")) for each in pages),
                ),
                *pages,
            ),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        )
        output = run("M.A", app=app).stdout
        assert output.count("warning OSM502") == 12
        assert output.count("      fix") == 1

    def test_what_is_broken_today_is_told_apart(self, run) -> None:
        app = App(
            "11.12.0",
            Module(
                "M",
                Entity("A"),
                Entity("B", generalization="M.A"),
                Entity("C"),
                Page("Home", Pluggable("M.A"), Pluggable("M.C", name="c")),
            ),
            NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "Online", "M.C": "All"}),
        )
        output = said(run("M.C", app=app).stdout)
        assert "M.C becomes Online 1. Set 1 row to Online" in output
        assert "note: a limit is broken today already, until M.A is Online too: M.B is" in output
        both = said(run("M.B", "M.A", app=app).stdout)
        assert "M.B is Online already, and M.A becomes Online 1. Set 1 row" in both
        one = said(run("M.B", app=app).stdout)
        assert "M.B is Online already, and 1 entity along with it 1. Set 1 row to Online" in one
        assert one.endswith("note: 1 error, 1 warning of today will be gone (OSM202 and OSM301)")

    def test_a_ticket(self, run) -> None:
        output = run("Shop.Order", "--format", "markdown").stdout

        assert "### 1. Set 3 rows to Online: " in output
        assert "| Shop.Order | All Objects | on | you name it |" in output
        assert "- [ ] page Shop.Home" in output
        kept = run("Shop.Order", "--keep", "Shop.Customer", "--format", "markdown").stdout
        assert "- [ ] Shop.Order is Online, and the constraint follows" in kept
        assert "### Notes" not in kept
        assert (
            "### Notes" in run("Shop.Note", "--keep", "Shop.Order", "--format", "markdown").stdout
        )

    def test_programs(self, run) -> None:
        output = run("Shop.Order", "--format", "json").stdout
        (planned,) = as_its_schema_says("plan", output)["plans"]

        assert [each["entity"] for each in planned["rows"]] == [
            "Shop.Order",
            "Shop.Customer",
            "Shop.Person",
        ]
        need = planned["rows"][1]["need"]
        assert (need["because_of"], need["rule"], need["document"]) == (
            "Shop.Order",
            "OSM302",
            "Shop.Home",
        )
        assert [each["rule"] for each in planned["work"]] == ["OSM503"]
        assert planned["offline"]["pages_then"] == {"yes": 1, "partly": 0, "no": 1}

    def test_a_script(self, run) -> None:
        lines = run("Shop.Order", "--format", "mdl").stdout.splitlines()
        remarks = " ".join(line for line in lines if line.startswith("--"))

        assert "turn on compatibility mode in Studio Pro" in remarks
        assert "--   Shop.Order --   Shop.Person" in remarks
        assert "Nobody has run this script" in remarks
        assert [line for line in lines if not line.startswith("--")] == [
            'create or modify navigation "NativePhone"',
            "  sync (",
            '    sync "Shop"."Order" online;',
            '    sync "Shop"."Person" online;',
            '    sync "Shop"."Customer" online;',
            '    sync "Shop"."Note" none;',
            "  );",
        ]
        kept = run("Shop.Order", "--keep", "Shop.Customer", "--format", "mdl").stdout
        assert 'what stands in the way:\n--   page Shop.Home, Pluggable "pluggable1"\n' in kept

    def test_every_mode_has_a_word(self, run) -> None:
        modes = ("Constrained", "None", "NoneAndPreserveData", "Never", "All")
        app = App(
            "11.12.0",
            Module("M", *map(Entity, "ABCDEF"), Page("Home", Pluggable("M.F"))),
            NativeProfile(
                home="M.Home",
                rows=tuple(
                    Row(
                        f"M.{name}",
                        mode,
                        constraint="\nName = 'x'" if mode == "Constrained" else "",
                    )
                    for name, mode in zip("ABCDE", modes, strict=True)
                ),
            ),
        )
        lines = run("M.F", "--format", "mdl", app=app).stdout.splitlines()
        rows = [line.split(" ", 6)[6] for line in lines if line.startswith("    sync")]
        assert rows[:-1] == [
            "where [Name = 'x'];",
            "none;",
            "none preserve data;",
            "never;",
            "all;",
        ]

    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            (Row("Shop.Order", "Sometimes"), "Shop.Order has the unknown mode Sometimes"),
            (
                Row("Shop.Order", "Constrained"),
                "Shop.Order is By XPath, but has no constraint (OSM108)",
            ),
            (Row('Shop."Order', "All"), """the name '"Order' has a quote or line break in it"""),
        ],
    )
    def test_what_no_script_can_say(self, run, row: Row, problem: str) -> None:
        app = App(SHOP.version, *SHOP.modules, NativeProfile(home="Shop.Home", rows=(row,)))
        result = run("Shop.Note", "--format", "mdl", app=app)

        assert (result.returncode, result.stdout) == (2, "")
        assert f"no script can set the rows, because {problem}" in result.stderr

    @pytest.mark.parametrize(
        ("arguments", "problem"),
        [
            (("Shop.Ordr",), "there is no entity Shop.Ordr; did you mean Shop.Order?"),
            (("Shop.Order", "--keep", "Shop.Ordr"), "there is no entity Shop.Ordr"),
            (("Shop.Order", "--keep", "Shop.Order"), "cannot become Online and stay as it is"),
            (("Shop.Cart",), "Shop.Cart has no synchronization mode: only persistable entities"),
            (("--keep", "Shop.Order"), "name the entities that are to become Online"),
            (("--format", "mdl"), "name the entities that are to become Online"),
        ],
    )
    def test_mistakes(self, run, arguments: tuple[str, ...], problem: str) -> None:
        result = run(*arguments)
        assert result.returncode == 2
        assert problem in said(result.stderr)

    def test_an_export_leaves_out_what_it_does_not_say(self, tmp_path: Path) -> None:
        SHOP.export(tmp_path / "modelsource", "usual", marketplace=True)
        result = run_command(tmp_path, "plan", "modelsource", "Shop.Note")
        assert "Set 1 row" in result.stdout
        assert "work offline" not in result.stdout
        assert "not checked: OSM501" in result.stderr

    def test_one_that_the_profile_does_not_use(self, run) -> None:
        app = App(
            "11.12.0",
            Module("M", Entity("A"), Entity("B"), Page("Home", Pluggable("M.A"))),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        )
        assert said(run("M.B", app=app).stdout).endswith(
            "M.B is not used here, so there is nothing to do"
        )
        assert "sync" not in run("M.B", "--format", "mdl", app=app).stdout.replace("mxcli", "")

    def test_what_is_online_by_default_gets_a_row(self, run) -> None:
        app = App(
            "11.12.0",
            Module("M", Entity("A"), Page("Home", Pluggable("M.A"))),
            NativeProfile(home="M.Home"),
        )
        assert "M.A Online by default" in said(run("M.A", app=app).stdout)

    def test_what_a_path_only_passes_asks_for_nothing(self, tmp_path: Path) -> None:
        profile = profile_of(SHOP, str(tmp_path))
        query = next(each for each in profile.access.queries if each.entity == "Shop.Person")
        (rule,) = (each for each in STRUCTURAL_RULES.rules if each.code == "OSM301")
        assert [*rule.implies(query, profile)] != []
        assert [*rule.implies(replace(query, kind=QueryKind.ALONG_PATH), profile)] == []

    def test_modules_that_are_not_reported_ask_for_nothing(self, run) -> None:
        app = App(
            "11.12.0",
            Module("M", Entity("A"), Entity("B", generalization="M.A"), Page("Home")),
            Module("Shared", Page("Start", Pluggable("M.A")), marketplace=True),
            NativeProfile(home="Shared.Start", rows={"M.A": "All", "M.B": "All"}),
        )
        assert "Set 1 row" in run("M.A", app=app).stdout

    def test_compatibility_mode_stays_on(self, run) -> None:
        app = App(
            "11.12.0",
            Module("M", Entity("A"), Page("Home", Pluggable("M.A"))),
            NativeProfile(home="M.Home", rows=(Row("M.A", "All", compatibility=True),)),
        )
        output = said(run("M.A", app=app).stdout)
        assert "M.A All Objects on you name it" in output
        assert "OSM106" not in output

    def test_texts_in_constraints_stay_as_they_are(self, run) -> None:
        rows = (
            Row("Shop.Person", "Constrained", constraint="[Name\n = 'a  b'\tand  Name != '']"),
            Row("Shop.Order", "All"),
        )
        app = App(SHOP.version, *SHOP.modules, NativeProfile(home="Shop.Home", rows=rows))
        script = run("Shop.Note", "--format", "mdl", app=app).stdout
        assert "where [Name = 'a  b' and Name != ''];" in script
        broken = Row("Shop.Person", "Constrained", constraint="[Name = 'a\nb']")
        app = App(SHOP.version, *SHOP.modules, NativeProfile(home="Shop.Home", rows=(broken,)))
        result = run("Shop.Note", "--format", "mdl", app=app)
        assert "a text in a constraint has a line break or the like in it" in result.stderr

    def test_doubts_are_told(self, run) -> None:
        app = App(
            "11.12.0",
            Module(
                "M",
                Entity("A"),
                Layout("Main", Pluggable("M.A")),
                Page("Home", Button("Go", OpenPage("M.Other"))),
                Page("Other", AnyWidget("Widgets$Unknown", Page="M.Home"), layout="M.Main"),
            ),
            NativeProfile(home="M.Home", rows={"M.A": "All"}),
        )
        output = said(run("M.A", app=app).stdout)
        assert "1 more finding would be unsure: check --assume with -v lists them" in output
        assert "1 part of the model not analysed, so something may be missing here" in output

    @pytest.mark.parametrize("arguments", [(), ("Shop.Order",)])
    def test_before_there_was_online_mode(self, run, arguments: tuple[str, ...]) -> None:
        result = run(*arguments, "--mendix-version", "10.12")
        assert result.returncode == 2
        assert "there is no Online mode in Mendix 10.12" in said(result.stderr)

    def test_a_folder_that_is_named_like_an_entity(self, run, tmp_path: Path) -> None:
        (tmp_path / "Shop.Order").mkdir()
        assert run("Shop.Order").returncode == 0

        SHOP.write(tmp_path / "My.App" / "App.mpr")
        (tmp_path / "Shop.Order").rmdir()
        assert "Shop.Order" in said(run("My.App", "Shop.Order").stdout)

    def test_of_several_outputs_none_is_lost(self, run, tmp_path: Path) -> None:
        result = run("Shop.Order", "-o", "mdl=a.mdl", "-o", "markdown=b.md")
        assert result.returncode == 2
        assert "it can be given once" in result.stderr
        assert not (tmp_path / "b.md").exists()


class TestGroups:
    def test_long_lists_are_cut(self, run) -> None:
        names = [f"E{number:02}" for number in range(30)]
        entities = [
            Entity(name, generalization=f"M.{before}" if before else "")
            for before, name in zip(["", *names], names, strict=False)
        ]
        app = App(
            "11.12.0",
            Module("M", *entities, Page("Home", Pluggable("M.E00"))),
            NativeProfile(home="M.Home", rows={f"M.{name}": "All" for name in names}),
        )
        assert "M.E19 and 10 more" in said(run(app=app).stdout)

    def test_many_large_groups_are_not_tried(self, run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pytest_osm.what_if.groups._MOST_TRIED", 3)
        lines = [said(line) for line in run().stdout.splitlines()]
        assert lines[1] == "entities must go along used by pages used by nanoflows downloads saved"
        assert lines[2] == "Shop.Note nothing 1 0 0"

    def test_the_cheapest_come_first(self, run) -> None:
        lines = [said(line) for line in run().stdout.splitlines()]
        assert lines == [
            "profile NativePhone, Mendix 11.12.0: what can become Online",
            "entities must go along errors warnings used by pages downloads saved",
            "Shop.Note nothing 0 1 1 0",
            "Shop.Customer, Shop.Order and Shop.Person nothing 0 1 1 2",
        ]

    def test_programs(self, run) -> None:
        (found,) = as_its_schema_says("plan", run("--format", "json").stdout)["groups"]
        assert found["groups"][0]["entities"] == ["Shop.Note"]
        assert run("App.mpr", "--format", "markdown").stdout.startswith("### profile NativePhone")
