"""The pages of the rules, installed as `pytest_osm.rule_pages` for `pytest-osm explain`."""
