"""The command `pytest-osm`, with one module for each of its commands."""

from __future__ import annotations

from importlib import import_module

import click

from pytest_osm._version import __version__
from pytest_osm.cli.running import Runnable

_COMMANDS = {
    "accept": "acceptance:accept_command",
    "baseline": "acceptance:baseline_command",
    "check": "check:check",
    "explain": "rules:explain",
    "modes": "modes:modes",
    "report": "report:report_command",
    "rules": "rules:rules",
    "settings": "settings:settings_command",
    "upgrade": "what_if:upgrade_command",
    "what-if": "what_if:what_if_command",
    "why": "why:why_command",
}


class _Commands(Runnable, click.Group):
    """The commands, of which only the one that is asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        del ctx
        return [*_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with a name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), attribute)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pytest-osm")
def main() -> None:
    """Check Mendix apps against the limitations of Online synchronization mode."""
