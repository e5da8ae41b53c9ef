"""Rows of the field map as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from stepbridge.fields import Field

VERSION = 1


def plain(row: Field) -> dict[str, Any]:
    """A row as an object with the names of its attributes; ``example`` may be null."""
    return {**asdict(row), "example": asdict(row.example) if row.example else None}


def document(rows: Iterable[Field]) -> str:
    """``{"version": 1, "fields": [...]}``, in the order of the rows."""
    found = {"version": VERSION, "fields": [plain(row) for row in rows]}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
