"""The command `pytest-osm`, with one module for each of its commands."""

from __future__ import annotations

from importlib import import_module

import click

from pytest_osm._version import __version__
from pytest_osm.cli.running import Runnable
from pytest_osm.terminal.printable import printable, shortened

_COMMANDS = {  # in the order in which people need them
    "check": "check:check",
    "explain": "rules:explain",
    "why": "why:why_command",
    "report": "report:report_command",
    "serve": "serve:serve_command",
    "modes": "modes:modes",
    "pages": "pages:pages",
    "what-if": "what_if:what_if_command",
    "plan": "plan:plan_command",
    "upgrade": "what_if:upgrade_command",
    "baseline": "acceptance:baseline_command",
    "accept": "acceptance:accept_command",
    "rules": "rules:rules",
    "settings": "settings:settings_command",
    "completion": "completion:completion_command",
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a model gets the command that is meant."""
        name, *_ = args
        if name in _COMMANDS or name.startswith("-") or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if name.endswith((".mpr", "/", "\\", ".")):
            hint = f"; to check a model: pytest-osm check {name}"
        else:
            from pytest_osm.configuration.names import suggestion  # noqa: PLC0415 - for a mistake

            hint = suggestion(name, tuple(_COMMANDS))
        message = f"there is no command {shortened(printable(name))}{hint}"
        raise click.UsageError(message, ctx)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  pytest-osm check                    check the models below this folder
  pytest-osm explain OSM301           what a rule finds, and how to fix it
  pytest-osm why Sales.Order          how users get to an entity or page
  pytest-osm report                   write a page with findings and maps
  pytest-osm COMMAND --help           the options of a command
""",
)
@click.version_option(__version__, prog_name="pytest-osm")
def main() -> None:
    """Check Mendix apps against the limitations of Online synchronization mode."""
