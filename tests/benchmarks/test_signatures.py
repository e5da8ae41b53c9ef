"""The check of literals against the SDK: what does not fit is seen, what does passes."""

from __future__ import annotations

import pytest
from signatures import misfits

WRONG = {
    'create(contents="a")': "create() has no contents=",
    'create(input=[{"type": "text", "txt": "a"}])': "has no 'txt'",
    'create(input=[{"type": "model_output", "content": [{"type": "image", "url": 1}]}])': "url",
    'create(tools=[{"google_search": {}}])': "no type '' belongs here",
    'create(generation_config={"thinking_config": {}})': "has no 'thinking_config'",
    'create(response_format={"type": "text", "json_schema": {}})': "has no 'json_schema'",
}
RIGHT = [
    'create(model="any", input="a", store=False, stream=True, extra_headers={"a": "b"})',
    'create(input=[{"type": kind, "content": [{"type": "text", "text": "a"}]}])',
    'create(input=[{**step, "content": []}])',
    'create(tools=[{"type": "function", "name": "f", "parameters": {"type": "object"}}])',
    'create(generation_config={"thinking_level": "low", **more})',
    'create(response_format={"type": "text", "mime_type": "application/json", "schema": {"a": 1}})',
]


@pytest.mark.parametrize("call", WRONG)
def test_what_does_not_fit_is_said_with_its_line(call: str) -> None:
    said = misfits(f"\nclient.interactions.{call}".encode())
    assert any(one.startswith("line 2: ") and WRONG[call] in one for one in said), said


@pytest.mark.parametrize("call", RIGHT)
def test_what_fits_passes(call: str) -> None:
    assert misfits(f"client.interactions.{call}".encode()) == []


def test_a_step_by_itself_is_looked_at() -> None:
    assert misfits(b'step = {"type": "function_result", "id": "x"}')
    assert misfits(b'step = {"type": "function_result", "call_id": "x", "result": "y"}') == []


def test_other_dicts_are_not_ours() -> None:
    assert misfits(b'row = {"type": "invoice", "total": 3}') == []
