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
        finds=("Sales.Order has compatibility mode on",),
        severity="info",
    ),
    Example(
        "with any mode",
        app("11.15.0", compatibility=True, mode="All"),
        finds=("the server accepts uploads from clients that still use its old mode",),
        severity="info",
    ),
]
VALID = [
    Example("before the option existed", app("11.9.1", compatibility=True)),
    Example("switched off", app("11.10.0", compatibility=False)),
    Example("an offline mode, never switched on", app("11.12.0", compatibility=False, mode="All")),
]
