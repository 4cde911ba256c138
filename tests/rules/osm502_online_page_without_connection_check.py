from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Button,
    CallJavaScriptActivity,
    CallNanoflow,
    Create,
    CreateObject,
    DataGrid,
    DataView,
    Entity,
    Example,
    FromContext,
    FromNanoflow,
    If,
    JavaScriptAction,
    Layout,
    ListView,
    MenuItem,
    Module,
    Nanoflow,
    NativeProfile,
    NewButton,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    Return,
    ShowMessage,
    ShowPage,
    Snippet,
    SnippetCall,
    TextBox,
    WebProfile,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
OFFLINE = (ShowMessage("There is no connection."), Return())

HANDED = AnyPart(
    "Forms$CallNanoflowClientAction",
    Nanoflow="M.First",
    ParameterMappings=(
        AnyPart(
            "Forms$NanoflowParameterMapping",
            Variable=AnyPart("Forms$PageVariable", PageParameter="Order"),
        ),
    ),
)
TEXT = AnyWidget(
    "Forms$DynamicText",
    Content=AnyPart(
        "Forms$ClientTemplate",
        Parameters=(AnyPart("Forms$ClientTemplateParameter", Expression="$Order/Number"),),
    ),
)


def app(
    *home: object,
    activities: tuple[object, ...] = (),
    version: str = "11.6.0",
    profile: object = None,
) -> App:
    return App(
        version,
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Entity("Order"),
            Entity("Part"),
            Entity("Urgent", "M.Order"),
            Layout("Plain"),
            Layout("WithOrders", Pluggable("M.Order")),
            Page("Home", *home),
            Page("Orders", Pluggable("M.Order"), layout="M.Plain"),
            Page("Nested", SnippetCall("M.Outer"), layout="M.Plain"),
            Page("Order", DataView(FromContext("M.Order")), parameters={"Order": "M.Order"}),
            Page("Pick", parameters={"Order": "M.Order"}),
            Page("Part", TEXT, parameters={"Order": "M.Part"}),
            Page(
                "Hand",
                Button("On", HANDED),
                parameters={"Order": "M.Order"},
            ),
            Page(
                "Named",
                TextBox("M.Order.Number", page_parameter="Order"),
                parameters={"Order": "M.Order", "Part": "M.Part"},
            ),
            Page("Only", TextBox("M.Order.Number"), parameters={"Order": "M.Order"}),
            Page("Text", TEXT, parameters={"Order": "M.Order", "Part": "M.Part"}),
            Page("Parts", ListView("M.Part"), layout="M.Plain"),
            Page("Framed", ListView("M.Part"), layout="M.WithOrders"),
            Snippet("Outer", SnippetCall("M.Inner")),
            Snippet("Inner", Pluggable("M.Order")),
            Nanoflow("Open", *activities),
            Nanoflow("First", Return("empty"), returns="M.Order"),
            Page("Result", DataView(FromNanoflow("M.First"))),
        ),
        profile or NativeProfile(home="M.Home", rows=ROWS),
    )


ROWS = {"M.Order": "Online", "M.Part": "All"}
OPEN = CallNanoflow("M.Open")

