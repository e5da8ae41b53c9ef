"""Writes docs/quirks.md from the table: ``python tests/quirks/page.py``."""

from __future__ import annotations

from pathlib import Path

from stepbridge import fields
from stepbridge.quirks import QUIRKS, Quirk

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quirks.md"
HEAD = """\
# Quirks

What users met on the live services that no schema says, and what stepbridge does about it. Written
from `stepbridge/quirks.py` by `python tests/quirks/page.py`; each row has a test of its number in
`tests/quirks`. "Fields" are rows of the field map (`stepbridge explain ID`) that say what a user
notices; "seen" is a public report.

| # | quirk | decision | what is done | fields | seen |
|---|---|---|---|---|---|
"""


def page() -> str:
    return HEAD + "".join(map(_line, QUIRKS))


def _line(quirk: Quirk) -> str:
    ids = ", ".join(dict.fromkeys(fields.of(symbol).id for symbol in quirk.fields)) or "-"
    cells = [str(quirk.number), quirk.what, quirk.decision.value, quirk.how, ids, quirk.seen or "-"]
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
