from pytest_osm.testing import (
    App,
    Button,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    ContinueOnError,
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
        "a call without error handling",
        app("10.21.0", CALL),
        finds=("the call of M.Server has no custom error handling",),
        severity="info",
    ),
    Example(
        "to continue on an error is no handling of it",
        app("11.6.0", ContinueOnError(CALL)),
        finds=("the call of M.Server has no custom error handling",),
        severity="info",
    ),
    Example(
        "two calls in one nanoflow are one finding",
        app("11.15.0", CALL, CALL),
        finds=("2 calls have no custom error handling: of M.Server",),
        severity="info",
    ),
]
VALID = [
    Example("before Mendix retried requests", app("10.20.0", CALL)),
    Example(
        "a call with error handling", app("11.6.0", OnError(CallMicroflowActivity("M.Server")))
    ),
    Example("a nanoflow runs on the device", app("11.6.0", CallNanoflowActivity("M.Other"))),
]
