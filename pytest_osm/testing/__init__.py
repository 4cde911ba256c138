"""Describe a Mendix app in a few lines, write it as a real .mpr, and see what a rule says.

app = App(
    "11.6.0",
    Module(
        "Sales",
        Entity("Person"),
        Entity("Customer", generalization="Sales.Person"),
        Page("Home", ListView("Sales.Person")),
    ),
    NativeProfile(home="Sales.Home", rows={"Sales.Customer": "Online", "Sales.Person": "All"}),
)
model = app.write(tmp_path / "App.mpr")
assert findings_of(model, "OSM301")
"""

from pytest_osm.testing.actions import (
    CallMicroflow,
    CallNanoflow,
    ClosePage,
    Create,
    OpenPage,
    UnknownAction,
)
from pytest_osm.testing.activities import (
    ChangeVariable,
    ContinueOnError,
    CreateVariable,
    Disabled,
    LogMessage,
    OnError,
    ShowMessage,
)
from pytest_osm.testing.anything import AnyActivity, AnyObject, AnyPart, AnyWidget
from pytest_osm.testing.app import App, Folder, Module
from pytest_osm.testing.call_activities import (
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflowActivity,
    ShowPage,
    Synchronize,
)
from pytest_osm.testing.checking import (
    Example,
    check_example,
    example_tests,
    findings_of,
    outcome_of,
)
from pytest_osm.testing.containers import (
    Container,
    DataGrid,
    DataView,
    ListView,
    Pluggable,
)
from pytest_osm.testing.domain import Association, Entity
from pytest_osm.testing.flows import (
    Break,
    ByType,
    If,
    JavaScriptAction,
    Loop,
    Microflow,
    Nanoflow,
    Return,
    While,
)
from pytest_osm.testing.inputs import (
    ComboBox,
    Rating,
    ReferenceSelector,
    TextBox,
)
from pytest_osm.testing.navigation import MenuItem, NativeProfile, Row, WebProfile
from pytest_osm.testing.object_activities import (
    Cast,
    Change,
    Commit,
    CreateList,
    CreateObject,
    DeleteObject,
    ListOperation,
    Retrieve,
    RetrieveOver,
)
from pytest_osm.testing.pages import Layout, Menu, Page, Snippet
from pytest_osm.testing.sources import (
    Database,
    FromContext,
    FromMicroflow,
    FromNanoflow,
    ListenTo,
    Over,
)
from pytest_osm.testing.widgets import (
    Button,
    Image,
    MenuBar,
    NewButton,
    SnippetCall,
)

__all__ = [
    "AnyActivity",
    "AnyObject",
    "AnyPart",
    "AnyWidget",
    "App",
    "Association",
    "Break",
    "Button",
    "ByType",
    "CallJavaScriptActivity",
    "CallMicroflow",
    "CallMicroflowActivity",
    "CallNanoflow",
    "CallNanoflowActivity",
    "Cast",
    "Change",
    "ChangeVariable",
    "ClosePage",
    "ComboBox",
    "Commit",
    "Container",
    "ContinueOnError",
    "Create",
    "CreateList",
    "CreateObject",
    "CreateVariable",
    "DataGrid",
    "DataView",
    "Database",
    "DeleteObject",
    "Disabled",
    "Entity",
    "Example",
    "Folder",
    "FromContext",
    "FromMicroflow",
    "FromNanoflow",
    "If",
    "Image",
    "JavaScriptAction",
    "Layout",
    "ListOperation",
    "ListView",
    "ListenTo",
    "LogMessage",
    "Loop",
    "Menu",
    "MenuBar",
    "MenuItem",
    "Microflow",
    "Module",
    "Nanoflow",
    "NativeProfile",
    "NewButton",
    "OnError",
    "OpenPage",
    "Over",
    "Page",
    "Pluggable",
    "Rating",
    "ReferenceSelector",
    "Retrieve",
    "RetrieveOver",
    "Return",
    "Row",
    "ShowMessage",
    "ShowPage",
    "Snippet",
    "SnippetCall",
    "Synchronize",
    "TextBox",
    "UnknownAction",
    "WebProfile",
    "While",
    "check_example",
    "example_tests",
    "findings_of",
    "outcome_of",
]
