"""The table is whole: each quirk is proved, noted in the field map, and on its page."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge.quirks import QUIRKS, Decision, Quirk

HERE = Path(__file__).parent
TESTS = re.compile(r"^def test_((?:\d\d_)+)", re.MULTILINE)


def proved() -> set[int]:
    """The numbers in the names of this folder's tests."""
    text = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    return {int(number) for name in TESTS.findall(text) for number in name.split("_") if number}


def test_forty_quirks_in_order_each_with_a_test() -> None:
    assert [quirk.number for quirk in QUIRKS] == list(range(1, 41))
    assert proved() == set(range(1, 41))


@pytest.mark.parametrize("quirk", QUIRKS, ids=lambda quirk: str(quirk.number))
def test_what_a_user_notices_is_in_the_field_map(quirk: Quirk) -> None:
    rows = [fields.of(symbol) for symbol in quirk.fields]
    assert fields.of("unknown") not in rows
    assert all(row.note for row in rows)
    if quirk.decision is Decision.REFUSED:
        assert {row.fidelity for row in rows} == {Fidelity.LOST}
    if quirk.decision in (Decision.APPROXIMATED, Decision.REFUSED, Decision.FALLBACK):
        assert rows


def test_the_page_is_current() -> None:
    specification = importlib.util.spec_from_file_location("quirks_page", HERE / "page.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.PAGE.read_text(encoding="utf-8") == module.page()
