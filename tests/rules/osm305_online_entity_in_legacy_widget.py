from pytest_osm.testing import (
    App,
    DataGrid,
    DataView,
    Entity,
    Example,
    FromContext,
    FromNanoflow,
    ListenTo,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Pluggable,
    Retrieve,
    Return,
    TextBox,
)


def app(version: str, *widgets: object, mode: str = "Online") -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Page("Home", *widgets),
            Nanoflow(
                "Orders",
                Retrieve("M.Order", into="Orders"),
                Return("$Orders"),
                returns="[M.Order]",
            ),
        ),
        NativeProfile(home="M.Home", rows={"M.Order": mode}),
    )


FINDS = ("the widget is not pluggable, and M.Order is Online",)

INVALID = [
    Example("a list view", app("11.6.2", ListView("M.Order")), FINDS, "error", "medium"),
    Example(
        "the first version with the mode", app("10.19.0", DataGrid("M.Order")), FINDS, "error"
    ),
    Example(
        "a list view with a nanoflow as its data source",
        app("10.24.0", ListView(FromNanoflow("M.Orders"))),
        FINDS,
        confidence="medium",
    ),
    Example(
        "a data view, with low confidence",
        app("11.6.2", DataView(FromContext("M.Order"))),
        FINDS,
        "error",
        "low",
    ),
    Example(
        "a data view that listens to a list, with low confidence",
        app(
            "11.6.2",
            Pluggable("M.Order", name="orders"),
            DataView(ListenTo("orders")),
        ),
        FINDS,
        confidence="low",
    ),
]
VALID = [
    Example("before the mode", app("10.18.0", ListView("M.Order"))),
    Example("since Mendix allows it", app("11.6.3", ListView("M.Order"))),
    Example("a pluggable widget", app("11.6.2", Pluggable("M.Order"))),
    Example("an offline entity", app("11.6.2", ListView("M.Order"), mode="All")),
    Example(
        "a data view that listens to a list of offline objects",
        app(
            "11.6.2", Pluggable("M.Order", name="orders"), DataView(ListenTo("orders")), mode="All"
        ),
    ),
    Example(
        "a text that shows an attribute over an association is no data widget",
        app("11.6.2", TextBox("M.Order.Number", over="M.Line_Order/M.Order")),
    ),
]
