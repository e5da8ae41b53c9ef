"""Interactions requests become generateContent requests that the official SDK's types accept."""

from __future__ import annotations

from typing import Any

import pytest
from google.genai import types
from google.genai._gaos.types import interactions

from stepbridge import fields
from stepbridge.fields.row import Fidelity
from stepbridge.translate.request import MalformedRequestError, from_interaction, to_interaction

TEXT = [{"type": "user_input", "content": [{"type": "text", "text": "hi"}]}]
HI = [{"role": "user", "parts": [{"text": "hi"}]}]


def back(**body: Any) -> dict[str, Any]:
    translation = from_interaction({"model": "m", "input": TEXT, "store": False, **body})
    assert translation.losses == ()
    check(translation.body)
    return translation.body


def check(body: dict[str, Any]) -> None:
    """The SDK's own types read the body, and know every key."""
    for turn in body["contents"]:
        types.Content.model_validate(turn)
    if "generationConfig" in body:
        types.GenerationConfig.model_validate(
            {
                name: value
                for name, value in body["generationConfig"].items()
                if name != "imageConfig"
            }
        )
    for tool in body.get("tools", []):
        types.Tool.model_validate(tool)
    if "toolConfig" in body:
        types.ToolConfig.model_validate(body["toolConfig"])
    for setting in body.get("safetySettings", []):
        types.SafetySetting.model_validate(setting)


@pytest.mark.parametrize(
    "given",
    [
        "hi",
        {"type": "text", "text": "hi"},
        [{"type": "text", "text": "hi"}],
        [{"text": "hi"}],
        TEXT,
        [{"type": "user_input", "content": "hi"}],
    ],
)
def test_forms_of_input(given: Any) -> None:
    assert back(input=given)["contents"] == HI


def test_a_tool_conversation() -> None:
    steps = [
        *TEXT,
        {"type": "thought", "signature": "c2ln", "summary": [{"type": "text", "text": "Hmm"}]},
        {"type": "function_call", "id": "c1", "name": "add", "arguments": {"a": 1}},
        {"type": "function_call", "id": "c2", "name": "add", "arguments": {"a": 2}},
        {"type": "function_result", "call_id": "c1", "result": '{"result":1}'},
        {"type": "function_result", "call_id": "c2", "result": "plain", "is_error": True},
        {"type": "model_output", "content": [{"type": "text", "text": "Done"}]},
    ]
    contents = back(input=steps)["contents"]
    assert [turn["role"] for turn in contents] == ["user", "model", "user", "model"]
    thought, first, second = contents[1]["parts"]
    assert thought == {"text": "Hmm", "thought": True}
    assert first["thoughtSignature"] == "c2ln"
    assert "thoughtSignature" not in second
    answers = [part["functionResponse"] for part in contents[2]["parts"]]
    assert answers == [
        {"name": "add", "id": "c1", "response": {"result": 1}},
        {"name": "add", "id": "c2", "response": {"error": "plain"}},
    ]


def test_settings_move_back() -> None:
    body = back(
        generation_config={
            "temperature": 0.5,
            "max_output_tokens": 9,
            "thinking_level": "low",
            "thinking_summaries": "auto",
            "tool_choice": {"allowed_tools": {"mode": "any", "tools": ["add"]}},
            "speech_config": [{"voice": "Kore", "language": "de"}],
        },
        response_format={
            "type": "text",
            "mime_type": "application/json",
            "schema": {"type": "object"},
        },
        safety_settings=[{"type": "hate_speech", "threshold": "block_none"}],
        system_instruction="Be brief.",
        tools=[{"type": "function", "name": "add", "parameters": {"type": "object"}}],
    )
    assert body["generationConfig"] == {
        "temperature": 0.5,
        "maxOutputTokens": 9,
        "speechConfig": {
            "voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}},
            "languageCode": "de",
        },
        "responseMimeType": "application/json",
        "responseJsonSchema": {"type": "object"},
        "thinkingConfig": {"thinkingLevel": "LOW", "includeThoughts": True},
    }
    assert body["toolConfig"] == {
        "functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["add"]}
    }
    assert body["safetySettings"] == [
        {"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"}
    ]
    assert body["systemInstruction"] == {"parts": [{"text": "Be brief."}]}


