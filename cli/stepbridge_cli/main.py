"""The ``stepbridge`` command: a group whose subcommands load when they are asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

try:
    import click
except ModuleNotFoundError:  # the runtime shim is installed without the command line
    sys.exit("stepbridge: the command line needs an extra: pip install 'stepbridge[all]'")

from stepbridge._version import __version__
from stepbridge_cli import commands


class LazyGroup(click.Group):
    """Finds subcommands by file name, so that ``--version`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"stepbridge_cli.commands.{cmd_name}").command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stepbridge")
def main() -> None:
    """Move Python code from Gemini's generateContent to the Interactions API."""


if __name__ == "__main__":
    main()
