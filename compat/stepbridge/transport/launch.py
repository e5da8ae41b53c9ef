"""Environment variables that make Python processes install the shim when they start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from stepbridge.policy.observer import AUDIT, default_observer

INSTALL = "STEPBRIDGE_INSTALL"
_BOOT = str(Path(__file__).resolve().parent / "boot")


def launch_environment(environ: Mapping[str, str], *, audit: str | None = None) -> dict[str, str]:
    """``environ`` with what a Python child, and its own children, need to run on the shim.

    A child that is started with ``-I`` or ``-E``, or with an environment of its own, does not see
    it. ``audit`` is a file to which every process appends what its traffic used.
    """
    path = environ.get("PYTHONPATH")
    changed = {
        **environ,
        INSTALL: "1",
        "PYTHONPATH": _BOOT if not path else os.pathsep.join((_BOOT, path)),
    }
    if audit is not None:
        changed[AUDIT] = str(Path(audit).resolve())
    return changed


def install_from_environment() -> None:
    """Install the shim if the environment asks for it."""
    if os.environ.get(INSTALL) != "1":
        return
    from stepbridge.transport.installation import install

    default_observer()  # a log that cannot be written is told now
    install()
