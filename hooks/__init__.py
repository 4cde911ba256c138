"""The entry point of the pre-commit hook, installed as `pytest_osm.hooks`."""
