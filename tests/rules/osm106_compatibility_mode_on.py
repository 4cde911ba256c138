from pytest_osm.testing import App, Entity, Example, ListView, Module, NativeProfile, Page, Row


def app(version: str, *, compatibility: bool, mode: str = "Online") -> App:
    return App(
        version,
        Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
        NativeProfile(
            home="Sales.Home", rows=(Row("Sales.Order", mode, compatibility=compatibility),)
        ),
    )


INVALID = [
    Example(
        "the first version with the option",
        app("11.10.0", compatibility=True),
        finds=("Sales.Order accepts uploads from clients of before its mode changed",),
        severity="info",
    ),
    Example(
        "whatever the mode",
        app("11.15.0", compatibility=True, mode="All"),
        finds=("Sales.Order accepts uploads",),
        severity="info",
    ),
]
VALID = [
    Example("before there was such an option", app("11.9.1", compatibility=True)),
    Example("switched off", app("11.10.0", compatibility=False)),
    Example(
        "never switched on for an offline mode", app("11.12.0", compatibility=False, mode="All")
    ),
]
