from pytest_osm.testing import (
    AnyActivity,
    AnyPart,
    AnyWidget,
    App,
    Association,
    Button,
    CallNanoflow,
    Database,
    DataView,
    Entity,
    Example,
    FromContext,
    ListView,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Pluggable,
    ReferenceSelector,
    Retrieve,
    Row,
)
from pytest_osm.testing.stored import Steps

CUSTOMER_NAME = AnyPart(
    "DomainModels$AttributeRef",
    Attribute="Crm.Customer.Name",
    EntityRef=Steps("Crm.Order_Customer/Crm.Customer"),
)
ORDERS = AnyPart("DomainModels$DirectEntityRef", Entity="Sales.Order")
SEARCHED_LIST = AnyWidget(
    "Forms$ListView",
    DataSource=AnyPart(
        "Forms$ListViewXPathSource",
        EntityRef=ORDERS,
        XPathConstraint="",
        Search=AnyPart("Forms$ListViewSearch", SearchRefs=(CUSTOMER_NAME,)),
    ),
)
SORTED = AnyActivity(
    "Microflows$RetrieveAction",
    ResultVariableName="Orders",
    RetrieveSource=AnyPart(
        "Microflows$DatabaseRetrieveSource",
        Entity="Sales.Order",
        NewSortings=AnyPart(
            "Microflows$SortingsList",
            Sortings=(AnyPart("Microflows$RetrieveSorting", AttributeRef=CUSTOMER_NAME),),
        ),
    ),
)


def property_of(constraint: str) -> AnyWidget:
    value = AnyPart("CustomWidgets$WidgetValue", EntityRef=ORDERS, XPathConstraint=constraint)
    bound = AnyPart("CustomWidgets$WidgetProperty", Value=value)
    inner = AnyPart("CustomWidgets$WidgetObject", Properties=(bound,))
    return AnyWidget("CustomWidgets$CustomWidget", Object=inner)


def set_selector(constraint: str) -> AnyWidget:
    source = AnyPart("Forms$ReferenceSetSource", EntityRef=Steps("Sales.Line_Order/Sales.Order"))
    return AnyWidget("Forms$ReferenceSetSelector", DataSource=source, XPathConstraint=constraint)


def search_field(constraint: str) -> AnyWidget:
    name = AnyPart(
        "DomainModels$AttributeRef",
        Attribute="Sales.Order.Number",
        EntityRef=Steps("Sales.Line_Order/Sales.Order"),
    )
    field = AnyPart("Forms$DropDownSearchField", AttributeRef=name, XPathConstraint=constraint)
    source = AnyPart(
        "Forms$GridXPathSource",
        EntityRef=AnyPart("DomainModels$DirectEntityRef", Entity="Sales.Line"),
        SearchBar=AnyPart("Forms$SearchBar", NewButtons=(field,)),
    )
    return AnyWidget("Forms$DataGrid", DataSource=source)


TO_CUSTOMER = "[Crm.Order_Customer/Crm.Customer/Name = 'x']"


def app(version: str, *widgets: object, constraint: str = TO_CUSTOMER, **rows: str) -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Order"),
            Entity("Line"),
            Entity("Draft", persistable=False),
            Association("Line_Order", "Line", "Order"),
            Association("Order_Draft", "Order", "Draft"),
            Page("Home", *(widgets or (ListView(Database("Sales.Order", constraint)),))),
            Page("Used", *(ListView(name.replace("_", ".")) for name in rows)),
            Nanoflow("Get", Retrieve("Sales.Order", xpath=constraint)),
            Nanoflow("Sorted", SORTED),
        ),
        Module(
            "Crm",
            Entity("Customer", attributes={"Name": "String"}),
            Association("Order_Customer", "Customer", "Sales.Order"),
        ),
        NativeProfile(
            home="Sales.Home",
            bottom_bar={"Used": "Sales.Used"},
            rows={name.replace("_", "."): mode for name, mode in rows.items()},
        ),
    )


OFFLINE_TO_ONLINE = {"Sales_Order": "All", "Crm_Customer": "Online"}
ONLINE_TO_OFFLINE = {"Sales_Order": "Online", "Crm_Customer": "All"}

