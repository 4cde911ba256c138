"""The page and the diagrams of what is known about a model, seen by a real browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from conftest import run_command
from playwright.sync_api import Browser, expect, sync_playwright
from playwright.sync_api import Page as Tab

from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model, open_profiles
from pytest_osm.overview.crossings import Allowance, crossings
from pytest_osm.reporters.formats.diagrams import DOT, MERMAID
from pytest_osm.reporters.formats.html import HTML
from pytest_osm.reporters.formats.html.sync_map import ListedModule, draw
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.testing import (
    App,
    Association,
    Button,
    Entity,
    ListView,
    Module,
    NativeProfile,
    OpenPage,
    Page,
    WebProfile,
)

TODAY = date(2026, 1, 1)
HOSTILE = '<script>document.title = "taken"</script>'
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
pytestmark = pytest.mark.once
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def app(version: str = "11.6.0", *, docs: str = "What customers want.", bonus: str = "") -> App:
    sales = Module(
        "Sales",
        Entity("Order", documentation=docs),
        Entity("Rush", "Sales.Order"),
        Entity("Customer"),
        Entity("Note"),
        Association("Order_Customer", "Order", "Customer"),
        Association("Customer_Rush", "Customer", "Rush"),
        Page("Home", Button(f"Orders{bonus}", OpenPage("Sales.Orders")), ListView("Sales.Note")),
        Page("Orders", ListView("Sales.Order"), ListView("Sales.Customer")),
    )
    rows = {"Order": "All", "Rush": "Online", "Customer": "Online", "Note": "Never"}
    return App(
        version,
        sales,
        NativeProfile(
            home="Sales.Home", rows={f"Sales.{name}": mode for name, mode in rows.items()}
        ),
    )


def report_on(app: App, folder: Path) -> Report:
    model = app.write(folder / "App.mpr")
    return Report((check_model(model, settings_for(model), TODAY, needs_overview=True),))


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_command(folder, *arguments, COLUMNS="120")


class TestCrossings:
    def found(self, app: App, folder: Path) -> dict[str, tuple[object, ...]]:
        (profile,) = open_profiles(app.write(folder / "App.mpr"), Settings())
        return {
            each.name: (each.device, each.server, each.starts_online, each.allowance.word)
            for each in crossings(profile)
        }

    def test_every_relation_between_device_and_server(self, tmp_path: Path) -> None:
        # Rush inherits the association that Order owns, but there it stays on the server.
        assert self.found(app(), tmp_path) == {
            "Sales.Order_Customer": (("Sales.Order",), ("Sales.Customer",), (False,), "allowed"),
            "Sales.Rush specializes Sales.Order": (
                ("Sales.Order",),
                ("Sales.Rush",),
                (True,),
                "limited",
            ),
        }

    @pytest.mark.parametrize(
        ("version", "allowance"), [("10.24.0", "prohibited"), ("10.24.1", "limited")]
    )
    def test_an_association_that_the_server_owns(
        self, version: str, allowance: str, tmp_path: Path
    ) -> None:
        owned = App(
            version,
            Module("M", Entity("A"), Entity("B"), Association("A_B", "A", "B"), Page("Home")),
            NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        )

        assert self.found(owned, tmp_path) == {"M.A_B": (("M.B",), ("M.A",), (True,), allowance)}

    def test_an_association_that_both_ends_own(self, tmp_path: Path) -> None:
        both = Association("A_B", "A", "B", both=True)
        owned = App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B"), both, Page("Home")),
            NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        )

        found = self.found(owned, tmp_path)

        assert found == {"M.A_B": (("M.B",), ("M.A",), (False, True), "limited")}

    def test_an_online_generalization_of_something_on_the_device(self, tmp_path: Path) -> None:
        general = App(
            "11.6.0",
            Module("M", Entity("A"), Entity("B", "M.A"), Page("Home")),
            NativeProfile(home="M.Home", rows={"M.A": "Online", "M.B": "All"}),
        )

        found = self.found(general, tmp_path)

        assert found == {"M.B specializes M.A": (("M.B",), ("M.A",), (False,), "limited")}

    def test_what_may_cross_is_said_to_be_uncertain(self, tmp_path: Path) -> None:
        unsure = App(
            "11.2.0",
            Module(
                "M",
                Entity("A"),
                Entity("B"),
                Association("A_B", "A", "B"),
                Page("Home", ListView("M.A")),
            ),
            NativeProfile(home="M.Home", rows={"M.B": "Online"}),
        )
        (profile,) = open_profiles(unsure.write(tmp_path / "App.mpr"), Settings())

        (crossing,) = crossings(profile)

        assert not crossing.is_certain
        assert crossing.allowance is Allowance.ALLOWED

    def test_a_hierarchy_on_one_side_crosses_nothing(self, tmp_path: Path) -> None:
        entities = Entity("A"), Entity("B", "M.A"), Entity("C", "M.B"), Entity("D", "System.User")
        same = App(
            "11.6.0",
            Module("M", *entities, Page("Home")),
            NativeProfile(home="M.Home", rows={"M.A": "All", "M.C": "Never", "M.D": "Online"}),
        )

        assert self.found(same, tmp_path) == {}


class TestMap:
    def test_what_crosses_nothing_is_listed_by_module(self, tmp_path: Path) -> None:
        entities = {name: [Entity(f"E{each}") for each in range(3)] for name in ("M", "N")}
        rows = {f"{name}.E{each}": "All" for name in entities for each in range(3)}
        listed = App(
            "11.6.0",
            *(Module(name, *each, Page("Home")) for name, each in entities.items()),
            NativeProfile(home="M.Home", rows={**rows, "N.E2": "Online"}),
        )
        (model,) = report_on(listed, tmp_path).models
        overview = model.profiles[0].overview
        assert overview is not None

        sync_map = draw(overview)

        def names(modules: tuple[ListedModule, ...]) -> dict[str, list[str]]:
            return {each.name: [entity.name for entity in each.entities] for each in modules}

        assert names(sync_map.device_modules) == {
            "M": ["M.E0", "M.E1", "M.E2"],
            "N": ["N.E0", "N.E1"],
        }
        assert names(sync_map.server_modules) == {"N": ["N.E2"]}
        assert sync_map.is_listed_at_once

    def test_no_two_things_are_at_the_same_place(self, tmp_path: Path) -> None:
        number = 60
        modules = [
            Module(
                name,
                *(Entity(f"E{each}") for each in range(number)),
                *(
                    Association(f"{name}_{each}", f"E{each}", f"{other}.E{each * 7 % number}")
                    for each in range(0, number, 2)
                ),
                Page("Home"),
            )
            for name, other in (("Here", "There"), ("There", "Here"))
        ]
        rows = {
            f"{module}.E{each}": "Online" if (each + shift) % 3 else "All"
            for shift, module in enumerate(("Here", "There"))
            for each in range(number)
        }
        many = App("11.6.0", *modules, NativeProfile(home="Here.Home", rows=rows))
        (model,) = report_on(many, tmp_path).models
        overview = model.profiles[0].overview
        assert overview is not None

        sync_map = draw(overview)

        places = [(each.x, each.y) for each in (*sync_map.boxes, *sync_map.signs)]
        assert len(set(places)) == len(places)
        assert len(overview.crossings) > number / 3
        drawn = {box.entity.name for box in sync_map.boxes}
        modules = (*sync_map.device_modules, *sync_map.server_modules)
        drawn |= {entity.name for module in modules for entity in module.entities}
        assert drawn == rows.keys()
        assert not sync_map.is_listed_at_once
        assert all(0 < x < sync_map.width and 0 < y < sync_map.height for x, y in places)

    def test_columns_are_as_wide_as_the_longest_name(self, tmp_path: Path) -> None:
        name = "Order" * 20
        wide = App(
            "11.6.0",
            Module("M", Entity(name), Entity("B"), Association("A", "B", name), Page("Home")),
            NativeProfile(home="M.Home", rows={f"M.{name}": "All", "M.B": "Online"}),
        )
        (model,) = report_on(wide, tmp_path).models
        overview = model.profiles[0].overview
        assert overview is not None
        sync_map = draw(overview)
        assert sync_map.column > len(name) * 7
        assert [box.name for box in sync_map.boxes] == [name, "B"]


class TestDiagrams:
    def test_mermaid(self, tmp_path: Path) -> None:
        lines = list(MERMAID.render(report_on(app(), tmp_path), Screen()))

        assert lines[0] == "flowchart LR"
        assert '      p1e3["Sales.Order: All Objects"]' in lines
        assert '  p1e3 -->|"Sales.Order_Customer: allowed"| p1e1' in lines
        assert lines[-1] == "  linkStyle 1 stroke:#8a5a00"

    def test_dot(self, tmp_path: Path) -> None:
        lines = list(DOT.render(report_on(app(), tmp_path), Screen()))

        assert '      p1e3 [label="Sales.Order: All Objects"];' in lines
        arrow = '  p1e3 -> p1e1 [label="Sales.Order_Customer: allowed", style=solid, '
        assert f'{arrow}color="#1d6b36"];' in lines

    def test_names_cannot_leave_their_quotes(self, tmp_path: Path) -> None:
        odd = App(
            "11.6.0",
            Module("M", Entity('A"] --> \\B'), Page("Home")),
            NativeProfile(home="M.Home", rows={'M.A"] --> \\B': "All"}),
        )
        report = report_on(odd, tmp_path)

        mermaid = "\n".join(MERMAID.render(report, Screen()))
        dot = "\n".join(DOT.render(report, Screen()))

        assert '["M.A#34;#93; --#62; #92;B: All Objects"]' in mermaid
        assert 'label="M.A\\"] --> \\\\B: All Objects"' in dot

    def test_an_entity_that_is_gone_is_on_no_map(self, tmp_path: Path) -> None:
        gone = App(
            "11.6.0",
            Module("M", Page("Home")),
            NativeProfile(home="M.Home", rows={"M.Gone": "All"}),
        )

        assert "M.Gone" not in "\n".join(DOT.render(report_on(gone, tmp_path), Screen()))

    def test_a_model_without_offline_profiles_has_an_empty_one(self, tmp_path: Path) -> None:
        web = App("11.6.0", Module("M", Page("Home")), WebProfile(kind="Phone"))

        assert list(MERMAID.render(report_on(web, tmp_path), Screen())) == ["flowchart LR"]


class TestCommand:
    def test_it_writes_the_page_into_the_current_folder(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")

        result = command(tmp_path, "report")

        assert (result.returncode, result.stdout) == (0, "wrote osm-report.html\n")
        assert "<h1>Online synchronization</h1>" in (tmp_path / "osm-report.html").read_text()

    def test_it_writes_where_it_is_told_to(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")

        result = command(tmp_path, "report", "App.mpr", "-o", "html=new/page.html")

        assert result.returncode == 0
        assert (tmp_path / "new" / "page.html").is_file()

    def test_it_prints_diagrams(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")

        result = command(
            tmp_path, "report", "--output", "mermaid", "--assume", "Sales.Note=Online"
        )

        assert result.stdout.startswith("flowchart LR\n")
        assert "Sales.Note: Online" in result.stdout

    def test_it_knows_the_formats_of_configured_plugins(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")
        (tmp_path / "ours.py").write_text(
            "from pytest_osm import hookimpl, Reporter\n"
            "@hookimpl\n"
            "def osm_reporters():\n"
            "    yield Reporter('count', 'a number', lambda report, screen: ['here'])\n"
        )
        (tmp_path / "osm.yaml").write_text("plugins: [ours.py]\n")

        assert command(tmp_path, "report", "--output", "count").stdout == "here\n"

    def test_a_model_that_cannot_be_read_has_a_page_and_no_verdict(self, tmp_path: Path) -> None:
        (tmp_path / "App.mpr").write_bytes(b"version https://git-lfs.github.com/spec/v1\n")

        result = command(tmp_path, "report")

        assert result.returncode == 2
        assert "Git LFS pointer" in (tmp_path / "osm-report.html").read_text()

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")
        (tmp_path / "file").touch()

        result = command(tmp_path, "report", "-o", "html=file/page.html")

        assert result.returncode == 2
        assert result.stderr.startswith("pytest-osm: file/page.html cannot be written: ")

    @pytest.mark.slow
    def test_check_renders_the_same_page(self, tmp_path: Path) -> None:
        app().write(tmp_path / "App.mpr")
        command(tmp_path, "report")

        result = command(tmp_path, "check", "--output", "html")

        assert result.stdout == (tmp_path / "osm-report.html").read_text()


@pytest.mark.slow
class TestPytest:
    @pytest.mark.parametrize("arguments", [(), ("-n", "2")])
    def test_a_run_writes_the_page_of_the_command(
        self, arguments: tuple[str, ...], pytester: pytest.Pytester
    ) -> None:
        app().write(pytester.path / "App.mpr")
        command(pytester.path, "report")

        result = pytester.runpytest_subprocess("--osm", "--osm-report=out/page.html", *arguments)

        result.stdout.fnmatch_lines(["wrote out/page.html"])
        written = (pytester.path / "out" / "page.html").read_text()
        assert written == (pytester.path / "osm-report.html").read_text()

    def test_what_was_not_run_is_not_on_it(self, pytester: pytest.Pytester) -> None:
        app().write(pytester.path / "App.mpr")

        pytester.runpytest_subprocess("--osm", "--osm-report=page.html", "-k", "OSM301")

        codes = re.findall(r'data-rule="(\w+)"', (pytester.path / "page.html").read_text())
        assert set(codes) == {"OSM301"}

    def test_one_that_cannot_be_written_fails_the_run(self, pytester: pytest.Pytester) -> None:
        app().write(pytester.path / "App.mpr")
        (pytester.path / "file").touch()

        result = pytester.runpytest_subprocess(
            "--osm", "--osm-report=file/page.html", "-k", "OSM105"
        )

        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stdout.fnmatch_lines(["*file/page.html cannot be written: *"])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    installed = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=QUIET)
        yield chromium
        chromium.close()


class Seen:
    """A page in a browser, with everything it asked for and complained about."""

    def __init__(self, browser: Browser, page: Path, **settings: object) -> None:
        self.tab: Tab = browser.new_context(**settings).new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.goto(page.as_uri())

    @property
    def shown(self) -> list[str]:
        return [each.inner_text() for each in self.tab.locator(".finding:visible .code").all()]


@pytest.mark.slow
class TestPage:
    @pytest.fixture
    def page(self, tmp_path: Path) -> Path:
        path = tmp_path / "page.html"
        lines = HTML.render(report_on(app(), tmp_path), Screen())
        path.write_text("\n".join(lines), "utf-8")
        return path

    @pytest.fixture
    def seen(self, browser: Browser, page: Path) -> Iterator[Seen]:
        seen = Seen(browser, page)
        yield seen
        assert seen.complaints == []
        assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []

    def test_filters(self, seen: Seen) -> None:
        everything = seen.shown

        seen.tab.get_by_label("Rule", exact=True).select_option("OSM301")
        assert set(seen.shown) == {"OSM301"}
        expect(seen.tab.locator("#shown")).to_have_text(f"1 of {len(everything)} findings shown")
        seen.tab.get_by_role("button", name="Show all").click()
        seen.tab.get_by_label("Severity").select_option("error")
        expect(seen.tab.locator(".finding.error:visible")).to_have_count(0)
        assert set(seen.shown) == {"OSM301", "OSM305"}
        seen.tab.get_by_label("Text").fill("sales.ORDERS customer")
        assert seen.shown == ["OSM305"]
        seen.tab.get_by_role("button", name="Show all").click()
        expect(seen.tab.locator(".finding:visible")).to_have_count(len(everything))
        seen.tab.get_by_label("Module").select_option("Sales")
        assert "OSM203" not in seen.shown
        seen.tab.get_by_label("Status").select_option("accepted")
        assert seen.shown == []

    def test_groups(self, seen: Seen) -> None:
        in_order = seen.shown
        headings = seen.tab.locator(".group")
        expect(headings).to_have_count(0)

        seen.tab.get_by_label("Group by").select_option("rule")

        shown = seen.shown
        assert sorted(shown) == sorted(in_order)
        expect(headings).to_have_count(len(set(shown)))
        expect(headings.first).to_have_text(f"{shown[0]} ({shown.count(shown[0])})")
        seen.tab.get_by_label("Rule", exact=True).select_option(shown[-1])
        expect(headings).to_have_count(1)
        seen.tab.get_by_label("Group by").select_option("entity")
        expect(headings).not_to_have_count(0)
        seen.tab.get_by_role("button", name="Show all").click()
        expect(headings).to_have_count(0)
        assert seen.shown == in_order

    def test_what_is_about_two_entities_is_in_the_groups_of_both(self, seen: Seen) -> None:
        shown = sorted(seen.shown)
        seen.tab.get_by_label("Group by").select_option("entity")
        also = seen.tab.locator("p.group a").first
        leads_to = seen.tab.locator(also.get_attribute("href"))

        assert sorted(seen.shown) == shown
        before = also.locator("xpath=preceding::h4[1]").inner_text()
        assert before.rpartition(" ")[0] in leads_to.get_attribute("data-entity").split(", ")[1:]
        also.click()
        expect(leads_to).to_have_attribute("open", "")

    def test_an_address_has_the_filters(self, seen: Seen, browser: Browser, page: Path) -> None:
        seen.tab.get_by_label("Rule", exact=True).select_option("OSM301")
        seen.tab.get_by_label("Group by").select_option("module")
        address = seen.tab.url
        assert address.endswith("#?rule=OSM301&group=module")

        other = browser.new_page()
        other.goto(address)
        expect(other.locator(".finding:visible")).to_have_count(len(seen.shown))
        expect(other.locator(".group")).not_to_have_count(0)
        other.goto(page.as_uri() + "#?length=3&rule=OSM301&unknown=1")
        expect(other.locator(".finding:visible")).to_have_count(len(seen.shown))
        other.get_by_role("button", name="Show all").click()
        assert other.url.endswith("#")
        other.close()

    def test_nothing_fits(self, seen: Seen) -> None:
        nothing = seen.tab.locator("#nothing")
        expect(nothing).to_be_hidden()
        seen.tab.get_by_label("Text").fill("nowhere to be found")
        expect(nothing).to_be_visible()

    def test_tables_are_sorted(self, seen: Seen) -> None:
        table = seen.tab.get_by_role("region", name=re.compile("^Modes of")).first
        button = table.get_by_role("button", name="Entity")
        names = table.locator("tbody th")
        button.click()
        up = names.all_inner_texts()
        assert up == sorted(up)
        button.press("Enter")
        assert names.all_inner_texts() == up[::-1]
        expect(table.locator("thead th").first).to_have_attribute("aria-sort", "descending")
        table.get_by_role("button", name="Pages").click()
        pages = [int(text) for text in table.locator("td.number").all_inner_texts()[::2]]
        assert pages == sorted(pages)

    def test_what_matters_comes_first(self, seen: Seen) -> None:
        tiles = seen.tab.locator(".tiles").first
        expect(tiles).to_contain_text("errors")
        expect(tiles).to_contain_text("work offline")
        tiles.get_by_role("link", name=re.compile("Online")).click()
        expect(seen.tab).to_have_url(re.compile("#s1-modes$"))
        start = seen.tab.locator("p", has_text="Start with:").get_by_role("link").first
        place = start.inner_text()
        start.click()
        expect(seen.tab.locator(".finding:visible .place").first).to_contain_text(place)

    def test_a_path_leads_to_the_documents_on_it(self, seen: Seen) -> None:
        finding = seen.tab.locator(".finding[data-rule=OSM301]")
        expect(finding.locator(".path")).to_be_hidden()

        finding.locator("> summary").click()
        step = finding.get_by_role("link", name="page Sales.Home")
        step.click()

        row = seen.tab.locator("tr:target")
        expect(row).to_be_visible()
        expect(row.locator("th")).to_have_text("page Sales.Home")

    def test_a_number_of_findings_leads_to_them(self, seen: Seen) -> None:
        seen.tab.locator(".documents > summary").click()
        here = seen.tab.locator("th", has_text="page Sales.Home")
        row = seen.tab.locator(".documents tr", has=here)

        row.get_by_role("link", name=re.compile(r"^\d+$")).click()

        expect(seen.tab.get_by_label("Place")).to_have_value("page Sales.Home")
        assert seen.shown == ["OSM502"]

    def test_a_crossing_leads_to_the_findings_that_mention_it(self, seen: Seen) -> None:
        name = "Sales.Rush specializes Sales.Order"
        row = seen.tab.locator("tr", has=seen.tab.locator("th", has_text=name))

        row.get_by_role("link", name=re.compile(r"^\d+$")).click()

        expect(seen.tab.get_by_label("Text")).to_have_value(f'"{name}"')
        assert seen.shown == ["OSM202"]

    def test_it_works_with_the_keyboard_alone(self, seen: Seen) -> None:
        keyboard = seen.tab.keyboard
        keyboard.press("Tab")
        expect(seen.tab.get_by_role("link", name="Skip to the findings")).to_be_focused()
        keyboard.press("Enter")
        keyboard.press("Tab")
        expect(seen.tab.locator(".finding summary").first).to_be_focused()
        keyboard.press("Enter")
        expect(seen.tab.locator(".finding").first).to_have_attribute("open", "")
        keyboard.press("Tab")
        expect(seen.tab.locator(".finding .way > summary").first).to_be_focused()
        keyboard.press("Tab")
        keyboard.press("Enter")
        expect(seen.tab).to_have_url(re.compile("#s1-p\\d+$"))

    def test_entities_on_the_map_point_out_what_crosses_to_them(self, seen: Seen) -> None:
        entity = seen.tab.locator("svg [data-entity='Sales.Customer']")
        entity.hover()

        faded = seen.tab.locator(".crossing.faded")
        expect(faded).to_have_count(1)
        expect(faded.locator("title")).to_contain_text("specializes")
        entity.click()
        expect(seen.tab.locator("tr:target th")).to_have_text("Sales.Customer")

    def test_filters_act_on_the_map(self, seen: Seen) -> None:
        aside = seen.tab.locator("svg .aside")
        expect(aside).to_have_count(0)
        seen.tab.get_by_label("Text").fill("customer")
        expect(aside).not_to_have_count(0)
        kept = seen.tab.locator("svg a.entity:not(.aside)")
        expect(kept).to_have_count(1)
        seen.tab.get_by_label("Text").fill("")
        seen.tab.get_by_label("Module").select_option("Sales")
        expect(aside).to_have_count(0)

    def test_readers_of_the_screen_get_names_for_everything(self, seen: Seen) -> None:
        tree = seen.tab.locator("body").aria_snapshot()

        assert 'region "Map of profile NativePhone"' in tree
        assert 'link "Sales.Customer: Online, configured in the profile' in tree
        assert 'search "Filter the findings"' in tree
        assert 'table "4 entities and the synchronization modes"' in tree
        unnamed = [
            control for control in seen.tab.get_by_role("link").all() if not control.text_content()
        ]
        assert unnamed == []

    @pytest.mark.parametrize("width", [360, 768, 1280])
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_nothing_sticks_out(
        self, browser: Browser, page: Path, width: int, scheme: str
    ) -> None:
        seen = Seen(browser, page, viewport={"width": width, "height": 800}, color_scheme=scheme)

        assert seen.tab.evaluate("document.documentElement.scrollWidth") <= width
        ground, ink = (
            seen.tab.evaluate(f"getComputedStyle(document.body).{name}")
            for name in ("backgroundColor", "color")
        )
        assert brightness(ground) > brightness(ink) if scheme == "light" else True
        assert brightness(ground) < brightness(ink) if scheme == "dark" else True

    def test_a_printed_page_has_everything_open_but_the_list_of_documents(
        self, seen: Seen
    ) -> None:
        seen.tab.emulate_media(media="print")
        seen.tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")

        folded = seen.tab.locator("details:not([open])")
        expect(folded).to_have_count(seen.tab.locator("details.documents").count())
        expect(folded.first).to_contain_text("reached document")
        expect(seen.tab.locator("#filter")).to_be_hidden()
        expect(seen.tab.locator(".path").first).to_be_visible()

    def test_names_in_a_model_run_nothing(self, browser: Browser, tmp_path: Path) -> None:
        hostile = app(docs=f"{HOSTILE} <img src=x onerror=alert(1)>", bonus=f"\u202e{HOSTILE}")
        page = tmp_path / "page.html"
        text = "\n".join(HTML.render(report_on(hostile, tmp_path), Screen()))
        page.write_text(text, "utf-8")

        seen = Seen(browser, page)

        assert seen.tab.title().startswith("Online synchronization: ")
        assert seen.complaints == []
        assert "\u202e" not in text
        expect(seen.tab.locator("script")).to_have_count(1)
        expect(seen.tab.locator("img")).to_have_count(0)
        expect(seen.tab.get_by_text("<script>").first).to_be_attached()

    def test_a_script_that_got_in_would_not_run(self, browser: Browser, page: Path) -> None:
        page.write_text(page.read_text().replace("</main>", f"{HOSTILE}</main>"))

        seen = Seen(browser, page)

        assert seen.tab.title() != "taken"
        assert any("Content Security Policy" in each for each in seen.complaints)

    def test_without_findings_there_is_nothing_to_filter(
        self, browser: Browser, tmp_path: Path
    ) -> None:
        clean = App("11.6.0", Module("M", Page("Home")), WebProfile(kind="Phone"))
        page = tmp_path / "page.html"
        page.write_text("\n".join(HTML.render(report_on(clean, tmp_path), Screen())))

        seen = Seen(browser, page)

        expect(seen.tab.locator("#filter")).to_be_hidden()
        expect(seen.tab.get_by_text("Nothing was found.")).to_be_visible()
        expect(seen.tab.get_by_text("there is no offline profile in this app")).to_be_visible()
        assert seen.complaints == []


def brightness(color: str) -> int:
    return sum(int(each) for each in re.findall(r"\d+", color)[:3])
