"""The markers of built-in rules, for runs that load no rule."""

from __future__ import annotations

from pathlib import Path

_RULES = Path(__file__).parents[1] / "rules"


def rule_markers() -> dict[str, str]:
    """The codes of the built-in rules in order, each with what it stands for."""
    files = sorted(path.stem for path in _RULES.glob("osm[0-9]*.py"))
    split = (each.partition("_") for each in files)
    return {code.upper(): slug.replace("_", " ") for code, _, slug in split}