INVALID = [
    Example(
        "from offline to online, over an association of another module",
        app("10.19.0", **OFFLINE_TO_ONLINE),
        finds=("Sales.Order (All Objects) follows Crm.Order_Customer to Crm.Customer (Online)",),
        severity="error",
        confidence="high",
    ),
    Example(
        "from offline to online in the newest versions",
        app("11.15.0", **OFFLINE_TO_ONLINE),
        finds=("to Crm.Customer (Online)",),
        severity="error",
    ),
    Example(
        "from online to offline, since Mendix prohibits that too",
        app("10.24.1", **ONLINE_TO_OFFLINE),
        finds=("the constraint on Sales.Order (Online) follows Crm.Order_Customer",),
        severity="error",
        confidence="high",
    ),
    Example(
        "in a nanoflow, a pluggable widget, and the options of a selector",
        app(
            "11.6.0",
            Button("Go", CallNanoflow("Sales.Get")),
            Pluggable(Database("Sales.Order", TO_CUSTOMER)),
            DataView(
                FromContext("Sales.Line"),
                ReferenceSelector("Sales.Order.Name", "Sales.Line_Order/Sales.Order", TO_CUSTOMER),
            ),
            Sales_Line="All",
            **OFFLINE_TO_ONLINE,
        ),
        finds=("Crm.Customer (Online)",) * 3,
        severity="error",
    ),
    Example(
        "two such associations in one constraint are one finding",
        app(
            "11.6.0",
            constraint=f"{TO_CUSTOMER}[Sales.Line_Order/Sales.Line]",
            Sales_Line="Online",
            **OFFLINE_TO_ONLINE,
        ),
        finds=("the constraint on Sales.Order",),
        severity="error",
    ),
    Example(
        "an entity that only the constraint uses is Online by default",
        app("11.6.0", Sales_Order="All"),
        finds=("Crm.Customer (Online by default)",),
        severity="error",
        confidence="medium",
    ),
    Example(
        "an entity that only the constraint uses may not be on the device",
        app("10.24.1", Sales_Order="All"),
        finds=("Crm.Customer (not part of the profile)",),
        severity="error",
        confidence="low",
    ),
    Example(
        "sorting from offline to online, with low confidence",
        app(
            "11.6.0",
            ListView(Database("Sales.Order", sort="Crm.Order_Customer/Crm.Customer")),
            **OFFLINE_TO_ONLINE,
        ),
        finds=("sorting or searching Sales.Order (All Objects) follows Crm.Order_Customer to",),
        severity="error",
        confidence="low",
    ),
    Example(
        "searching from offline to online",
        app("11.6.0", SEARCHED_LIST, **OFFLINE_TO_ONLINE),
        finds=("sorting or searching Sales.Order",),
        confidence="low",
    ),
    Example(
        "sorting in a nanoflow",
        app("11.6.0", Button("Go", CallNanoflow("Sales.Sorted")), **OFFLINE_TO_ONLINE),
        finds=("sorting or searching Sales.Order",),
        confidence="low",
    ),
    Example(
        "a constraint in a property of a pluggable widget",
        app("11.6.0", property_of(TO_CUSTOMER), **OFFLINE_TO_ONLINE),
        finds=("the constraint on Sales.Order (All Objects) follows Crm.Order_Customer",),
        confidence="high",
    ),
    Example(
        "the constraint of a reference set selector",
        app("11.6.0", set_selector(TO_CUSTOMER), **OFFLINE_TO_ONLINE),
        finds=("the constraint on Sales.Order (All Objects) follows Crm.Order_Customer",),
        confidence="high",
    ),
    Example(
        "the constraint of a drop-down search field",
        app("11.6.0", search_field(TO_CUSTOMER), **OFFLINE_TO_ONLINE),
        finds=("the constraint on Sales.Order (All Objects) follows Crm.Order_Customer",),
        confidence="high",
    ),
]
VALID = [
    Example("before the mode", app("10.18.9", **OFFLINE_TO_ONLINE)),
    Example(
        "from online to offline, before Mendix prohibited it", app("10.24.0", **ONLINE_TO_OFFLINE)
    ),
    Example("all offline", app("11.6.0", Sales_Order="All", Crm_Customer="None")),
    Example(
        "two modes by default are of one kind, though 11.2 does not tell which",
        app(
            "11.2.0",
            ListView(Database("Sales.Order", TO_CUSTOMER)),
            ListView("Crm.Customer"),
        ),
    ),
    Example("all online", app("11.6.0", Sales_Order="Online", Crm_Customer="Online")),
    Example(
        "the same entity again", app("11.6.0", constraint="[id != $Order]", **OFFLINE_TO_ONLINE)
    ),
    Example(
        "a non-persistable entity has no mode",
        app("11.6.0", constraint="[Sales.Order_Draft = $Draft]", **OFFLINE_TO_ONLINE),
    ),
    Example(
        "the constraint of a row runs on the server",
        App(
            "11.6.0",
            Module(
                "Sales",
                Entity("Order"),
                Entity("Customer"),
                Association("Order_Customer", "Order", "Customer"),
                Page("Home", ListView("Sales.Order"), ListView("Sales.Customer")),
            ),
            NativeProfile(
                home="Sales.Home",
                rows=(
                    Row("Sales.Order", "Constrained", "[Sales.Order_Customer/Sales.Customer]"),
                    Row("Sales.Customer", "Online"),
                ),
            ),
        ),
    ),
    Example(
        "sorting from online to offline happens on the server",
        app(
            "11.6.0",
            ListView(Database("Sales.Order", sort="Crm.Order_Customer/Crm.Customer")),
            **ONLINE_TO_OFFLINE,
        ),
    ),
    Example(
        "a property without a constraint", app("11.6.0", property_of(""), **OFFLINE_TO_ONLINE)
    ),
    Example("a selector without one", app("11.6.0", set_selector(""), **OFFLINE_TO_ONLINE)),
    Example("a search field without one", app("11.6.0", search_field(""), **OFFLINE_TO_ONLINE)),
]
