from pytest_osm.testing import (
    App,
    Button,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    ChangeVariable,
    CreateVariable,
    Entity,
    Example,
    If,
    JavaScriptAction,
    ListView,
    LogMessage,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Return,
    ShowMessage,
    ShowPage,
    While,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
CALL = CallMicroflowActivity("M.Server")
ASK = CallNanoflowActivity("M.Ask")
SAID = ShowMessage("There is no connection.")
ON_SUCCESS = If("$IsConnected", (CALL,))
IS_CONNECTED = Return("$IsConnected")


def app(*activities: object, version: str = "11.6.0") -> App:
    return App(
        version,
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Page("Home", Button("Go", CallNanoflow("M.Work"))),
            Page("Offline"),
            Page("Orders", ListView("M.Order")),
            Entity("Order"),
            Nanoflow("Work", *activities),
            Nanoflow("Try", parameters={"Is": "Boolean"}),
            Nanoflow("IsOnline", CHECK, IS_CONNECTED, returns="Boolean"),
            Nanoflow("Ask", CALL),
            Nanoflow("Careful", CHECK, If("$IsConnected", (CALL,), (SAID,))),
            Nanoflow(
                "Tell", CHECK, If("not($IsConnected)", (SAID,)), IS_CONNECTED, returns="Boolean"
            ),
            Nanoflow(
                "TellNothing",
                CHECK,
                If("not($IsConnected)", (CreateVariable("Why", "'offline'"),)),
                IS_CONNECTED,
                returns="Boolean",
            ),
            Nanoflow(
                "TellToo",
                CallNanoflowActivity("M.Tell", into="IsConnected"),
                IS_CONNECTED,
                returns="Boolean",
            ),
            Microflow("Server"),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": "Online"}),
    )


INVALID = [
    Example(
        "a result that is never used",
        app(CHECK, ShowPage("M.Offline")),
        finds=("the result of NanoflowCommons.IsConnectedToServer is never used",),
        severity="info",
    ),
    Example(
        "no result at all",
        app(CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer"), version="10.19.0"),
        finds=("is never used",),
    ),
    Example(
        "copied into a variable that is never used",
        app(CHECK, CreateVariable("Ready", "$IsConnected"), CreateVariable("Go", "$Ready"), SAID),
        finds=("is never used",),
    ),
    Example(
        "both paths call a nanoflow that asks the server",
        app(CHECK, If("$IsConnected", (), (SAID,), caption="Connected?"), ASK),
        finds=('each path of decision "Connected?" calls M.Ask, which asks the server',),
        severity="info",
    ),
    Example(
        "two calls of the same nanoflow",
        app(CHECK, If("$IsConnected", (ASK, Return()), (SAID, ASK))),
        finds=("calls M.Ask, which asks the server",),
    ),
    Example(
        "nothing happens without a connection",
        app(CHECK, If("$IsConnected", (CALL,))),
        finds=('without a connection, nothing happens after decision "$IsConnected"',),
    ),
    Example(
        "a log message does not reach the user",
        app(CHECK, If("not($IsConnected)", (LogMessage("offline"), Return()), (CALL,))),
        finds=("nothing happens",),
    ),
    Example(
        "nothing happens on either path to where they meet",
        app(
            CHECK,
            If(
                "$IsConnected",
                (CALL,),
                (If("$IsUrgent", (LogMessage("urgent"),), (LogMessage("offline"),)),),
            ),
        ),
        finds=('without a connection, nothing happens after decision "$IsConnected"',),
    ),
    Example(
        "a nanoflow that checks the connection",
        app(CallNanoflowActivity("M.IsOnline", into="Ready"), SAID),
        finds=("the result of M.IsOnline is never used",),
    ),
    Example(
        "kept in a variable",
        app(
            CHECK,
            CreateVariable("Ready", "false"),
            ChangeVariable("Ready", "$IsConnected"),
            If("$Ready", (CALL,)),
        ),
        finds=("nothing happens",),
    ),
    Example(
        "a second decision that leaves users with nothing",
        app(CHECK, If("$Urgent", (If("$IsConnected", (CALL,), (SAID,)),), (ON_SUCCESS,))),
        finds=("nothing happens",),
    ),
    Example(
        "a check whose own check tells nothing",
        app(
            CallNanoflowActivity("M.TellNothing", into="IsConnected"),
            If("$IsConnected", (CALL,)),
        ),
        finds=("nothing happens",),
    ),
    Example(
        "a result that only variables keep, one of them twice",
        app(
            CHECK,
            CreateVariable("First", "$IsConnected"),
            CreateVariable("Second", "$First"),
            ChangeVariable("First", "$Second"),
        ),
        finds=("is never used",),
    ),
]
VALID = [
    Example("before the mode", app(CHECK, SAID, version="10.18.0")),
    Example("the call after it is a finding of another rule", app(CHECK, CALL)),
    Example("so is the call on both paths", app(CHECK, If("$IsConnected", (CALL,), (SAID, CALL)))),
    Example(
        "both paths call a nanoflow that checks for itself",
        app(CHECK, If("$IsConnected", (), (SAID,)), CallNanoflowActivity("M.Careful")),
    ),
    Example(
        "a check that tells the user itself",
        app(CallNanoflowActivity("M.Tell", into="Ready"), If("$Ready", (CALL,))),
    ),
    Example(
        "a check that calls one that tells the user",
        app(CallNanoflowActivity("M.TellToo", into="Ready"), If("$Ready", (CALL,))),
    ),
    Example(
        "two decisions on one result",
        app(CHECK, If("$IsConnected", (CALL,), (SAID,)), If("$IsConnected", (CALL,))),
    ),
    Example(
        "three decisions on one result, and the message comes last",
        app(CHECK, ON_SUCCESS, ON_SUCCESS, If("$IsConnected", (CALL,), (SAID,))),
    ),
    Example(
        "a flag that keeps the result",
        app(
            CHECK,
            CreateVariable("Ready", "false"),
            If("$IsConnected", (ChangeVariable("Ready", "true"),), (SAID,)),
            If("$Ready", (ASK,)),
        ),
    ),
    Example(
        "a check before a loop",
        app(
            CHECK,
            If("$IsConnected", (), (SAID, Return())),
            While("$Count < 3", (If("$IsConnected", (ASK,), (LogMessage("never"),)),)),
        ),
    ),
    Example("a message", app(CHECK, If("$IsConnected", (CALL,), (SAID,)))),
    Example("another page", app(CHECK, If("$IsConnected", (CALL,), (ShowPage("M.Offline"),)))),
    Example("returned to the caller", app(CHECK, If("$IsConnected", (CALL,), (Return("false"),)))),
    Example(
        "a retry",
        app(
            CHECK,
            If("$IsConnected", (CALL, Return()), (CHECK, If("$IsConnected", (CALL,), (SAID,)))),
        ),
    ),
    Example(
        "passed to another nanoflow",
        app(CHECK, CallNanoflowActivity("M.Try", arguments={"Is": "$IsConnected"})),
    ),
    Example(
        "the nanoflow continues with something else",
        app(CHECK, If("$IsConnected", (CALL,)), ShowPage("M.Offline")),
    ),
]
