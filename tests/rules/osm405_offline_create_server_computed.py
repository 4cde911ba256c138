from pytest_osm.testing import (
    App,
    Button,
    CallMicroflow,
    CallNanoflow,
    Create,
    CreateObject,
    DataGrid,
    DataView,
    Entity,
    Example,
    FromContext,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    NewButton,
    Page,
)


def app(version: str, *widgets: object, rows: dict[str, str] | None = None) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order", attributes={"Number": "AutoNumber", "Name": "String"}),
            Entity("UrgentOrder", "M.Order"),
            Entity("Sum", attributes={"Total": "Calculated"}),
            Entity("Plain", attributes={"Name": "String"}),
            Entity("Photo", "System.Image"),
            Entity("Draft", persistable=False, attributes={"Total": "Calculated"}),
            Page("Home", *widgets),
            Nanoflow("Client", CreateObject("M.Order")),
            Microflow("Server", CreateObject("M.Order")),
        ),
        NativeProfile(home="M.Home", rows=rows or {"M.Order": "All", "M.Sum": "All"}),
    )


IN_NANOFLOW = Button("New", CallNanoflow("M.Client"))

INVALID = [
    Example(
        "an auto number, in a nanoflow, when it was not checked",
        app("11.6.9", IN_NANOFLOW),
        finds=("M.Order is created on the device, but only the server fills Number",),
        severity="info",
    ),
    Example(
        "when it became an error",
        app("11.7.0", IN_NANOFLOW),
        finds=("M.Order is created",),
        severity="error",
        confidence="high",
    ),
    Example(
        "the last version where it is an error",
        app("11.12.9", IN_NANOFLOW),
        finds=("M.Order is created",),
        severity="error",
    ),
    Example(
        "when it became a warning",
        app("11.13.0", IN_NANOFLOW),
        finds=("M.Order is created",),
        severity="warning",
    ),
    Example(
        "a calculated attribute, from a button and from a grid",
        app("11.8.0", Button("New", Create("M.Sum")), DataGrid("M.Plain", NewButton("M.Sum"))),
        finds=("only the server fills Total", "only the server fills Total"),
        severity="error",
    ),
    Example(
        "inherited",
        app("11.8.0", Button("New", Create("M.UrgentOrder")), rows={"M.UrgentOrder": "All"}),
        finds=("M.UrgentOrder is created on the device, but only the server fills Number",),
        severity="error",
    ),
    Example(
        "online, where it is less sure that it matters",
        app("11.8.0", IN_NANOFLOW, rows={"M.Order": "Online"}),
        finds=("M.Order is created",),
        severity="error",
        confidence="medium",
    ),
]
VALID = [
    Example("nothing to compute", app("11.8.0", Button("New", Create("M.Plain")))),
    Example("shown, not created", app("11.8.0", DataView(FromContext("M.Order")))),
    Example("created by a microflow", app("11.8.0", Button("New", CallMicroflow("M.Server")))),
    Example("not persistable", app("11.8.0", Button("New", Create("M.Draft")))),
    Example(
        "what System entities compute is not known",
        app("11.8.0", Button("New", Create("M.Photo"))),
    ),
]
