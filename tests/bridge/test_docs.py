"""What the architecture page promises about the bridge is what its signatures say."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import stepbridge

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"


@pytest.mark.parametrize("name", ["to_input", "as_response", "chunks", "run_tools", "legacy"])
def test_signatures_are_documented(name: str) -> None:
    row = next(line for line in PAGE.read_text().splitlines() if line.startswith(f"| `{name}("))
    for parameter in inspect.signature(getattr(stepbridge, name)).parameters:
        assert parameter in row