TOOLS = [
    {"type": "google_search"},
    {"type": "google_search", "search_types": ["web_search", "image_search"]},
    {"type": "google_search", "search_types": ["enterprise_web_search"]},
    {"type": "google_maps", "enable_widget": True, "latitude": 1.5, "longitude": 2.5},
    {"type": "code_execution"},
    {"type": "url_context"},
    {"type": "file_search", "file_search_store_names": ["a"], "top_k": 3},
    {
        "type": "computer_use",
        "environment": "browser",
        "disabled_safety_policies": ["communication_tool"],
    },
    {"type": "mcp_server", "name": "w", "url": "https://example.com", "headers": {"a": "b"}},
    {
        "type": "retrieval",
        "retrieval_types": ["vertex_ai_search"],
        "vertex_ai_search_config": {"datastores": ["d"], "engine": "e"},
    },
    {
        "type": "retrieval",
        "retrieval_types": ["vertex_ai_search"],
        "vertex_ai_search_config": {"datastores": ["d", "e"]},
    },
    {
        "type": "retrieval",
        "retrieval_types": ["rag_store"],
        "rag_store_config": {
            "rag_resources": [{"rag_corpus": "c", "rag_file_ids": ["f"]}],
            "rag_retrieval_config": {
                "top_k": 3,
                "filter": {"metadata_filter": "x"},
                "hybrid_search": {"alpha": 0.5},
                "ranking": {"ranking_config": "rank_service", "rank_service": {"model_name": "r"}},
            },
        },
    },
    {
        "type": "retrieval",
        "retrieval_types": ["exa_ai_search"],
        "exa_ai_search_config": {"api_key": "k", "custom_config": {"a": 1}},
    },
]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: "-".join(str(item) for item in tool)[:40])
def test_tools_there_and_back(tool: dict[str, Any]) -> None:
    again = to_interaction(back(tools=[tool]), model="m")
    assert again.losses == ()
    assert again.body["tools"] == [tool]


@pytest.mark.parametrize(
    "entries",
    [
        {"type": "image", "aspect_ratio": "16:9"},
        [{"type": "text"}, {"type": "image", "image_size": "2K"}],
        {"type": "audio"},
        {"type": "audio", "mime_type": "audio/mp3", "sample_rate": 24000},
        {"type": "video", "resolution": "720p"},
        {"type": "text", "mime_type": "text/plain"},
    ],
)
def test_formats_there_and_back(entries: Any) -> None:
    translation = from_interaction({"model": "m", "input": TEXT, "response_format": entries})
    again = to_interaction(translation.body, model="m")
    assert again.body["response_format"] == entries


def request_fields() -> list[str]:
    return list(interactions.CreateModelInteraction.model_fields)


def test_no_field_of_a_request_is_unknown() -> None:
    """Each field of the SDK's request is carried, or lost under an id of its own."""
    values = {
        str: "x",
        bool: True,
    }
    for name in request_fields():
        annotation = str(interactions.CreateModelInteraction.model_fields[name].annotation)
        value = values[bool] if "bool" in annotation else values[str]
        try:
            translation = from_interaction({"model": "m", "input": TEXT, name: value})
        except MalformedRequestError:
            continue
        unknown = fields.of("unknown").id
        assert unknown not in [loss.field_id for loss in translation.losses], name


@pytest.mark.parametrize(
    ("more", "symbol"),
    [
        ({"previous_interaction_id": "v1_x"}, "interaction.previous_interaction_id"),
        ({"background": True}, "interaction.background"),
        ({"agent": "deep-research"}, "interaction.agent"),
        ({"store": True}, "GenerateContentConfig.store"),
        ({"service_tier": "deferred"}, "GenerateContentConfig.service_tier"),
        ({"generation_config": {"video_config": {"task": "edit"}}}, "interaction.video_config"),
        ({"tools": [{"type": "tool_search"}]}, "tool.tool_search"),
        ({"secret_field_of_next_year": "s3cret"}, "unknown"),
    ],
)
def test_what_only_interactions_has_is_refused_by_id(more: dict[str, Any], symbol: str) -> None:
    translation = from_interaction({"model": "m", "input": TEXT, **more})
    (loss,) = translation.losses
    assert loss.field_id == fields.of(symbol).id
    assert loss.fidelity is Fidelity.LOST
    assert "s3cret" not in loss.value


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"input": 7},
        {"input": [{"type": "text", "text": "a"}, *TEXT]},
        {"input": [{"no": "type"}]},
        {"input": "hi", "tools": [{"google_search": {}}]},
        {"input": "hi", "tools": [{"type": "no_such_tool"}]},
        {"input": "hi", "stream": "yes"},
    ],
)
def test_malformed_requests(body: dict[str, Any]) -> None:
    with pytest.raises(MalformedRequestError):
        from_interaction({"model": "m", **body})


def test_streams_go_into_the_address() -> None:
    translation = from_interaction({"model": "gemini-3.5-flash", "input": "hi", "stream": True})
    assert translation.stream
    assert translation.model == "gemini-3.5-flash"
    assert "stream" not in translation.body
