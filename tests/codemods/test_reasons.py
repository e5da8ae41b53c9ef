"""Every reason that a rule can give is explained."""

from __future__ import annotations

import re
from pathlib import Path

import stepbridge_codemods
from stepbridge_codemods import REASONS

SOURCES = Path(stepbridge_codemods.__file__).parent


def test_every_reason_that_is_given_exists() -> None:
    given = {
        reason
        for path in SOURCES.rglob("*.py")
        if path.name != "reasons.py"
        for reason in re.findall(r'"(SB0\d\d)"', path.read_text(encoding="utf-8"))
    }
    assert given
    assert given <= set(REASONS)


def test_reasons_say_what_to_do() -> None:
    for reason in REASONS.values():
        assert reason.what_to_do.endswith(".")
        assert reason.title
        assert reason.example
