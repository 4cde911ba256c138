from pytest_osm.testing import (
    App,
    Association,
    Database,
    DataGrid,
    DataView,
    Entity,
    Example,
    FromNanoflow,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Over,
    Page,
    Pluggable,
    ReferenceSelector,
    Retrieve,
    Snippet,
    SnippetCall,
)


def app(version: str, *widgets: object, **rows: str) -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Person", attributes={"Name": "String"}),
            Entity("Customer", "Sales.Person"),
            Entity("Vip", "Sales.Customer"),
            Entity("Order"),
            Association("Order_Person", "Order", "Person"),
            Page("Home", *widgets),
            Page("Second", SnippetCall("Sales.People")),
            Snippet("People", ListView("Sales.Person")),
            Nanoflow("People", Retrieve("Sales.Person"), returns="[Sales.Person]"),
        ),
        NativeProfile(
            home="Sales.Home",
            bottom_bar={"More": "Sales.Second"} if not widgets else {},
            rows={f"Sales.{name}": mode for name, mode in rows.items()},
        ),
    )


PEOPLE = ListView("Sales.Person")
MIXED = {"Person": "All", "Customer": "Online"}

INVALID = [
    Example(
        "a list view over a mixed hierarchy, in the first version with the mode",
        app("10.19.0", PEOPLE, ListView("Sales.Customer"), **MIXED, Vip="Online"),
        finds=(
            "whose hierarchy is mixed: Sales.Customer is Online and Sales.Person is All Objects",
        ),
        severity="error",
        confidence="high",
    ),
    Example(
        "an Online generalization of an offline entity, in a newer version",
        app("11.15.0", PEOPLE, Person="Online", Vip="Never"),
        finds=("Sales.Person is Online and Sales.Vip is Never",),
        severity="error",
        confidence="high",
    ),
    Example(
        "a retrieve in a nanoflow",
        app("11.6.0", DataView(FromNanoflow("Sales.People")), **MIXED),
        finds=("the query selects Sales.Person",),
        severity="error",
    ),
    Example(
        "a classic grid and a pluggable widget",
        app(
            "11.6.0",
            DataGrid("Sales.Person"),
            Pluggable(Database("Sales.Person", "[Name = 'x']")),
            **MIXED,
        ),
        finds=("the query selects Sales.Person", "the query selects Sales.Person"),
        severity="error",
    ),
    Example(
        "the options of a reference selector",
        app(
            "11.6.0",
            DataView(
                "Sales.Order",
                ReferenceSelector("Sales.Person.Name", "Sales.Order_Person/Sales.Person"),
            ),
            **MIXED,
        ),
        finds=("the query selects Sales.Person",),
        severity="error",
    ),
    Example(
        "a query in a snippet on two pages is one finding",
        app("11.6.0", SnippetCall("Sales.People"), SnippetCall("Sales.People"), **MIXED),
        finds=("the query selects Sales.Person",),
        severity="error",
    ),
    Example(
        "one mode configured, the other the default of the version",
        app("11.6.0", PEOPLE, ListView("Sales.Customer"), Person="All"),
        finds=("Sales.Customer is Online by default and Sales.Person is All Objects",),
        severity="error",
        confidence="medium",
    ),
    Example(
        "one mode configured, the other unknown",
        app("11.2.0", PEOPLE, ListView("Sales.Customer"), Person="All"),
        finds=("Sales.Customer is All Objects or Online by default",),
        severity="error",
        confidence="low",
    ),
    Example(
        "one mode configured, the other derived",
        app("10.24.0", PEOPLE, Customer="Online"),
        finds=("Sales.Customer is Online and Sales.Person is All Objects",),
        severity="error",
        confidence="high",
    ),
    Example(
        "over an association the limit is not certain",
        app(
            "11.6.0",
            ListView("Sales.Order", ListView(Over("Sales.Order_Person/Sales.Person"))),
            **MIXED,
        ),
        finds=("the retrieve over an association selects Sales.Person",),
        severity="warning",
        confidence="low",
    ),
]
VALID = [
    Example("before the mode", app("10.18.9", PEOPLE, **MIXED)),
    Example("all Online", app("11.6.0", PEOPLE, Person="Online", Customer="Online", Vip="Online")),
    Example("different offline modes do not mix", app("11.6.0", PEOPLE, Person="All", Vip="None")),
    Example(
        "two modes by default are of one kind, though 11.2 does not tell which",
        app("11.2.0", PEOPLE, ListView("Sales.Customer"), ListView("Sales.Vip")),
    ),
    Example("a specialization outside the profile", app("11.6.0", PEOPLE, Person="Online")),
    Example(
        "a query of the specialization only",
        app("11.6.0", ListView("Sales.Vip"), **MIXED, Vip="Online"),
    ),
    Example(
        "an association in a path is not a query",
        app(
            "11.6.0",
            DataView(
                "Sales.Order",
                ListView(Over("Sales.Order_Person/Sales.Person/Sales.Order_Person/Sales.Order")),
            ),
            **MIXED,
        ),
    ),
]
