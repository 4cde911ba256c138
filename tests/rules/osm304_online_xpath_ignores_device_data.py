from pytest_osm.testing import (
    App,
    Association,
    Button,
    Database,
    Entity,
    Example,
    ListView,
    Module,
    NativeProfile,
    Page,
    UnknownAction,
)

TO_CUSTOMER = "[M.Order_Customer/M.Customer/Name = 'x']"
TO_INVOICE = "[M.Order_Invoice/M.Invoice/Name = 'x']"


def app(
    version: str,
    order: str = "Online",
    customer: str = "All",
    constraint: str = TO_CUSTOMER,
    button: Button | None = None,
) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Entity("Customer"),
            Association("Order_Customer", "Order", "Customer"),
            Entity("Invoice"),
            Association("Order_Invoice", "Order", "Invoice"),
            Page(
                "Home",
                ListView(Database("M.Order", constraint)),
                ListView("M.Customer"),
                *([button] if button else []),
            ),
            Page("Doubtful", ListView("M.Invoice")),
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
    Example(
        "as sure as the surest of two offline entities",
        app(
            "10.24.0",
            constraint=TO_CUSTOMER + TO_INVOICE,
            button=Button("Go", UnknownAction("M.Doubtful")),
        ),
        finds=("uses M.Customer, M.Invoice on the server",),
        severity="info",
        confidence="high",
    ),
    Example(
        "an offline entity that the profile may not reach",
        app(
            "10.24.0",
            constraint=TO_INVOICE,
            button=Button("Go", UnknownAction("M.Doubtful")),
        ),
        finds=("uses M.Invoice on the server",),
        severity="info",
        confidence="medium",
    ),
]
VALID = [
    Example("before the mode", app("10.18.0")),
    Example("since Mendix prohibits it", app("10.24.1")),
    Example("an offline query", app("10.24.0", order="None")),
    Example("both online", app("10.24.0", customer="Online")),
]
