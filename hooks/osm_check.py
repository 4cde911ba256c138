"""The command `osm-check`, which pre-commit and prek run once for all changed model files.

A verdict needs the whole model, so the names of the changed files are not asked for: all models
below the current folder are checked, with the same engine and rules as everywhere else.
"""

from __future__ import annotations

from typing import Any

import click

from pytest_osm.cli.check import check_and_report, check_options
from pytest_osm.cli.running import Runnable


@click.command(cls=Runnable, context_settings={"help_option_names": ["-h", "--help"]})
@check_options
def main(**options: Any) -> int:
    """Check the Mendix models of a repository; meant to be run by pre-commit or prek."""
    return check_and_report(**options)
