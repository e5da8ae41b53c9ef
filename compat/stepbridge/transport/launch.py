"""Environment variables that make Python processes install the shim when they start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

INSTALL = "STEPBRIDGE_INSTALL"
AUDIT = "STEPBRIDGE_AUDIT"
_BOOT = str(Path(__file__).resolve().parent / "boot")


def launch_environment(
    environ: Mapping[str, str], *, unsupported: str | None = None, audit: str | None = None
) -> dict[str, str]:
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
    if unsupported is not None:
        changed["STEPBRIDGE_UNSUPPORTED"] = unsupported
    if audit is not None:
        changed[AUDIT] = str(Path(audit).resolve())
    return changed


def install_from_environment() -> None:
    """Install the shim if the environment asks for it."""
    if os.environ.get(INSTALL) != "1":
        return
    from stepbridge.policy.announce import announce
    from stepbridge.transport.installation import install

    file = os.environ.get(AUDIT)
    if not file:
        install()
        return
    from stepbridge.policy.audit import AuditLog

    install(observe=AuditLog(Path(file), then=announce))
