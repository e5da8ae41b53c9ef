"""A rule that fails costs its file, never the run."""

from __future__ import annotations

import pytest

from stepbridge_codemods import ProblemKind, audit, rewrite
from stepbridge_codemods.planning import attempt

SOURCE = b"""from google import genai

client = genai.Client()
print(client.models.generate_content(model="m", contents="Hi").text)
"""


@pytest.mark.parametrize("run", [rewrite, audit])
def test_a_fault_is_a_problem_of_its_file(run: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise LookupError("no such rule")

    monkeypatch.setattr(attempt, "solve", broken)
    result = run(SOURCE, "app.py")  # type: ignore[operator]
    assert result.source == SOURCE
    assert result.error is not None
    assert result.error.kind is ProblemKind.FAULT
    assert "LookupError: no such rule" in result.error.message
