from pytest_osm.testing import App, Entity, Example, ListView, Module, NativeProfile, Page, Row


def app(row: Row, version: str = "11.6.0") -> App:
    return App(
        version,
        Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows=(row,)),
    )


INVALID = [
    Example(
        "By XPath without a constraint",
        app(Row("Sales.Order", "Constrained")),
        finds=("Sales.Order is By XPath, but has no constraint",),
        severity="warning",
    ),
    Example(
        "a constraint of white space only, in an old app",
        app(Row("Sales.Order", "Constrained", " \n"), "8.18.0"),
        finds=("has no constraint",),
        severity="warning",
    ),
    Example(
        "another mode with a constraint",
        app(Row("Sales.Order", "All", "[Open = true()]")),
        finds=("Sales.Order has a constraint, which mode All Objects ignores",),
        severity="warning",
    ),
]
VALID = [
    Example(
        "By XPath with a constraint", app(Row("Sales.Order", "Constrained", "[Open = true()]"))
    ),
    Example("another mode without a constraint", app(Row("Sales.Order", "Online"))),
    Example("an unknown mode", app(Row("Sales.Order", "Psychic", "[a]"))),
]
