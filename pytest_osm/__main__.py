"""`python -m pytest_osm` is the command `pytest-osm`."""

from pytest_osm.cli import main

main(prog_name="pytest-osm")
