"""The rules of Acme, found by pytest-osm through the entry point of this package."""

from acme_rules.acme001_online_search_page import online_search_page
from pytest_osm import hookimpl


@hookimpl
def osm_rules():
    """All rules of the package."""
    return (online_search_page,)
