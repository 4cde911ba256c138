"""The examples of ACME001: apps with findings, and apps without."""

from acme_rules.acme001_online_search_page import online_search_page

from pytest_osm.testing import (
    App,
    Button,
    Entity,
    Example,
    Module,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    example_tests,
)


def app(page: str, mode: str, version: str = "11.6.0") -> App:
    return App(
        version,
        Module(
            "Parts",
            Entity("Part"),
            Page("Home", Button("Open", OpenPage(f"Parts.{page}"))),
            Page(page, Pluggable("Parts.Part")),
        ),
        NativeProfile(home="Parts.Home", rows={"Parts.Part": mode}),
    )


test_examples = example_tests(
    online_search_page,
    Example(
        "a search page with online data",
        app("PartSearch", "Online"),
        finds=("search page Parts.PartSearch of profile NativePhone shows Parts.Part",),
        severity="warning",
    ),
    Example(
        "the first version with the mode",
        app("PartSearch", "Online", "10.19.0"),
        finds=("shows Parts.Part",),
    ),
    Example("a search page with offline data", app("PartSearch", "All")),
    Example("another page with online data", app("PartList", "Online")),
    Example("before the mode", app("PartSearch", "Online", "10.18.0")),
)
