from pytest_osm.testing import (
    AnyPart,
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Change,
    Commit,
    ContinueOnError,
    CreateObject,
    CreateVariable,
    DataView,
    Delete,
    DeleteObject,
    Disabled,
    Entity,
    Example,
    FromContext,
    FromMicroflow,
    If,
    JavaScriptAction,
    ListView,
    Loop,
    MenuItem,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    OpenPage,
    Page,
    Retrieve,
    RetrieveOver,
    Return,
    Save,
    ShowMessage,
    WebProfile,
    While,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
CALL = CallMicroflowActivity("M.Server")
OFFLINE = (ShowMessage("There is no connection."), Return())

SAID = ShowMessage("There is no connection.")
PART = Retrieve("M.Part", into="Part", first=True)
TO_ORDER = "$Part/M.Part_Order/M.Order"
TWO = {"P": "Boolean", "Q": "Boolean"}


def trying(again: str) -> tuple[object, ...]:
    """A check that calls another nanoflow, or itself, where there is no connection."""
    return (
        CHECK,
        If(
            "$IsConnected",
            (Return("true"),),
            (CallNanoflowActivity(again, "Again"), Return("$Again")),
        ),
    )


def app(*activities: object, version: str = "11.6.0") -> App:
    return App(
        version,
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Entity("Order"),
            Entity("Part", attributes={"Name": "String"}),
            Entity("Box"),
            Association("Part_Order", "Part", "Order"),
            Association("Part_Box", "Part", "Box"),
            Page("Home", Button("Go", CallNanoflow("M.Work")), ListView("M.Part")),
            Page("Orders", Button("Go", CallNanoflow("M.Orders"))),
            JavaScriptAction("Later"),
            Nanoflow("Take"),
            Nanoflow("IsOffline", CHECK, Return("not($IsConnected)"), returns="Boolean"),
            Nanoflow("Orders", CHECK, If("$IsConnected", (Retrieve("M.Order"),), OFFLINE)),
            Nanoflow("Maybe", If("$Go", (CALL,)), parameters={"Go": "Boolean"}),
            Nanoflow("Both", Return("$P and $Q"), parameters=TWO, returns="Boolean"),
            Nanoflow("Either", Return("$P or $Q"), parameters=TWO, returns="Boolean"),
            Nanoflow("Retry", *trying("M.Retry"), returns="Boolean"),
            Nanoflow("Ping", *trying("M.Pong"), returns="Boolean"),
            Nanoflow("Pong", *trying("M.Ping"), returns="Boolean"),
            Nanoflow(
                "Careless",
                CHECK,
                If("$IsConnected", (), (CallNanoflowActivity("M.Careless", "Again"),)),
                Return("true"),
                returns="Boolean",
            ),
            Nanoflow("Work", *activities),
            Nanoflow("Sub", CALL),
            Nanoflow(
                "IsOnline",
                CHECK,
                If("$IsConnected", (Return("true"),), (ShowMessage("Offline."), Return("false"))),
                returns="Boolean",
            ),
            Microflow("Server"),
        ),
        NativeProfile(
            home="M.Home",
            bottom_bar={"Orders": "M.Orders"},
            rows={"M.Order": "Online", "M.Part": "All", "M.Box": "All"},
        ),
    )


HANDED = AnyPart(
    "Forms$CallNanoflowClientAction",
    Nanoflow="M.Take",
    ParameterMappings=(AnyPart("Forms$NanoflowParameterMapping", Expression=f"{TO_ORDER}/Name"),),
)


