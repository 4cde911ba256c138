from pytest_osm.testing import (
    App,
    Association,
    DataView,
    Entity,
    Example,
    Microflow,
    Module,
    NativeProfile,
    Page,
    Snippet,
    SnippetCall,
    TextBox,
    WebProfile,
)

ONE = "M.Order_Customer/M.Customer"
TWO = f"{ONE}/M.Customer_Country/M.Country"


def app(version: str, path: str, *, profile: object = None) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Entity("Customer", attributes={"Name": "String"}),
            Entity("Country", attributes={"Name": "String"}),
            Association("Order_Customer", "Order", "Customer"),
            Association("Customer_Country", "Customer", "Country"),
            Page("Home", SnippetCall("M.Order")),
            Page("Elsewhere", DataView("M.Order", TextBox("M.Country.Name", TWO))),
            Snippet("Order", DataView("M.Order", TextBox("M.Country.Name", path))),
            Microflow("Unused"),
        ),
        profile or NativeProfile(home="M.Home"),
    )


INVALID = [
    Example(
        "two associations, in an old app",
        app("8.18.0", TWO),
        finds=("M.Country.Name follows 2 associations: M.Order_Customer and M.Customer_Country",),
        severity="error",
    ),
    Example(
        "two associations, in a new app",
        app("11.15.0", TWO),
        finds=("the path to M.Country.Name follows 2 associations",),
        severity="error",
        confidence="high",
    ),
]
VALID = [
    Example("one association", app("11.6.0", ONE)),
    Example("no association", app("11.6.0", "")),
    Example(
        "an online profile has no such limit",
        app("11.6.0", TWO, profile=WebProfile(kind="Responsive", home="M.Home")),
    ),
]
