"""What git knows about a folder: its files, what changed since a revision, whether it is clean."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable

_LISTED = ("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")


class GitError(Exception):
    """git is there and refused; the message is what it said, on one line."""


def _git(folder: str, *arguments: str) -> list[str]:
    """Runs git in ``folder`` and splits its NUL-separated answer."""
    # The variables that a git hook sets would point every command at the hook's repository.
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environ["GIT_OPTIONAL_LOCKS"] = "0"
    try:
        done = subprocess.run(
            ["git", "-C", folder, "-c", "core.quotepath=off", *arguments],
            capture_output=True,
            env=environ,
            check=False,
        )
    except OSError as error:
        raise GitError("git is not installed") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(
            said[0].removeprefix("fatal: ") if said else f"git ended with status {done.returncode}"
        )
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


def files(folder: str) -> list[str] | None:
    """Files under ``folder`` that git tracks or would track, relative to it; None outside git.

    Submodules and nested repositories come back as one folder name each.
    """
    try:
        return _git(folder, *_LISTED)
    except GitError:
        return None


def changed_since(folder: str, revision: str) -> set[str]:
    """Absolute paths of files that differ from where the branch left ``revision``, and new files.

    Raises GitError when the folder is not in a repository or the revision is unknown.
    """
    if revision.startswith("-"):
        raise GitError(f"{revision!r} is not a revision")
    top = _top(folder)
    try:
        _git(top, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except GitError as error:
        raise GitError(
            f"git does not know the revision {revision!r} (in a shallow clone, fetch it first)"
        ) from error
    changed = _git(top, "diff", "-z", "--name-only", "--diff-filter=d", "--merge-base", revision)
    new = _git(top, "ls-files", "-z", "--others", "--exclude-standard")
    return {os.path.join(top, name) for name in [*changed, *new]}


def uncommitted(folder: str, locations: Iterable[str]) -> list[str] | None:
    """What git could not give back: changed tracked files of the repository that ``folder`` is in,
    and those of ``locations`` that it does not track. None outside git.
    """
    try:
        top = os.path.realpath(_top(folder))
        entries = _git(top, "status", "-z", "--porcelain", "--no-renames", "--untracked-files=all")
    except GitError:
        return None
    wanted = {os.path.realpath(location) for location in locations}
    dirty = []
    for entry in entries:
        path = os.path.join(top, entry[3:])
        if not entry.startswith("??") or path in wanted:
            dirty.append(os.path.relpath(path))
    return dirty


def _top(folder: str) -> str:
    return _git(folder, "rev-parse", "--show-toplevel")[0].rstrip("\n")
