"""The main promise: a program prints the same natively, under `stepbridge run`, and rewritten."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import stepbridge_codemods

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = [
    "captioner/caption.py",
    "extract_tickets/extract_tickets.py",
    "order_desk/order_desk.py",
    "review_batch/review_batch.py",
]


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest, read_program: Any) -> Any:
    return read_program(EXAMPLES / request.param)


def test_every_example_is_listed() -> None:
    folders = {path.name for path in EXAMPLES.iterdir() if path.is_dir()}
    assert folders == {name.split("/")[0] for name in PROGRAMS}


def test_native_runs_repeat(native: Any, program: Any, run_program: Any) -> None:
    assert len(native.stdout.splitlines()) > 5
    assert run_program(program).visible == native.visible


def test_under_run(native: Any, program: Any, run_program: Any, stepbridge_run: Any) -> None:
    shimmed = run_program(program, under=stepbridge_run)
    assert shimmed.visible == native.visible, shimmed.stderr
    assert shimmed.apis == {"interactions"}
    assert shimmed.prompts == native.prompts


def test_rewritten(native: Any, program: Any, run_program: Any) -> None:
    before = program.path.read_bytes()
    result = stepbridge_codemods.rewrite(before, path=program.path.name)
    assert result.error is None
    assert result.source != before
    rewritten = run_program(program, source=result.source)
    assert rewritten.visible == native.visible, rewritten.stderr
    assert rewritten.apis == {"interactions"}
    assert rewritten.prompts == native.prompts


def test_rewriting_again_changes_nothing(program: Any) -> None:
    once = stepbridge_codemods.rewrite(program.path.read_bytes(), path=program.path.name)
    twice = stepbridge_codemods.rewrite(once.source, path=program.path.name)
    assert twice.source == once.source


def test_the_tool_loop_calls_tools(read_program: Any, run_program: Any) -> None:
    """Otherwise the example would not say anything about function calling."""
    program = read_program(EXAMPLES / "order_desk" / "order_desk.py")
    outcome = run_program(program)
    questions = (program.path.parent / "questions.txt").read_text().split("\n")
    asked = len([question for question in questions if question])
    assert len(outcome.prompts) > asked
