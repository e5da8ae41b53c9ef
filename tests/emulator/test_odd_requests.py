"""Whatever is put where in a request, the answer is an answer or a refusal, never a crash."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepbridge_emulator import read_interactions, read_legacy, strict_interactions, strict_legacy
from stepbridge_emulator.calls_check import check_legacy, check_steps
from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.model import answer
from stepbridge_emulator.write_interactions import events
from stepbridge_emulator.write_interactions_steps import steps_of
from stepbridge_emulator.write_legacy import chunks, response

Json = dict[str, Any]
MODEL = "gemini-3.5-flash"
LEGACY: Json = {
    "contents": [
        {
            "role": "user",
            "parts": [
                {"text": "hi"},
                {
                    "inlineData": {"mimeType": "video/mp4", "data": "aGk="},
                    "videoMetadata": {"startOffset": "1s", "fps": 2},
                },
            ],
        },
        {"role": "model", "parts": [{"functionCall": {"name": "f", "args": {"a": 1}}}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "f", "response": {"a": 1}}}]},
    ],
    "systemInstruction": {"parts": [{"text": "be"}]},
    "tools": [
        {"functionDeclarations": [{"name": "f", "parameters": {"type": "OBJECT"}}]},
        {"googleSearch": {"searchTypes": {"webSearch": {}}}},
    ],
    "toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["f"]}},
    "generationConfig": {
        "temperature": 1,
        "responseMimeType": "application/json",
        "responseSchema": {"type": "OBJECT", "properties": {"a": {"type": "ARRAY", "items": {}}}},
        "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}},
        "imageConfig": {"aspectRatio": "1:1"},
        "thinkingConfig": {"thinkingBudget": 1},
    },
}
NEW: Json = {
    "model": MODEL,
    "input": [
        {
            "type": "user_input",
            "content": [
                {"type": "text", "text": "hi"},
                {
                    "type": "video",
                    "data": "aGk=",
                    "mime_type": "video/mp4",
                    "processing": {"type": "static", "start_offset": "1s"},
                },
            ],
        },
        {"type": "thought", "signature": "skip_thought_signature_validator", "summary": []},
        {"type": "function_call", "id": "c", "name": "f", "arguments": {"a": 1}},
        {"type": "function_result", "call_id": "c", "result": [{"type": "text", "text": "1"}]},
        {"type": "code_execution_call", "id": "d", "arguments": {"code": "1"}},
        {"type": "code_execution_result", "call_id": "d", "result": "1"},
        {"type": "user_input", "content": "more"},
    ],
    "tools": [
        {"type": "function", "name": "f", "parameters": {"type": "object"}},
        {"type": "google_search", "search_types": ["web_search"]},
    ],
    "generation_config": {
        "tool_choice": {"allowed_tools": {"mode": "any", "tools": ["f"]}},
        "speech_config": {"speakers": [{"voice": "Kore"}]},
        "image_config": {"aspect_ratio": "1:1"},
        "transcription_config": {"mode": {"type": "smart"}},
    },
    "response_format": [
        {
            "type": "text",
            "mime_type": "application/json",
            "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
        }
    ],
}
ODD = (None, True, 0, -1.5, "", "x", [], [1], [None], [{}], {}, {"type": "x"}, {"a": {"b": []}})


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, inner in list(items):
        found.append((*path, key))
        if isinstance(inner, dict | list):
            found += places(inner, (*path, key))
    return found


def changed(body: Json, path: tuple[Any, ...], value: Any) -> Json:
    result = copy.deepcopy(body)
    inner: Any = result
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = copy.deepcopy(value)
    return result


def nowhere(uri: str) -> None:
    return None


def outcome_of_legacy(body: Json) -> str:
    try:
        request = strict_legacy.checked(body)
        prompt = read_legacy.read(request, MODEL, nowhere)
        check_legacy(MODEL, request["contents"])
    except Refusal as refusal:
        return refusal.message
    reply = answer(prompt)
    assert response(prompt, [reply])["candidates"]
    return "".join(map(str, chunks(prompt, reply)))


def outcome_of_interactions(body: Json) -> str:
    try:
        request = strict_interactions.checked(body)
        prompt = read_interactions.read(request, [], nowhere)
        check_steps(MODEL, [], request["input"])
    except Refusal as refusal:
        return refusal.message
    return "".join(map(str, events({"steps": steps_of(answer(prompt))})))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(places(LEGACY)), st.sampled_from(ODD))
def test_an_odd_value_in_a_legacy_request(path: tuple[Any, ...], value: Any) -> None:
    assert outcome_of_legacy(changed(LEGACY, path, value))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(places(NEW)), st.sampled_from(ODD))
def test_an_odd_value_in_an_interaction(path: tuple[Any, ...], value: Any) -> None:
    assert outcome_of_interactions(changed(NEW, path, value))


@pytest.mark.parametrize("body", [None, [], "x", 1, {}])
def test_a_body_that_is_no_request(body: Any) -> None:
    assert outcome_of_legacy(body)
    assert outcome_of_interactions(body)
