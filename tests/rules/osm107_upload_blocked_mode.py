from pytest_osm.testing import (
    App,
    Button,
    CallNanoflow,
    Change,
    CreateObject,
    DataView,
    Entity,
    Example,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Row,
    Snippet,
    SnippetCall,
    TextBox,
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


NOTHING = Row("M.Visit", "None")
FORM = DataView("M.Visit", TextBox("M.Visit.Note"), name="form")
FINDS = (
    "M.Visit is Nothing (clear data), but the client changes it; the server rejects the upload",
)

INVALID = [
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
]