INVALID = [
    Example(
        "opened by a button",
        app(Button("Orders", OpenPage("M.Orders"))),
        finds=("opens page M.Orders, which shows M.Order from the server",),
        severity="warning",
        confidence="high",
    ),
    Example(
        "the first version with the mode",
        app(Button("Orders", OpenPage("M.Orders")), version="10.19.0"),
        finds=("M.Orders",),
    ),
    Example(
        "opened by a nanoflow without a check",
        app(Button("Orders", OPEN), activities=(ShowPage("M.Orders"),)),
        finds=("M.Orders",),
        confidence="high",
    ),
    Example(
        "opened on the false path too",
        app(
            Button("Orders", OPEN),
            activities=(CHECK, If("$IsConnected", (), (ShowMessage("!"),)), ShowPage("M.Orders")),
        ),
        finds=("M.Orders",),
    ),
    Example(
        "shown by a snippet in a snippet",
        app(Button("Orders", OpenPage("M.Nested"))),
        finds=("M.Nested",),
        confidence="high",
    ),
    Example(
        "the parameter of the page may already be loaded",
        app(Button("Order", OpenPage("M.Order"))),
        finds=("M.Order",),
        confidence="medium",
    ),
    Example(
        "the result of a nanoflow may already be loaded",
        app(Button("Order", OpenPage("M.Result"))),
        finds=("M.Result",),
        confidence="medium",
    ),
    Example(
        "in the layout of every page",
        app(Button("Parts", OpenPage("M.Framed"))),
        finds=("M.Framed",),
        confidence="low",
    ),
    Example(
        "items of the bottom bar and of menus",
        app(
            profile=WebProfile(
                home="M.Home", menu=(MenuItem("Orders", OpenPage("M.Orders")),), rows=ROWS
            )
        ),
        finds=("M.Orders",),
    ),
    Example(
        "an item of the bottom bar",
        app(profile=NativeProfile(home="M.Home", bottom_bar={"Orders": "M.Orders"}, rows=ROWS)),
        finds=("M.Orders",),
    ),
    Example(
        "a new object for a page that queries other objects",
        app(Button("New", Create("M.Order", page="M.Orders"))),
        finds=("M.Orders",),
    ),
    Example(
        "several buttons for one page are one finding",
        app(
            Button("Orders", OpenPage("M.Orders")),
            Button("All", OpenPage("M.Orders")),
            Button("Nested", OpenPage("M.Nested")),
        ),
        finds=(
            'button "Orders" and button "All" open page M.Orders, which shows M.Order',
            'button "Nested" opens page M.Nested',
        ),
    ),
    Example(
        "a nanoflow that shows another object than it creates",
        app(
            Button("New", OPEN),
            activities=(
                CreateObject("M.Part"),
                Retrieve("M.Order", into="Order", first=True),
                ShowPage("M.Order", {"Order": "$Order"}),
            ),
        ),
        finds=("opens page M.Order, which shows M.Order",),
        confidence="medium",
    ),
    *(
        Example(
            f"a parameter that is shown by {what}",
            app(Button("Order", OpenPage(page))),
            finds=(f"opens page {page}, which shows M.Order",),
            confidence="medium",
        )
        for what, page in (
            ("a text box that names it", "M.Named"),
            ("a text box that names nothing, as the only parameter", "M.Only"),
            ("an expression in a text", "M.Text"),
        )
    ),
]
VALID = [
    Example("a parameter that the page does not show", app(Button("Order", OpenPage("M.Pick")))),
    Example(
        "before the mode",
        app(Button("Orders", OpenPage("M.Orders")), version="10.18.0"),
    ),
    Example(
        "the connection is checked first",
        app(
            Button("Orders", OPEN),
            activities=(CHECK, If("$IsConnected", (ShowPage("M.Orders"),), OFFLINE)),
        ),
    ),
    Example("a page with offline data", app(Button("Parts", OpenPage("M.Parts")))),
    Example(
        "the home page opens before any check",
        app(profile=NativeProfile(home="M.Orders", rows=ROWS)),
    ),
    Example(
        "the login page needs a connection anyway",
        app(profile=WebProfile(home="M.Home", login="M.Orders", not_found="M.Orders", rows=ROWS)),
    ),
    Example(
        "a new object is already loaded", app(Button("New", Create("M.Order", page="M.Order")))
    ),
    Example(
        "a page that a specialization is created for",
        app(Button("New", Create("M.Urgent", "M.Order"))),
    ),
    Example(
        "a nanoflow that creates the object and shows it",
        app(
            Button("New", OPEN),
            activities=(CreateObject("M.Order"), ShowPage("M.Order", {"Order": "$New"})),
        ),
    ),
    Example(
        "one that creates a specialization and shows it",
        app(
            Button("New", OPEN),
            activities=(CreateObject("M.Urgent"), ShowPage("M.Order", {"Order": "$New"})),
        ),
    ),
    Example(
        "a page that hands its parameter on",
        app(Button("Order", OpenPage("M.Hand"))),
    ),
    Example(
        "the New button of a grid: the object is already loaded",
        app(DataGrid("M.Part", NewButton("M.Order", page="M.Order"))),
    ),
    Example(
        "a page shows the object of an offline entity", app(Button("Open", OpenPage("M.Part")))
    ),
]
