"""Every Python example of the two guides on the beta: dead before, native and alive afterwards.

The guides lie beside the checkout (``../shared/seeds``); without them the tests are skipped.
``001`` is a notebook as text. ``000`` lost its indentation and the line breaks behind its code
blocks: a colon opens a block, ``break`` closes one, a bracket before a capital ends
a code block.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from stepbridge_codemods import Tier, rewrite
from stepbridge_emulator import Emulator

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
START = re.compile(r"^(import |from |# Branch off)")
GLUED = re.compile(r"\)(?=[A-Z][a-z]+ )")
BETA_SIGNS = ("outputs", "Error code: 400", "validation error", "expected object with 'type'")


def text_of(number: str) -> str:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    return found[0].read_text(encoding="utf-8") if found else ""


def longest_program(lines: list[str]) -> str:
    for end in range(len(lines), 0, -1):
        code = "\n".join(lines[:end]).strip() + "\n"
        try:
            ast.parse(code)
        except SyntaxError:
            continue
        return code
    return ""


def notebook() -> list[str]:
    cells = text_of("001").split("In [None]:\n")[1:]
    return [code for code in (longest_program(cell.splitlines()) for cell in cells) if code]


def article() -> list[str]:
    lines = GLUED.sub(")\n", text_of("000")).splitlines()
    starts = [i for i, line in enumerate(lines) if START.match(line) and not inside(lines, i)]
    found: list[str] = []
    for start, end in pairwise([*starts, len(lines)]):
        code = longest_program(indented(lines[start:end]))
        found.append(found[-1] + code if code.startswith("# Branch") else code)
    return found


def inside(lines: list[str], index: int) -> bool:
    """Whether a line belongs to the imports above it."""
    return index > 0 and START.match(lines[index - 1]) is not None


def indented(lines: list[str]) -> list[str]:
    depth = brackets = 0
    found = []
    for line in lines:
        found.append("    " * depth + line)
        brackets += sum(line.count(c) for c in "([{") - sum(line.count(c) for c in ")]}")
        if brackets == 0 and line.endswith(":"):
            depth += 1
        elif line == "break":
            depth -= 1
    return found


EXAMPLES = [
    pytest.param(code, id=f"{number}-{position}")
    for number, codes in (("000", article()), ("001", notebook()))
    for position, code in enumerate(codes, 1)
] or [pytest.param("", marks=pytest.mark.skip(reason="the guides are not beside this checkout"))]


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs a program in a folder that has the media the guides mention."""
    emulator.reset()
    for name in ("car.png", "speech.wav", "video.mp4", "sample.pdf"):
        (tmp_path / name).write_bytes(b"\xff\xd8\xff\xd9")

    def process(code: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "example.py").write_text(code, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "example.py"],
            cwd=tmp_path,
            env={**os.environ, **emulator.environ, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    return process


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_comes_alive(
    example: str, run: Callable[[str], subprocess.CompletedProcess[str]], emulator: Emulator
) -> None:
    before = run(example)
    assert "Emulated" not in before.stdout
    if before.returncode == 0:
        assert "content.delta" in example
    else:
        assert any(sign in before.stderr for sign in BETA_SIGNS), before.stderr

    result = rewrite(example.encode(), "example.py")
    assert result.error is None
    assert {finding.tier for finding in result.findings} == {Tier.NATIVE}
    assert "stepbridge" not in result.source.decode()
    assert ".outputs" not in result.source.decode()
    assert rewrite(result.source).source == result.source

    emulator.reset()
    after = run(result.source.decode())
    assert after.returncode == 0, after.stderr
    assert [exchange.error for exchange in emulator.exchanges if exchange.error] == []
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}
    said = "Emulated" in after.stdout or "decision=" in after.stdout
    assert said or "mime_type" in after.stdout or "b64decode" in example


def test_all_examples_are_found() -> None:
    """The guides have not been cut up into something else than their code blocks."""
    if not SEEDS.is_dir():
        pytest.skip("the guides are not beside this checkout")
    assert len(article()) == 8
    assert len(notebook()) == 19