def parameters_with(*widgets: object) -> App:
    return App(
        "11.6.0",
        Module(
            "M",
            Entity("Order"),
            Entity("Part"),
            Association("Part_Order", "Part", "Order"),
            Nanoflow("Take"),
            Page("Home", Button("Go", OpenPage("M.Edit"))),
            Page("Edit", *widgets, parameters={"Order": "M.Order", "Part": "M.Part"}),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": "Online", "M.Part": "All"}),
    )


def page_with(*widgets: object, mode: str = "Online") -> App:
    return App(
        "11.6.0",
        Module("M", Entity("Order"), Page("Home", DataView(FromContext("M.Order"), *widgets))),
        NativeProfile(home="M.Home", rows={"M.Order": mode}),
    )


INVALID = [
    Example(
        "no check at all",
        app(CALL),
        finds=("calls microflow M.Server, without first checking the connection",),
        severity="warning",
        confidence="high",
    ),
    Example("the first version with the mode", app(CALL, version="10.19.0"), finds=("M.Server",)),
    Example(
        "on the false path of the decision",
        app(CHECK, If("$IsConnected", (CALL,), (CALL,))),
        finds=("M.Server",),
    ),
    Example("a check without a decision", app(CHECK, CALL), finds=("M.Server",)),
    Example(
        "both paths merge before the call",
        app(CHECK, If("$IsConnected", (), (ShowMessage("Offline."),)), CALL),
        finds=("M.Server",),
    ),
    Example(
        "a decision that is also true without a connection",
        app(CHECK, If("$IsConnected or $Force", (CALL,), OFFLINE)),
        finds=("M.Server",),
    ),
    Example(
        "a nanoflow that is called before the check",
        app(CallNanoflowActivity("M.Sub"), CHECK, If("$IsConnected", (), OFFLINE)),
        finds=("M.Server",),
    ),
    Example(
        "to continue on an error is no handling of it",
        app(ContinueOnError(CALL)),
        finds=("M.Server",),
        severity="warning",
    ),
    Example(
        "error handling lowers the severity",
        app(OnError(CALL, ShowMessage("Try again."))),
        finds=("M.Server",),
        severity="info",
    ),
    Example(
        "online objects are retrieved, changed, committed and deleted",
        app(
            Retrieve("M.Order", into="Orders"),
            Loop("Orders", (Commit("Iterator"),)),
            CreateObject("M.Order", commit=True),
            Change("New", commit=True),
            DeleteObject("Orders"),
        ),
        finds=(
            (
                "asks the server in 5 places, without first checking the connection: it retrieves"
                " M.Order, creates and commits M.Order, commits M.Order and 2 more"
            ),
        ),
        severity="warning",
    ),
    Example(
        "a page that calls microflows directly",
        App(
            "11.6.0",
            Module(
                "M",
                Entity("Part"),
                Page(
                    "Home",
                    Button("A", CallMicroflow("M.Server")),
                    Button("B", CallMicroflow("M.Server")),
                    DataView(FromMicroflow("M.Load")),
                ),
                Microflow("Server"),
                Microflow("Load", returns="M.Part"),
            ),
            NativeProfile(home="M.Home"),
        ),
        finds=(
            (
                'button "A" calls microflow M.Server, button "B" calls microflow M.Server and data'
                ' view "dataView1" calls microflow M.Load directly, so nothing can check'
            ),
        ),
        severity="info",
    ),
    Example(
        "a menu item that calls a microflow directly",
        App(
            "11.6.0",
            Module("M", Page("Home"), Microflow("Server")),
            WebProfile(home="M.Home", menu=(MenuItem("Go", CallMicroflow("M.Server")),)),
        ),
        finds=('menu item "Go" calls microflow M.Server directly',),
        severity="info",
    ),
    *(
        Example(
            f"{what}, with medium confidence",
            app(*activities),
            finds=(text,),
            severity="warning",
            confidence="medium",
        )
        for what, activities, text in (
            (
                "a retrieve over an association",
                (PART, RetrieveOver("M.Part_Order", "Part")),
                "retrieves M.Order, which is Online, without",
            ),
            (
                "a path in a decision",
                (PART, If(f"{TO_ORDER}/Name = 'x'")),
                "follows M.Part_Order to M.Order, which is Online, without",
            ),
            ("in a loop", (PART, While(f"{TO_ORDER}/Count < 3")), "follows M.Part_Order"),
            (
                "in a value",
                (PART, Change("Part", {"M.Part.Name": f"{TO_ORDER}/Name"})),
                "follows M.Part_Order",
            ),
            ("in a variable", (PART, CreateVariable("x", f"{TO_ORDER}/Name")), "follows M.Part"),
            (
                "in an argument",
                (PART, CallNanoflowActivity("M.Take", arguments={"Name": f"{TO_ORDER}/Name"})),
                "follows M.Part_Order",
            ),
            ("in a result", (PART, Return(f"{TO_ORDER}/Name")), "follows M.Part_Order"),
            (
                "a microflow that a JavaScript action is given",
                (CallJavaScriptActivity("M.Later", arguments={"Do": "microflow:M.Server"}),),
                "hands microflow M.Server to a JavaScript action, without",
            ),
        )
    ),
    Example(
        "a page that saves and deletes online objects",
        page_with(Button("Save", Save()), Button("Delete", Delete())),
        finds=('button "Save" saves M.Order and button "Delete" deletes M.Order directly',),
        severity="info",
        confidence="high",
    ),
    Example(
        "ten calls are one finding, as bad as the worst of them",
        app(*(OnError(CALL, SAID) for _ in range(9)), CALL),
        finds=("asks the server in 10 places, without first checking the connection: it calls",),
        severity="warning",
    ),
    Example(
        "two ways in are two findings",
        App(
            "11.6.0",
            Module(
                "M",
                Page(
                    "Home",
                    Button("One", CallNanoflow("M.One")),
                    Button("2", CallNanoflow("M.Two")),
                ),
                Nanoflow("One", CallNanoflowActivity("M.Sub")),
                Nanoflow("Two", CallNanoflowActivity("M.Sub"), CALL),
                Nanoflow("Sub", CALL),
                Microflow("Server"),
            ),
            NativeProfile(home="M.Home"),
        ),
        finds=("calls microflow M.Server", "calls microflow M.Server"),
    ),
    Example(
        "a helper that returns true where one of two results is",
        app(
            CHECK,
            CallNanoflowActivity("M.Either", "Go", {"P": "$IsConnected", "Q": "$Urgent"}),
            If("$Go", (CALL,)),
        ),
        finds=("calls microflow M.Server",),
    ),
    Example(
        "an argument that switches the call on",
        app(CallNanoflowActivity("M.Maybe", arguments={"Go": "true"})),
        finds=("calls microflow M.Server",),
    ),
    Example(
        "a check that tries again and then returns true anyway",
        app(CallNanoflowActivity("M.Careless", "Ready"), If("$Ready", (CALL,))),
        finds=("calls microflow M.Server",),
    ),
    Example(
        "a Delete button for a parameter",
        parameters_with(DataView(FromContext("M.Part"), Button("Delete", Delete("Order")))),
        finds=('button "Delete" deletes M.Order directly',),
        severity="info",
    ),
    Example(
        "a helper that returns the opposite, taken for the result",
        app(CallNanoflowActivity("M.IsOffline", into="Away"), If("$Away", (CALL,), OFFLINE)),
        finds=("calls microflow M.Server",),
    ),
    Example(
        "an argument of a button that leads to online objects, with medium confidence",
        parameters_with(Button("Go", HANDED)),
        finds=('button "Go" reads M.Order over an association directly',),
        severity="info",
        confidence="medium",
    ),
]
VALID = [
    Example("before the mode", app(CALL, version="10.18.0")),
    Example("the connection is checked first", app(CHECK, If("$IsConnected", (CALL,), OFFLINE))),
    Example(
        "the result is compared with true", app(CHECK, If("$IsConnected = true", (CALL,), OFFLINE))
    ),
    Example("the decision is on not(...)", app(CHECK, If("not($IsConnected)", OFFLINE), CALL)),
    Example(
        "the decision has a second condition",
        app(CHECK, If("$Ready and $IsConnected", (CALL,), OFFLINE)),
    ),
    Example("a call in a loop", app(CHECK, If("$IsConnected", (Loop("L", (CALL,)),), OFFLINE))),
    Example(
        "a nanoflow called after a check",
        app(CHECK, If("$IsConnected", (CallNanoflowActivity("M.Sub"),), OFFLINE)),
    ),
    Example(
        "a nanoflow that checks the connection itself",
        app(CallNanoflowActivity("M.IsOnline", into="Ready"), If("$Ready", (CALL,), OFFLINE)),
    ),
    Example("a disabled call", app(Disabled(CALL))),
    Example("offline objects", app(Retrieve("M.Part", into="Parts"), DeleteObject("Parts"))),
    Example("an online object that stays on the device", app(CreateObject("M.Order"))),
    *(
        Example(f"{what} of an offline entity", app(*activities))
        for what, activities in (
            ("a retrieve over an association", (PART, RetrieveOver("M.Part_Box", "Part"))),
            ("a path in a decision", (PART, If("$Part/M.Part_Box/M.Box/Name = 'x'"))),
            ("a reference that is compared", (PART, If("$Part/M.Part_Order != empty"))),
            ("a path in a text", (CreateVariable("x", f"'{TO_ORDER}/Name'"),)),
        )
    ),
    Example(
        "a nanoflow that a JavaScript action is given",
        app(CallJavaScriptActivity("M.Later", arguments={"Do": "nanoflow:M.Take"})),
    ),
    Example(
        "a page that saves offline objects",
        page_with(Button("Save", Save()), Button("Delete", Delete()), mode="All"),
    ),
    Example(
        "an argument that switches the call off",
        app(CallNanoflowActivity("M.Maybe", arguments={"Go": "false"})),
    ),
    Example(
        "a helper that combines results",
        app(
            CHECK,
            CallNanoflowActivity("M.Both", "Go", {"P": "$IsConnected", "Q": "$Urgent"}),
            If("$Go", (CALL,), OFFLINE),
        ),
    ),
    *(
        Example(
            f"a check that tries again by calling {whom}",
            app(CallNanoflowActivity(check, "Ready"), If("$Ready", (CALL,), OFFLINE)),
        )
        for whom, check in (
            ("itself", "M.Retry"),
            ("another one that calls it", "M.Ping"),
        )
    ),
    Example(
        "a Delete button for an offline parameter in a data view of an online object",
        parameters_with(DataView(FromContext("M.Order"), Button("Delete", Delete("Part")))),
    ),
    Example(
        "a helper that returns the opposite",
        app(CallNanoflowActivity("M.IsOffline", into="Away"), If("$Away", OFFLINE, (CALL,))),
    ),
    Example(
        "a check whose failure is handled, and then decided on",
        app(OnError(CHECK, SAID), If("$IsConnected", (CALL,), OFFLINE)),
    ),
    Example("a microflow that was deleted", app(CallMicroflowActivity(""))),
    Example(
        "a helper that is asked twice",
        app(
            CHECK,
            CallNanoflowActivity("M.Both", "Go", {"P": "$IsConnected", "Q": "$Urgent"}),
            CallNanoflowActivity("M.Both", "Again", {"P": "$IsConnected", "Q": "$Urgent"}),
            If("$Go and $Again", (CALL,)),
        ),
    ),
]
