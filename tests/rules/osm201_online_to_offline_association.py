from pytest_osm.testing import (
    App,
    Association,
    Entity,
    Example,
    ListView,
    Module,
    NativeProfile,
    Page,
)


def app(version: str, *, both: bool = False, used: bool = True, **rows: str) -> App:
    order = (ListView("Sales.Order"),) if used else ()
    return App(
        version,
        Module(
            "Sales",
            Entity("Order"),
            Entity("UrgentOrder", "Sales.Order"),
            Association("Order_Customer", "Order", "Crm.Customer", both=both),
            Page("Home", ListView("Crm.Customer"), *order),
        ),
        Module("Crm", Entity("Customer")),
        NativeProfile(
            home="Sales.Home",
            rows={name.replace("_", "."): mode for name, mode in rows.items()},
        ),
    )


INVALID = [
    Example(
        "an online entity refers to an offline one of another module",
        app("10.19.0", Sales_Order="Online", Crm_Customer="All"),
        finds=(
            "Sales.Order owns Sales.Order_Customer to Crm.Customer, but Sales.Order is Online",
        ),
        severity="error",
        confidence="high",
    ),
    Example(
        "the last version that prohibits it, with a derived offline mode",
        app("10.24.0", Sales_Order="Online"),
        finds=("Crm.Customer is All Objects",),
        severity="error",
    ),
    Example(
        "an offline mode without data",
        app("10.21.0", Sales_Order="Online", Crm_Customer="None"),
        finds=("Crm.Customer is Nothing (clear data)",),
        severity="error",
    ),
    Example(
        "owned from both ends",
        app("10.24.0", both=True, Sales_Order="All", Crm_Customer="Online"),
        finds=("Crm.Customer owns Sales.Order_Customer to Sales.Order",),
        severity="error",
    ),
    Example(
        "inherited by a specialization",
        app("10.24.0", Sales_Order="All", Sales_UrgentOrder="Online", Crm_Customer="All"),
        finds=("Sales.UrgentOrder owns Sales.Order_Customer",),
        severity="error",
        confidence="medium",
    ),
    Example(
        "an entity with a row that the profile does not use",
        app("10.24.0", used=False, Sales_Order="Online", Crm_Customer="All"),
        finds=("Sales.Order owns",),
        severity="error",
        confidence="medium",
    ),
]
VALID = [
    Example("before the mode", app("10.18.9", Sales_Order="Online", Crm_Customer="All")),
    Example("allowed, but read-only", app("10.24.1", Sales_Order="Online", Crm_Customer="All")),
    Example("allowed in 11", app("11.0.0", Sales_Order="Online", Crm_Customer="All")),
    Example(
        "an offline entity refers to an online one",
        app("10.24.0", Sales_Order="All", Crm_Customer="Online"),
    ),
    Example("both online", app("10.24.0", Sales_Order="Online", Crm_Customer="Online")),
    Example("both offline", app("10.24.0", Sales_Order="All", Crm_Customer="Never")),
    Example(
        "an entity that is not in the profile",
        App(
            "10.24.0",
            Module(
                "Sales",
                Entity("Order"),
                Entity("Customer"),
                Association("Order_Customer", "Order", "Customer"),
                Page("Home", ListView("Sales.Order")),
            ),
            NativeProfile(home="Sales.Home", rows={"Sales.Order": "Online"}),
        ),
    ),
    Example(
        "non-persistable entities have no mode",
        App(
            "10.24.0",
            Module(
                "Sales",
                Entity("Draft", persistable=False),
                Entity("Customer"),
                Association("Draft_Customer", "Draft", "Customer"),
                Page("Home", ListView("Sales.Draft"), ListView("Sales.Customer")),
            ),
            NativeProfile(
                home="Sales.Home", rows={"Sales.Draft": "Online", "Sales.Customer": "All"}
            ),
        ),
    ),
]
