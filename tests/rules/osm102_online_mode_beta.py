from pytest_osm.testing import App, Entity, Example, ListView, Module, NativeProfile, Page


def app(version: str, **rows: str) -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Order"),
            Entity("Line"),
            Page("Home", ListView("Sales.Order"), ListView("Sales.Line")),
        ),
        NativeProfile(
            home="Sales.Home", rows={f"Sales.{entity}": mode for entity, mode in rows.items()}
        ),
    )


INVALID = [
    Example(
        "the first version of the beta",
        app("10.19.0", Order="Online", Line="Online"),
        finds=("is used for Sales.Line, Sales.Order",),
        severity="warning",
        confidence="high",
    ),
    Example(
        "the last version of the beta, one entity of two",
        app("10.23.4", Order="Online", Line="All"),
        finds=("a beta in Mendix 10.23.4 and is used for Sales.Order",),
        severity="warning",
    ),
]
VALID = [
    Example("before the beta, OSM101 applies", app("10.18.0", Order="Online")),
    Example("general availability", app("10.24.0", Order="Online")),
    Example("no entity is Online during the beta", app("10.20.0", Order="All", Line="Never")),
    Example("a mode with a similar name", app("10.20.0", Order="online", Line="All")),
]
