from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    ClearFromDevice,
    Example,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    UnknownAction,
)


def app(*widgets: object, version: str = "11.6.0") -> App:
    return App(version, Module("M", Page("Home", *widgets)), NativeProfile(home="M.Home"))


INVALID = [
    Example(
        "one part that could not be analysed",
        app(Button("Beam", UnknownAction()), version="7.23.0"),
        finds=("1 part of the app could not be analysed",),
        severity="info",
    ),
    Example(
        "an activity that does not say what it clears",
        App(
            "11.6.0",
            Module(
                "M",
                Page("Home", Button("Clear", CallNanoflow("M.Clear"))),
                Nanoflow("Clear", ClearFromDevice()),
            ),
            NativeProfile(home="M.Home"),
        ),
        finds=("1 part of the app could not be analysed",),
        severity="info",
    ),
    Example(
        "all such parts of a profile are one finding",
        app(Button("Beam", UnknownAction()), Button("Go", OpenPage("M.Gone"))),
        finds=("2 parts of the app could not be analysed",),
        severity="info",
    ),
]
VALID = [
    Example("everything could be analysed", app(Button("Home", OpenPage("M.Home")))),
    Example("the profile reaches nothing", App("11.6.0", Module("M"), NativeProfile())),
]
