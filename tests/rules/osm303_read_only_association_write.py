from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Association,
    Button,
    CallNanoflow,
    Change,
    ComboBox,
    Create,
    CreateObject,
    DataView,
    Entity,
    Example,
    FromContext,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    PluggableImage,
    ReferenceSelector,
    Retrieve,
    Snippet,
    SnippetCall,
    TextBox,
)
from pytest_osm.testing.stored import Steps

TO_PART = {"M.Order_Part": "$Part"}
OVER = "M.Order_Part/M.Part"
FINDS = ("M.Order_Part is read-only here: M.Order is Online and M.Part is All Objects",)


def app(  # noqa: PLR0913 - an app has that many sides
    *activities: object,
    version: str = "11.6.0",
    widgets: tuple[object, ...] = (),
    order: str = "Online",
    both: bool = False,
    is_configured: bool = True,
    parameter: bool = False,
) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order", attributes={"Number": "String"}),
            Entity("Part", attributes={"Name": "String"}),
            Association("Order_Part", "Order", "Part", both=both),
            Page(
                "Home",
                Button("Go", CallNanoflow("M.Work")),
                ListView("M.Part"),
                *widgets,
                parameters={"Order": "M.Order", "Part": "M.Part"} if parameter else {},
            ),
            Snippet("Pick", ComboBox(OVER), parameters={"Order": "M.Order"}),
            Nanoflow(
                "Work",
                Retrieve("M.Order", into="Order", first=True),
                Retrieve("M.Part", into="Part", first=True),
                *activities,
            ),
        ),
        NativeProfile(
            home="M.Home", rows={"M.Order": order, "M.Part": "All"} if is_configured else {}
        ),
    )


def of_parameter(name: str) -> AnyWidget:
    value = AnyPart(
        "CustomWidgets$WidgetValue",
        EntityRef=Steps(OVER),
        SourceVariable=AnyPart("Forms$PageVariable", PageParameter=name),
    )
    return AnyWidget(
        "CustomWidgets$CustomWidget",
        Type=AnyPart("CustomWidgets$CustomWidgetType", WidgetId="com.mendix.combobox.Combobox"),
        Object=AnyPart(
            "CustomWidgets$WidgetObject",
            Properties=(AnyPart("CustomWidgets$WidgetProperty", Value=value),),
        ),
    )


def form(*widgets: object, editable: str = "Always") -> tuple[object, ...]:
    return (DataView(FromContext("M.Order"), *widgets, editable=editable),)


def with_wheels(rows: dict[str, str]) -> App:
    """An app that uses a specialization of the association's target, and not the target."""
    return App(
        "11.6.0",
        Module(
            "M",
            Entity("Order"),
            Entity("Part"),
            Entity("Wheel", "M.Part"),
            Association("Order_Part", "Order", "Part"),
            Page("Home", Button("Go", CallNanoflow("M.Work")), ListView("M.Wheel")),
            Nanoflow(
                "Work",
                Retrieve("M.Order", into="Order", first=True),
                Change("Order", {"M.Order_Part": "empty"}),
            ),
        ),
        NativeProfile(home="M.Home", rows=rows),
    )


