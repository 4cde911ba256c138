from pytest_osm.testing import App, Entity, Example, ListView, Module, NativeProfile, Page


def app(version: str, mode: str) -> App:
    return App(
        version,
        Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows={"Sales.Order": mode}),
    )


INVALID = [
    Example(
        "the mode exists in the model since 10.2 and in the product since 10.19",
        app("10.2.0", "Online"),
        finds=("Sales.Order is Online, which Mendix 10.2.0 does not offer",),
        severity="error",
    ),
    Example(
        "the last version before the beta",
        app("10.18.6", "Online"),
        finds=("which Mendix 10.18.6 does not offer",),
        severity="error",
    ),
]
VALID = [
    Example("the first version of the beta", app("10.19.0", "Online")),
    Example("any other mode is as old as offline profiles", app("10.18.6", "All")),
    Example("modes had another key until 9.23", app("9.23.0", "All")),
]
