from pytest_osm.testing import App, Entity, Example, ListView, Module, NativeProfile, Page


def app(version: str, mode: str) -> App:
    return App(
        version,
        Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows={"Sales.Order": mode}),
    )


INVALID = [
    Example(
        "the model can store the mode since 10.2, but Mendix supports it since 10.19",
        app("10.2.0", "Online"),
        finds=("Sales.Order is Online, but Mendix 10.2.0 does not support that mode",),
        severity="error",
    ),
    Example(
        "the last version before the beta",
        app("10.18.6", "Online"),
        finds=("Mendix 10.18.6 does not support that mode",),
        severity="error",
    ),
]
VALID = [
    Example("the first version of the beta", app("10.19.0", "Online")),
    Example("another mode than Online", app("10.18.6", "All")),
    Example("modes had another key until 9.23", app("9.23.0", "All")),
]
