"""The command `osm-check`, which pre-commit and prek run once for all changed model files.

A verdict needs the whole model, so the names of the changed files are not asked for: all models
below the current folder are checked, with the same engine and rules as everywhere else.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from pytest_osm.cli import check_options, run_check


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@check_options
def main(**options: Any) -> None:
    """Check the Mendix models of a repository; meant to be run by pre-commit or prek."""
    sys.exit(run_check(**options))
