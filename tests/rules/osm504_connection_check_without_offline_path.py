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
        "both sides lead to the call",
        app(CHECK, If("$IsConnected", (), (SAID,), caption="Connected?"), CALL),
        finds=('each side of decision "Connected?" calls microflow M.Server',),
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
        "a line in the log tells nobody",
        app(CHECK, If("not($IsConnected)", (LogMessage("offline"), Return()), (CALL,))),
        finds=("nothing happens",),
    ),
    Example(
        "a nanoflow that checks is a check",
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
    Example("before there is the mode", app(CHECK, CALL, version="10.18.0")),
    Example("a message", app(CHECK, If("$IsConnected", (CALL,), (SAID,)))),
    Example("another page", app(CHECK, If("$IsConnected", (CALL,), (ShowPage("M.Offline"),)))),
    Example("told to the caller", app(CHECK, If("$IsConnected", (CALL,), (Return("false"),)))),
    Example(
        "a second try",
        app(
            CHECK,
            If("$IsConnected", (CALL, Return()), (CHECK, If("$IsConnected", (CALL,), (SAID,)))),
        ),
    ),
    Example(
        "handed on", app(CHECK, CallNanoflowActivity("M.Try", arguments={"Is": "$IsConnected"}))
    ),
    Example(
        "something else goes on afterwards",
        app(CHECK, If("$IsConnected", (CALL,)), ShowPage("M.Offline")),
    ),
]
