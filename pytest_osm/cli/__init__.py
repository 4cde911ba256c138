"""The command `pytest-osm`, with one module for each of its commands."""

from __future__ import annotations

import click

from pytest_osm._version import __version__
from pytest_osm.cli.adoption import accept_command, baseline_command
from pytest_osm.cli.check import check
from pytest_osm.cli.modes import modes
from pytest_osm.cli.report import report_command
from pytest_osm.cli.rules import explain, rules
from pytest_osm.cli.settings import settings_command
from pytest_osm.cli.what_if import upgrade_command, what_if_command
from pytest_osm.cli.why import why_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pytest-osm")
def main() -> None:
    """Check Mendix apps against the limitations of Online synchronization mode."""


for command in (
    check,
    modes,
    why_command,
    what_if_command,
    upgrade_command,
    report_command,
    baseline_command,
    accept_command,
    settings_command,
    rules,
    explain,
):
    main.add_command(command)
