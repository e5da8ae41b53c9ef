"""Where text goes: standard output or a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from stepbridge_cli import writing
from stepbridge_cli.failure import Failure
from stepbridge_cli.problem import Problem, from_os_error, shown


def emit(text: str, output: str | None) -> None:
    """Writes text to a file, or to standard output when ``output`` is None or ``-``."""
    emit_bytes(text.encode("utf-8", "surrogateescape"), output)


def emit_bytes(data: bytes, output: str | None) -> None:
    """Writes bytes as they are. Raises Failure when the file cannot be written."""
    if output is None or output == "-":
        _to_standard_output(data)
        return
    try:
        if _is_special(output):
            Path(output).write_bytes(data)
        else:
            writing.replace(output, data)
    except OSError as error:
        raise Failure(str(from_os_error(shown(output), error, "write"))) from error


def _to_standard_output(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is still in the buffer would fail again when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Failure(str(from_os_error("standard output", error, "write"))) from error


def check_writable(output: str | None) -> None:
    """Raises Failure now rather than after long work, when the folder of a report is not there."""
    if output is None or output == "-":
        return
    if not Path(output).absolute().parent.is_dir():
        raise Failure(f"{shown(output)}: the folder is not there", "Make it first.")
    if Path(output).is_dir():
        raise Failure(f"{shown(output)}: this is a folder", "Give the name of a file.")


def warn(lines: Iterable[Problem | str]) -> None:
    """One line each on standard error."""
    for line in lines:
        prefix = "error" if isinstance(line, Problem) else "note"
        click.echo(
            f"{click.style(prefix, fg='red' if prefix == 'error' else None)}: {line}", err=True
        )


def _is_special(output: str) -> bool:
    """A device or a pipe cannot be replaced by a file."""
    try:
        return not stat.S_ISREG(Path(output).stat().st_mode)
    except OSError:
        return False
