"""A Python that has its imports behind it: forks for each program, which then runs as if started.

A program is a process of its own, with its own folder, environment, streams and exit status; what
it saves is the second that importing the SDK takes. Orders come as JSON lines on standard input,
an answer for each on standard output: the exit status, null when the time was up.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import json
import os
import runpy
import select
import signal
import sys
import threading
from importlib import import_module
from typing import Any

PRELOADED = (
    "google.genai.types",
    "stepbridge.client",
    "stepbridge.bridge",
    "stepbridge.transport",
    "stepbridge_codemods.engine",
    "stepbridge_codemods.notebooks",
    "stepbridge_codemods.rules",
    "stepbridge_cli.main",
    "stepbridge_cli.session",
    "stepbridge_cli.commands.audit",
    "stepbridge_cli.commands.rewrite",
    "stepbridge_cli.commands.verify",
    "stepbridge_cli.commands.run",
    "stepbridge_cli.commands.fields",
    "stepbridge_cli.reports.text",
    "libcst",
    "rich.progress",
    "uvicorn",
    "starlette.applications",
)


def serve() -> dict[str, Any]:
    """Answers orders. Returns in a child, with the order that it is to carry out."""
    for order in map(json.loads, sys.stdin):
        child = os.fork()
        if child == 0:
            return dict(order)
        status = wait(child, order["timeout"])
        print(json.dumps(status), flush=True)
    os._exit(0)


def wait(child: int, timeout: float) -> int | None:
    """The exit status, negative for a signal; None when the child had to be ended."""
    handle = os.pidfd_open(child)
    ended = select.select([handle], [], [], timeout)[0]
    os.close(handle)
    if not ended:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if ended else None


def become(order: dict[str, Any]) -> None:
    """Takes on the folder, environment, streams and arguments of a program."""
    os.setsid()
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    for number, name, flags in (
        (0, "stdin", os.O_RDONLY),
        (1, "stdout", os.O_WRONLY),
        (2, "stderr", os.O_WRONLY),
    ):
        opened = os.open(order[name], flags)
        os.dup2(opened, number)
        os.close(opened)
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "utf-8").partition(":")
    sys.stdin = open(0, encoding=encoding, errors=errors or "strict")  # noqa: SIM115
    sys.stdout = open(1, "w", encoding=encoding, errors=errors or "strict")  # noqa: SIM115
    sys.stderr = io.TextIOWrapper(
        open(2, "wb", buffering=0),  # noqa: SIM115
        encoding=encoding,
        errors="backslashreplace",
        write_through=True,
    )
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr
    sys.argv = order["argv"]
    sys.path[:1] = [
        os.path.dirname(os.path.abspath(sys.argv[0])),  # noqa: PTH120, PTH100
        *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)),
    ]


def preload() -> None:
    """Imports what programs need, and what the SDK imports with the first interaction."""
    for name in PRELOADED:
        import_module(name)
    client = import_module("google.genai").Client(api_key="none")
    client.interactions  # noqa: B018
    client.close()
    gc.freeze()


def run() -> int:
    """Runs the program; its exit status, where it ended in order."""
    try:
        runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        return end.code or 0
    return 0


def end(status: int) -> None:
    """Ends as Python does, but for taking down what was imported, which takes longer than most."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 0xFF)


if __name__ == "__main__":
    preload()
    become(serve())
    end(run())
