from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    ClearFromDevice,
    Entity,
    Example,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Retrieve,
)


def app(*activities: object, version: str = "11.6.0", **rows: str) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Entity("Part"),
            Page("Home", Button("Clear", CallNanoflow("M.Clear")), ListView("M.Order")),
            Nanoflow("Clear", *activities),
        ),
        NativeProfile(home="M.Home", rows={f"M.{name}": mode for name, mode in rows.items()}),
    )


INVALID = [
    Example(
        "an online entity",
        app(ClearFromDevice("M.Order"), Order="Online"),
        finds=("clears objects of M.Order, which is Online",),
        severity="warning",
        confidence="high",
    ),
    Example(
        "one that is Online by default",
        app(ClearFromDevice("M.Order")),
        finds=("clears objects of M.Order, which is Online by default",),
        confidence="medium",
    ),
    Example(
        "objects in a variable",
        app(
            Retrieve("M.Order", into="Orders"),
            ClearFromDevice(variables=("Orders",)),
            Order="Online",
        ),
        finds=("clears objects of M.Order",),
    ),
]
VALID = [
    Example("before the activity", app(version="9.24.0", Order="All")),
    Example("before the activity", app(version="9.24.0", Order="All")),
    Example("an offline entity", app(ClearFromDevice("M.Order"), Order="All")),
    Example("an entity that the profile does not have", app(ClearFromDevice("M.Part"))),
]
