"""The judge itself: `validate_create_interaction` refuses what the SDK is lenient about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Validate = Callable[[dict[str, Any]], Any]
TEXT = [{"type": "user_input", "content": [{"type": "text", "text": "hi"}]}]


def test_a_plain_request_passes(validate_create_interaction: Validate) -> None:
    assert validate_create_interaction({"model": "m", "input": TEXT}).model == "m"


@pytest.mark.parametrize(
    "body",
    [
        {"model": "m", "input": TEXT, "topK": 4},
        {"model": "m", "input": TEXT, "generation_config": {"top_k": 4}},
        {"model": "m", "input": TEXT, "generation_config": {"thinking_level": "LOW"}},
        {"model": "m", "input": [{"type": "no_such_step"}]},
        {"model": "m", "input": TEXT, "tools": [{"type": "no_such_tool"}]},
        {"model": "m", "input": [{"type": "user_input", "content": [{"type": "smell"}]}]},
        {"model": "m", "input": TEXT, "response_format": {"type": "text", "schemas": {}}},
    ],
)
def test_what_no_schema_has_is_refused(
    body: dict[str, Any], validate_create_interaction: Validate
) -> None:
    with pytest.raises(AssertionError):
        validate_create_interaction(body)


def test_legacy_turns_are_refused(validate_create_interaction: Validate) -> None:
    with pytest.raises(ValueError, match="Content"):
        validate_create_interaction({"model": "m", "input": [{"role": "user", "parts": []}]})
