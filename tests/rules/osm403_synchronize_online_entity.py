from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    CreateObject,
    Disabled,
    Entity,
    Example,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Synchronize,
)


def app(version: str, activity: object = Synchronize(("New",)), mode: str = "Online") -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Page("Home", Button("Go", CallNanoflow("M.Client")), ListView("M.Order")),
            Nanoflow("Client", CreateObject("M.Order", "New"), activity),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": mode} if mode else {}),
    )


INVALID = [
    Example(
        "the activity crashes, in the first version with the mode",
        app("10.19.0"),
        finds=("synchronizes objects of M.Order, which is Online",),
        severity="error",
        confidence="high",
    ),
    Example(
        "the activity crashes, in the last version before the correction",
        app("11.3.9"),
        finds=("objects of M.Order",),
        severity="error",
    ),
    Example(
        "the activity has no effect",
        app("11.4.0"),
        finds=("objects of M.Order",),
        severity="info",
        confidence="high",
    ),
    Example(
        "Online by default",
        app("11.6.0", mode=""),
        finds=("objects of M.Order",),
        severity="info",
        confidence="medium",
    ),
]
VALID = [
    Example("before the mode", app("10.18.9")),
    Example("offline objects", app("10.19.0", mode="All")),
    Example("the activity synchronizes everything", app("10.19.0", Synchronize())),
    Example("an unknown variable", app("10.19.0", Synchronize(("Ghost",)))),
    Example("a disabled activity", app("10.19.0", Disabled(Synchronize(("New",))))),
]
