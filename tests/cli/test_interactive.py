"""rewrite --interactive: one call site at a time, and what was taken is kept."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

CALL = 'print(client.models.generate_content(model="m", contents="{}").text)\n'
SOURCE = "from google import genai\n\nclient = genai.Client()\n" + "".join(
    CALL.format(name) for name in ("one", "two", "three")
)

ANSWERS = {
    "take all": ("y\ny\ny\n", ["one", "two", "three"]),
    "leave the second": ("y\nn\ny\n", ["one", "three"]),
    "leave all": ("n\nn\nn\n", []),
    "take the rest": ("n\na\n", ["two", "three"]),
    "leave the rest": ("y\ns\n", ["one"]),
    "quit keeps what was taken": ("y\nq\n", ["one"]),
    "a wrong key asks again": ("what\n?\ny\nn\nn\n", ["one"]),
}


@pytest.mark.parametrize(("answers", "taken"), ANSWERS.values(), ids=ANSWERS.keys())
def test_answers(answers: str, taken: list[str], stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    done = stepbridge("rewrite", "app.py", "--interactive", input=answers)
    assert "Traceback" not in done.stderr
    written = (tmp_path / "app.py").read_text()
    migrated = [name for name in ("one", "two", "three") if f'input="{name}"' in written]
    assert migrated == taken
    assert written.count("contents=") == 3 - len(taken)
    assert done.returncode == (0 if len(taken) == 3 else 1)


def test_each_site_is_shown_alone(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    shown = stepbridge("rewrite", "app.py", "-i", input="n\nn\nn\n").stdout
    asked = shown.split("Rewrite this call site?")[:3]
    assert [part.count("\n-") for part in asked] == [1, 1, 1]


def test_an_end_of_input_writes_nothing(stepbridge: Run, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(SOURCE)
    done = stepbridge("rewrite", "app.py", "-i", input="y\n")
    assert (done.returncode, (tmp_path / "app.py").read_text()) == (130, SOURCE)


@pytest.mark.parametrize("other", ["--diff", "--check"])
def test_it_needs_to_write(other: str, stepbridge: Run) -> None:
    done = stepbridge("rewrite", ".", "-i", other)
    assert done.returncode == 2
    assert "--interactive writes what is taken" in done.stderr
