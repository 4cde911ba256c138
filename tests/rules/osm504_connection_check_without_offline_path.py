from pytest_osm.testing import (
    App,
    Button,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    ChangeVariable,
    CreateVariable,
    Example,
    If,
    JavaScriptAction,
    LogMessage,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Return,
    ShowMessage,
    ShowPage,
)

CHECK = CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer", into="IsConnected")
CALL = CallMicroflowActivity("M.Server")
SAID = ShowMessage("There is no connection.")


def app(*activities: object, version: str = "11.6.0") -> App:
    return App(
        version,
        Module("NanoflowCommons", JavaScriptAction("IsConnectedToServer")),
        Module(
            "M",
            Page("Home", Button("Go", CallNanoflow("M.Work"))),
            Page("Offline"),
            Nanoflow("Work", *activities),
            Nanoflow("Try", parameters={"Is": "Boolean"}),
            Nanoflow("IsOnline", CHECK, Return("$IsConnected"), returns="Boolean"),
            Microflow("Server"),
        ),
        NativeProfile(home="M.Home"),
    )


INVALID = [
    Example(
        "a result that is never used",
        app(CHECK, CALL),
        finds=("the result of NanoflowCommons.IsConnectedToServer is never used",),
        severity="info",
    ),
    Example(
        "no result at all",
        app(CallJavaScriptActivity("NanoflowCommons.IsConnectedToServer"), version="10.19.0"),
        finds=("is never used",),
    ),
    Example(
        "both paths lead to the call",
        app(CHECK, If("$IsConnected", (), (SAID,), caption="Connected?"), CALL),
        finds=('each path of decision "Connected?" calls microflow M.Server',),
        severity="info",
    ),
    Example(
        "another call of the same microflow",
        app(CHECK, If("$IsConnected", (CALL, Return()), (SAID, CALL))),
        finds=("calls microflow M.Server",),
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
        app(CallNanoflowActivity("M.IsOnline", into="Ready"), CALL),
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
]
VALID = [
    Example("before the mode", app(CHECK, CALL, version="10.18.0")),
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
