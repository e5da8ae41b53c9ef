"""Every supported client in an environment of its own, against the emulator.

    python tests/matrix/run.py [--only TEXT] [--core] [--cache DIR] [--page FILE]

Makes the environments (kept in --cache), runs each client's program, and writes the table
``docs/compatibility.md``, or --page. With --only or --core no table is written unless --page says
where. Exit status 1 when a call failed, or when one was answered by generateContent.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environments import InstallError, command
from page import Outcome, page
from rows import CORE, ROWS, Row

from stepbridge_emulator import Emulator

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "compatibility.md"
RUN_SECONDS = 240


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only rows whose name contains this")
    parser.add_argument("--core", action="store_true", help="only what is installed already")
    parser.add_argument("--page", type=Path, help="where to write the table")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "stepbridge-matrix"
    )
    options = parser.parse_args()
    outcomes = []
    for row in CORE if options.core else ROWS:
        if options.only in row.name:
            outcomes.append(run(row, options.cache))
            print(_said(outcomes[-1]), flush=True)
    target = options.page or (None if options.only or options.core else PAGE)
    if target is not None:
        target.write_text(page(outcomes), encoding="utf-8")
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def run(row: Row, cache: Path) -> Outcome:
    """Run one row. Whatever goes wrong is part of the outcome."""
    try:
        start, folder = command(row, cache)
    except InstallError as error:
        return Outcome(row, problem=f"could not be installed: {error}")
    with Emulator() as emulator, server_for(row, emulator) as url:
        environ = {**os.environ, **emulator.environ, **dict(row.environ)}
        environ |= {"GOOGLE_GEMINI_BASE_URL": url, "PYTHONPATH": str(CHECKOUT / "compat")}
        environ |= {"MATRIX_WAY": row.way, "MATRIX_MODEL": row.model}
        # Some clients take a variable that is empty for one that is set.
        environ = {name: value for name, value in environ.items() if value}
        try:
            done = subprocess.run(
                start, env=environ, cwd=folder, capture_output=True, text=True, timeout=RUN_SECONDS
            )
        except subprocess.TimeoutExpired:
            return Outcome(row, problem=f"not done after {RUN_SECONDS} seconds")
        apis = {exchange.api for exchange in emulator.exchanges if exchange.status == 200}
    if done.returncode != 0 or not done.stdout.strip():
        last = done.stderr.strip().splitlines()[-1:] or [f"status {done.returncode}"]
        return Outcome(row, problem=last[0][:300], apis=tuple(sorted(apis)))
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return Outcome(row, said["results"], said["versions"], tuple(sorted(apis)))


@contextmanager
def server_for(row: Row, emulator: Emulator) -> Iterator[str]:
    """Where the client is pointed: the emulator, or a proxy in front of it."""
    if row.way == "install":
        yield emulator.url
        return
    start = [sys.executable, "-m", "stepbridge_cli.main", "proxy", "--port", "0"]
    proxy = subprocess.Popen(
        [*start, "--upstream", emulator.url],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert proxy.stderr is not None
        line = next(line for line in proxy.stderr if "running on" in line)
        yield line.split("running on ")[1].split()[0]
    finally:
        proxy.terminate()
        proxy.wait(timeout=30)


def _said(outcome: Outcome) -> str:
    failed = {kind: why for kind, why in outcome.results.items() if why != "ok"}
    words = outcome.problem or failed or f"{len(outcome.results)} calls"
    return f"{outcome.row.name} ({outcome.row.way}): {words}, arrived by {outcome.apis}"


if __name__ == "__main__":
    sys.exit(main())
