from pytest_osm.testing import (
    App,
    Association,
    Database,
    Entity,
    Example,
    ListView,
    Module,
    NativeProfile,
    Page,
)


def app(version: str, order: str = "Online", customer: str = "All") -> App:
    constraint = "[M.Order_Customer/M.Customer/Name = 'x']"
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Entity("Customer"),
            Association("Order_Customer", "Order", "Customer"),
            Page("Home", ListView(Database("M.Order", constraint)), ListView("M.Customer")),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": order, "M.Customer": customer}),
    )


INVALID = [
    Example(
        "the first version with the mode",
        app("10.19.0"),
        finds=(
            "the constraint on M.Order (Online) uses M.Customer on the server, not on the device",
        ),
        severity="info",
        confidence="high",
    ),
    Example(
        "the last version that allows it",
        app("10.24.0"),
        finds=("uses M.Customer on the server",),
        severity="info",
    ),
]
VALID = [
    Example("before the mode", app("10.18.0")),
    Example("since Mendix prohibits it", app("10.24.1")),
    Example("an offline query", app("10.24.0", order="None")),
    Example("both online", app("10.24.0", customer="Online")),
]
