"""The translator, judged: its request means what the legacy one meant, or it reports a loss."""

import json
from pathlib import Path
from typing import Any

import pytest

from stepbridge.translate.request import to_interaction
from stepbridge_emulator import read_interactions, read_legacy, strict_interactions, strict_legacy

Json = dict[str, Any]
MODEL = "gemini-3.5-flash"
RECORDED = Path(__file__).parents[2].parent / "shared" / "wire" / "generate_content.jsonl"
USER = {"role": "user", "parts": [{"text": "hi"}]}
CALLS = {
    "role": "model",
    "parts": [
        {"functionCall": {"name": "f", "args": {}}},
        {"functionCall": {"name": "f", "args": {"a": 1}}},
    ],
}
RESULTS = {
    "role": "user",
    "parts": [
        {"functionResponse": {"name": "f", "response": {"result": 5}}},
        {"functionResponse": {"name": "f", "response": {"error": "bad"}}},
    ],
}
SCHEMA = {
    "type": "OBJECT",
    "properties": {
        "a": {"type": "STRING", "nullable": True},
        "b": {"type": "ARRAY", "items": {"type": "INTEGER"}, "minItems": "1"},
        "t": {"type": "STRING", "format": "enum", "enum": ["x", "y"]},
    },
    "required": ["a"],
}
REQUESTS: dict[str, Json] = {
    "settings": {
        "contents": [USER],
        "generationConfig": {"temperature": 1, "topP": 0.5, "seed": 3, "stopSequences": ["x"]},
    },
    "schema": {
        "contents": [USER],
        "generationConfig": {"responseMimeType": "application/json", "responseSchema": SCHEMA},
    },
    "budget": {"contents": [USER], "generationConfig": {"thinkingConfig": {"thinkingBudget": 999}}},
    "parallel calls without ids": {
        "contents": [USER, CALLS, RESULTS],
        "tools": [{"functionDeclarations": [{"name": "f", "parameters": SCHEMA}]}],
    },
    "one where a list belongs": {
        "contents": {"role": "user", "parts": {"text": "hi"}},
        "tools": {"functionDeclarations": {"name": "f", "parameters": SCHEMA}},
        "generationConfig": {"stopSequences": "x"},
        "safetySettings": {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"},
    },
    "top_k": {"contents": [USER], "generationConfig": {"topK": 40}},
}


def nowhere(uri: str) -> None:
    return None


def judged(request: Json) -> None:
    """Equal prompts, or at least one loss that names what is missing."""
    before = read_legacy.read(strict_legacy.checked(request), MODEL, nowhere).json()
    translation = to_interaction(request, model=MODEL)
    body = {**translation.body, "model": MODEL}
    after = read_interactions.read(strict_interactions.checked(body), [], nowhere).json()
    lost = [loss for loss in translation.losses if loss.fidelity.value == "lost"]
    assert before == after or lost
    assert not (before == after and lost)


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_keeps_its_meaning(name: str) -> None:
    judged(REQUESTS[name])


@pytest.mark.skipif(not RECORDED.is_file(), reason="no recordings beside this checkout")
def test_recorded_requests_keep_their_meaning() -> None:
    lines = RECORDED.read_text().splitlines()
    assert lines
    for line in lines:
        judged(json.loads(line)["request"])
