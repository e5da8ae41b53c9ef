"""Each feature by itself: a small legacy program prints the same natively and under the shim."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import stepbridge_codemods

APPS = Path(__file__).parents[2] / "fixtures" / "apps"
PROGRAMS = sorted(path.name for path in APPS.glob("*.py"))


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest, read_program: Any) -> Any:
    return read_program(APPS / request.param)


def test_under_run(native: Any, program: Any, run_program: Any, stepbridge_run: Any) -> None:
    shimmed = run_program(program, under=stepbridge_run)
    assert shimmed.visible == native.visible, shimmed.stderr
    assert shimmed.prompts == native.prompts
    assert shimmed.apis == {"interactions"}


def test_rewritten(native: Any, program: Any, run_program: Any) -> None:
    """Whatever the codemods change, they change without a trace in what the program does."""
    result = stepbridge_codemods.rewrite(program.path.read_bytes(), path=program.path.name)
    assert result.error is None
    rewritten = run_program(program, source=result.source)
    assert rewritten.visible == native.visible, rewritten.stderr
    assert rewritten.prompts == native.prompts


def test_with_the_drop_in_client(native: Any, program: Any, run_program: Any) -> None:
    source = program.path.read_text(encoding="utf-8")
    dropped_in = re.sub(r"genai\.Client\(\)", "stepbridge.Client()", source)
    dropped_in = re.sub(
        r"^(from google import genai)$", r"\1\nimport stepbridge", dropped_in, flags=re.M
    )
    outcome = run_program(program, source=dropped_in.encode())
    assert outcome.visible == native.visible, outcome.stderr
    assert outcome.prompts == native.prompts
