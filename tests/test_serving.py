"""The page that is renewed when the model is saved."""

from __future__ import annotations

import gc
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from conftest import run_command
from playwright.sync_api import Browser, Route, expect, sync_playwright

from pytest_osm.cli import serve, serving
from pytest_osm.model.memory_cache import MemoryCache
from pytest_osm.testing import App, Entity, Module, NativeProfile, Page, Pluggable

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
pytestmark = [pytest.mark.once, pytest.mark.slow]


def app(mode: str) -> App:
    return App(
        "11.12.0",
        Module("Shop", Entity("Order"), Page("Home", Pluggable("Shop.Order"))),
        NativeProfile(home="Shop.Home", rows={"Shop.Order": mode}),
    )


class Served:
    """A running `pytest-osm serve`."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = (sys.executable, "-m", "pytest_osm", "serve", "--port", "0", *arguments)
        # What shells start in the background ignores SIGINT, and so does all that it starts.
        heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self.process = subprocess.Popen(
                command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        finally:
            signal.signal(signal.SIGINT, heeded)
        lines = (self.process.stdout.readline() for _ in range(2))
        found = re.search(r"http://127.0.0.1:(\d+)/", "".join(lines))
        self.port = int(found[1])
        self.address = found[0]

    def ask(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def wait_for(self, text: str, *, is_there: bool = True) -> None:
        for _ in range(1_000):
            if (text in self.ask()[1]) == is_there:
                return
            time.sleep(0.01)
        pytest.fail(f"{text} on the page: not {is_there}")

    def end(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        errors = self.process.communicate(timeout=10)[1]
        return self.process.returncode, errors


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    app("All").write(tmp_path / "App.mpr")
    served = Served(tmp_path)
    yield served
    assert served.end() == (0, "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    installed = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def test_a_finding_comes_and_goes_in_the_open_page(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    tab = browser.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(served.address)
    finding = tab.locator(".finding[data-rule=OSM503]")
    expect(finding).to_have_count(0)

    app("Online").write(tmp_path / "App.mpr")
    expect(finding).to_have_count(1)
    expect(finding.locator(".status")).to_have_text("new")
    expect(tab.locator("#live")).to_contain_text("1 new, 0 gone")
    tab.get_by_label("Group by").select_option("rule")
    finding.locator("> summary").click()

    (tmp_path / "osm.yaml").write_text("xfail:\n- {rule: OSM503, reason: later}\n")
    expect(finding.locator(".status").first).to_have_text("accepted")
    expect(finding).to_have_attribute("open", "")
    expect(tab.locator(".group")).to_have_count(1)

    (tmp_path / "osm.yaml").write_text("xfail: 3\n")
    expect(tab.locator("#live")).to_contain_text("Not checked: ")
    expect(finding).to_have_count(1)

    (tmp_path / "osm.yaml").unlink()
    app("All").write(tmp_path / "App.mpr")
    expect(finding).to_have_count(0)
    assert complaints == []
    tab.close()
    served.process.stderr.readline()  # about the mistake in osm.yaml


def test_what_happens_before_the_page_listens_is_not_missed(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    def saved_meanwhile(route: Route) -> None:
        app("Online").write(tmp_path / "App.mpr")
        served.wait_for("OSM503")
        route.continue_()

    tab = browser.new_page()
    tab.route("**/events*", saved_meanwhile)
    tab.goto(served.address)
    expect(tab.locator(".finding[data-rule=OSM503]")).to_have_count(1)
    tab.close()


def test_an_older_page_never_follows_a_newer_one(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    arrived: list[Route] = []
    held: list[str] = []

    def overtaken(route: Route) -> None:
        older = route.fetch()
        found = re.findall('data-rule="(OSM503)"', older.text())
        if arrived or not found:  # while the files are being written, there may be a page too
            route.fulfill(response=older)
            return
        held.extend(found)
        app("All").write(tmp_path / "App.mpr")
        served.wait_for("OSM503", is_there=False)
        tab.wait_for_timeout(300)  # in which a newer one would come
        route.fulfill(response=older)
        arrived.append(route)

    tab = browser.new_page()
    tab.goto(served.address)
    tab.route(served.address, overtaken)
    app("Online").write(tmp_path / "App.mpr")
    for _ in range(200):  # until the older page has been given, or nobody asked for it
        if arrived:
            break
        tab.wait_for_timeout(100)
    tab.wait_for_timeout(500)
    expect(tab.locator("#live")).to_contain_text("0 new, 0 gone")
    assert held == ["OSM503"]
    expect(tab.locator(".finding[data-rule=OSM503]")).to_have_count(0)
    tab.close()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"Origin": "ORIGIN"}, 200),
        ({"Sec_Fetch_Site": "none"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "evil.example:PORT"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"path": "/../etc/passwd"}, 404),
        ({"path": "/events", "Origin": "http://evil.example"}, 403),
        ({"method": "POST"}, 501),
        ({"method": "PUT"}, 501),
    ],
)
def test_nobody_else_gets_anything(served: Served, asked: dict[str, str], status: int) -> None:
    asked = {
        name: value.replace("PORT", str(served.port)).replace("ORIGIN", served.address.rstrip("/"))
        for name, value in asked.items()
    }
    answer, text = served.ask(**asked)

    assert answer == status
    assert ("Online synchronization" in text) == (status == 200)


def test_the_page_may_ask_only_where_it_comes_from(served: Served) -> None:
    assert "connect-src 'self'" in served.ask()[1]


def test_it_reads_the_configuration_again(tmp_path: Path) -> None:
    app("Online").write(tmp_path / "App.mpr")
    served = Served(tmp_path, "--rule", "OSM503")
    assert "OSM503" in served.ask()[1]
    served.end()


def test_a_port_that_is_taken(served: Served, tmp_path: Path) -> None:
    other = run_command(tmp_path, "serve", "--port", str(served.port))
    assert other.returncode == 2
    assert f"port {served.port} cannot be used: " in other.stderr


def test_a_mistake_at_the_start_ends_it(tmp_path: Path) -> None:
    app("All").write(tmp_path / "App.mpr")
    (tmp_path / "osm.yaml").write_text("xfail: 3\n")
    result = run_command(tmp_path, "serve")
    assert result.returncode == 2
    assert "osm.yaml" in result.stderr


def test_without_what_watches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app("All").write(tmp_path / "App.mpr")
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    result = run_command(tmp_path, "serve")
    assert result.returncode == 2
    assert "serve needs watchfiles: pip install 'pytest-osm[serve]'" in result.stderr


def test_who_waits_is_told_that_there_is_nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_QUIET", 0.01)
    live = serving.LivePage("page")
    server = serving.serve(live, 0)
    threads = threading.active_count()
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", f"/events?{live.number}")
    answer = connection.getresponse()
    assert answer.fp.readline() == b": nothing new\n"
    answer.close()
    connection.close()

    for _ in range(500):  # until what waited for it has noticed that nobody listens
        if threading.active_count() == threads:
            break
        time.sleep(0.01)
    assert threading.active_count() == threads
    server.shutdown()
    server.server_close()


def test_memory_is_tidied_up_while_nothing_changes() -> None:
    class Node:
        itself: Node

    node = Node()
    node.itself = node
    changed = threading.Event()
    weakref.finalize(node, changed.set)
    del node
    gc.disable()
    try:
        next(serve._bursts(changed))
    finally:
        gc.enable()


def test_what_is_parsed_is_kept_while_it_is_used() -> None:
    parsed: list[str] = []

    def element(name: str) -> object:
        return cache.element(name.encode(), "", lambda: parsed.append(name) or object())

    cache = MemoryCache()
    first = element("one")
    cache.forget_unused()
    assert element("one") is first
    cache.forget_unused()
    element("two")
    cache.forget_unused()
    element("one")
    assert parsed == ["one", "two", "one"]
