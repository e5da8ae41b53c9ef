"""Interactions errors become the errors that legacy except clauses look at."""

from __future__ import annotations

import json
from typing import Any

from stepbridge.translate import errors


def test_from_interaction(error_case: Any) -> None:
    source, expected = error_case["interactions"], error_case["legacy"]
    status, body = errors.from_interaction(source["status"], source["body"])
    assert status == expected["status"]
    assert body == expected["body"]
    assert next(iter(json.loads(json.dumps(body)))) == "error", "clients need it first"
