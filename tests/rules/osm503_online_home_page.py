from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Association,
    Button,
    Create,
    DataView,
    Entity,
    Example,
    FromContext,
    FromMicroflow,
    Layout,
    ListView,
    Microflow,
    Module,
    NativeProfile,
    OpenPage,
    Page,
    PluggableImage,
    Snippet,
    SnippetCall,
    TextBox,
    WebProfile,
)

OVER = "Sales.Line_Order/Sales.Order"


def visible(condition: str) -> AnyWidget:
    return AnyWidget(
        "Forms$GroupBox",
        ConditionalVisibilitySettings=AnyPart(
            "Forms$ConditionalVisibilitySettings", Expression=f"$currentObject/{condition}"
        ),
    )


VISIBLE = visible(f"{OVER}/Number != 'x/y'")


def app(version: str, *widgets: object, mode: str = "Online", **profile: object) -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Order"),
            Layout("Plain"),
            Layout("Busy", ListView("Sales.Order")),
            Page("Home", *widgets, layout="Sales.Plain"),
            Page("BusyHome", layout="Sales.Busy"),
            Page("Orders", ListView("Sales.Order")),
            Snippet("Inner", ListView("Sales.Order")),
            Snippet("Outer", SnippetCall("Sales.Inner")),
            Microflow("Get", returns="Sales.Order"),
        ),
        NativeProfile(**{"home": "Sales.Home", "rows": {"Sales.Order": mode}, **profile}),
    )


INVALID = [
    Example(
        "the home page queries an online entity, in the first version with the mode",
        app("10.19.0", ListView("Sales.Order")),
        finds=('the home page shows Sales.Order from the server (list view "listView1")',),
        severity="warning",
        confidence="high",
    ),
    Example(
        "the home page of a role, through nested snippets",
        app("11.6.0", SnippetCall("Sales.Outer"), home="", role_homes={"User": "Sales.Home"}),
        finds=('the home page of role "User" shows Sales.Order',),
        severity="warning",
        confidence="high",
    ),
    Example(
        "one page for all users and for a role is one finding",
        app("11.6.0", ListView("Sales.Order"), role_homes={"User": "Sales.Home"}),
        finds=('the home page and home page of role "User" show Sales.Order',),
        severity="warning",
    ),
    Example(
        "Online by default",
        App(
            "11.6.0",
            Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
            WebProfile(kind="PhoneOffline", home="Sales.Home"),
        ),
        finds=("shows Sales.Order",),
        severity="warning",
        confidence="medium",
    ),
    Example(
        "an object from a microflow may already be loaded",
        app("11.6.0", DataView(FromMicroflow("Sales.Get"))),
        finds=("shows Sales.Order",),
        severity="warning",
        confidence="medium",
    ),
    Example(
        "data in the layout, with low confidence",
        app("11.6.0", home="Sales.BusyHome"),
        finds=("shows Sales.Order",),
        severity="warning",
        confidence="low",
    ),
    *(
        Example(
            f"{what}, with medium confidence",
            App(
                "11.6.0",
                Module(
                    "Sales",
                    Entity("Order", "System.Image", attributes={"Number": "String"}),
                    Entity("Line"),
                    Association("Line_Order", "Line", "Order"),
                    Page("Home", DataView(FromContext("Sales.Line"), widget)),
                ),
                NativeProfile(
                    home="Sales.Home", rows={"Sales.Order": "Online", "Sales.Line": "All"}
                ),
            ),
            finds=("the home page shows Sales.Order from the server",),
            severity="warning",
            confidence=confidence,
        )
        for what, widget, confidence in (
            (
                "an attribute over an association",
                TextBox("Sales.Order.Number", over=OVER),
                "medium",
            ),
            ("an expression over an association", VISIBLE, "medium"),
            (
                "the image of an associated object",
                PluggableImage("Sales.Order", over=OVER),
                "high",
            ),
            ("the image of the object", PluggableImage("Sales.Order"), "medium"),
        )
    ),
]
VALID = [
    Example("before the mode", app("10.18.6", ListView("Sales.Order"))),
    Example("a snippet that does not exist", app("11.6.0", SnippetCall("Sales.Gone"))),
    Example("offline data", app("11.6.0", ListView("Sales.Order"), mode="All")),
    Example(
        "a page that is opened from the home page is not the home page",
        app("11.6.0", Button("Orders", OpenPage("Sales.Orders"))),
    ),
    Example(
        "creating an object does not show data",
        app("11.6.0", Button("New", Create("Sales.Order", "Sales.Orders"))),
    ),
    Example(
        "an item of the bottom bar is not the home page",
        app("11.6.0", bottom_bar={"Orders": "Sales.Orders"}),
    ),
    *(
        Example(
            f"{what} that is offline",
            App(
                "11.6.0",
                Module(
                    "Sales",
                    Entity("Order", "System.Image", attributes={"Number": "String"}),
                    Entity("Line"),
                    Association("Line_Order", "Line", "Order"),
                    Page("Home", DataView(FromContext("Sales.Line"), widget)),
                ),
                NativeProfile(home="Sales.Home", rows={"Sales.Order": "All", "Sales.Line": "All"}),
            ),
        )
        for what, widget in (
            ("an attribute over an association", TextBox("Sales.Order.Number", over=OVER)),
            ("an expression over an association", VISIBLE),
            ("the image of an associated object", PluggableImage("Sales.Order", over=OVER)),
            ("the image of the object", PluggableImage("Sales.Order")),
        )
    ),
    Example(
        "an expression that compares a reference loads no object",
        App(
            "11.6.0",
            Module(
                "Sales",
                Entity("Order"),
                Entity("Line"),
                Association("Line_Order", "Line", "Order"),
                Page(
                    "Home",
                    DataView(FromContext("Sales.Line"), visible("Sales.Line_Order = empty")),
                ),
            ),
            NativeProfile(home="Sales.Home", rows={"Sales.Order": "Online", "Sales.Line": "All"}),
        ),
    ),
]
