from pytest_osm.testing import (
    App,
    Button,
    Example,
    Module,
    NativeProfile,
    OpenPage,
    Page,
    UnknownAction,
)


def app(*widgets: object, version: str = "11.6.0") -> App:
    return App(version, Module("M", Page("Home", *widgets)), NativeProfile(home="M.Home"))


INVALID = [
    Example(
        "one construct",
        app(Button("Beam", UnknownAction()), version="7.23.0"),
        finds=("1 construct could not be followed",),
        severity="info",
    ),
    Example(
        "all constructs of a profile are one finding",
        app(Button("Beam", UnknownAction()), Button("Go", OpenPage("M.Gone"))),
        finds=("2 constructs could not be followed",),
        severity="info",
    ),
]
VALID = [
    Example("everything is known", app(Button("Home", OpenPage("M.Home")))),
    Example("nothing is reached", App("11.6.0", Module("M"), NativeProfile())),
]