INVALID = [
    Example("a change in a nanoflow", app(Change("Order", TO_PART)), FINDS, "warning", "high"),
    Example(
        "the first version that allows such associations",
        app(Change("Order", TO_PART), version="10.24.1"),
        FINDS,
        "warning",
        "high",
    ),
    Example(
        "a new object was never loaded",
        app(CreateObject("M.Order", members=TO_PART)),
        FINDS,
        "warning",
        "low",
    ),
    Example(
        "a change of an object that the nanoflow created",
        app(CreateObject("M.Order", into="New"), Change("New", TO_PART)),
        FINDS,
        confidence="low",
    ),
    Example(
        "a reference selector",
        app(widgets=form(ReferenceSelector("M.Part.Name", over=OVER))),
        FINDS,
        confidence="high",
    ),
    Example("a combo box", app(widgets=form(ComboBox(OVER))), FINDS, confidence="high"),
    Example(
        "an unknown widget may only show it",
        app(widgets=form(ComboBox(OVER, widget_id="com.example.Stars"))),
        FINDS,
        confidence="low",
    ),
    Example(
        "a form that is sometimes editable",
        app(widgets=form(ComboBox(OVER), editable="Conditional")),
        FINDS,
        confidence="low",
    ),
    Example(
        "a create button over the association",
        app(
            both=True,
            widgets=(
                DataView(
                    FromContext("M.Part"),
                    Button("New", Create("M.Order", over="M.Order_Part/M.Order")),
                ),
            ),
        ),
        FINDS,
        confidence="low",
    ),
    Example(
        "a combo box in a snippet that is only used in a read-only data view, with low confidence",
        app(widgets=form(SnippetCall("M.Pick"), editable="Never")),
        FINDS,
        confidence="low",
    ),
    Example(
        "a snippet that is also used in another data view",
        app(
            widgets=(*form(SnippetCall("M.Pick"), editable="Never"), *form(SnippetCall("M.Pick")))
        ),
        FINDS,
        confidence="high",
    ),
    Example(
        "a button that creates over an association of the surrounding object",
        app(widgets=form(Button("New part", Create("M.Part", over=OVER)))),
        FINDS,
        confidence="medium",
    ),
    Example(
        "the target is in the profile by a specialization only",
        with_wheels({"M.Order": "Online", "M.Wheel": "All"}),
        finds=("M.Order_Part is read-only here: M.Order is Online and M.Wheel is All Objects",),
        confidence="high",
    ),
    Example(
        "the target has a row, and only a specialization of it is used",
        with_wheels({"M.Order": "Online", "M.Part": "Online", "M.Wheel": "All"}),
        finds=("M.Order_Part is read-only here: M.Order is Online and M.Wheel is All Objects",),
        confidence="high",
    ),
    Example(
        "a combo box that names the parameter whose association it sets",
        app(widgets=(DataView(FromContext("M.Part"), of_parameter("Order")),), parameter=True),
        FINDS,
        confidence="high",
    ),
]
VALID = [
    Example(
        "before Mendix allowed such associations",
        app(Change("Order", TO_PART), version="10.24.0"),
    ),
    Example("both offline", app(Change("Order", TO_PART), order="All")),
    Example(
        "two modes by default are of one kind, though 11.2 does not tell which",
        app(Change("Order", TO_PART), version="11.2.0", is_configured=False),
    ),
    Example("an attribute of the object", app(Change("Order", {"M.Order.Number": "'1'"}))),
    Example("another object", app(Change("Part", {"M.Part.Name": "'x'"}))),
    Example(
        "a filter changes nothing",
        app(
            widgets=form(
                ComboBox(OVER, widget_id="com.mendix.widget.web.dropdownfilter.DropdownFilter")
            )
        ),
    ),
    Example(
        "a form that cannot be edited",
        app(widgets=form(ReferenceSelector("M.Part.Name", over=OVER), editable="Never")),
    ),
    Example(
        "a widget that cannot be edited",
        app(widgets=form(ReferenceSelector("M.Part.Name", over=OVER, editable="Never"))),
    ),
    Example(
        "a list that cannot be edited",
        app(widgets=(ListView("M.Order", ComboBox(OVER), editable="Never"),)),
    ),
    Example(
        "an attribute over the association", app(widgets=form(TextBox("M.Part.Name", over=OVER)))
    ),
    Example(
        "an image that shows the associated object sets nothing",
        app(widgets=form(PluggableImage("M.Part", over=OVER))),
    ),
    Example(
        "a button that creates over an association of the new object",
        app(
            widgets=(
                DataView(
                    FromContext("M.Part"), Button("New", Create("M.Order", over="M.X/M.Order"))
                ),
            )
        ),
    ),
    Example(
        "a combo box that names another parameter",
        app(widgets=(DataView(FromContext("M.Order"), of_parameter("Part")),), parameter=True),
    ),
    Example(
        "an object that has no database",
        App(
            "11.6.0",
            Module(
                "M",
                Entity("Order"),
                Entity("Filter", persistable=False),
                Association("Order_Filter", "Order", "Filter"),
                Page("Home", Button("Go", CallNanoflow("M.Work"))),
                Nanoflow(
                    "Work",
                    Retrieve("M.Order", into="Order", first=True),
                    Change("Order", {"M.Order_Filter": "$Filter"}),
                ),
            ),
            NativeProfile(home="M.Home", rows={"M.Order": "Online"}),
        ),
    ),
]
