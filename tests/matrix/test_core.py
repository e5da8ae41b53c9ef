"""The part of the matrix that needs no installation: the official SDK as it is installed here."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def test_the_installed_sdk_by_every_way(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    command = [sys.executable, str(HERE / "run.py"), "--core", "--page", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = [line for line in page.read_text().splitlines() if line.startswith("| installed")]
    assert len(rows) == 3
    assert all(line.endswith("| interactions |") and " no " not in line for line in rows)


@pytest.fixture
def matrix(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that writes the table, loaded as the command loads it."""
    monkeypatch.syspath_prepend(str(HERE))
    specification = importlib.util.spec_from_file_location("page", HERE / "page.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    monkeypatch.setitem(sys.modules, "page", module)
    specification.loader.exec_module(module)
    return module


def test_a_failure_stays_in_the_table(matrix: ModuleType) -> None:
    row = sys.modules["rows"].CORE[0]  # loaded by the page
    good = matrix.Outcome(row, {"unary": "ok", "error": "ok"}, {"x": "1"}, ("interactions",))
    bad = matrix.Outcome(row, {"unary": "ValueError: y"}, {"x": "2"}, ("interactions",))
    fell_back = matrix.Outcome(row, {"unary": "ok"}, {}, ("generateContent", "interactions"))
    absent = matrix.Outcome(row, problem="could not be installed: z")
    assert [one.is_good for one in (good, bad, fell_back, absent)] == [True, False, False, False]
    text = matrix.page([good, bad, fell_back, absent])
    assert "ValueError: y" in text
    assert "could not be installed: z" in text
    assert "| x 1 | install | yes | yes | interactions |" in text
    assert "| x 2 | install | no | - | interactions |" in text
