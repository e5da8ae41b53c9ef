"""Comments that speak to stepbridge: those of no use are named, markers are counted."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_unused_ignores_are_named_with_their_place(
    stepbridge: Run, tmp_path: Path, legacy: str
) -> None:
    (tmp_path / "a.py").write_text(legacy + "x = 1  # stepbridge: ignore[SB1O5]\n")
    for command in (("audit",), ("rewrite", "--check")):
        said = stepbridge(*command, "a.py").stderr
        assert "note: a.py:6:8: the ignore comment has no call of the legacy API" in said
    assert "ignore comment" not in stepbridge("audit", "a.py", "--quiet").stderr


def test_unused_ignores_in_a_file_without_gemini(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1  # stepbridge: ignore\n")
    done = stepbridge("audit", ".")
    assert done.returncode == 0
    assert "a.py:1:8: the ignore comment has no call" in done.stderr
    assert stepbridge("rewrite", ".", "--tidy", "--check").returncode == 1
    assert stepbridge("rewrite", ".", "--tidy").returncode == 0
    assert (tmp_path / "a.py").read_text() == "x = 1\n"


def test_in_a_notebook_the_cell_is_named(stepbridge: Run, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": [],
         "execution_count": None}
        for source in ("import this", "y = 2\nx = 1  # stepbridge: ignore")
    ]  # fmt: skip
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    assert "a.ipynb:cell 2:2:8: the ignore comment" in stepbridge("audit", ".").stderr


def test_check_counts_the_markers_that_stand(stepbridge: Run, tmp_path: Path, stays: str) -> None:
    (tmp_path / "a.py").write_text(stays)
    (tmp_path / "b.py").write_text(stays)
    stepbridge("rewrite", ".", "--native-only", "--todo", "--allow-dirty")
    assert "# TODO(stepbridge): SB002" in (tmp_path / "a.py").read_text()
    done = stepbridge("rewrite", ".", "--native-only", "--check")
    assert done.returncode == 1
    assert "note: 2 TODO(stepbridge) markers stand in 2 files" in done.stderr
    migrated = stepbridge("rewrite", ".", "--check").stderr
    assert "stand" not in migrated
