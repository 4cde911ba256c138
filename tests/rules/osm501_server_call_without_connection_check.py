from pytest_osm.testing import (
    App,
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
    DataView,
    DeleteObject,
    Disabled,
    Entity,
    Example,
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
    Page,
    Retrieve,
    Return,
    ShowMessage,
    WebProfile,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
CALL = CallMicroflowActivity("M.Server")
OFFLINE = (ShowMessage("There is no connection."), Return())


def app(*activities: object, version: str = "11.6.0") -> App:
    return App(
        version,
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Entity("Order"),
            Entity("Part"),
            Page("Home", Button("Go", CallNanoflow("M.Work")), ListView("M.Part")),
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
        NativeProfile(home="M.Home", rows={"M.Order": "Online", "M.Part": "All"}),
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
            "retrieves M.Order, which is Online,",
            "commits M.Order",
            "creates and commits M.Order",
            "changes and commits M.Order",
            "deletes M.Order",
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
        finds=("calls M.Server, M.Load directly",),
        severity="info",
    ),
    Example(
        "a menu item that calls a microflow directly",
        App(
            "11.6.0",
            Module("M", Page("Home"), Microflow("Server")),
            WebProfile(home="M.Home", menu=(MenuItem("Go", CallMicroflow("M.Server")),)),
        ),
        finds=("calls M.Server directly",),
        severity="info",
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
]
