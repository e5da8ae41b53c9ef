"""The ``stepbridge`` command: a group whose subcommands load when they are asked for."""

from __future__ import annotations

import sys
import traceback
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

try:
    import click
except ModuleNotFoundError:  # the runtime shim is installed without the command line
    sys.exit("stepbridge: the command line needs an extra: pip install 'stepbridge[all]'")

from stepbridge._version import __version__
from stepbridge_cli import commands, exits, interruption


class LazyGroup(click.Group):
    """Finds subcommands by file name, so that ``--version`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"stepbridge_cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], self.list_commands(ctx), 1)
            if not near or "Did you mean" in error.message:
                raise
            message = f"{error.message} Did you mean '{near[0]}'?"
            raise click.UsageError(message, ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        interruption.prepare()
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort) as stop:
            click.echo("stepbridge: interrupted", err=True)
            ctx.exit(interruption.status(stop))
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise
        except Exception:
            # Python would end with 1, which means findings.
            traceback.print_exc()
            click.echo("stepbridge: this is a fault in stepbridge; please report it", err=True)
            ctx.exit(exits.ERROR)


START = """\b
To begin:
  stepbridge audit src             what is there, and what becomes of it
  stepbridge rewrite src --diff    the change, unwritten
  stepbridge explain SB105         one field in full

Exit status: 0 clean or proved, 1 findings or differences, 2 error, 3 both 1 and
2, 128 and more when a signal ended it. 'stepbridge COMMAND --help' has examples."""


@click.group(cls=LazyGroup, epilog=START, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="stepbridge")
def main() -> None:
    """Move Python code from Gemini's generateContent to the Interactions API."""


if __name__ == "__main__":
    main()
