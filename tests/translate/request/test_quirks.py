"""What live users ran into, and clients that spell requests in their own way."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from stepbridge import fields
from stepbridge.translate.answers import tokens
from stepbridge.translate.options import Options
from stepbridge.translate.request import MalformedRequestError, Translation, to_interaction

PROMPT = {"contents": [{"parts": [{"text": "hi"}]}]}


def translated(model: str = "gemini-3.5-flash", **body: Any) -> Translation:
    return to_interaction({**PROMPT, **body}, model=model)


@pytest.mark.parametrize(
    ("budget", "model", "level"),
    [
        (0, "gemini-3.5-flash", "minimal"),
        (0, "gemini-3.8-flash", "low"),
        (0, "gemini-2.5-flash", "low"),
        (1, "gemini-3.5-flash", "low"),
        (2048, "gemini-2.5-flash", "low"),
        (2049, "gemini-2.5-flash", "medium"),
        (8192, "gemini-2.5-pro", "low"),
        (8193, "gemini-2.5-pro", "high"),
        (24576, "gemini-9-unheard-of", "high"),
        (-1, "gemini-3.5-flash", None),
    ],
)
def test_a_thinking_budget_becomes_a_level(budget: int, model: str, level: str | None) -> None:
    config = {"thinkingConfig": {"thinkingBudget": budget}}
    translation = translated(model, generationConfig=config)
    assert translation.body.get("generation_config", {}).get("thinking_level") == level
    (loss,) = translation.losses
    assert loss.field_id == fields.of("ThinkingConfig.thinking_budget").id
    assert loss.fidelity == "approximate"


def test_a_level_wins_over_a_budget() -> None:
    config = {"thinkingConfig": {"thinkingBudget": 1, "thinkingLevel": "HIGH"}}
    body = translated(generationConfig=config).body
    assert body["generation_config"]["thinking_level"] == "high"


def test_top_k_passes_when_allowed() -> None:
    body = {**PROMPT, "generationConfig": {"topK": 40.0}}
    refused = to_interaction(body, model="m")
    assert [loss.fidelity for loss in refused.losses] == ["lost"]
    allowed = to_interaction(body, model="m", options=Options(pass_top_k=True))
    assert allowed.body["generation_config"] == {"top_k": 40}


@pytest.mark.parametrize(
    "config",
    [
        {"candidateCount": 1},
        {"presencePenalty": 0},
        {"frequencyPenalty": 0.0},
        {"responseLogprobs": False},
        {"audioTimestamp": False},
        {"temperature": None},
    ],
)
def test_a_default_that_is_spelled_out_is_no_loss(config: dict[str, Any]) -> None:
    assert translated(generationConfig=config) == translated()


def test_a_choice_without_functions_is_left_out() -> None:
    config = {"functionCallingConfig": {"mode": "ANY"}}
    translation = translated(tools=[{"googleSearch": {}}], toolConfig=config)
    assert "generation_config" not in translation.body
    assert [loss.fidelity for loss in translation.losses] == ["approximate"]


def test_enums_as_numbers() -> None:
    """google-generativeai over REST writes protobuf JSON with numbers for enums."""
    translation = translated(
        safetySettings=[{"category": 8, "threshold": 3}],
        tools=[
            {
                "functionDeclarations": [
                    {"name": "f", "parameters": {"type": 6, "properties": {"a": {"type": 1}}}}
                ]
            }
        ],
        toolConfig={"functionCallingConfig": {"mode": 2}},
    )
    assert translation.losses == ()
    assert translation.body["safety_settings"] == [
        {"type": "hate_speech", "threshold": "block_only_high"}
    ]
    assert translation.body["tools"][0]["parameters"] == {
        "type": "object",
        "properties": {"a": {"type": "string"}},
    }
    assert translation.body["generation_config"] == {"tool_choice": "any"}


def test_single_objects_where_lists_belong() -> None:
    """Official REST samples write ``"parts": {"text": ...}``."""
    body = {
        "contents": {"role": "user", "parts": {"text": "hi"}},
        "system_instruction": {"parts": {"text": "Be a cat."}},
        "safetySettings": {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"},
        "tools": {"google_search": {}},
    }
    translation = to_interaction(body, model="m")
    assert translation.losses == ()
    assert translation.body["system_instruction"] == "Be a cat."
    assert translation.body["tools"] == [{"type": "google_search"}]


def test_image_search_is_named_and_web_search_is_not() -> None:
    both = {"googleSearch": {"searchTypes": {"webSearch": {}, "imageSearch": {}}}}
    (tool,) = translated(tools=[both]).body["tools"]
    assert tool == {"type": "google_search", "search_types": ["web_search", "image_search"]}
    (plain,) = translated(tools=[{"googleSearch": {"searchTypes": {"webSearch": {}}}}]).body[
        "tools"
    ]
    assert plain == {"type": "google_search"}


@pytest.mark.parametrize(
    ("model", "plain"),
    [
        ("gemini-3.5-flash", "gemini-3.5-flash"),
        ("models/gemini-3.5-flash", "gemini-3.5-flash"),
        ("projects/p/locations/l/publishers/google/models/gemini-3.5-flash", "gemini-3.5-flash"),
        ("tunedModels/mine", "tunedModels/mine"),
    ],
)
def test_names_of_models(model: str, plain: str) -> None:
    assert to_interaction(PROMPT, model=model).body["model"] == plain


@pytest.mark.parametrize("token", ["b3BhcXVl", "b3BhcXVl\n"])
def test_a_continuation_token_is_bytes_on_the_legacy_side(token: str) -> None:
    expected = "opaque" if token == "b3BhcXVl" else token
    assert translated(continuationToken=token).body["continuation_token"] == expected


def test_secrets_stay_out_of_losses() -> None:
    tools = [
        {"googleMaps": {"authConfig": {"apiKeyConfig": {"apiKeyString": "s3cret"}}}},
        {"retrieval": {"externalApi": {"apiAuth": {"apiKeyConfig": {"apiKeyString": "s3cret"}}}}},
    ]
    translation = translated(tools=tools, apiKey="s3cret")
    assert len(translation.losses) == 3
    assert "s3cret" not in repr(translation.losses)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "contents"),
        ({"contents": []}, "contents"),
        ({"contents": None}, "contents"),
        ({"contents": "hi", "generationConfig": 7}, "generationConfig"),
        ({"contents": "hi", "generationConfig": {"seed": "x"}}, "generationConfig.seed"),
        ({"contents": "hi", "generationConfig": {"topP": 1, "top_p": 2}}, "generationConfig.topP"),
        ({"contents": "hi", "tools": [7]}, "tools[0]"),
        ({"contents": "hi", "labels": {"a": 7}}, "labels"),
        ({"contents": "hi", "systemInstruction": 7}, "systemInstruction"),
    ],
)
def test_malformed_requests_say_where(body: dict[str, Any], path: str) -> None:
    with pytest.raises(MalformedRequestError) as caught:
        to_interaction(body, model="m")
    assert caught.value.path == path
    assert "7" not in str(caught.value)


@pytest.mark.parametrize("token", ["opaque", "b3BhcXVl", "?>~" * 5, ""])
def test_continuation_tokens_survive_a_client_that_reads_bytes(token: str) -> None:
    """The SDK decodes the token and writes it again, in the other base64 alphabet."""
    raw = base64.b64decode(tokens.to_legacy(token))
    assert tokens.from_legacy(base64.urlsafe_b64encode(raw).decode()) == token
