"""Two ways to state what the codemods do to a program: it becomes this, or it stays as it is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stepbridge_codemods import Options, Result, Tier, rewrite

sys.path.insert(0, str(Path(__file__).parent))

FIXTURES = Path(__file__).parents[2] / "fixtures" / "codemods"


def findings_text(result: Result) -> str:
    """One finding a line: place, rule, tier, old, new."""
    lines = [
        f"{f.line}:{f.column} {f.rule} {f.tier} {f.legacy} -> {f.new or '-'}"
        + (" (changes behaviour)" if f.behaviour_change and f.tier is not Tier.MANUAL else "")
        for f in result.findings
    ]
    return "".join(f"{line}\n" for line in lines)


@pytest.fixture
def rewrites() -> Callable[..., Result]:
    """``rewrites(before, after)``: rewritten to exactly that, which parses and is stable."""

    def check(before: str, after: str, options: Options | None = None) -> Result:
        result = rewrite(before.encode(), "app.py", options)
        assert result.error is None
        assert result.source.decode() == after
        ast.parse(after)
        again = rewrite(result.source, "app.py", options)
        assert again.source == result.source
        assert all(
            finding.applied for finding in result.findings if finding.tier is not Tier.MANUAL
        )
        return result

    return check


@pytest.fixture
def keeps() -> Callable[..., Result]:
    """``keeps(text, "SB005")``: comes back byte for byte, with these reasons (or none)."""

    def check(text: str | bytes, *reasons: str, options: Options | None = None) -> Result:
        data = text.encode() if isinstance(text, str) else text
        result = rewrite(data, "app.py", options)
        assert result.error is None
        assert result.source == data
        found = {finding.reason and finding.rule for finding in result.findings}
        assert set(reasons) <= found
        assert all(finding.tier is Tier.MANUAL for finding in result.findings)
        return result

    return check
