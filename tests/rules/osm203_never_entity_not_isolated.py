from pytest_osm.testing import (
    App,
    Association,
    Entity,
    Example,
    ListView,
    Module,
    NativeProfile,
    Page,
    Row,
)


def app(version: str, *rows: Row, **modes: str) -> App:
    return App(
        version,
        Module(
            "M",
            Entity("Draft"),
            Entity("UrgentDraft", "M.Draft"),
            Entity("Order"),
            Entity("Log"),
            Entity("Scratch", persistable=False),
            Association("Draft_Order", "Draft", "Order"),
            Association("Log_Draft", "Log", "Draft"),
            Association("Draft_Draft", "Draft", "Draft"),
            Association("Draft_Scratch", "Draft", "Scratch"),
            Page("Home", *(ListView(f"M.{name}") for name in modes)),
        ),
        NativeProfile(
            home="M.Home",
            rows=rows or tuple(Row(f"M.{name}", mode) for name, mode in modes.items()),
        ),
    )


INVALID = [
    Example(
        "the Never entity refers to a synchronized entity, in the first version with modes",
        app("9.24.0", Draft="Never", Order="All"),
        finds=("M.Draft is never synchronized, but is linked to M.Order",),
        severity="warning",
        confidence="high",
    ),
    Example(
        "a synchronized entity refers to the Never entity",
        app("11.15.0", Draft="Never", Log="Online"),
        finds=("M.Draft is never synchronized, but is linked to M.Log",),
        severity="warning",
    ),
    Example(
        "the Never entity specializes a synchronized entity and inherits an association",
        app("10.6.0", UrgentDraft="Never", Draft="All", Order="All"),
        finds=("M.UrgentDraft is never synchronized, but is linked to M.Draft, M.Order",),
        severity="warning",
    ),
    Example(
        "two linked entities are one finding",
        app("11.6.0", Draft="Never", Order="All", Log="None"),
        finds=("is linked to M.Log, M.Order",),
        severity="warning",
    ),
    Example(
        "the other end is in the profile by a specialization only",
        app("11.6.0", Row("M.Log", "Never"), Row("M.UrgentDraft", "All")),
        finds=("M.Log is never synchronized, but is linked to M.UrgentDraft",),
        severity="warning",
    ),
]
VALID = [
    Example("before the mode existed", app("9.23.0", Draft="Never", Order="All")),
    Example("all linked entities are Never too", app("11.6.0", Draft="Never", Order="Never")),
    Example("no linked entity is in the profile", app("11.6.0", Draft="Never")),
    Example("another mode than Never", app("11.6.0", Draft="None", Order="All")),
    Example(
        "a second row of an entity does not count",
        app("11.6.0", Row("M.Draft", "All"), Row("M.Draft", "Never"), Row("M.Order", "All")),
    ),
]
