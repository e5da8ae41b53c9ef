"""Every supported client version in an environment of its own, against the emulator.

    python tests/matrix/run.py [--only TEXT] [--cache DIR]

Makes the environments (kept in --cache), runs ``client.py`` in each, and writes the table
``docs/compatibility.md``. Exit status 1 when a call failed, or when one was answered by
generateContent.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stepbridge_emulator import Emulator

CHECKOUT = Path(__file__).resolve().parents[2]
CLIENT = Path(__file__).with_name("client.py")
PAGE = CHECKOUT / "docs" / "compatibility.md"
TIMEOUT = 180


@dataclass(frozen=True)
class Row:
    """One environment: an SDK version, further packages, and the way its calls reach the shim."""

    version: str
    way: str = "install"
    packages: tuple[str, ...] = ()
    environ: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        extras = [*self.packages, *(value for _, value in self.environ)]
        return " + ".join([f"google-genai {self.version}", *extras])


ROWS = (
    Row("1.0.0", "base_url"),
    Row("1.11.0"),
    Row("1.20.0"),
    Row("1.22.0", packages=("aiohttp",)),
    Row("1.46.0"),
    Row("1.46.0", packages=("aiohttp",)),
    Row("1.56.0", packages=("aiohttp",)),
    Row("1.75.0"),
    Row("2.0.1"),
    Row("2.19.0"),
    Row("2.34.0"),
    Row("2.34.0", packages=("aiohttp",)),
    Row("3.0.0"),
    Row("3.4.0"),
    Row("3.4.0", packages=("aiohttp",)),
    Row("3.4.0", environ=(("GOOGLE_GENAI_HTTP_CLIENT", "httpx"),)),
    Row("3.4.0", "base_url"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="only rows whose name contains this")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "stepbridge-matrix"
    )
    options = parser.parse_args()
    rows = [row for row in ROWS if options.only in row.name]
    outcomes = []
    for row in rows:
        outcome = run(row, options.cache)
        print(row.name, row.way, outcome, flush=True)
        outcomes.append((row, outcome))
    if not options.only:
        PAGE.write_text(page(outcomes), encoding="utf-8")
    return 0 if all(good(outcome) for _, outcome in outcomes) else 1


def run(row: Row, cache: Path) -> dict[str, Any]:
    """Results by kind of call, and by which API the requests came."""
    python = environment(row, cache)
    with Emulator() as emulator, server_for(row, emulator) as url:
        environ = {**os.environ, **emulator.environ, **dict(row.environ)}
        environ |= {"GOOGLE_GEMINI_BASE_URL": url, "PYTHONPATH": str(CHECKOUT / "compat")}
        done = subprocess.run(
            [str(python), str(CLIENT), row.way],
            env=environ,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
        )
        apis = [exchange.api for exchange in emulator.exchanges if exchange.status == 200]
    if done.returncode != 0:
        return {"results": {"start": done.stderr.strip().splitlines()[-1]}, "apis": apis}
    return {**json.loads(done.stdout), "apis": sorted(set(apis))}


def environment(row: Row, cache: Path) -> Path:
    """The interpreter of a virtual environment with the row's packages."""
    folder = cache / "-".join([row.version, *row.packages])
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        packages = [f"google-genai=={row.version}", "httpx", "pydantic", *row.packages]
        subprocess.run([*install, *packages], check=True)
        (folder / "complete").touch()
    return python


@contextmanager
def server_for(row: Row, emulator: Emulator) -> Iterator[str]:
    """Where the client is pointed: the emulator, or a proxy in front of it."""
    if row.way == "install":
        yield emulator.url
        return
    command = [sys.executable, "-m", "stepbridge_cli.main", "proxy", "--port", "0"]
    proxy = subprocess.Popen(
        [*command, "--upstream", emulator.url], stderr=subprocess.PIPE, text=True
    )
    try:
        assert proxy.stderr is not None
        line = next(line for line in proxy.stderr if "running on" in line)
        yield line.split("running on ")[1].split()[0]
    finally:
        proxy.terminate()
        proxy.wait(timeout=30)


def good(outcome: dict[str, Any]) -> bool:
    return set(outcome["results"].values()) == {"ok"} and outcome["apis"] == ["interactions"]


def page(outcomes: list[tuple[Row, dict[str, Any]]]) -> str:
    """The table, as Markdown."""
    kinds = list(next(o["results"] for _, o in outcomes if "start" not in o["results"]))
    lines = [
        "# Compatibility",
        "",
        "Written by `python tests/matrix/run.py`: each row is a virtual environment of its own,",
        "its calls answered by the emulator. `install` is `stepbridge.install()` in the process,",
        "`base_url` is `stepbridge proxy`. The last column says by which API requests arrived.",
        "",
        "| client | way | " + " | ".join(kinds) + " | arrived by |",
        "|---|---|" + "---|" * (len(kinds) + 1),
    ]
    notes = []
    for row, outcome in outcomes:
        cells = []
        for kind in kinds:
            result = outcome["results"].get(kind, outcome["results"].get("start", "not run"))
            if result != "ok":
                notes.append(f"- {row.name}, {row.way}, {kind}: {result}")
            cells.append("yes" if result == "ok" else "no")
        arrived = ", ".join(outcome["apis"]) or "-"
        lines.append(f"| {row.name} | {row.way} | {' | '.join(cells)} | {arrived} |")
    if notes:
        lines += ["", "What failed:", "", *notes]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
