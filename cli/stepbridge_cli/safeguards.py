"""What stands between a rewrite and the user's files: a clean git tree, a backup, a whole write."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from stepbridge_cli import writing
from stepbridge_cli.failure import Failure
from stepbridge_cli.pipeline import Outcome
from stepbridge_cli.problem import Problem, from_os_error, shown
from stepbridge_cli.sources import SourceFile, git

NAMED = 5


def refuse_dirty(files: Sequence[SourceFile], paths: Sequence[str]) -> None:
    """Raises Failure when git could not give back what a rewrite replaces."""
    dirty: dict[str, None] = {}
    for folder in {_folder(Path(path)) for path in paths}:
        if folder.is_dir():
            uncommitted = git.uncommitted(str(folder), [file.location for file in files])
            dirty.update(dict.fromkeys(uncommitted or ()))
    if not dirty:
        return
    names = [shown(path) for path in dirty]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    raise Failure(
        f"nothing was written: git has uncommitted changes ({', '.join(names[:NAMED])}{more})",
        "Commit or stash them, or use --allow-dirty. To look first, use --diff.",
    )


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def take_back(outcome: Outcome) -> None:
    """Writes the old source again; a file that changed since keeps what it holds."""
    with contextlib.suppress(OSError):
        writing.replace(outcome.file.location, outcome.before, expected=outcome.after)


def write(outcome: Outcome, backup: bool) -> Problem | None:
    """Writes one file whole, or says why it is as it was."""
    location = outcome.file.location
    try:
        if backup:
            writing.replace(location + ".orig", outcome.before)
            shutil.copymode(location, location + ".orig")
        writing.replace(location, outcome.after, expected=outcome.before)
    except writing.StaleError as error:
        return Problem(outcome.file.path, str(error))
    except OSError as error:
        return from_os_error(outcome.file.path, error, "write", listed=True)
    return None
