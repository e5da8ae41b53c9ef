"""Runs programs one after another in one process, on one emulator.

Reads one JSON list from standard input: ``{"name", "sources": {"before": ..., "after": ...}}``. A
source named ``shim`` runs under ``stepbridge.install()`` with the policy ``error``. Writes one JSON
line for each program: for each source its output, its exception and what arrived.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import re
import signal
import sys
import types
import warnings
from typing import Any

_ADDRESS = re.compile(r"0x[0-9a-f]+|127\.0\.0\.1:\d+")


def main() -> None:
    from stepbridge_emulator import Emulator

    warnings.simplefilter("ignore")
    out = os.fdopen(os.dup(1), "w")
    jobs = json.load(sys.stdin)
    with Emulator() as emulator:
        os.environ.update(emulator.environ)
        for job in jobs:
            seen = {
                name: run(emulator, source, shim=name == "shim")
                for name, source in job["sources"].items()
            }
            print(json.dumps({"name": job["name"], "runs": seen}), file=out, flush=True)


def run(emulator: Any, source: str, *, shim: bool) -> dict[str, Any]:
    """One run: what it printed, how it ended, and the requests."""
    import stepbridge

    emulator.reset()
    refused: list[str] = []
    if shim:

        def observe(decision: Any) -> None:
            refused.extend(loss.field_id for loss in decision.lost)

        stepbridge.install(stepbridge.Settings(unsupported="error"), observe=observe)
    output = io.StringIO()
    module = types.ModuleType("__main__")
    kept = sys.modules["__main__"]
    sys.modules["__main__"] = module
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(30)
    try:
        with contextlib.redirect_stdout(output):
            error = _execute(source, module)
    finally:
        signal.alarm(0)
        sys.modules["__main__"] = kept
        if shim:
            stepbridge.uninstall()
    exchanges = [e for e in emulator.exchanges if e.api in ("generateContent", "interactions")]
    module.__dict__.clear()
    gc.collect(0)
    return {
        "output": _ADDRESS.sub("", output.getvalue()),
        "error": error,
        "prompts": [[e.model, e.prompt, e.stream, e.status] for e in exchanges],
        "apis": sorted({e.api for e in exchanges}),
        "refused": sorted(set(refused)),
    }


def _execute(source: str, module: types.ModuleType) -> list[str]:
    try:
        exec(compile(source, "app.py", "exec"), module.__dict__)
    except SystemExit as end:
        return ["SystemExit", str(end.code)]
    except Exception as problem:
        status = getattr(problem, "code", None) or getattr(problem, "status_code", None)
        kind = "HTTP" if isinstance(status, int) else type(problem).__name__
        return [kind, str(status or ""), str(problem)]
    return []


def _too_long(*_: object) -> None:
    raise TimeoutError("this program did not end")


if __name__ == "__main__":
    main()
