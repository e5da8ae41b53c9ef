"""Who is told of decisions where a program does not say."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from stepbridge.policy.announce import announce
from stepbridge.policy.audit import AuditLog
from stepbridge.policy.decision import Observer

AUDIT = "STEPBRIDGE_AUDIT"


def default_observer() -> Observer:
    """``announce``, behind an ``AuditLog`` when STEPBRIDGE_AUDIT names a file for it.

    One log a file and process, whichever client or transport asks. Raises ``OSError`` when the file
    cannot be opened.
    """
    file = os.environ.get(AUDIT)
    return _log(Path(file).absolute()) if file else announce


@cache
def _log(path: Path) -> AuditLog:
    return AuditLog(path, then=announce)
