from pytest_osm.testing import (
    App,
    Button,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Example,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OnError,
    Page,
)


def app(version: str, *activities: object) -> App:
    return App(
        version,
        Module(
            "M",
            Page(
                "Home",
                Button("Go", CallNanoflow("M.Client")),
                Button("Direct", CallMicroflow("M.Server")),
            ),
            Nanoflow("Client", *activities),
            Nanoflow("Other"),
            Microflow("Server"),
        ),
        NativeProfile(home="M.Home"),
    )


CALL = CallMicroflowActivity("M.Server")

INVALID = [
    Example(
        "since requests are tried again, except microflow calls",
        app("10.21.0", CALL),
        finds=("the call of M.Server has no error handling of its own",),
        severity="info",
    ),
    Example(
        "each call of its own",
        app("11.15.0", CALL, CALL),
        finds=("the call of M.Server", "the call of M.Server"),
        severity="info",
    ),
]
VALID = [
    Example("before requests are tried again", app("10.20.0", CALL)),
    Example("handled", app("11.6.0", OnError(CallMicroflowActivity("M.Server")))),
    Example("a nanoflow runs on the device", app("11.6.0", CallNanoflowActivity("M.Other"))),
]
