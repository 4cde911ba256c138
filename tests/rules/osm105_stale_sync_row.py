from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Association,
    Button,
    CallJavaScriptActivity,
    CallNanoflow,
    ClearFromDevice,
    CreateList,
    Database,
    Entity,
    Example,
    If,
    JavaScriptAction,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Row,
    TextBox,
    UnknownAction,
    WebProfile,
)

TO_FIRM = "Sales.Person_Firm/Sales.Firm"
SORT = "Sales.Person_Firm/Sales.Firm"
VISIBLE = AnyWidget(
    "Forms$GroupBox",
    ConditionalVisibilitySettings=AnyPart(
        "Forms$ConditionalVisibilitySettings",
        Expression=f"$currentObject/{TO_FIRM}/Name != empty",
    ),
)


def app(*rows: Row, version: str = "11.6.0") -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Person"),
            Entity("Customer", "Sales.Person"),
            Entity("Draft", persistable=False),
            Entity("Note", "Sales.Draft"),
            Entity("Report", source="view"),
            Entity("Unused"),
            Page("Home", ListView("Sales.Person"), ListView("Sales.Draft")),
        ),
        NativeProfile(home="Sales.Home", rows=rows),
    )


INVALID = [
    Example(
        "an entity that was deleted",
        app(Row("Sales.Gone", "All")),
        finds=("entity Sales.Gone does not exist",),
        severity="warning",
    ),
    Example(
        "an entity of a module that was deleted, in an old app",
        app(Row("Old.Gone", "All"), version="9.18.0"),
        finds=("entity Old.Gone does not exist, because module Old does not exist",),
        severity="warning",
    ),
    Example(
        "not persistable, by itself or by inheritance",
        app(Row("Sales.Draft", "All"), Row("Sales.Note", "Online")),
        finds=("Sales.Draft is not persistable", "Sales.Note is not persistable"),
        severity="warning",
    ),
    Example(
        "listed twice",
        app(Row("Sales.Person", "All"), Row("Sales.Person", "Online")),
        finds=("Sales.Person is listed more than once",),
        severity="warning",
    ),
    Example(
        "not used, possibly on purpose",
        app(Row("Sales.Unused", "All")),
        finds=("the profile does not use Sales.Unused",),
        severity="info",
        confidence="high",
    ),
    Example(
        "not used, but some parts could not be analysed",
        App(
            "11.6.0",
            Module("Sales", Entity("Unused"), Page("Home", Button("?", UnknownAction()))),
            NativeProfile(home="Sales.Home", rows={"Sales.Unused": "All"}),
        ),
        finds=("the profile does not use Sales.Unused",),
        severity="info",
        confidence="medium",
    ),
]
VALID = [
    Example("an entity that the profile uses", app(Row("Sales.Person", "All"))),
    Example(
        "a page shows an attribute over an association to the entity",
        App(
            "11.6.0",
            Module(
                "Sales",
                Entity("Person"),
                Entity("Firm", attributes={"Name": "String"}),
                Association("Person_Firm", "Person", "Firm"),
                Page(
                    "Home",
                    ListView("Sales.Person", TextBox("Sales.Firm.Name", over=TO_FIRM)),
                ),
            ),
            NativeProfile(home="Sales.Home", rows={"Sales.Firm": "All"}),
        ),
    ),
    Example(
        "Studio Pro writes rows for specializations of queried entities",
        app(Row("Sales.Customer", "NoneAndPreserveData")),
    ),
    Example(
        "the model does not contain the System module",
        app(Row("System.SomethingNew", "All")),
    ),
    Example("the effect of a mode on a view entity is unknown", app(Row("Sales.Report", "All"))),
    Example(
        "rows of an online profile have no effect",
        App(
            "11.6.0",
            Module("Sales", Page("Home")),
            NativeProfile(home="Sales.Home"),
            WebProfile(kind="Responsive", rows={"Sales.Gone": "All"}),
        ),
    ),
    *(
        Example(
            f"an entity that {how} names",
            App(
                "11.6.0",
                Module(
                    "Sales",
                    Entity("Person"),
                    Entity("Firm"),
                    Association("Person_Firm", "Person", "Firm"),
                    JavaScriptAction("Clear"),
                    Page("Home", Button("Go", CallNanoflow("Sales.Go")), *widgets),
                    Nanoflow("Go", *activities),
                ),
                NativeProfile(home="Sales.Home", rows={"Sales.Firm": "All"}),
            ),
        )
        for how, widgets, activities in (
            ("sorting", (ListView(Database("Sales.Person", sort=SORT)),), ()),
            ("an activity to clear", (), (ClearFromDevice("Sales.Firm"),)),
            ("an activity that makes a list", (), (CreateList("Sales.Firm"),)),
            (
                "an argument",
                (),
                (
                    CallJavaScriptActivity(
                        "Sales.Clear", arguments={"entity": "entity:Sales.Firm"}
                    ),
                ),
            ),
            ("a decision", (), (If(f"$Person/{TO_FIRM}/Name = 'x'"),)),
            ("the visibility of a widget", (VISIBLE,), ()),
        )
    ),
]
