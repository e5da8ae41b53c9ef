"""The official guides' examples, taken out of their text and run as processes of their own.

The guides lie beside the checkout (``../shared/seeds``) and are not part of it; without them the
tests are skipped. ``002`` keeps its line breaks and indentation. ``003`` lost its indentation when
it was copied, so it is put back: a line that ends in a colon opens a block, ``break`` closes them
all, which is how its few blocks are shaped.
"""

import ast
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stepbridge_emulator import Emulator

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
GUIDES = ("002", "003")
TITLES = {
    "Stream responses",
    "Multi-turn conversations",
    "Use tools",
    "Call custom functions",
    "What's next",
}
HEADINGS = {"Python": "python", "JavaScript": "javascript", "REST": "rest"}
ENDS = re.compile(r"^(Response:|Stateless|[0-9]+\. [A-Z].*|[A-Z][a-z].* .*[.:]|What's next.*)$")
CODE_START = {
    "python": re.compile(r"^(import |from |client|stream|interaction|weather|[a-z_0-9]+ ?=)"),
    "javascript": re.compile(r"^(import |async function|const |let )"),
    "rest": re.compile(r"^(curl |[A-Z0-9_]+=|#)"),
}
TIMEOUT = 90

Run = Callable[..., subprocess.CompletedProcess[str]]


def seed_text(number: str) -> str:
    """The text of a guide, or an empty string when it is not there."""
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    return found[0].read_text(encoding="utf-8") if found else ""


def examples(number: str, language: str) -> list[str]:
    """The examples of one language, in the order of the guide."""
    blocks: list[list[str]] = []
    current = ""
    for line in seed_text(number).splitlines():
        if line in HEADINGS:
            current = HEADINGS[line]
            if current == language:
                blocks.append([])
        elif current == language:
            blocks[-1].append(line)
    return [code for code in (only_code(block, language) for block in blocks) if code]


def only_code(lines: list[str], language: str) -> str:
    """The lines from the first that is code up to prose."""
    starts = [i for i, line in enumerate(lines) if CODE_START[language].match(line)]
    if not starts:
        return ""
    kept: list[str] = []
    quoted = 0
    for line in lines[starts[0] :]:
        if line in TITLES or (quoted % 2 == 0 and ENDS.match(line) and not line.startswith("#")):
            break
        if language == "rest":
            quoted += line.count("'")
        kept.append(line)
    return "\n".join(kept).strip() + "\n"


def complete(number: str, language: str) -> list[str]:
    """Examples that run by themselves: later ones of ``003`` lean on the client of the first."""
    found = examples(number, language)
    if number != "003" or language == "rest" or not found:
        return found
    heads = {
        "python": "from google import genai\nclient = genai.Client()\n",
        "javascript": 'import { GoogleGenAI } from "@google/genai";\n'
        "const ai = new GoogleGenAI({});\n",
    }
    if language == "python":
        found = [indented(code) for code in found]
    return [found[0], *(heads[language] + code for code in found[1:])]


def notebook_cells(number: str) -> list[str]:
    """Code cells of a guide that is a notebook: behind ``In [None]:``, as far as it is Python."""
    cells = [cell.splitlines() for cell in seed_text(number).split("In [None]:\n")[1:]]
    return [code for code in map(longest_program, cells) if code]


def longest_program(lines: list[str]) -> str:
    for end in range(len(lines), 0, -1):
        code = "\n".join(lines[:end]).strip() + "\n"
        try:
            ast.parse(code)
        except SyntaxError:
            continue
        return code
    return ""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """``python_example``, ``javascript_example`` and ``rest_example`` stand for each of them."""
    missing = pytest.mark.skip(reason="the guides are not beside this checkout")
    if "beta_example" in metafunc.fixturenames:
        found = [pytest.param(code, id=str(n)) for n, code in enumerate(notebook_cells("001"), 1)]
        metafunc.parametrize("beta_example", found or [pytest.param("", marks=missing)])
    for language in HEADINGS.values():
        name = f"{language}_example"
        if name not in metafunc.fixturenames:
            continue
        found = [
            pytest.param(code, id=f"{number}-{position}")
            for number in GUIDES
            for position, code in enumerate(complete(number, language), 1)
        ]
        metafunc.parametrize(name, found or [pytest.param("", marks=missing)])


def indented(code: str) -> str:
    """Python whose indentation was lost, with blocks opened by colons and closed by ``break``."""
    depth = 0
    brackets = 0
    lines = []
    for line in code.splitlines():
        lines.append("    " * depth + line)
        brackets += sum(line.count(c) for c in "([{") - sum(line.count(c) for c in ")]}")
        if brackets == 0 and line.endswith(":"):
            depth += 1
        if line == "break":
            depth = 0
    return "\n".join(lines) + "\n"


@pytest.fixture
def emulator(emulator: Emulator) -> Emulator:
    if not SEEDS.is_dir():
        pytest.skip("the guides are not beside this checkout")
    return emulator


@pytest.fixture
def run(emulator: Emulator, tmp_path: Path) -> Run:
    """Runs a command in an empty directory that has the media the guides mention."""
    for name in ("sample.jpg", "car.png", "speech.wav", "video.mp4", "sample.pdf"):
        (tmp_path / name).write_bytes(b"\xff\xd8\xff\xd9")

    def process(*command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, **emulator.environ, **environ},
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )

    return process


@pytest.fixture
def run_python(
    run: Run, emulator: Emulator, tmp_path: Path, warm_start: Any
) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs Python source in the folder of ``run``."""

    def python(code: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "example.py").write_text(code, encoding="utf-8")
        environ = {**os.environ, **emulator.environ, "PYTHONIOENCODING": "utf-8"}
        done = warm_start(["example.py"], cwd=tmp_path, env=environ, timeout=TIMEOUT)
        stdout, stderr = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, stdout, stderr)

    return python
