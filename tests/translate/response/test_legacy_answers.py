"""Legacy answers as Interactions."""

from __future__ import annotations

from typing import Any

import pytest
from google.genai._gaos.types.interactions.interaction import Interaction

from stepbridge.translate import response


def answer(*parts: dict[str, Any], finish: str = "STOP", **more: Any) -> dict[str, Any]:
    content: dict[str, Any] = {"role": "model"}
    if parts:
        content["parts"] = list(parts)
    candidate = {"content": content, "finishReason": finish, "index": 0}
    return {"candidates": [candidate], "responseId": "r", "modelVersion": "m", **more}


def there_and_back(body: dict[str, Any]) -> dict[str, Any]:
    there = response.to_interaction(body)
    assert there.losses == ()
    Interaction.model_validate(there.body)
    return response.from_interaction(there.body).body


FINISHES = [
    "STOP", "MAX_TOKENS", "SAFETY", "RECITATION", "LANGUAGE", "OTHER", "BLOCKLIST",
    "PROHIBITED_CONTENT", "SPII", "MALFORMED_FUNCTION_CALL", "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT", "IMAGE_OTHER", "NO_IMAGE", "IMAGE_RECITATION",
    "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MISSING_THOUGHT_SIGNATURE",
    "MALFORMED_RESPONSE", "ESCALATION", "PUP_LIMITED_DISABLED", "CONTINUATION", "MODEL_ARMOR",
]  # fmt: skip


def test_the_list_of_finish_reasons_is_the_official_one() -> None:
    from google.genai import types

    assert {"FINISH_REASON_UNSPECIFIED", *FINISHES} == {item.value for item in types.FinishReason}


@pytest.mark.parametrize("finish", FINISHES)
@pytest.mark.parametrize("parts", [[], [{"text": "Hi."}]])
def test_every_finish_reason_survives(finish: str, parts: list[Any]) -> None:
    back = there_and_back(answer(*parts, finish=finish))["candidates"][0]
    assert back["finishReason"] == finish
    assert back["content"].get("parts", []) == parts


def test_every_block_reason_survives() -> None:
    from google.genai import types

    for reason in types.BlockedReason:
        if reason.value == "BLOCKED_REASON_UNSPECIFIED":
            continue
        feedback = {"blockReason": reason.value, "blockReasonMessage": "No."}
        body = {"promptFeedback": feedback, "responseId": "r", "modelVersion": "m"}
        assert there_and_back(body) == body


PARTS = {
    "a call with its signature": [
        {
            "functionCall": {"name": "f", "args": {"a": 1}, "id": "c"},
            "thoughtSignature": "c2ln",
        },
        {"functionCall": {"name": "g", "args": {}, "id": "d"}},
    ],
    "a thought without a signature": [{"text": "Hm.", "thought": True}, {"text": "Hi."}],
    "thoughts of several parts": [
        {"text": "Hm.", "thought": True},
        {"text": "So.", "thought": True},
        {"text": "Hi.", "thoughtSignature": "c2ln"},
    ],
    "a signature at the end": [{"text": "Hi."}, {"text": "", "thoughtSignature": "c2ln"}],
    "two signatures in a row": [
        {"text": "", "thoughtSignature": "YWFh"},
        {"text": "Hi.", "thoughtSignature": "c2ln"},
    ],
    "media": [
        {"text": "Look:"},
        {"inlineData": {"mimeType": "image/png", "data": "AAAA"}},
        {"fileData": {"mimeType": "video/mp4", "fileUri": "gs://b/v"}},
    ],
    "code": [
        {"executableCode": {"language": "PYTHON", "code": "1", "id": "x"}},
        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1", "id": "x"}},
        {"text": "One."},
    ],
}


@pytest.mark.parametrize("case", PARTS)
def test_parts_survive(case: str) -> None:
    back = there_and_back(answer(*PARTS[case]))
    assert back["candidates"][0]["content"]["parts"] == PARTS[case]


def test_snake_case_is_read_too() -> None:
    body = {
        "candidates": [
            {
                "content": {
                    "role": "model",
                    "parts": [{"text": "Hi.", "thought_signature": "c2ln"}],
                },
                "finish_reason": "STOP",
                "index": 0,
                "token_count": None,
            }
        ],
        "usage_metadata": {"prompt_token_count": 2, "total_token_count": 2},
        "model_version": "m",
        "response_id": "r",
    }
    back = there_and_back(body)
    assert back["candidates"][0]["content"]["parts"] == [
        {"text": "Hi.", "thoughtSignature": "c2ln"}
    ]
    assert back["usageMetadata"] == {"promptTokenCount": 2, "totalTokenCount": 2}


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"modelStatus": {"modelStage": "STABLE"}}, "modelStatus"),
        ({"promptFeedback": {"safetyRatings": []}}, "promptFeedback.safetyRatings"),
        ({"usageMetadata": {"trafficType": "ON_DEMAND"}}, "usageMetadata.trafficType"),
    ],
)
def test_fields_without_a_home_are_losses(more: dict[str, Any], path: str) -> None:
    losses = response.to_interaction(answer({"text": "Hi."}, **more)).losses
    assert [loss.path for loss in losses] == [path]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"safetyRatings": []}, "candidates[0].safetyRatings"),
        ({"avgLogprobs": -1.0}, "candidates[0].avgLogprobs"),
        ({"citationMetadata": {}}, "candidates[0].citationMetadata"),
        (
            {"groundingMetadata": {"retrievalMetadata": {}}},
            "candidates[0].groundingMetadata.retrievalMetadata",
        ),
    ],
)
def test_candidate_fields_without_a_home_are_losses(more: dict[str, Any], path: str) -> None:
    body = answer({"text": "Hi."})
    body["candidates"][0].update(more)
    losses = response.to_interaction(body).losses
    assert [loss.path for loss in losses] == [path]
    assert all(loss.field_id.startswith("SB") for loss in losses)


def test_other_candidates_and_unknown_parts_are_losses() -> None:
    body = answer({"text": "Hi."}, {"hologram": {}})
    body["candidates"].append({"content": {"parts": [{"text": "Ho."}]}, "index": 1})
    losses = response.to_interaction(body).losses
    assert {loss.path for loss in losses} == {"candidates[1]", "candidates[0].content.parts[1]"}
