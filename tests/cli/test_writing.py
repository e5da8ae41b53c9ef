"""A file is written whole or stays as it was."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from stepbridge_cli import writing


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "app.py"
    path.write_bytes(b"old\r\n")
    return path


def only(file: Path) -> bool:
    """Nothing but the file is in its folder."""
    return [path.name for path in file.parent.iterdir()] == [file.name]


def test_contents_and_mode(file: Path) -> None:
    file.chmod(0o751)
    writing.replace(str(file), b"new\r\n", expected=b"old\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert file.stat().st_mode & 0o777 == 0o751
    assert only(file)


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        writing.replace(str(tmp_path / "report.json"), b"{}")
    finally:
        os.umask(mask)
    assert (tmp_path / "report.json").stat().st_mode & 0o777 == 0o640


def test_a_link_is_written_through(file: Path) -> None:
    link = file.parent / "link.py"
    link.symlink_to(file)
    writing.replace(str(link), b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"


def test_a_file_that_changed_meanwhile_is_left(file: Path) -> None:
    with pytest.raises(writing.StaleError):
        writing.replace(str(file), b"new", expected=b"what was read")
    assert file.read_bytes() == b"old\r\n"


def test_a_file_that_was_removed_meanwhile_does_not_come_back(file: Path) -> None:
    file.unlink()
    with pytest.raises(FileNotFoundError):
        writing.replace(str(file), b"new", expected=b"old\r\n")
    assert not file.exists()


def test_a_full_disk_leaves_the_old_file_and_nothing_else(file: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            writing.replace(str(file), b"x" * 5000, expected=b"old\r\n")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert file.read_bytes() == b"old\r\n"
    assert only(file)


def test_an_interrupt_before_the_last_step_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        writing.replace(str(file), b"new")
    assert file.read_bytes() == b"old\r\n"
    assert only(file)
