"""ACME001: technicians search the catalogue where there is no connection."""

from pytest_osm import PageOpening, Severity, applies, rule


@rule(
    "ACME001",
    "online-search-page",
    on=PageOpening,
    applies=(applies(Severity.WARNING, since="10.19"),),
)
def online_search_page(opened, profile):
    """A search page shows online data.

    Our technicians search on site, in cellars and tunnels. Whatever a search page shows has to
    be on their device.

    Instead: choose By XPath for the entities that the page shows, and select by region.

    In Studio Pro:
    1. Open Navigation, select the profile, and click Configure synchronization.
    2. Choose By XPath for the entity, and write a constraint on the region.
    """
    entities = sorted({data.mode.entity for data in opened.online_data})
    if "Search" in opened.page and entities:
        yield f"search page {opened.page} of profile {profile.name} shows {', '.join(entities)}"
