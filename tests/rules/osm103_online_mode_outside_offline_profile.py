from pytest_osm.testing import (
    App,
    Entity,
    Example,
    ListView,
    Module,
    NativeProfile,
    Page,
    WebProfile,
)


def app(version: str, mode: str, kind: str = "Responsive", name: str = "") -> App:
    return App(
        version,
        Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows={"Sales.Order": "All"}),
        WebProfile(kind=kind, name=name, home="Sales.Home", rows={"Sales.Order": mode}),
    )


INVALID = [
    Example(
        "a row in an online profile, in the first version with the mode",
        app("10.19.0", "Online"),
        finds=("Sales.Order is Online, but profile Responsive (Responsive) is not offline",),
        severity="warning",
    ),
    Example(
        "the type of the profile counts, not its name",
        app("11.6.0", "Online", "Responsive", "HybridPhoneOffline"),
        finds=("profile HybridPhoneOffline (Responsive) is not offline",),
        severity="warning",
    ),
    Example(
        "an embedded profile",
        app("11.12.0", "Online", "Embedded"),
        finds=("profile Embedded (Embedded) is not offline",),
    ),
]
VALID = [
    Example("before Online mode existed, OSM101 applies", app("10.18.6", "Online")),
    Example("an offline profile", app("11.6.0", "Online", "TabletOffline")),
    Example("an offline mode in an online profile has no effect", app("11.6.0", "All")),
    Example(
        "a profile of a kind that is unknown here is not judged",
        app("11.15.0", "Online", "Holographic"),
    ),
    Example("an embedded profile is online", app("11.15.0", "All", "Embedded")),
]
