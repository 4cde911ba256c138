"""Where to read more about a rule."""

from __future__ import annotations

from pytest_osm.model.version import MendixVersion
from pytest_osm.rules.rule import Rule

DOCUMENTATION = ""  # the address that pyproject.toml names, where it is published
PAGES = "pytest_osm.rule_pages"


def link_of(rule: Rule, version: MendixVersion | None) -> str:
    """The rule's page where this documentation is published, or else the guide of Mendix."""
    if DOCUMENTATION:
        from importlib.resources import files  # noqa: PLC0415 - 10 ms

        if (files(PAGES) / page_name(rule)).is_file():
            page = page_name(rule).removesuffix(".md")
            return f"{DOCUMENTATION.rstrip('/')}/rules/{page}/"
    return rule.link_for(version)


def page_name(rule: Rule) -> str:
    """The name of its page: "osm301-mixed-generalization-query.md"."""
    return f"{rule.code.lower()}-{rule.slug}.md"
