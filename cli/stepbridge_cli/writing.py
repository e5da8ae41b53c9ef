"""Files are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile


def replace(location: str, data: bytes, *, expected: bytes | None = None) -> None:
    """Writes ``data`` to ``location`` so that a reader sees the old content or the new, never half.

    The bytes go to a new file in the same folder, reach the disk, and take the old name. Mode is
    kept, and owner where the system allows it. A link is written through. With ``expected``, the
    file must still hold these bytes, and must still be there: StaleError otherwise. On any OSError,
    and on an interrupt, the old file is as it was and nothing is left behind.
    """
    location = os.path.realpath(location)
    if expected is not None:
        _check_unchanged(location, expected)
    descriptor, temporary = tempfile.mkstemp(
        dir=os.path.dirname(location), prefix=f".{os.path.basename(location)[:100]}.", suffix=".tmp"
    )
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _keep_attributes(location, temporary)
        os.replace(temporary, location)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync_folder(os.path.dirname(location))


class StaleError(OSError):
    """The file changed between reading and writing."""


def _check_unchanged(location: str, expected: bytes) -> None:
    with open(location, "rb") as stream:
        if stream.read() != expected:
            raise StaleError("it changed while it was being rewritten; run again")
    if not os.access(location, os.W_OK):
        # Replacing needs leave to write the folder only, and a file is read-only for a reason.
        raise PermissionError(13, "Permission denied", location)


def _keep_attributes(location: str, temporary: str) -> None:
    try:
        status = os.stat(location)
    except FileNotFoundError:
        os.chmod(temporary, 0o666 & ~_umask())
        return
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
    os.chmod(temporary, stat.S_IMODE(status.st_mode))  # after chown, which clears bits


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: str) -> None:
    """Makes the new name survive a power cut, where folders can be opened."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
