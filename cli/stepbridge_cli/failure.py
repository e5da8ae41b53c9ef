"""An error that ends a command: one line on standard error, and the exit status for errors."""

from __future__ import annotations

from typing import IO, Any

import click

from stepbridge_cli import exits


class Failure(click.ClickException):
    """Raised where a command cannot go on. ``hint`` says what to do."""

    exit_code = exits.ERROR

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}. {hint}" if hint else message)

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"stepbridge: {self.format_message()}", err=True)
