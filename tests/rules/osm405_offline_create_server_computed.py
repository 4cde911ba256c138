from pytest_osm.testing import (
    App,
    Button,
    CallMicroflow,
    CallNanoflow,
    Change,
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
            Nanoflow("Change", Change("Order"), parameters={"Order": "M.Order"}),
            Nanoflow("ChangePlain", Change("Plain"), parameters={"Plain": "M.Plain"}),
            Nanoflow("Both", CreateObject("M.Order"), Change("New"), Change("New")),
            Microflow("Server", CreateObject("M.Order")),
        ),
        NativeProfile(home="M.Home", rows=rows or {"M.Order": "All", "M.Sum": "All"}),
    )


IN_NANOFLOW = Button("New", CallNanoflow("M.Client"))

INVALID = [
    Example(
        "an AutoNumber, in a nanoflow, before Mendix reported it",
        app("11.6.9", IN_NANOFLOW),
        finds=("M.Order is created on the device, but only the server sets Number",),
        severity="info",
    ),
    Example(
        "the first version where it is an error",
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
        "the first version where it is a warning",
        app("11.13.0", IN_NANOFLOW),
        finds=("M.Order is created",),
        severity="warning",
    ),
    Example(
        "a calculated attribute, from a button and from a grid",
        app("11.8.0", Button("New", Create("M.Sum")), DataGrid("M.Plain", NewButton("M.Sum"))),
        finds=("M.Sum is created on the device in 2 places, but only the server sets Total",),
        severity="error",
    ),
    Example(
        "inherited",
        app("11.8.0", Button("New", Create("M.UrgentOrder")), rows={"M.UrgentOrder": "All"}),
        finds=("M.UrgentOrder is created on the device, but only the server sets Number",),
        severity="error",
    ),
    Example(
        "an online entity, with medium confidence",
        app("11.8.0", IN_NANOFLOW, rows={"M.Order": "Online"}),
        finds=("M.Order is created",),
        severity="error",
        confidence="medium",
    ),
    Example(
        "a change, with medium confidence",
        app(
            "11.13.0",
            Button("New", CallNanoflow("M.Change")),
        ),
        finds=("M.Order is changed on the device, but only the server sets Number",),
        severity="warning",
        confidence="medium",
    ),
    Example(
        "a creation and a change in one nanoflow are one finding",
        app("11.13.0", Button("New", CallNanoflow("M.Both"))),
        finds=("M.Order is created on the device, but only the server sets Number",),
        confidence="high",
    ),
]
VALID = [
    Example("an entity without such attributes", app("11.8.0", Button("New", Create("M.Plain")))),
    Example("shown, not created", app("11.8.0", DataView(FromContext("M.Order")))),
    Example("created by a microflow", app("11.8.0", Button("New", CallMicroflow("M.Server")))),
    Example("not persistable", app("11.8.0", Button("New", Create("M.Draft")))),
    Example(
        "the attributes of System entities are not known",
        app("11.8.0", Button("New", Create("M.Photo"))),
    ),
    Example(
        "a change of an entity without such attributes",
        app("11.13.0", Button("New", CallNanoflow("M.ChangePlain"))),
    ),
]
