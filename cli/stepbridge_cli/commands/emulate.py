"""``stepbridge emulate``: serve both APIs on loopback until interrupted."""

from __future__ import annotations

import shlex
import signal
import threading

import click

from stepbridge_cli.failure import Failure

EXAMPLES = """\b
Examples:
  stepbridge emulate
  stepbridge emulate --port 8090 > environment.sh

Exit status: 0 when it was asked to stop, 2 when it cannot listen."""


@click.command(epilog=EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default="a free one",
    help="Port to listen on.",
)  # fmt: skip
def command(host: str, port: int) -> None:
    """Serve generateContent and Interactions locally, with a deterministic model.

    Prints the lines that lead a program here, then serves until interrupted.
    """
    from stepbridge_emulator import Emulator

    emulator = Emulator(host=host, port=port)
    try:
        emulator.start()
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0].lower()
        raise Failure(f"cannot listen on {host}:{port}: {reason}") from error
    for line in environment_lines(emulator.environ):
        click.echo(line)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    emulator.stop()


def environment_lines(environ: dict[str, str]) -> list[str]:
    """Shell lines: ``export`` for what is set, ``unset`` for what must not act."""
    return [
        f"export {name}={shlex.quote(value)}" if value else f"unset {name}"
        for name, value in environ.items()
    ]
