"""The types that users see: strict mypy passes what is right and finds what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import stepbridge

USER = Path(__file__).parent / "typed" / "uses_public_api.py"
PAGE = Path(__file__).parents[2] / "docs" / "api-runtime.md"
SOURCE = Path(stepbridge.__file__).parent.parent


def checked(file: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent"),
            *("--config-file=", f"--cache-dir={cache}", str(file)),
        ],
        env={"MYPYPATH": str(SOURCE), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


def test_a_users_module_is_typed(cache: Path) -> None:
    done = checked(USER, cache)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "line",
    [
        "stepbridge.Settings(unsupported='sometimes')",
        "stepbridge.Client().models.generate_content(model=3, contents='x')",
        "stepbridge.as_response()",
    ],
)
def test_mistakes_are_found(line: str, cache: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(f"import stepbridge\n{line}\n")
    done = checked(wrong, cache)
    assert done.returncode == 1
    assert "wrong.py:2: error" in done.stdout


@pytest.mark.parametrize("name", stepbridge.__all__)
def test_public_names_are_documented(name: str) -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert any(f"`{name}" in row for row in rows)
