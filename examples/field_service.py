"""A small field-service app: technicians plan, do and report work on a phone, often offline.

Work orders and tasks lie on the device. The catalogue of spare parts and the news are too large
or too short-lived for that, so they are Online. Not everything about it is right.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallNanoflow,
    Commit,
    CreateObject,
    Database,
    DataView,
    Entity,
    FromContext,
    Layout,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Over,
    Page,
    Pluggable,
    Retrieve,
    Row,
    ShowPage,
    Snippet,
    SnippetCall,
    Synchronize,
    TextBox,
)

PLANNING = Module(
    "Planning",
    Entity("WorkOrder", attributes={"Number": "AutoNumber", "Subject": "String"}),
    Entity("Task", attributes={"Title": "String", "Done": "Boolean"}),
    Entity("Inspection", "Planning.Task", attributes={"Checklist": "String"}),
    Entity("Repair", "Planning.Task", attributes={"Hours": "Decimal"}),
    Entity("Customer", attributes={"Name": "String"}),
    Association("Task_WorkOrder", "Task", "WorkOrder"),
    Association("WorkOrder_Customer", "WorkOrder", "Customer"),
    Layout("Phone"),
    Page(
        "Home",
        Button("My work", OpenPage("Planning.WorkOrders")),
        Button("Parts", OpenPage("Parts.Catalogue")),
        SnippetCall("News.Headlines"),
        layout="Planning.Phone",
    ),
    Page(
        "WorkOrders",
        ListView("Planning.WorkOrder", name="workOrders", on_click=OpenPage("Planning.WorkOrder")),
        layout="Planning.Phone",
    ),
    Page(
        "WorkOrder",
        DataView(
            FromContext("Planning.WorkOrder"),
            TextBox("Planning.Customer.Name", "Planning.WorkOrder_Customer/Planning.Customer"),
            ListView(Over("Planning.Task_WorkOrder/Planning.Task"), name="tasks"),
            DataView(FromContext("", "Planning.WorkOrder_Customer/Planning.Customer")),
            Button("All open tasks", CallNanoflow("Planning.ACT_OpenTasks")),
            Button("Take a photo", CallNanoflow("Planning.ACT_TakePhoto")),
        ),
        layout="Planning.Phone",
        parameters={"WorkOrder": "Planning.WorkOrder"},
    ),
    Page(
        "OpenTasks",
        Pluggable(Database("Planning.Task", "[not(Done)]"), name="taskGallery"),
        layout="Planning.Phone",
    ),
    Entity("Photo", "System.Image"),
    Nanoflow("ACT_OpenTasks", ShowPage("Planning.OpenTasks")),
    Nanoflow(
        "ACT_TakePhoto",
        CreateObject("Planning.Photo", "Photo"),
        Commit("Photo"),
        Synchronize(("Photo",)),
    ),
)
PARTS = Module(
    "Parts",
    Entity("Part", attributes={"Code": "String", "Description": "String"}),
    Page(
        "Catalogue",
        Pluggable(Database("Parts.Part", "[Code != empty]"), name="partGallery"),
        layout="Planning.Phone",
    ),
)
NEWS = Module(
    "News",
    Entity("Article", attributes={"Title": "String"}),
    Snippet("Headlines", Pluggable("News.Article", name="headlines")),
    Nanoflow("DS_Latest", Retrieve("News.Article", "Latest", first=True)),
)
FIELD_SERVICE = App(
    "11.6.2",
    PLANNING,
    PARTS,
    NEWS,
    NativeProfile(
        home="Planning.Home",
        bottom_bar={"Work": "Planning.WorkOrders", "Parts": "Parts.Catalogue"},
        rows=(
            Row("Planning.WorkOrder", "Constrained", "[Technician = '[%CurrentUser%]']"),
            Row("Planning.Task", "All"),
            Row("Planning.Inspection", "Online"),
            Row("Planning.Customer", "Constrained"),
            Row("Planning.Signature", "All"),
            Row("Parts.Part", "Online"),
            Row("News.Article", "Online"),
        ),
    ),
    name="FieldService",
)
CONFIGURATION = """\
# What the team lives with for now.
xfail:
  - rule: OSM503
    profile: NativePhone
    document: Planning.Home
    reason: the new home page comes with release 4
    until: 2099-12-31
"""


def main(folder: Path) -> None:
    """Write the app and its configuration into a folder."""
    model = FIELD_SERVICE.write(folder / "FieldService.mpr")
    (folder / "osm.yaml").write_text(CONFIGURATION, "utf-8", newline="\n")
    print(f"wrote {model}")  # noqa: T201 - it is a script


if __name__ == "__main__":
    main(Path(sys.argv[1]))
