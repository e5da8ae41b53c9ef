"""Each row keeps the promises of the architecture page."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from stepbridge.fields import (
    FIELDS,
    Change,
    Confidence,
    Fidelity,
    Field,
    Surface,
    by_id,
    of,
    search,
)

_RANGES = {
    Surface.REQUEST: (1,),
    Surface.CONTENT: (2,),
    Surface.TOOL: (3,),
    Surface.SCHEMA: (3,),
    Surface.RESPONSE: (4, 5),
    Surface.STREAM: (6,),
    Surface.ERROR: (6,),
    Surface.CHAT: (7,),
    Surface.CLIENT: (7,),
    Surface.BETA: (8,),
    Surface.OLD_SDK: (9,),
}


def test_ids_and_symbols_are_unique() -> None:
    for values in (Counter(row.id for row in FIELDS), Counter(row.symbol for row in FIELDS)):
        assert [value for value, count in values.items() if count > 1] == []


def test_ids_are_in_the_range_of_their_surface() -> None:
    wrong = [row.id for row in FIELDS if int(row.id[2:]) % 1000 // 100 not in _RANGES[row.surface]]
    assert wrong == []


def test_notes_are_sentences() -> None:
    wrong = [
        (row.id, row.note)
        for row in FIELDS
        if not row.note or row.note[-1] not in ".!?)" or row.note != row.note.strip()
    ]
    assert wrong == []
    assert [row.id for row in FIELDS if not row.source] == []


def test_a_row_says_where_the_field_was() -> None:
    assert [row.id for row in FIELDS if not (row.legacy_wire or row.legacy_python)] == []


def test_a_dropped_field_with_a_new_place_would_be_a_contradiction() -> None:
    """Except where a row points at what to use instead: the confidence is then in the note."""
    wrong = [
        row.id
        for row in FIELDS
        if row.interactions is None and row.change in (Change.RENAMED, Change.MOVED)
    ]
    assert [of_id for of_id in wrong if by_id(of_id).surface is not Surface.OLD_SDK] == []


@pytest.mark.parametrize(
    ("field_id", "symbol"),
    [
        ("SB105", "GenerateContentConfig.top_k"),
        ("SB141", "ThinkingConfig.thinking_budget"),
        ("SB199", "unknown"),
        ("SB463", "FinishReason.SAFETY"),
        ("SB700", "Models.generate_content"),
        ("SB801", "beta.outputs"),
        ("SB850", "wrong.step_type_text"),
        ("SB904", "generativeai.GenerativeModel"),
    ],
)
def test_ids_keep_their_meaning(field_id: str, symbol: str) -> None:
    assert by_id(field_id) is of(symbol)


def test_the_unknown_row_refuses() -> None:
    row = of("unknown")
    assert (row.change, row.fidelity, row.interactions) == (Change.DROPPED, Fidelity.LOST, None)


def test_an_unknown_symbol_names_the_nearest() -> None:
    with pytest.raises(KeyError, match=r"GenerateContentConfig\.temperature"):
        of("GenerateContentConfig.temperatur")
    with pytest.raises(KeyError, match=r"SB2385"):
        by_id("SB2386")


def test_search_wants_every_word_in_any_case() -> None:
    found = search("THINKING budget")
    assert of("ThinkingConfig.thinking_budget") in found
    assert all("thinking" in repr(row).lower() for row in found)
    assert search("no such words in the map") == ()


def test_the_map_has_all_37_rows_of_the_beta() -> None:
    numbers = {int(row.id[2:]) for row in FIELDS if row.symbol.startswith("beta.")}
    assert set(range(801, 838)) <= numbers


def test_every_kind_of_verdict_is_used() -> None:
    assert {row.change for row in FIELDS} == set(Change)
    assert {row.fidelity for row in FIELDS} == set(Fidelity)
    assert {row.confidence for row in FIELDS} == set(Confidence)
    assert {row.surface for row in FIELDS} == set(Surface)


def test_the_map_imports_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, stepbridge.fields\n"
        "roots = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(roots - sys.stdlib_module_names - {'stepbridge', '__main__'}))"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {_root()!r})\n{code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.strip() == "[]"


def _root() -> str:
    import stepbridge

    assert stepbridge.__file__
    return stepbridge.__file__.rpartition("/stepbridge/")[0]


def test_rows_are_values() -> None:
    row = by_id("sb105")
    assert isinstance(row, Field)
    with pytest.raises(AttributeError):
        row.note = "x"  # type: ignore[misc]


def test_rows_are_loaded_when_they_are_asked_for() -> None:
    """A request that loses nothing does not pay for the map."""
    code = (
        "import sys, stepbridge.fields as fields\n"
        "before = 'stepbridge.fields.lookup' in sys.modules\n"
        "fields.of('unknown')\n"
        "print(before, 'stepbridge.fields.samples' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert run.stdout.split() == ["False", "False"]
