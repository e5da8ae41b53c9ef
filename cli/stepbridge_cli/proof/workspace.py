"""A private copy of a program's folder, so that what it writes stays away from the user's files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from stepbridge_cli.sources.walk import SKIPPED

LARGEST = 1_000_000_000
# What tools keep beside the source is not part of a program, but "build" and "dist" may be data.
_IGNORED = SKIPPED - {"build", "dist"}


class WorkspaceError(Exception):
    """The folder cannot be copied. Says what to do."""


def fill(source: Path, target: Path, replacements: Mapping[str, bytes]) -> None:
    """Copies ``source`` to ``target``, which must not exist, and puts ``replacements`` in place.

    Version control, virtual environments and caches stay behind. Links that lead inside the folder
    are kept as links; others are made absolute, so that they still lead to the same place.
    """
    _check_size(source)
    try:
        shutil.copytree(source, target, symlinks=True, ignore=_left_out)
    except (OSError, shutil.Error) as error:
        raise WorkspaceError(f"cannot copy the folder {source}: {_first(error)}") from error
    _repair_links(source, target)
    for name, data in replacements.items():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_symlink():
            place.unlink()
        place.write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under ``folder`` by relative name, bytecode caches left out."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _IGNORED]
        for name in names:
            path = Path(place, name)
            if path.is_file():
                found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def imported(folder: Path) -> frozenset[str]:
    """Modules of the folder that a run imported: those that left bytecode behind."""
    return frozenset(
        str(cache.parent.parent.relative_to(folder) / f"{cache.name.split('.')[0]}.py")
        for cache in folder.rglob("__pycache__/*.pyc")
    )


def _left_out(folder: str, names: list[str]) -> set[str]:
    return {
        name
        for name in names
        if name in _IGNORED or os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
    }


def _check_size(source: Path) -> None:
    total = 0
    for place, folders, names in os.walk(source):
        folders[:] = [name for name in folders if name not in _left_out(place, folders)]
        for name in names:
            status = os.lstat(os.path.join(place, name))
            total += status.st_size
        if total > LARGEST:
            raise WorkspaceError(
                f"the folder {source} holds more than {LARGEST // 10**6} MB, too much to copy; "
                "move the program to a folder of its own"
            )


def _repair_links(source: Path, target: Path) -> None:
    for place, folders, names in os.walk(target):
        for name in [*folders, *names]:
            link = Path(place, name)
            if link.is_symlink() and not os.path.isabs(os.readlink(link)):
                original = source / link.relative_to(target)
                if not original.resolve().is_relative_to(source):
                    link.unlink()
                    link.symlink_to(original.resolve())


def _first(error: OSError | shutil.Error) -> str:
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return str(error.args[0][0][-1])
    return error.strerror or str(error)
