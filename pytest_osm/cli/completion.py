"""The command `completion`: a script with which a shell completes what is typed."""

from __future__ import annotations

from typing import cast

import click
from click.shell_completion import ShellComplete, get_completion_class

from pytest_osm.cli.completing import VARIABLE
from pytest_osm.cli.options import examples
from pytest_osm.reporters.exit_codes import CLEAN

_SHELLS = ("bash", "zsh", "fish", "powershell")


@click.command(
    "completion",
    short_help="Print a script that makes a shell complete commands and names.",
    epilog=examples(
        'eval "$(pytest-osm completion bash)"                 in ~/.bashrc',
        'eval "$(pytest-osm completion zsh)"                  in ~/.zshrc',
        "pytest-osm completion fish | source                  in config.fish",
        "pytest-osm completion powershell | Out-String | Invoke-Expression    in $PROFILE",
    ),
)
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> int:
    """Print a script with which SHELL completes commands, options, rules and names of the model.

    Names come from the model that was typed before, or the only one below the current folder.
    """
    command = context.find_root()
    kind = cast("type[ShellComplete]", get_completion_class(shell))
    click.echo(kind(command.command, {}, "pytest-osm", VARIABLE).source())
    return CLEAN
