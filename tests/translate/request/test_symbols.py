"""Every field that the translator names as lost or approximated has a row in the field map."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import stepbridge.translate
from stepbridge import fields

SYMBOL = re.compile(r'"((?:[A-Z]|generationConfig)\w*\.[a-zA-Z_0-9]+)"')
SOURCES = sorted(Path(stepbridge.translate.__file__).parent.rglob("*.py"))


def named_symbols() -> list[str]:
    found = {name for path in SOURCES for name in SYMBOL.findall(path.read_text(encoding="utf-8"))}
    return sorted(found)


def test_symbols_are_found() -> None:
    assert "RetrievalConfig.language_code" in named_symbols()


@pytest.mark.parametrize("symbol", named_symbols())
def test_a_named_symbol_has_a_row(symbol: str) -> None:
    assert fields.of(symbol).symbol == symbol
