from pytest_osm.testing import App, Entity, Example, ListView, Module, NativeProfile, Page


def app(version: str, **rows: str) -> App:
    return App(
        version,
        Module(
            "Sales",
            Entity("Person"),
            Entity("Employee", "Sales.Person"),
            Entity("Manager", "Sales.Employee"),
            Page("Home", ListView("Sales.Person"), ListView("Sales.Manager")),
        ),
        NativeProfile(
            home="Sales.Home", rows={f"Sales.{name}": mode for name, mode in rows.items()}
        ),
    )


INVALID = [
    Example(
        "an Online specialization of an offline entity, in the first version with the mode",
        app("10.19.0", Person="All", Manager="Online"),
        finds=("Sales.Manager specializes Sales.Employee",),
        severity="warning",
        confidence="medium",
    ),
    Example(
        "the nearest generalization in the profile counts",
        app("11.6.0", Person="All", Manager="Online"),
        finds=("Sales.Manager specializes Sales.Person, but Sales.Manager is Online",),
        severity="warning",
        confidence="medium",
    ),
    Example(
        "a specialization that is Online by default",
        app("11.6.0", Person="None"),
        finds=("but Sales.Manager is Online by default",),
        severity="warning",
        confidence="medium",
    ),
]
VALID = [
    Example("before the mode", app("10.18.0", Person="All", Manager="Online")),
    Example(
        "an offline specialization of an Online entity",
        app("11.6.0", Person="Online", Manager="All"),
    ),
    Example("all Online", app("11.6.0", Person="Online", Manager="Online")),
    Example("two modes by default are of one kind, though 11.2 does not tell", app("11.2.0")),
    Example("all offline", app("11.6.0", Person="All", Manager="Never")),
    Example(
        "the generalization is not in the profile",
        App(
            "11.6.0",
            Module(
                "Sales", Entity("Employee", "System.User"), Page("H", ListView("Sales.Employee"))
            ),
            NativeProfile(home="Sales.H", rows={"Sales.Employee": "Online"}),
        ),
    ),
]
