from attrs import frozen

from pytest_osm.testing import (
    App,
    Association,
    Database,
    DataView,
    Entity,
    Example,
    ListView,
    Microflow,
    Module,
    NativeProfile,
    Page,
    Snippet,
    SnippetCall,
    TextBox,
    WebProfile,
)
from pytest_osm.testing.stored import Context, Stored, attribute_ref

ONE = "M.Order_Customer/M.Customer"
TWO = f"{ONE}/M.Customer_Country/M.Country"


@frozen
class Sorted:
    """A query that is sorted by an attribute over associations."""

    query: Database
    attribute: str
    over: str

    def stored(self, context: Context) -> Stored:
        attribute = attribute_ref(context, self.attribute, self.over)
        item = context.element("Forms$GridSortItem", AttributeRef=attribute, SortOrder="Ascending")
        bar = context.element("Forms$GridSortBar", SortItems=[2, item])
        return {**self.query.stored(context), "SortBar": bar}


def app(version: str, path: str, *more: object, profile: object = None) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Order"),
            Entity("Customer", attributes={"Name": "String"}),
            Entity("Country", attributes={"Name": "String"}),
            Association("Order_Customer", "Order", "Customer"),
            Association("Customer_Country", "Customer", "Country"),
            Page("Home", SnippetCall("M.Order"), *more),
            Page("Elsewhere", DataView("M.Order", TextBox("M.Country.Name", TWO))),
            Snippet("Order", DataView("M.Order", TextBox("M.Country.Name", path))),
            Microflow("Unused"),
        ),
        profile or NativeProfile(home="M.Home"),
    )


INVALID = [
    Example(
        "two associations, in an old app",
        app("8.18.0", TWO),
        finds=("M.Country.Name follows 2 associations: M.Order_Customer and M.Customer_Country",),
        severity="error",
    ),
    Example(
        "two associations, in a new app",
        app("11.15.0", TWO),
        finds=("the path to M.Country.Name follows 2 associations",),
        severity="error",
        confidence="high",
    ),
]
VALID = [
    Example("one association", app("11.6.0", ONE)),
    Example("no association", app("11.6.0", "")),
    Example(
        "what sorts a list belongs to its query",
        app("11.6.0", ONE, ListView(Sorted(Database("M.Order"), "M.Country.Name", TWO))),
    ),
    Example(
        "an online profile has no such limit",
        app("11.6.0", TWO, profile=WebProfile(kind="Responsive", home="M.Home")),
    ),
]
