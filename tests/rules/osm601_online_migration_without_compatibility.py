from pytest_osm.testing import App, Entity, Example, Module, NativeProfile, Page, Pluggable, Row


def app(mode: str, version: str = "11.12.0", *, compatibility: bool = False) -> App:
    row = Row("Sales.Order", mode, compatibility=compatibility)
    return App(
        version,
        Module("Sales", Entity("Order"), Page("Home", Pluggable("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows=(row,)),
    )


INVALID = [
    Example(
        "an entity that was on the device",
        app("Online"),
        finds=("Sales.Order was All Objects and is Online: the server rejects uploads",),
        severity="warning",
        confidence="high",
        base=app("All"),
    ),
    Example(
        "selected objects, in the first version that refuses uploads",
        app("Online", "11.10.0"),
        finds=("Sales.Order was By XPath and is Online",),
        base=app("Constrained", "10.24.0"),
    ),
]
VALID = [
    Example("compatibility mode", app("Online", compatibility=True), base=app("All")),
    Example("Online before as well", app("Online"), base=app("Online")),
    Example("the entity had no data on the device", app("Online"), base=app("None")),
    Example("another mode now", app("Never"), base=app("All")),
    Example(
        "before the server rejected uploads", app("Online", "11.9.0"), base=app("All", "11.9.0")
    ),
]
