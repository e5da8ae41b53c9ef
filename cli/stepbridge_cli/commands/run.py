"""``stepbridge run``: run a program on the Interactions API, unchanged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

import click

from stepbridge_cli.policy_options import policy_options

_HELP = """Run a Python program with its generateContent calls carried on the Interactions API.

    stepbridge run app.py --its-own options
    stepbridge run -m package.module
    stepbridge run -c 'source'

What follows the options of stepbridge is handed to the Python interpreter as it is. Python
processes that the program starts inherit the shim through the environment.

Exit status: that of the program, 2 when it could not be started."""


@click.command(
    help=_HELP,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@policy_options
@click.option("--emulate", is_flag=True, help="Start the local emulator and talk to it alone.")
@click.option(
    "--audit",
    type=click.Path(dir_okay=False, writable=True),
    metavar="FILE",
    help="Append to FILE which legacy fields the traffic used, and how each fared (JSON Lines).",
)
@click.argument("program", nargs=-1, required=True, type=click.UNPROCESSED)
def command(
    policy: dict[str, str], emulate: bool, audit: str | None, program: tuple[str, ...]
) -> None:
    from stepbridge.transport.launch import launch_environment

    environ = launch_environment({**os.environ, **policy}, audit=audit)
    arguments: list[str] = [sys.executable, *program]
    if not emulate:
        _replace(arguments, environ)
    from stepbridge_emulator import Emulator

    with Emulator() as emulator:
        status = _supervise(arguments, {**environ, **emulator.environ})
    _end_like(status)


def _replace(arguments: list[str], environ: Mapping[str, str]) -> NoReturn:
    """Become the program where the system can, so that signals and status are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(arguments[0], arguments, environ)
    _end_like(_supervise(arguments, environ))


def _supervise(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run to the end. The keyboard reaches the program by itself; other signals are passed on."""
    process = subprocess.Popen(arguments, env=environ)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    passed = [
        (number, signal.signal(number, lambda got, _: process.send_signal(got)))
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
    ]
    try:
        return process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        for number, handler in reversed(passed):
            signal.signal(number, handler)


def _end_like(status: int) -> NoReturn:
    """End with the program's status; when a signal ended it, end by the same signal."""
    sys.stdout.flush()
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    sys.exit(status)
