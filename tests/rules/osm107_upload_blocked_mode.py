from pytest_osm.testing import (
    AnyPart,
    AnyWidget,
    App,
    Badge,
    Button,
    CallNanoflow,
    Change,
    CreateObject,
    Database,
    DataView,
    Entity,
    Example,
    FromNanoflow,
    Menu,
    MenuBar,
    MenuItem,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Row,
    Snippet,
    SnippetCall,
    TextBox,
    Uploader,
)

CREATE = CreateObject("M.Visit", members={"M.Visit.Note": "''"})


def app(version: str, *rows: Row, widgets: tuple[object, ...] = (), activity=CREATE) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Visit", attributes={"Note": "String"}),
            Entity("Other"),
            Page("Home", Button("New", CallNanoflow("M.Create")), *widgets),
            Page("Edit", DataView("M.Visit", TextBox("M.Visit.Note"))),
            Snippet("Note", TextBox("M.Visit.Note"), parameters={"Visit": "M.Visit"}),
            Nanoflow("Create", activity, Change("New")),
        ),
        NativeProfile(home="M.Home", rows=rows),
    )


MANY = range(6)
NOTHING = Row("M.Visit", "None")
NOTE = AnyPart("DomainModels$AttributeRef", Attribute="M.Visit.Note", EntityRef=None)
OUTPUT = AnyPart(
    "Forms$CallNanoflowClientAction",
    Nanoflow="M.Create",
    OutputMappings=(AnyPart("Forms$OutputMapping", AttributeRef=NOTE),),
)
BADGE = Badge("M.Visit.Note")
UPLOADER = Uploader(Database("M.Visit"))
EDITABLE_GRID, READ_ONLY_GRID = (
    AnyWidget(
        "Forms$DataGrid",
        DataSource=AnyPart(
            "Forms$GridXPathSource",
            EntityRef=AnyPart("DomainModels$DirectEntityRef", Entity="M.Visit"),
        ),
        Columns=(AnyPart("Forms$DataGridColumn", AttributeRef=NOTE, Editable=is_editable),),
    )
    for is_editable in (True, False)
)
FORM = DataView("M.Visit", TextBox("M.Visit.Note"), name="form")
FINDS = (
    "M.Visit is Nothing (clear data), but the client writes it; the server rejects the upload",
)

INVALID = [
    Example(
        "a menu has no object that an action could change",
        App(
            "11.10.0",
            Module(
                "M",
                Entity("Visit", attributes={"Note": "String"}),
                Page("Home", MenuBar("M.Menu")),
                Menu("Menu", MenuItem("Ask", OUTPUT)),
                Nanoflow("Create"),
            ),
            NativeProfile(home="M.Home", rows=(NOTHING,)),
        ),
    ),
    Example("created in a nanoflow", app("11.10.0", NOTHING), finds=FINDS, severity="warning"),
    Example(
        "changed in a form",
        app("11.10.0", NOTHING, widgets=(FORM,), activity=CreateObject("M.Other")),
        finds=FINDS,
        confidence="high",
    ),
    Example(
        "changed through a snippet's parameter",
        app("11.10.0", NOTHING, widgets=(SnippetCall("M.Note"),)),
        finds=FINDS,
    ),
    Example("never synchronized", app("11.10.2", Row("M.Visit", "Never")), finds=("is Never",)),
    *(
        Example(
            f"changed {how}",
            app(
                "11.10.0",
                NOTHING,
                widgets=(DataView("M.Visit", widget),),
                activity=CreateObject("M.Other"),
            ),
            finds=FINDS,
            confidence=confidence,
        )
        for how, widget, confidence in (
            ("by what a nanoflow returns", Button("Ask", OUTPUT), "high"),
            ("by an image uploader", AnyWidget("Forms$ImageUploader"), "high"),
            ("by a file manager", AnyWidget("Forms$FileManager", Type="Both"), "high"),
            ("in a column of a grid", EDITABLE_GRID, "high"),
            ("by a pluggable uploader", UPLOADER, "medium"),
        )
    ),
    Example(
        "all entities of a profile are one finding",
        app(
            "11.10.0",
            NOTHING,
            Row("M.Other", "Never"),
            widgets=(DataView("M.Other", TextBox("M.Other.Note")),),
        ),
        finds=(
            ("M.Visit is Nothing (clear data) and M.Other is Never, but the client writes them"),
        ),
    ),
    Example(
        "many places",
        App(
            "11.10.0",
            Module(
                "M",
                Entity("Visit", attributes={"Note": "String"}),
                Page("Home", *(Button(f"New {n}", CallNanoflow(f"M.Create{n}")) for n in MANY)),
                *(Nanoflow(f"Create{n}", CREATE) for n in MANY),
            ),
            NativeProfile(home="M.Home", rows=(NOTHING,)),
        ),
        finds=FINDS,
    ),
]
VALID = [
    Example("before the server rejected uploads", app("11.9.0", NOTHING)),
    Example("the server rejects only Online entities", app("11.11.0", NOTHING)),
    Example("a mode that is uploaded", app("11.10.0", Row("M.Visit", "All"))),
    Example("compatibility mode", app("11.10.0", Row("M.Visit", "None", compatibility=True))),
    Example(
        "shown, not changed",
        app(
            "11.10.0",
            NOTHING,
            widgets=(DataView("M.Visit", TextBox("M.Visit.Note"), editable="Never"),),
            activity=CreateObject("M.Other"),
        ),
    ),
    Example(
        "a page that nothing opens",
        app("11.10.0", NOTHING, activity=CreateObject("M.Other")),
    ),
    *(
        Example(
            f"{how} changes nothing",
            app(
                "11.10.0",
                NOTHING,
                widgets=(DataView("M.Visit", widget),),
                activity=CreateObject("M.Other"),
            ),
        )
        for how, widget in (
            ("a text in a badge", BADGE),
            ("a file manager that gives files", AnyWidget("Forms$FileManager", Type="Download")),
            ("a column that cannot be edited", READ_ONLY_GRID),
        )
    ),
    Example(
        "an uploader of something that is not known",
        app(
            "11.10.0",
            NOTHING,
            widgets=(DataView("M.Visit", Uploader(FromNanoflow("M.Gone"))),),
            activity=CreateObject("M.Other"),
        ),
    ),
]
