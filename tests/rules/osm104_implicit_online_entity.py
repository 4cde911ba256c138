from pytest_osm.testing import (
    App,
    Association,
    Button,
    Create,
    CreateList,
    DataView,
    Entity,
    Example,
    FromNanoflow,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Retrieve,
    RetrieveOver,
    Return,
)


def app(version: str, *widgets: object, rows: dict[str, str] | None = None) -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Order"),
            Entity("UrgentOrder", "Sales.Order"),
            Entity("Line"),
            Entity("Draft", persistable=False),
            Entity("Report", source="view"),
            Association("Line_Order", "Line", "Order"),
            Page("Home", *widgets),
            Nanoflow(
                "Lines",
                Retrieve("Sales.Order", "Order", first=True),
                RetrieveOver("Sales.Line_Order", "Order", "Lines"),
                Return("$Lines"),
                returns="[Sales.Line]",
            ),
            Nanoflow("Mention", CreateList("Sales.Line"), parameters={"Order": "Sales.Order"}),
        ),
        NativeProfile(home="Sales.Home", rows=rows or {}),
    )


ORDERS = ListView("Sales.Order")

INVALID = [
    Example(
        "Online is the default from 11.4 on",
        app("11.4.0", ORDERS),
        finds=("1 entity is Online by default: Sales.Order",),
        severity="warning",
        confidence="medium",
    ),
    Example(
        "retrieved in a nanoflow, directly and over an association",
        app("11.15.0", DataView(FromNanoflow("Sales.Lines"))),
        finds=("2 entities are Online by default: Sales.Line, Sales.Order",),
        severity="warning",
    ),
    Example(
        "only created",
        app("11.6.0", Button("New", Create("Sales.Line"))),
        finds=("1 entity is Online by default: Sales.Line",),
        severity="warning",
    ),
    Example(
        "one of two entities has a row",
        app("11.6.0", ORDERS, ListView("Sales.Line"), rows={"Sales.Order": "Online"}),
        finds=("1 entity is Online by default: Sales.Line",),
        severity="warning",
    ),
    Example(
        "the default from 11.0 to 11.3 is not known for sure",
        app("11.0.0", ORDERS),
        finds=("1 entity may be Online by default: Sales.Order",),
        severity="info",
        confidence="low",
    ),
    Example(
        "the last version before the default changed",
        app("11.3.9", ORDERS),
        finds=("may be Online",),
        severity="info",
        confidence="low",
    ),
]
VALID = [
    Example("up to 10.24 the derived mode is never Online", app("10.24.9", ORDERS)),
    Example("a configured mode", app("11.6.0", ORDERS, rows={"Sales.Order": "Online"})),
    Example("not persistable", app("11.6.0", ListView("Sales.Draft"))),
    Example("a view entity has no mode of its own", app("11.6.0", ListView("Sales.Report"))),
    Example(
        "a parameter or variable does not use its entity",
        app("11.6.0", DataView(FromNanoflow("Sales.Mention"))),
    ),
    Example("the profile uses no entity", app("11.6.0")),
]
