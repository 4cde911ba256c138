from pytest_osm.testing import (
    App,
    Button,
    CallMicroflowActivity,
    CallNanoflow,
    DataView,
    Entity,
    Example,
    FromMicroflow,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
)


def app(version: str, returns: str = "M.Order", mode: str = "Online") -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Page("Home", Button("Go", CallNanoflow("M.Client")), ListView("M.Order")),
            Nanoflow("Client", CallMicroflowActivity("M.Server", "Result")),
            Microflow("Server", returns=returns),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": mode}),
    )


INVALID = [
    Example(
        "an online object, in the first version with the mode",
        app("10.19.0"),
        finds=("M.Server returns M.Order, which is Online",),
        severity="error",
        confidence="high",
    ),
    Example(
        "a list of online objects, in the last version that certainly prohibits it",
        app("10.20.9", "[M.Order]"),
        finds=("M.Server returns a list of M.Order",),
        severity="error",
    ),
    Example(
        "when Mendix removed the limit for parameters",
        app("10.21.0"),
        finds=("M.Server returns M.Order",),
        severity="warning",
    ),
    Example(
        "the last version of the beta",
        app("10.23.5"),
        finds=("M.Server returns M.Order",),
        severity="warning",
    ),
]
VALID = [
    Example("before the mode", app("10.18.0")),
    Example("general availability", app("10.24.0")),
    Example("an offline object", app("10.19.0", mode="All")),
    Example("no object", app("10.19.0", "")),
    Example(
        "a data view on a microflow: the guide allows that",
        App(
            "10.19.0",
            Module(
                "M",
                Entity("Order"),
                Page("Home", DataView(FromMicroflow("M.Server")), ListView("M.Order")),
                Microflow("Server", returns="M.Order"),
            ),
            NativeProfile(home="M.Home", rows={"M.Order": "Online"}),
        ),
    ),
]
