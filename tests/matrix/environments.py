"""Throw-away environments, kept in a cache folder until their requirements change."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from rows import Row

PROGRAMS = Path(__file__).with_name("programs")
INSTALL_SECONDS = 600


class InstallError(Exception):
    """An environment could not be made; the message is the installer's last line."""


def command(row: Row, cache: Path) -> tuple[list[str], Path]:
    """The command that runs a row's program, and the folder to run it in."""
    if not row.packages:
        return [sys.executable, str(PROGRAMS / row.program)], PROGRAMS
    folder = cache / row.folder
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (_install_node if row.is_node else _install_python)(row, folder)
        (folder / "complete").touch()
    if row.is_node:
        # Node looks for packages beside the program.
        for program in (row.program, "calls.mjs"):
            shutil.copy(PROGRAMS / program, folder / program)
        return ["node", row.program], folder
    return [str(folder / "bin" / "python"), str(PROGRAMS / row.program)], PROGRAMS


def _install_python(row: Row, folder: Path) -> None:
    _run([sys.executable, "-m", "venv", "--clear", str(folder)])
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q"]
    _run([*pip, "--disable-pip-version-check", *row.packages])


def _install_node(row: Row, folder: Path) -> None:
    npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder)]
    _run([*npm, *row.packages])


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(f"{command[0]}: {type(error).__name__}") from error
    if done.returncode != 0:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise InstallError(lines[-1] if lines else f"status {done.returncode}")
