from pytest_osm.testing import (
    App,
    Button,
    CallMicroflow,
    CallMicroflowActivity,
    CallNanoflow,
    Entity,
    Example,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Retrieve,
)


def app(
    version: str,
    argument: str = "$Order",
    mode: str = "Online",
    *,
    first: bool = True,
    declared: str = "M.Order",
) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Page("Home", Button("Go", CallNanoflow("M.Client")), ListView("M.Order")),
            Nanoflow(
                "Client",
                Retrieve("M.Order", "Order", first=first),
                CallMicroflowActivity("M.Server", arguments={"Order": argument}),
            ),
            Microflow("Server", parameters={"Order": declared}),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": mode}),
    )


INVALID = [
    Example(
        "an online object, in the first version with the mode",
        app("10.19.0"),
        finds=("M.Server gets objects of M.Order, which is Online",),
        severity="error",
        confidence="high",
    ),
    Example(
        "a list of online objects, in the last version with the limit",
        app("10.20.3", first=False),
        finds=("M.Server gets objects of M.Order",),
        severity="error",
    ),
    Example(
        "no variable: the microflow declares the type",
        app("10.19.0", "if $Urgent then $Order else empty"),
        finds=("M.Server gets objects of M.Order",),
    ),
    Example("empty", app("10.19.0", "empty"), finds=("M.Server gets objects of M.Order",)),
]
VALID = [
    Example("before the mode", app("10.18.0")),
    Example("since Mendix removed the limit", app("10.21.0")),
    Example("an offline object", app("10.19.0", mode="All")),
    Example("a value of an online object", app("10.19.0", "$Order/Number", declared="String")),
    Example(
        "a microflow called from a page: the guide allows that",
        App(
            "10.19.0",
            Module(
                "M",
                Entity("Order"),
                Page("Home", ListView("M.Order", Button("Go", CallMicroflow("M.Server")))),
                Microflow("Server", parameters={"Order": "M.Order"}),
            ),
            NativeProfile(home="M.Home", rows={"M.Order": "Online"}),
        ),
    ),
]
